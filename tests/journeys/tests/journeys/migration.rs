//! Moving a connection to an External Client App, and back.

use std::time::Duration;

use orgkeep_api::attempt::{AttemptView, PurposeView, StageView, TargetView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{AuthenticationView, ConnectionRequest, StatusView};
use orgkeep_api::dependent::{AddDependentRequest, DependentFields, DependentKindView};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::failure::FailureView;
use orgkeep_api::migration::{EarlierTokenView, KeepingRequest, MigrateRequest};
use orgkeep_api::moves::MovesView;
use orgkeep_api::pending::ReauthenticateRequest;
use orgkeep_api::testing::VerdictGroupId;
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, ClientApp, OrgKey, Propagation};

const ORG: OrgKey = OrgKey::Uat;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn nightly(world: &World, connection: &str) -> anyhow::Result<()> {
    let request = AddDependentRequest {
        connection: connection.to_owned(),
        fields: DependentFields {
            kind: DependentKindView::Pipeline,
            name: "Nightly".to_owned(),
            product: "ARM".to_owned(),
        },
    };
    world.ask(world.orgkeep.add_dependent(request)).await?;
    Ok(())
}

#[tokio::test]
async fn a_connection_moves_with_everything_that_names_it_and_goes_back() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (before, app) = world.movable(ORG).await?;
    let id = before.row.id.clone();
    let request = || ConnectionRequest { id: id.clone() };
    nightly(&world, &id).await?;
    let dependents = world.orgkeep.dependents(request()).await?;
    let rows = world.rows()?;

    let typed = world.type_move(&id, &app).await?;
    let pending = typed.pending.expect("it is pending");
    assert_eq!(
        pending.authentication,
        Some(AuthenticationView::ExternalClientApp)
    );
    let consent = world.consent_to_move(&id).await?;
    world.same(&rows)?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let moved = world.connected().await?.connection;
    assert_eq!(
        (&moved.row.id, &moved.row.name),
        (&before.row.id, &before.row.name)
    );
    assert_eq!(
        moved.row.authentication,
        AuthenticationView::ExternalClientApp
    );
    assert_eq!(moved.row.status, StatusView::Connected);
    assert_eq!(moved.created_at, before.created_at);
    assert_eq!((&moved.pending, world.rows()?.count()), (&None, 1));
    assert_eq!(world.orgkeep.dependents(request()).await?, dependents);
    let earlier = moved.earlier.clone().expect("it is kept");
    assert_eq!(earlier.authentication, AuthenticationView::ConnectedApp);
    assert_eq!(earlier.consumer_key, before.consumer_key);

    let old = world.simulator.app(ORG, AppKind::Confidential);
    let revoked = |_: &[_]| world.simulator.grant_count(&old.client_id) == 0;
    world
        .simulator
        .journal()
        .wait_for(revoked, PATIENCE)
        .await?;
    world.leave(&consent.id).await?;

    let back = world.consent_to_return(&id).await?;
    let in_force = world.details(&id).await?;
    assert_eq!(
        in_force.row.authentication,
        AuthenticationView::ExternalClientApp
    );
    assert_eq!(
        in_force.earlier.map(|earlier| earlier.token),
        Some(EarlierTokenView::Revoked)
    );
    world.allow_as(&back, &world.admin(ORG)).await?;
    let returned = world.connected().await?.connection;
    assert_eq!(
        returned.row.authentication,
        AuthenticationView::ConnectedApp
    );
    assert_eq!(returned.consumer_key, before.consumer_key);
    assert_eq!((&returned.row.id, returned.earlier), (&before.row.id, None));
    assert_eq!(world.orgkeep.dependents(request()).await?, dependents);
    let revoked = |_: &[_]| world.simulator.grant_count(&app.client_id) == 0;
    world
        .simulator
        .journal()
        .wait_for(revoked, PATIENCE)
        .await?;
    world.end().await
}

#[tokio::test]
async fn a_password_that_was_given_up_comes_back_at_once_and_works() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.login(ORG)?;
    let before = world.log_in(&typed).await?;
    let id = before.row.id.clone();
    let app = world.install(ClientApp::public(ORG, "Orgkeep ECA"));
    let moved = world.move_to(&id, &app).await?;
    assert_eq!(
        moved.row.authentication,
        AuthenticationView::ExternalClientApp
    );

    let request = || ConnectionRequest { id: id.clone() };
    world.ask(world.orgkeep.go_back(request())).await?;
    let back = world.connected().await?;
    assert_eq!(
        back.connection.row.authentication,
        AuthenticationView::Standard
    );
    world.leave(&back.id).await?;
    let tested = world.ask(world.orgkeep.test_connection(request())).await?;
    assert_eq!(tested.test.found.group, VerdictGroupId::Working);
    let kept = world.orgkeep.connection_tests(request()).await?;
    assert_eq!(kept.tests.len(), 1);
    assert_eq!(world.browser.count(), 1, "a password needs no browser");
    world.end().await
}

#[tokio::test]
async fn a_way_back_that_is_not_taken_leaves_the_new_app_in_force() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (before, app) = world.movable(ORG).await?;
    let id = &before.row.id;
    let moved = world.move_to(id, &app).await?;
    let rows = world.rows()?;
    let back = world.consent_to_return(id).await?;
    world.cancel(&back.id).await?;
    world.failed_because(FailureView::Cancelled).await?;
    world.same(&rows)?;
    let earlier = world.details(id).await?.earlier;
    let kept =
        |earlier: Option<_>| earlier.map(|one: orgkeep_api::migration::EarlierView| one.kept_since);
    assert_eq!(kept(earlier), kept(moved.earlier));
    world.end().await
}

/// What the sign-in that is shown is for.
async fn purpose(world: &World) -> anyhow::Result<PurposeView> {
    let shown = world
        .wait_attempt(|view| !matches!(view, AttemptView::Idle))
        .await?;
    let target = match shown {
        AttemptView::Running { attempt } => attempt.target,
        AttemptView::Failed { failed } => failed.target,
        AttemptView::Connected { connected } => connected.target,
        AttemptView::Idle => anyhow::bail!("there is none"),
    };
    match target {
        TargetView::Connection { purpose, .. } => Ok(purpose),
        TargetView::Draft { .. } => anyhow::bail!("it is for a draft"),
    }
}

#[tokio::test]
async fn a_move_that_waits_for_its_key_is_a_move_after_the_next_start_too() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let (before, app) = world.movable(ORG).await?;
    let id = &before.row.id;
    let key = app.client_id.clone();
    let unknown = |app: &mut ClientApp| app.propagation = Propagation::AfterRequests(u32::MAX);
    world.simulator.change_app(&key, unknown)?;
    world.type_move(id, &app).await?;
    let request = MigrateRequest {
        id: id.clone(),
        all_scopes: false,
    };
    world.orgkeep.migrate(request).await?;
    let is_waiting = |stage: &StageView| matches!(stage, StageView::WaitingForKey { .. });
    world.wait_stage(is_waiting).await?;
    assert_eq!(purpose(&world).await?, PurposeView::Migrate);
    let waits = |view: &MovesView| view.waiting == [id.as_str()];
    world.wait_moves(waits).await?;
    let browsers = world.browser.count();
    world.reopen().await?;
    world.wait_stage(is_waiting).await?;
    assert_eq!(purpose(&world).await?, PurposeView::Migrate);
    let ready = |app: &mut ClientApp| app.propagation = Propagation::Ready;
    world.simulator.change_app(&key, ready)?;
    let address = world.browser.opened(browsers + 1).await?;
    let consent = world.consent_at(address).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.connected().await?;
    world.wait_moves(|view| view.waiting.is_empty()).await?;
    assert_eq!(purpose(&world).await?, PurposeView::Migrate);
    world.leave(&consent.id).await?;

    let back = world.consent_to_return(id).await?;
    assert_eq!(purpose(&world).await?, PurposeView::GoBack);
    world.cancel(&back.id).await?;
    world.failed_because(FailureView::Cancelled).await?;
    assert_eq!(purpose(&world).await?, PurposeView::GoBack);
    world.end().await
}

#[tokio::test]
async fn an_earlier_sign_in_is_wiped_after_the_chosen_days() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let (before, app) = world.movable(ORG).await?;
    let id = &before.row.id;
    world.move_to(id, &app).await?;
    world.clock.jump(13 * DAY);
    world.reopen().await?;
    world.unlocked().await?;
    let keep = |days| world.orgkeep.set_keeping(KeepingRequest { days });
    assert_eq!(keep(14).await?.days, 14);
    assert!(world.details(id).await?.earlier.is_some());
    assert_eq!(keep(0).await.unwrap_err().code, ErrorCode::Invalid);
    assert_eq!(keep(12).await?.days, 12);
    assert_eq!(world.details(id).await?.earlier, None);
    let gone = world
        .orgkeep
        .go_back(ConnectionRequest { id: id.clone() })
        .await;
    assert_eq!(gone.unwrap_err().code, ErrorCode::NotFound);
    world.end().await
}

#[tokio::test]
async fn nobody_goes_back_after_the_time_though_nothing_was_wiped_yet() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (before, app) = world.movable(ORG).await?;
    let id = &before.row.id;
    world.move_to(id, &app).await?;
    world.clock.jump(15 * DAY);
    assert!(world.details(id).await?.earlier.is_some());
    let request = ConnectionRequest { id: id.clone() };
    let gone = world.orgkeep.go_back(request).await;
    assert_eq!(gone.unwrap_err().code, ErrorCode::NotFound);
    world.end().await
}

#[tokio::test]
async fn what_waits_for_a_move_is_used_by_nothing_else() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (before, app) = world.movable(ORG).await?;
    let id = &before.row.id;
    let typed = world.type_move(id, &app).await?;
    let rows = world.rows()?;
    let again = ReauthenticateRequest {
        id: id.clone(),
        with_pending: true,
        all_scopes: false,
    };
    let refused = world.ask(world.orgkeep.reauthenticate(again)).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::Invalid);
    assert_eq!(world.details(id).await?, typed);
    world.same(&rows)?;
    world.end().await
}

#[tokio::test]
async fn nothing_moves_that_is_there_already_or_was_not_typed() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (before, app) = world.movable(ORG).await?;
    let request = |id: &str| MigrateRequest {
        id: id.to_owned(),
        all_scopes: false,
    };
    let refused = world.orgkeep.migrate(request(&before.row.id)).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::NotFound);
    let other = world.registration(ORG, AppKind::Public);
    let there = world.register(&other).await?;
    let refused = world.type_move(&there.row.id, &app).await;
    assert!(refused.unwrap_err().to_string().contains("already"));
    world.end().await
}
