//! Dev Hubs: registered through a Connected App, and told of wherever an app could not sign up scratch orgs.

use orgkeep_api::attempt::{AttemptView, StageView};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::AuthenticationView;
use orgkeep_api::dev_hub::{HubMatterView, HubQuestionView, HubReasonView};
use orgkeep_api::failure::FailureView;
use orgkeep_api::pending::{PendingCredentialsRequest, PendingSecret};
use orgkeep_journeys::sign_in::Registration;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};

const HUB: OrgKey = OrgKey::DevHub;

async fn question(world: &World) -> anyhow::Result<HubQuestionView> {
    world
        .wait_stage(|stage| matches!(stage, StageView::ConfirmingDevHub { .. }))
        .await?;
    match &*world.orgkeep.watch_attempt().borrow() {
        AttemptView::Running { attempt } => match &attempt.stage {
            StageView::ConfirmingDevHub { question } => Ok((**question).clone()),
            other => anyhow::bail!("nobody asks: {other:?}"),
        },
        other => anyhow::bail!("nobody asks: {other:?}"),
    }
}

fn through(world: &World, org: OrgKey, authentication: AuthenticationView) -> Registration {
    Registration {
        authentication,
        ..world.registration(org, AppKind::Public)
    }
}

#[tokio::test]
async fn an_ordinary_registration_of_a_dev_hub_is_warned_before_anything_is_saved()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = through(&world, HUB, AuthenticationView::ExternalClientApp);
    let consent = world.at_consent(&typed).await?;
    world.allow_as(&consent, &world.admin(HUB)).await?;
    let asked = question(&world).await?;
    assert_eq!(asked.matter, HubMatterView::OrgIsDevHub);
    let rule = asked.rule.expect("it rests on a rule");
    assert_eq!(rule.reason, Some(HubReasonView::SignUpFails));
    assert_eq!(world.rows()?.count(), 0);
    world.answer(&consent.id, false).await?;
    let failed = world.failed_because(FailureView::DevHubDeclined).await?;
    world.leave(&failed.id).await?;
    assert_eq!(world.rows()?.count(), 0);

    let consent = world.consent_for(&consent.draft).await?;
    world.allow_as(&consent, &world.admin(HUB)).await?;
    question(&world).await?;
    world.answer(&consent.id, true).await?;
    let connected = world.connected().await?;
    assert!(!connected.connection.is_dev_hub_registration);
    world.end().await
}

#[tokio::test]
async fn an_org_without_dev_hub_and_a_connected_app_are_not_asked_about() -> anyhow::Result<()> {
    let world = World::start().await?;
    for (org, authentication) in [
        (OrgKey::Uat, AuthenticationView::ExternalClientApp),
        (HUB, AuthenticationView::ConnectedApp),
    ] {
        let connection = world
            .register(&through(&world, org, authentication))
            .await?;
        assert_eq!(connection.not_reauthenticated, None);
    }
    world.end().await
}

#[tokio::test]
async fn a_dev_hub_is_registered_through_a_connected_app_and_stays_as_it_is() -> anyhow::Result<()>
{
    let world = World::start().await?;
    world.unlocked().await?;
    let draft = world
        .ask(world.orgkeep.new_dev_hub_draft(NoRequest {}))
        .await?;
    assert!(draft.is_dev_hub);
    // Whatever is chosen: the way to sign in stays.
    let typed = through(&world, HUB, AuthenticationView::ExternalClientApp);
    let draft = world.type_into(&draft.id, &typed).await?;
    assert_eq!(
        draft.fields.authentication,
        AuthenticationView::ConnectedApp
    );
    let consent = world.consent_for(&draft.id).await?;
    world.allow_as(&consent, &world.admin(HUB)).await?;
    let connected = world.connected().await?;
    world.leave(&connected.id).await?;
    let connection = connected.connection;
    assert!(connection.is_dev_hub_registration);
    let refused = connection.not_reauthenticated.expect("it says why");
    assert_eq!(refused.reason, Some(HubReasonView::RegisterAnother));
    let again = world.authenticate_again(&connection.row.id, false).await;
    assert!(again.is_err(), "a Dev Hub is not authenticated again");
    let app = world.simulator.app(HUB, AppKind::Confidential);
    let pending = world.type_pending(&connection.row.id, &app).await;
    assert!(pending.is_err(), "nor are credentials kept for it");
    let never_moved = connection.not_moved.expect("it says why");
    assert_eq!(never_moved.reason, Some(HubReasonView::SignUpFails));
    let moving = PendingCredentialsRequest {
        id: connection.row.id.clone(),
        consumer_key: app.client_id,
        secret: PendingSecret::Absent,
    };
    let moved = world.orgkeep.set_migration_credentials(moving);
    assert!(world.ask(moved).await.is_err(), "nor is it moved");

    let shown = world.ask(world.orgkeep.dev_hubs(NoRequest {})).await?;
    assert_eq!(shown.hubs.len(), 1);
    let allowed: Vec<_> = shown
        .registering
        .iter()
        .filter(|rule| rule.allowed)
        .collect();
    assert_eq!(allowed.len(), 1);
    assert_eq!(allowed[0].authentication, AuthenticationView::ConnectedApp);
    world.end().await
}

#[tokio::test]
async fn an_org_that_has_no_dev_hub_is_asked_about_before_it_becomes_one() -> anyhow::Result<()> {
    let world = World::start().await?;
    world.unlocked().await?;
    let draft = world
        .ask(world.orgkeep.new_dev_hub_draft(NoRequest {}))
        .await?;
    let typed = through(&world, OrgKey::Uat, AuthenticationView::ConnectedApp);
    let draft = world.type_into(&draft.id, &typed).await?;
    let consent = world.consent_for(&draft.id).await?;
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    let asked = question(&world).await?;
    assert_eq!(
        (asked.matter, asked.rule),
        (HubMatterView::OrgIsNoDevHub, None)
    );
    world.answer(&consent.id, false).await?;
    world.failed_because(FailureView::DevHubDeclined).await?;
    assert_eq!(world.rows()?.count(), 0);
    world.end().await
}
