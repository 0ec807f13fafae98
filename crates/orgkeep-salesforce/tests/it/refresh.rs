//! Renewing a session, against the practice org.

use anyhow::Result;
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::scope::Scopes;
use orgkeep_salesforce::http::CallError;
use orgkeep_salesforce::refresh::{RefreshError, RenewalError};
use orgkeep_secret::{AccessToken, RefreshToken};
use orgkeep_simulator::{
    AppKind, Endpoint, Fault, FieldChange, OrgKey, SCENARIOS, ScenarioGroup, Times, Tuning,
};
use serde_json::json;

use crate::signed_in::SignedIn;

const ORG: OrgKey = OrgKey::Uat;

#[tokio::test]
async fn a_confidential_app_proves_itself_and_a_public_one_sends_no_secret() -> Result<()> {
    for (kind, has_secret) in [(AppKind::Confidential, true), (AppKind::Public, false)] {
        let here = SignedIn::to(ORG, kind, false).await?;
        let renewal = here.refresh_with(here.refresh_token()).await?;
        renewal.claims.judge(&here.expected())?;
        assert!(renewal.refresh.is_none() && renewal.scopes.is_some());
        assert!(!renewal.access.matches(&here.tokens.access));
        let form = here.simulator.journal().last_token_request().unwrap();
        assert_eq!(form.get("client_secret").is_some(), has_secret, "{kind:?}");
        assert_eq!(form.get("scope"), None);
        assert_eq!(form.text("grant_type"), "refresh_token");
    }
    Ok(())
}

#[tokio::test]
async fn a_rotating_app_names_the_successor_and_ends_the_family_on_a_replay() -> Result<()> {
    let here = SignedIn::to(ORG, AppKind::Public, true).await?;
    let first = here.refresh_with(here.refresh_token()).await?;
    let successor = first.refresh.unwrap();
    assert!(!successor.matches(here.refresh_token()));
    let replay = here.refresh_with(here.refresh_token()).await.unwrap_err();
    assert!(is_told(&replay, "tokenExpired"), "{replay:?}");
    let orphan = here.refresh_with(&successor).await.unwrap_err();
    assert!(is_told(&orphan, "tokenExpired"), "{orphan:?}");
    Ok(())
}

/// O-12: what an answer says of the refresh token, and what of the scopes.
#[tokio::test]
async fn o_12_every_shape_of_answer_is_read() -> Result<()> {
    let shapes = [
        ("no-refresh-token", None),
        ("empty-refresh-token", None),
        ("null-refresh-token", None),
        ("fewer-scopes", Some(false)),
        ("new", Some(true)),
    ];
    let mut survived = 0;
    for (shape, replaced) in shapes {
        let here = SignedIn::to(ORG, AppKind::Public, true).await?;
        if shape != "new" {
            here.next(shape, &Tuning::default())?;
        }
        let renewal = here.refresh_with(here.refresh_token()).await?;
        renewal.claims.judge(&here.expected())?;
        assert_eq!(renewal.refresh.is_some(), replaced.is_some(), "{shape}");
        let scopes = renewal.scopes.unwrap();
        let narrower = here.tokens.scopes.missing_from(&scopes).next().is_some();
        assert_eq!(narrower, shape == "fewer-scopes", "{shape}");
        survived += 1;
    }
    let here = SignedIn::to(ORG, AppKind::Public, false).await?;
    let renewal = here.refresh_with(here.refresh_token()).await?;
    assert!(renewal.refresh.is_none());
    println!("O-12 survived {} of 6", survived + 1);
    Ok(())
}

#[tokio::test]
async fn tokens_that_do_not_fit_are_brought_back_and_judged_unfit() -> Result<()> {
    let evil = Tuning::to("https://evil.example");
    for (scenario, tuning, expected) in [
        ("token-type-mac", Tuning::default(), RenewalError::OtherType),
        (
            "token-type-absent",
            Tuning::default(),
            RenewalError::OtherType,
        ),
        ("hostile-instance-url", evil, RenewalError::OtherHost),
        (
            "no-instance-url",
            Tuning::default(),
            RenewalError::OtherHost,
        ),
        ("altered-id", Tuning::default(), RenewalError::OtherIdentity),
        (
            "wrong-signature",
            Tuning::default(),
            RenewalError::Signature,
        ),
        (
            "missing-signature",
            Tuning::default(),
            RenewalError::Signature,
        ),
        (
            "garbled-signature",
            Tuning::default(),
            RenewalError::Signature,
        ),
    ] {
        let here = SignedIn::to(ORG, AppKind::Confidential, true).await?;
        here.next(scenario, &tuning)?;
        let renewal = here.refresh_with(here.refresh_token()).await?;
        assert!(
            renewal.refresh.is_some(),
            "{scenario}: the successor is lost"
        );
        assert_eq!(
            renewal.claims.judge(&here.expected()),
            Err(expected),
            "{scenario}"
        );
    }
    Ok(())
}

/// Salesforce's own words say that nothing was done; the same is true of a request that never left.
#[tokio::test]
async fn it_is_known_whether_the_token_may_have_been_spent() -> Result<()> {
    let here = SignedIn::to(ORG, AppKind::Public, false).await?;
    let busy = CallError::Busy { retry_after: None };
    for (scenario, error, may_have_acted) in [
        ("maintenance-503-html", busy.clone(), false),
        ("http-420", busy.clone(), false),
        ("bad-gateway-502", busy, true),
        ("http-429", CallError::TooMany { retry_after: None }, false),
        ("html-instead-of-json", CallError::CaptivePortal, false),
        ("captive-portal-redirect", CallError::CaptivePortal, false),
        ("reset-after-body", CallError::Unreachable, true),
        ("answer-lost", CallError::Unreachable, true),
        ("truncated-json", CallError::Unexpected, true),
        ("no-access-token", CallError::Unexpected, true),
        ("null-access-token", CallError::Unexpected, true),
        ("token-reply-array", CallError::Unexpected, true),
    ] {
        here.next(scenario, &Tuning::at(Endpoint::Token))?;
        let refused = here.refresh_with(here.refresh_token()).await.unwrap_err();
        let expected = RefreshError::Call {
            error,
            may_have_acted,
        };
        assert_eq!(refused, expected, "{scenario}");
    }
    let token = here.refresh_token().duplicate_on_purpose();
    let SignedIn {
        simulator,
        client,
        login,
        key,
        ..
    } = here;
    simulator.shutdown().await;
    let grant = orgkeep_salesforce::refresh::RefreshGrant {
        login: &login,
        consumer_key: &key,
        consumer_secret: None,
        token: &token,
    };
    let offline = orgkeep_salesforce::refresh::refresh(&client, &grant).await;
    let expected = RefreshError::Call {
        error: CallError::Unreachable,
        may_have_acted: false,
    };
    assert_eq!(offline.unwrap_err(), expected);
    Ok(())
}

#[tokio::test]
async fn every_refusal_of_the_token_endpoint_has_its_cause_and_spends_nothing() -> Result<()> {
    let here = SignedIn::to(ORG, AppKind::Public, true).await?;
    let refusals = SCENARIOS
        .iter()
        .filter(|one| one.group == ScenarioGroup::Token);
    for scenario in refusals {
        here.next(scenario.id, &Tuning::default())?;
        let refused = here.refresh_with(here.refresh_token()).await.unwrap_err();
        let RefreshError::Refused { cause, words } = refused else {
            panic!("{}: {refused:?}", scenario.id);
        };
        let known = scenario.id != "unknown-token-error";
        assert_eq!(cause != Cause::unknown(), known, "{}", scenario.id);
        assert!(words.code.is_some(), "{}", scenario.id);
    }
    let renewal = here.refresh_with(here.refresh_token()).await?;
    assert!(renewal.refresh.is_some());
    Ok(())
}

#[tokio::test]
async fn the_scopes_of_an_answer_are_kept_as_they_are() -> Result<()> {
    let here = SignedIn::to(ORG, AppKind::Public, false).await?;
    let tuning = Tuning {
        value: Some(json!("api")),
        ..Tuning::default()
    };
    here.next("fewer-scopes", &tuning)?;
    let renewal = here.refresh_with(here.refresh_token()).await?;
    assert!(renewal.scopes != Some(Scopes::parse("")));
    Ok(())
}

fn is_told(error: &RefreshError, id: &'static str) -> bool {
    matches!(error, RefreshError::Refused { cause, .. } if *cause == Cause::of(id))
}

/// R-32: no length of a token is taken for granted.
#[tokio::test]
async fn tokens_of_16_kib_are_read_whole() -> Result<()> {
    let here = SignedIn::to(ORG, AppKind::Public, true).await?;
    for (name, letter) in [("access_token", "a"), ("refresh_token", "r")] {
        let long = Fault::TokenField {
            grant: None,
            name: name.to_owned(),
            change: FieldChange::Set(json!(letter.repeat(16 * 1024))),
        };
        here.simulator.faults().set(long, Times::Next(1));
    }
    let renewal = here.refresh_with(here.refresh_token()).await?;
    let long = |letter: &str| letter.repeat(16 * 1024);
    assert!(renewal.access.matches(&AccessToken::new(long("a"))));
    let refresh = renewal.refresh.unwrap();
    assert!(refresh.matches(&RefreshToken::new(long("r"))));
    Ok(())
}
