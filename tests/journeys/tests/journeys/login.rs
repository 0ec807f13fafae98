//! Registering with a password, and what Salesforce may say to it.

use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{AuthenticationView, ConnectionRequest};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::failure::FailureView;
use orgkeep_api::identity::DoubtView;
use orgkeep_api::login::LoginField;
use orgkeep_api::practice::PracticeLoginRequest;
use orgkeep_api::register::{SaveDraftRequest, WizardStepView};
use orgkeep_api::removal::RevocationOutcomeView;
use orgkeep_api::retirement::EndView;
use orgkeep_journeys::login::{Login, login_fields};
use orgkeep_journeys::port::hold;
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, Times, Tuning, UserRole};

const ORG: OrgKey = OrgKey::Uat;

fn logins(world: &World) -> usize {
    world.simulator.journal().of_endpoint(Endpoint::Soap).len()
}

#[tokio::test]
async fn a_login_is_registered_without_a_browser_and_without_the_port() -> anyhow::Result<()> {
    let world = World::start().await?;
    let stranger = hold(&world.callback)?;
    let typed = world.login(ORG)?;
    let connection = world.log_in(&typed).await?;
    assert_eq!(connection.row.authentication, AuthenticationView::Standard);
    assert_eq!(connection.row.username, typed.username);
    assert_eq!(connection.row.retires, Some(EndView::SignIn));
    let retirement = connection.retirement.expect("it is marked");
    assert_eq!(retirement.month.as_deref(), Some("2027-06"));
    assert_eq!((connection.consumer_key, connection.callback), (None, None));
    assert_eq!((connection.scopes, connection.deviations), (vec![], vec![]));
    assert_eq!((world.browser.count(), logins(&world)), (0, 1));
    drop(stranger);
    world.end().await
}

#[tokio::test]
async fn nothing_is_sent_before_its_end_was_accepted() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.login(ORG)?;
    let draft = world.fill_login(&typed).await?;
    assert!(draft.checks.ready && draft.retirement.is_some());
    let mut fields = login_fields(&typed);
    fields.retirement_accepted = false;
    let request = SaveDraftRequest {
        id: draft.id.clone(),
        step: WizardStepView::Credentials,
        fields,
    };
    let draft = world.ask(world.orgkeep.save_draft(request)).await?;
    assert!(!draft.checks.ready);
    assert!(world.connect(&draft.id).await.is_err());
    assert_eq!(logins(&world), 0);
    world.end().await
}

#[tokio::test]
async fn a_refused_login_is_sent_once_and_leaves_everything_typed() -> anyhow::Result<()> {
    for (scenario, cause) in [
        ("soap-invalid-login", "loginWrong"),
        ("soap-must-use-security-token", "securityTokenNeeded"),
        ("soap-password-lockout", "passwordLocked"),
        ("soap-api-disabled-for-org", "apiDisabled"),
        ("soap-login-disabled", "soapLoginOff"),
        ("soap-org-in-maintenance", "maintenance"),
        ("soap-restricted-domain", "addressRestricted"),
        ("soap-restricted-time", "hoursRestricted"),
    ] {
        let world = World::start().await?;
        let draft = world.fill_login(&world.login(ORG)?).await?;
        let faults = world.simulator.faults();
        faults.set_scenario(scenario, &Tuning::default(), Times::Always)?;
        world.connect(&draft.id).await?;
        let told = FailureView::Told {
            cause: cause.to_owned(),
        };
        let failed = world.failed_because(told).await?;
        assert_eq!((failed.callback, logins(&world)), (None, 1), "{scenario}");
        assert_eq!(world.rows()?.count(), 0);
        world.leave(&failed.id).await?;
        world.simulator.faults().clear();
        world.connect(&draft.id).await?;
        world.connected().await?;
        world.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn with_an_expired_password_nothing_is_registered() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.login(ORG)?;
    world
        .simulator
        .change_user(&typed.username, |user| user.password_expired = true)?;
    let draft = world.fill_login(&typed).await?;
    world.connect(&draft.id).await?;
    let told = FailureView::Told {
        cause: "passwordExpired".to_owned(),
    };
    world.failed_because(told).await?;
    assert_eq!(world.rows()?.count(), 0);
    world.end().await
}

#[tokio::test]
async fn a_new_password_is_in_force_once_it_worked_and_not_before() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.login(ORG)?;
    let before = world.log_in(&typed).await?;
    let rows = world.rows()?;
    let id = &before.row.id;
    let wrong = Login {
        password: random_text(48)?,
        ..typed.clone()
    };
    let shown = world.type_pending_login(id, &wrong).await?;
    let pending = shown.pending_login.expect("it is kept");
    assert_eq!(pending.username, typed.username);
    world.same(&rows)?;
    world.authenticate_again(id, true).await?;
    let told = FailureView::Told {
        cause: "loginWrong".to_owned(),
    };
    let failed = world.failed_because(told).await?;
    world.leave(&failed.id).await?;
    world.same(&rows)?;
    let kept = world.details(id).await?.pending_login;
    assert!(kept.is_some(), "what was typed is still there");

    let right = world.login(ORG)?;
    world.type_pending_login(id, &right).await?;
    world.authenticate_again(id, true).await?;
    let connected = world.connected().await?;
    assert_eq!(
        (&connected.connection.row.id, connected.renewed),
        (id, true)
    );
    assert_eq!(connected.connection.pending_login, None);
    world.end().await
}

#[tokio::test]
async fn another_user_is_asked_about_and_another_org_is_refused() -> anyhow::Result<()> {
    let world = World::start().await?;
    let before = world.log_in(&world.login(ORG)?).await?;
    let (id, rows) = (&before.row.id, world.rows()?);
    let other = world.simulator.org(ORG).user(UserRole::Ordinary).clone();
    world
        .type_pending_login(id, &world.login_as(&other, ORG))
        .await?;
    let attempt = world.authenticate_again(id, true).await?;
    let question = world.question().await?;
    assert_eq!(question.doubt, DoubtView::OtherUser);
    assert_eq!(question.found.username, other.username);
    world.answer(&attempt, false).await?;
    let failed = world.failed_because(FailureView::IdentityRefused).await?;
    world.leave(&failed.id).await?;
    world.same(&rows)?;
    world.end().await
}

#[tokio::test]
async fn a_removed_login_has_nothing_to_revoke() -> anyhow::Result<()> {
    let world = World::start().await?;
    let connection = world.log_in(&world.login(ORG)?).await?;
    world.simulator.journal().clear();
    let request = ConnectionRequest {
        id: connection.row.id,
    };
    let removed = world.ask(world.orgkeep.remove_connection(request)).await?;
    assert_eq!(removed.revocation, RevocationOutcomeView::NothingToRevoke);
    assert_eq!(world.rows()?.count(), 0);
    assert_eq!(world.simulator.journal().entries().len(), 0);
    world.end().await
}

#[tokio::test]
async fn the_same_user_of_the_same_org_is_recognised_and_an_app_stands_beside() -> anyhow::Result<()>
{
    let world = World::start().await?;
    let first = world.log_in(&world.login(ORG)?).await?;
    let again = world.log_in(&world.login(ORG)?).await?;
    assert_eq!(again.row.id, first.row.id);
    let app = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?;
    assert_ne!(app.row.id, first.row.id);
    assert_eq!(world.rows()?.count(), 2);
    world.end().await
}

#[tokio::test]
async fn a_password_that_was_taken_out_is_not_sent() -> anyhow::Result<()> {
    let world = World::start().await?;
    let draft = world.fill_login(&world.login(ORG)?).await?;
    let draft = world
        .type_login_field(&draft.id, LoginField::Password, None)
        .await?;
    assert!(draft.password.is_none() && !draft.checks.ready);
    assert!(world.connect(&draft.id).await.is_err());
    assert_eq!(logins(&world), 0);
    world.end().await
}

#[tokio::test]
async fn the_practice_org_has_a_login_to_try() -> anyhow::Result<()> {
    let world = World::start().await?;
    world.unlocked().await?;
    let draft = world.ask(world.orgkeep.new_draft(NoRequest {})).await?;
    let of = |org: &str| PracticeLoginRequest {
        draft: draft.id.clone(),
        org: org.to_owned(),
    };
    let refused = world
        .ask(world.orgkeep.use_practice_login(of("moon")))
        .await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::Practice);
    let filled = world
        .ask(world.orgkeep.use_practice_login(of("uat")))
        .await?;
    assert_eq!(filled.fields.username, world.admin(ORG).username);
    assert!(filled.password.is_some() && filled.security_token.is_some());
    world.end().await
}
