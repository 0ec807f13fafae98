//! What a test of a connection says, for everything that can be wrong with it.

use std::time::Duration;

use anyhow::ensure;
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::ConnectionStatus;
use orgkeep_domain::outcome::TestOutcome;
use orgkeep_domain::verdict::Verdict;
use orgkeep_journeys::session::Used;
use orgkeep_simulator::{AppKind, Endpoint, Lifetimes, OrgKey, Times, Tuning};

/// A test whose result must be kept as it was told.
async fn tested(used: &Used) -> anyhow::Result<TestOutcome> {
    let outcome = used.sessions.test(&used.id).await?.outcome;
    let vault = used.world.vault().await?;
    let kept = vault.tests(&used.id).await?;
    let kept = kept
        .first()
        .map(|kept| (kept.verdict, kept.cause, kept.evidence.began_at));
    let told = (outcome.verdict, outcome.cause, outcome.evidence.began_at);
    ensure!(kept == Some(told), "{kept:?} was kept of {told:?}");
    ensure!(
        outcome
            .evidence
            .credentials
            .consumer_key
            .as_ref()
            .map(ConsumerKey::as_str)
            == Some(used.client_id.as_str()),
        "other credentials were tested"
    );
    Ok(outcome)
}

async fn status(used: &Used) -> anyhow::Result<ConnectionStatus> {
    let record = used.world.vault().await?.connection(&used.id).await?;
    Ok(record
        .map(|record| record.status)
        .unwrap_or(ConnectionStatus::SignInAgain))
}

#[tokio::test]
async fn a_working_connection_costs_one_call_and_an_expired_session_one_renewal()
-> anyhow::Result<()> {
    let used = Used::through(AppKind::Confidential, false).await?;
    let outcome = tested(&used).await?;
    ensure!(
        outcome.verdict == Verdict::Working && !outcome.evidence.renewed,
        "{outcome:?}"
    );
    ensure!(outcome.evidence.usage.is_some(), "no usage");
    ensure!(
        used.world.simulator.journal().entries().len() == 1,
        "more than one call"
    );
    let authorized_at = outcome.evidence.credentials.authorized_at;

    used.world.simulator.end_access_tokens();
    let outcome = tested(&used).await?;
    ensure!(
        outcome.verdict == Verdict::Working && outcome.evidence.renewed,
        "{outcome:?}"
    );
    ensure!(outcome.evidence.credentials.generation == 2, "{outcome:?}");
    ensure!(
        outcome.evidence.credentials.authorized_at == authorized_at,
        "a renewal is no sign-in"
    );
    ensure!(
        used.presented(None) == 1,
        "{} token calls",
        used.presented(None)
    );
    used.world.end().await
}

#[tokio::test]
async fn credentials_that_were_only_typed_in_are_not_tested() -> anyhow::Result<()> {
    let used = Used::through(AppKind::Public, false).await?;
    let other = used.world.registration(OrgKey::Uat, AppKind::Confidential);
    used.world.fill_draft(&other).await?;
    let outcome = tested(&used).await?;
    ensure!(outcome.verdict == Verdict::Working, "{outcome:?}");
    used.world.end().await
}

/// Refusals of the token endpoint, when the session is over.
#[tokio::test]
async fn every_refusal_of_a_renewal_has_its_verdict() -> anyhow::Result<()> {
    use Verdict as V;
    let used = Used::through(AppKind::Public, false).await?;
    for (scenario, verdict, cause) in [
        ("ip-restricted", V::PlaceOrHours, "loginRestricted"),
        ("app-must-be-installed", V::AppBlocked, "appNotInstalled"),
        ("inactive-org", V::OrgGone, "orgInactive"),
        ("login-rate-exceeded", V::LimitReached, "limitReached"),
        ("token-server-error", V::Maintenance, "serverFault"),
        ("invalid-client-secret", V::Refused, "secretWrong"),
        ("token-invalid-client-id", V::Refused, "keyUnknown"),
        ("unknown-token-error", V::Refused, "unknown"),
    ] {
        used.world.simulator.end_access_tokens();
        let faults = used.world.simulator.faults();
        faults.set_scenario(scenario, &Tuning::default(), Times::Next(1))?;
        let outcome = tested(&used).await?;
        let told = (outcome.verdict, outcome.cause);
        ensure!(
            told == (verdict, Some(Cause::of(cause))),
            "{scenario}: {outcome:?}"
        );
        ensure!(
            status(&used).await? == ConnectionStatus::Connected,
            "{scenario}"
        );
    }
    ensure!(
        tested(&used).await?.verdict == V::Working,
        "none of them is for good"
    );
    used.world.end().await
}

/// The same, where only a person can help.
#[tokio::test]
async fn what_ends_a_sign_in_is_told_once_and_nothing_is_sent_again() -> anyhow::Result<()> {
    use Verdict as V;
    for (scenario, verdict) in [
        ("authentication-failure", V::PasswordChanged),
        ("token-validity-expired", V::Expired),
        ("consumer-not-approved", V::Revoked),
        ("expired-refresh-token", V::Revoked),
    ] {
        let used = Used::through(AppKind::Public, false).await?;
        used.world.simulator.end_access_tokens();
        let faults = used.world.simulator.faults();
        faults.set_scenario(scenario, &Tuning::default(), Times::Always)?;
        for _ in 0..2 {
            let outcome = tested(&used).await?;
            ensure!(outcome.verdict == verdict, "{scenario}: {outcome:?}");
        }
        ensure!(used.presented(None) == 1, "{scenario}: sent again");
        ensure!(
            status(&used).await? == ConnectionStatus::SignInAgain,
            "{scenario}"
        );
        used.world.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_refusal_of_the_call_has_its_verdict() -> anyhow::Result<()> {
    use Verdict as V;
    let used = Used::through(AppKind::Public, false).await?;
    for (scenario, verdict) in [
        ("api-session-not-valid-for-rest", V::ApiDisabled),
        ("api-disabled-for-org", V::ApiDisabled),
        ("request-limit-exceeded", V::LimitReached),
        ("http-429", V::LimitReached),
        ("http-420", V::Maintenance),
        ("service-unavailable-retry-after", V::Maintenance),
        ("captive-portal", V::OtherAnswer),
        ("truncated-json", V::OtherAnswer),
        ("reset-before-body", V::ConnectionFailed),
    ] {
        let faults = used.world.simulator.faults();
        faults.set_scenario(scenario, &Tuning::at(Endpoint::Rest), Times::Always)?;
        let outcome = tested(&used).await?;
        ensure!(outcome.verdict == verdict, "{scenario}: {outcome:?}");
        faults.clear();
    }
    ensure!(used.presented(None) == 0, "a token was spent for nothing");
    ensure!(
        status(&used).await? == ConnectionStatus::Connected,
        "a status has changed"
    );
    used.world.end().await
}

#[tokio::test]
async fn what_this_computer_knows_tells_the_ends_apart() -> anyhow::Result<()> {
    use Verdict as V;
    for (story, verdict) in [
        ("revoked", V::Revoked),
        ("revoked, of a rotating app", V::RotatedElsewhere),
        ("too old", V::Expired),
        ("sandbox refreshed", V::OrgRefreshed),
        ("user inactive", V::UserInactive),
        ("no refresh token", V::NotRenewable),
        ("answer lost twice", V::AnswerLost),
    ] {
        let used = Used::through(AppKind::Public, true).await?;
        happens(&used, story).await?;
        let outcome = tested(&used).await?;
        ensure!(outcome.verdict == verdict, "{story}: {outcome:?}");
        ensure!(
            status(&used).await? == ConnectionStatus::SignInAgain,
            "{story}"
        );
        used.world.end().await?;
    }
    Ok(())
}

async fn happens(used: &Used, story: &str) -> anyhow::Result<()> {
    let simulator = &used.world.simulator;
    match story {
        "revoked" => simulator.end_grants(),
        "revoked, of a rotating app" => {
            used.sessions.renewed(&used.id, 1).await?;
            simulator.end_grants();
        }
        "too old" => {
            let grant = Some(Duration::from_secs(60));
            simulator.set_lifetimes(Lifetimes {
                grant,
                ..Lifetimes::default()
            });
            simulator.clock().advance(Duration::from_secs(60 * 60 * 3));
        }
        "sandbox refreshed" => {
            let id = orgkeep_simulator::with_checksum("00D7Z0000000abc");
            simulator.change_org(OrgKey::Uat, |org| org.id = id);
            simulator.end_grants();
        }
        "user inactive" => {
            let username = used.world.admin(OrgKey::Uat).username;
            simulator.change_user(&username, |user| user.is_active = false)?;
        }
        "no refresh token" => {
            let withhold =
                |app: &mut orgkeep_simulator::ClientApp| app.withholds_refresh_token = true;
            simulator.change_app(&used.client_id, withhold)?;
            let again = used.world.registration(OrgKey::Uat, AppKind::Public);
            used.world.register(&again).await?;
            simulator.end_access_tokens();
        }
        _ => {
            simulator.end_access_tokens();
            let lost = Tuning::at(Endpoint::Token);
            simulator
                .faults()
                .set_scenario("answer-lost", &lost, Times::Next(2))?;
            for _ in 0..2 {
                let outcome = tested(used).await?;
                ensure!(outcome.verdict == Verdict::ConnectionFailed, "{outcome:?}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_user_who_is_active_again_needs_no_new_sign_in() -> anyhow::Result<()> {
    let used = Used::through(AppKind::Public, true).await?;
    let username = used.world.admin(OrgKey::Uat).username;
    let simulator = &used.world.simulator;
    simulator.change_user(&username, |user| user.is_active = false)?;
    ensure!(
        tested(&used).await?.verdict == Verdict::UserInactive,
        "not inactive"
    );
    simulator.change_user(&username, |user| user.is_active = true)?;
    ensure!(
        tested(&used).await?.verdict == Verdict::Working,
        "not working again"
    );
    ensure!(
        status(&used).await? == ConnectionStatus::Connected,
        "not connected"
    );
    used.world.end().await
}

/// What is not the connection's own is stored, because nothing else would be left, and never used.
#[tokio::test]
async fn tokens_that_do_not_fit_are_not_used() -> anyhow::Result<()> {
    let evil = Tuning::to("https://evil.example");
    for (scenario, tuning) in [
        ("hostile-instance-url", evil),
        ("altered-id", Tuning::default()),
        ("wrong-signature", Tuning::default()),
        ("token-type-mac", Tuning::default()),
    ] {
        let used = Used::through(AppKind::Confidential, true).await?;
        used.world.simulator.end_access_tokens();
        let faults = used.world.simulator.faults();
        faults.set_scenario(scenario, &tuning, Times::Next(1))?;
        for _ in 0..2 {
            let outcome = tested(&used).await?;
            ensure!(
                outcome.verdict == Verdict::OtherAnswer,
                "{scenario}: {outcome:?}"
            );
        }
        let calls = used.world.simulator.journal().of_endpoint(Endpoint::Rest);
        ensure!(calls.len() == 1, "{scenario}: the new token was used");
        used.world.end().await?;
    }
    Ok(())
}
