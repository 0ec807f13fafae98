//! Calls with an access token: the proof, the limits, Dev Hub, the link into the org.

use anyhow::Result;
use orgkeep_domain::authority::Authority;
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::verdict::Verdict;
use orgkeep_salesforce::dev_hub::is_dev_hub;
use orgkeep_salesforce::http::{CallError, HttpClient};
use orgkeep_salesforce::limits::limits;
use orgkeep_salesforce::probe::probe;
use orgkeep_salesforce::revoke::{Revocation, revoke};
use orgkeep_salesforce::session::ApiSession;
use orgkeep_salesforce::single_access::{LandingPath, can_open, single_access};
use orgkeep_secret::AccessToken;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, RobotBrowser, Times, Tuning};

use crate::signed_in::{RULE, SignedIn};
use crate::site::{Site, answer};

#[tokio::test]
async fn one_call_proves_org_and_user_and_tells_the_usage() -> Result<()> {
    let here = SignedIn::to(OrgKey::Uat, AppKind::Public, false).await?;
    here.simulator.journal().clear();
    let proof = probe(&here.client, here.session()).await?;
    assert_eq!(
        (&proof.org, &proof.user),
        (&here.tokens.org, &here.tokens.user)
    );
    let spent = here.simulator.org(OrgKey::Uat).api_requests_spent;
    assert_eq!(proof.usage.map(|usage| usage.used), Some(spent));
    assert_eq!(here.simulator.journal().entries().len(), 1);
    Ok(())
}

#[tokio::test]
async fn what_fails_leads_to_its_verdict() -> Result<()> {
    let here = SignedIn::to(OrgKey::Uat, AppKind::Public, false).await?;
    for (scenario, verdict) in [
        ("api-session-expired", Verdict::NotRenewable),
        ("api-session-not-valid-for-rest", Verdict::ApiDisabled),
        ("api-not-attached-to-agent", Verdict::Refused),
        ("api-disabled-for-org", Verdict::ApiDisabled),
        ("request-limit-exceeded", Verdict::LimitReached),
        ("http-429", Verdict::LimitReached),
        ("http-420", Verdict::Maintenance),
        ("service-unavailable", Verdict::Maintenance),
        ("html-instead-of-json", Verdict::OtherAnswer),
        ("truncated-json", Verdict::OtherAnswer),
    ] {
        here.next(scenario, &Tuning::at(Endpoint::Rest))?;
        let error = probe(&here.client, here.session()).await.unwrap_err();
        assert_eq!(error.verdict(), verdict, "{scenario}: {error:?}");
    }
    here.simulator.end_access_tokens();
    let over = probe(&here.client, here.session()).await.unwrap_err();
    assert!(matches!(over, CallError::TokenRefused(_)), "{over:?}");
    Ok(())
}

#[tokio::test]
async fn a_read_that_is_lost_is_sent_three_times() -> Result<()> {
    let here = SignedIn::to(OrgKey::Uat, AppKind::Public, false).await?;
    let (faults, journal) = (here.simulator.faults(), here.simulator.journal());
    let at = Tuning::at(Endpoint::Rest);
    journal.clear();
    faults.set_scenario("reset-before-body", &at, Times::Next(2))?;
    probe(&here.client, here.session()).await?;
    assert_eq!(journal.entries().len(), 3);

    journal.clear();
    faults.set_scenario("reset-before-body", &at, Times::Next(3))?;
    let lost = probe(&here.client, here.session()).await;
    assert_eq!(lost.unwrap_err(), CallError::Unreachable);
    assert_eq!(journal.entries().len(), 3);
    Ok(())
}

#[tokio::test]
async fn what_changes_something_is_not_sent_again() -> Result<()> {
    let here = SignedIn::to(OrgKey::Uat, AppKind::Public, false).await?;
    here.simulator.journal().clear();
    here.next("reset-before-body", &Tuning::at(Endpoint::Revoke))?;
    let session = here.session();
    let revoked = revoke(&here.client, session.instance, session.access).await;
    assert_eq!(revoked, Revocation::Unconfirmed { retry_after: None });
    assert_eq!(here.simulator.journal().entries().len(), 1);
    Ok(())
}

#[tokio::test]
async fn only_salesforce_s_own_words_tell_that_a_token_is_dead() -> Result<()> {
    let client = HttpClient::new(true)?;
    let token = AccessToken::new("00D!token".to_owned());
    let dead = "error=invalid_token&error_description=dead";
    let unconfirmed = || Revocation::Unconfirmed { retry_after: None };
    for (status, body, expected) in [
        ("200 OK", "", Revocation::Revoked),
        ("200 OK", dead, Revocation::Revoked),
        ("400 Bad Request", dead, Revocation::AlreadyDead),
        (
            "400 Bad Request",
            "error=unsupported_token_type",
            unconfirmed(),
        ),
        ("404 Not Found", dead, unconfirmed()),
        ("302 Found", "", unconfirmed()),
        (
            "503 Service Unavailable\r\nRetry-After: 2",
            "",
            Revocation::Unconfirmed {
                retry_after: Some(2),
            },
        ),
    ] {
        let site = Site::plain(answer(status, body)).await?;
        let server = Authority::parse(&format!("http://{}", site.address), RULE)?;
        let told = revoke(&client, &server, &token).await;
        assert_eq!(told, expected, "{status}: {body}");
    }
    Ok(())
}

#[tokio::test]
async fn a_token_tells_by_its_form_whether_soap_takes_it() -> Result<()> {
    let here = SignedIn::to(OrgKey::Uat, AppKind::Public, false).await?;
    for (token, expected) in [("00D5g000004Ff12!AQ8AQH", true), ("eyJ0.eyJz.c2ln", false)] {
        let access = AccessToken::new(token.to_owned());
        let session = ApiSession {
            access: &access,
            ..here.session()
        };
        assert_eq!(session.is_opaque(), expected, "{token}");
    }
    Ok(())
}

#[tokio::test]
async fn limits_are_told_by_name() -> Result<()> {
    let here = SignedIn::to(OrgKey::Uat, AppKind::Public, false).await?;
    let limits = limits(&here.client, here.session()).await?;
    let daily = limits
        .iter()
        .find(|one| one.name == "DailyApiRequests")
        .unwrap();
    let spent = here.simulator.org(OrgKey::Uat).api_requests_spent;
    assert_eq!(daily.max - daily.remaining, u64::from(spent));
    assert!(limits.is_sorted_by_key(|limit| limit.name.clone()));
    Ok(())
}

#[tokio::test]
async fn a_dev_hub_is_told_from_an_org_without_one() -> Result<()> {
    for (org, expected) in [(OrgKey::DevHub, true), (OrgKey::Uat, false)] {
        let here = SignedIn::to(org, AppKind::Public, false).await?;
        assert_eq!(is_dev_hub(&here.client, here.session()).await, Ok(expected));
        for scenario in ["service-unavailable", "api-disabled-for-org"] {
            here.next(scenario, &Tuning::at(Endpoint::Query))?;
            let told = is_dev_hub(&here.client, here.session()).await;
            assert!(told.is_err(), "{scenario}: {told:?}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_link_opens_the_org_and_the_token_is_not_in_it() -> Result<()> {
    let here = SignedIn::to(OrgKey::Uat, AppKind::Public, false).await?;
    assert!(can_open(&here.tokens.scopes));
    let landing = LandingPath::parse("/lightning/setup/DevHub/home")?;
    let link = single_access(&here.client, here.session(), &landing).await?;
    // EXPOSE: the test looks for the token in the link.
    assert!(!link.for_the_browser().contains(here.tokens.access.expose()));
    let arrived = RobotBrowser::new().open(link.for_the_browser()).await?;
    assert_eq!(arrived.location(), Some("/lightning/setup/DevHub/home"));
    Ok(())
}

#[tokio::test]
async fn without_the_scope_the_reason_is_told() -> Result<()> {
    let here = SignedIn::to(OrgKey::Uat, AppKind::Rehearsal, false).await?;
    assert!(!can_open(&here.tokens.scopes));
    let refused = single_access(&here.client, here.session(), &LandingPath::home()).await;
    let refused = refused.map(drop).unwrap_err();
    assert_eq!(
        refused.cause(),
        Some(Cause::of("webScopeMissing")),
        "{refused:?}"
    );
    here.simulator.end_access_tokens();
    let over = single_access(&here.client, here.session(), &LandingPath::home()).await;
    assert!(matches!(over, Err(CallError::TokenRefused(_))), "{over:?}");
    Ok(())
}
