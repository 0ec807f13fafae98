//! Calls with an access token: the proof, the limits, Dev Hub, the link into the org.

use anyhow::Result;
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::verdict::Verdict;
use orgkeep_salesforce::dev_hub::is_dev_hub;
use orgkeep_salesforce::http::CallError;
use orgkeep_salesforce::limits::limits;
use orgkeep_salesforce::probe::probe;
use orgkeep_salesforce::single_access::{LandingPath, can_open, single_access};
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, RobotBrowser, Tuning};

use crate::signed_in::SignedIn;

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
        ("reset-before-body", Verdict::ConnectionFailed),
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
        here.next("service-unavailable", &Tuning::at(Endpoint::Query))?;
        assert!(is_dev_hub(&here.client, here.session()).await.is_err());
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
