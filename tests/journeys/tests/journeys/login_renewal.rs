//! A login in use: one new session for all, and one refusal for good.

use std::sync::Arc;

use orgkeep_api::connection::StatusView;
use orgkeep_app::session::{SessionError, Sessions};
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::verdict::Verdict;
use orgkeep_journeys::login::Login;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{Endpoint, OrgKey, Times, Tuning};

const ORG: OrgKey = OrgKey::Uat;

struct Used {
    world: World,
    typed: Login,
    id: ConnectionId,
    sessions: Sessions,
}

impl Used {
    async fn start() -> anyhow::Result<Self> {
        let world = World::start().await?;
        let typed = world.login(ORG)?;
        let connection = world.log_in(&typed).await?;
        let sessions = world.sessions().await?;
        world.simulator.journal().clear();
        Ok(Self {
            id: ConnectionId::parse(&connection.row.id)?,
            world,
            typed,
            sessions,
        })
    }

    fn logins(&self) -> usize {
        let journal = self.world.simulator.journal();
        journal.of_endpoint(Endpoint::Soap).len()
    }

    /// Sixteen tasks find the session over at the same time.
    #[expect(clippy::expect_used, reason = "a test that cannot go on has failed")]
    async fn all_at_once(&self) -> Vec<Result<(), SessionError>> {
        let asked = (0..16).map(|_| {
            let (sessions, id) = (self.sessions.clone(), self.id.clone());
            tokio::spawn(async move { sessions.limits(&id).await.map(drop) })
        });
        let mut ends = Vec::new();
        for task in asked.collect::<Vec<_>>() {
            ends.push(task.await.expect("no task panics"));
        }
        ends
    }

    /// The password is changed in Salesforce, and Orgkeep has not heard of it.
    fn change_password(&self) -> anyhow::Result<()> {
        let changed = self
            .world
            .simulator
            .change_user(&self.typed.username, |user| {
                user.password = "changed in Salesforce".to_owned();
            });
        Ok(changed?)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_that_find_the_session_over_log_in_once() -> anyhow::Result<()> {
    let used = Used::start().await?;
    used.world.simulator.end_access_tokens();
    for end in used.all_at_once().await {
        end?;
    }
    assert_eq!(used.logins(), 1);
    let outcome = used.sessions.test(&used.id).await?.outcome;
    assert_eq!(outcome.verdict, Verdict::Working);
    let credentials = outcome.evidence.credentials;
    assert_eq!(credentials.authentication, AuthenticationType::Standard);
    assert_eq!((credentials.consumer_key, used.logins()), (None, 1));
    used.world.end().await
}

/// Each wrong try counts towards a lockout.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_that_was_refused_once_is_never_sent_again() -> anyhow::Result<()> {
    let used = Used::start().await?;
    used.change_password()?;
    used.world.simulator.end_access_tokens();
    for end in used.all_at_once().await {
        assert!(matches!(end, Err(SessionError::Ended(_))), "{end:?}");
    }
    assert_eq!(used.logins(), 1);
    for _ in 0..5 {
        let outcome = used.sessions.test(&used.id).await?.outcome;
        assert_eq!(outcome.verdict, Verdict::PasswordChanged);
    }
    let other_program = used.world.sessions().await?;
    assert!(other_program.limits(&used.id).await.is_err());
    assert_eq!(used.logins(), 1);
    let shown = used.world.details(used.id.as_str()).await?;
    assert_eq!(shown.row.status, StatusView::SignInAgain);
    assert!(shown.password_refused);

    let again = used.world.authenticate_again(used.id.as_str(), false).await;
    assert!(
        again.is_err(),
        "the refused password is not tried by hand either"
    );
    assert_eq!(used.logins(), 1);
    let new = used.world.login(ORG)?;
    used.world
        .type_pending_login(used.id.as_str(), &new)
        .await?;
    used.world
        .authenticate_again(used.id.as_str(), true)
        .await?;
    let connected = used.world.connected().await?;
    assert!(!connected.connection.password_refused);
    let outcome = used.sessions.test(&used.id).await?.outcome;
    assert_eq!((outcome.verdict, used.logins()), (Verdict::Working, 2));
    used.world.end().await
}

#[tokio::test]
async fn what_ends_a_login_and_what_passes() -> anyhow::Result<()> {
    for (scenario, verdict, ends) in [
        (
            "soap-must-use-security-token",
            Verdict::PasswordChanged,
            true,
        ),
        ("soap-password-lockout", Verdict::UserInactive, false),
        ("soap-restricted-time", Verdict::PlaceOrHours, false),
        ("soap-api-disabled-for-org", Verdict::ApiDisabled, false),
        ("soap-org-in-maintenance", Verdict::Maintenance, false),
        ("soap-login-disabled", Verdict::Refused, false),
    ] {
        let used = Used::start().await?;
        used.world.simulator.end_access_tokens();
        let faults = used.world.simulator.faults();
        faults.set_scenario(scenario, &Tuning::default(), Times::Next(1))?;
        let outcome = used.sessions.test(&used.id).await?.outcome;
        assert_eq!((outcome.verdict, used.logins()), (verdict, 1), "{scenario}");
        assert!(outcome.cause.is_some(), "{scenario}");
        let later = used.sessions.test(&used.id).await?.outcome;
        let expected = if ends { verdict } else { Verdict::Working };
        assert_eq!(later.verdict, expected, "{scenario}");
        assert_eq!(used.logins(), if ends { 1 } else { 2 }, "{scenario}");
        used.world.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_session_of_an_expired_password_is_not_kept() -> anyhow::Result<()> {
    let used = Used::start().await?;
    let username = used.typed.username.clone();
    used.world
        .simulator
        .change_user(&username, |user| user.password_expired = true)?;
    used.world.simulator.end_access_tokens();
    let outcome = used.sessions.test(&used.id).await?.outcome;
    assert_eq!(outcome.verdict, Verdict::PasswordChanged);
    assert_eq!(outcome.cause, Some(Cause::of("passwordExpired")));
    let again = used.sessions.test(&used.id).await?.outcome;
    assert_eq!(
        (again.verdict, used.logins()),
        (Verdict::PasswordChanged, 1)
    );
    used.world.end().await
}

#[tokio::test]
async fn a_broken_line_ends_nothing() -> anyhow::Result<()> {
    let used = Used::start().await?;
    used.world.simulator.end_access_tokens();
    let soap = Tuning::at(Endpoint::Soap);
    let faults = used.world.simulator.faults();
    faults.set_scenario("service-unavailable", &soap, Times::Next(1))?;
    let outcome = used.sessions.test(&used.id).await?.outcome;
    assert!(!outcome.verdict.is_final(), "{:?}", outcome.verdict);
    let outcome = used.sessions.test(&used.id).await?.outcome;
    assert_eq!(outcome.verdict, Verdict::Working);
    used.world.end().await
}

/// A refreshed sandbox keeps its address and its passwords, and changes its id.
#[tokio::test]
async fn a_session_of_another_org_is_not_kept() -> anyhow::Result<()> {
    let used = Used::start().await?;
    let kept = Arc::new(used.world.rows()?);
    let refreshed = "00D000000000077AAA".to_owned();
    let refreshed = orgkeep_domain::id::OrgId::parse(&refreshed[..15])?;
    used.world
        .simulator
        .change_org(ORG, |org| org.id = refreshed.to_string());
    used.world.simulator.end_access_tokens();
    let outcome = used.sessions.test(&used.id).await?.outcome;
    assert_eq!(outcome.verdict, Verdict::OrgRefreshed);
    assert_eq!(used.world.rows()?.count(), kept.count());
    used.world.end().await
}
