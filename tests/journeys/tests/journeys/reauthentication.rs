//! Authenticating a connection again: with what is in force, and with what was typed for it.

use anyhow::Context as _;
use orgkeep_api::attempt::{PurposeView, TargetView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{ConnectionRequest, ConnectionView};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::failure::FailureView;
use orgkeep_api::identity::DoubtView;
use orgkeep_api::pending::{PendingCredentialsRequest, PendingSecret, ReauthenticateRequest};
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{
    AppKind, ClientApp, Endpoint, OrgKey, Propagation, User, UserRole, with_checksum,
};

const ORG: OrgKey = OrgKey::Uat;

/// A sandbox that is registered with its confidential app.
async fn registered() -> anyhow::Result<(World, ConnectionView)> {
    let world = World::start().await?;
    let typed = world.registration(ORG, AppKind::Confidential);
    let connection = world.register(&typed).await?;
    Ok((world, connection))
}

/// Another app of the same org, with a secret of this run.
fn new_app(world: &World) -> anyhow::Result<ClientApp> {
    let mut app = ClientApp::confidential(ORG, "Newer");
    app.secret = Some(format!("Secret{}", random_text(58)?));
    Ok(world.install(app))
}

fn colleague(world: &World) -> anyhow::Result<User> {
    let users = world.simulator.org(ORG).users;
    let colleague = users
        .into_iter()
        .find(|user| user.role == UserRole::Ordinary);
    colleague.context("nobody else is there")
}

/// Gives the sandbox another org id, as a refresh does.
fn refresh_sandbox(world: &World) -> String {
    let id = with_checksum("00DO300000Uat8k");
    world
        .simulator
        .change_org(ORG, |org| org.id.clone_from(&id));
    id
}

/// The replaced tokens are revoked afterwards: so many living grants are left.
async fn grants_left(world: &World, app: &ClientApp, expected: usize) -> anyhow::Result<()> {
    let (journal, simulator) = (world.simulator.journal(), &world.simulator);
    let patience = orgkeep_journeys::outside::PATIENCE;
    let settled = |_: &[_]| simulator.grant_count(&app.client_id) == expected;
    journal.wait_for(settled, patience).await?;
    Ok(())
}

#[tokio::test]
async fn the_same_user_renews_the_record_and_the_replaced_token_is_revoked() -> anyhow::Result<()> {
    let (world, before) = registered().await?;
    let app = world.simulator.app(ORG, AppKind::Confidential);
    world.clock.jump(std::time::Duration::from_secs(60));
    let consent = world.consent_again(&before.row.id, false).await?;
    assert_eq!(
        consent.parameter("login_hint"),
        Some(before.row.username.clone())
    );
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let connected = world.connected().await?;
    assert!(connected.renewed);
    let target = TargetView::Connection {
        id: before.row.id.clone(),
        purpose: PurposeView::Reauthenticate,
    };
    assert_eq!(connected.target, target);
    let after = connected.connection;
    assert!(after.row.authenticated_at > before.row.authenticated_at);
    assert_eq!(
        (&after.row.id, &after.row.name, &after.created_at),
        (&before.row.id, &before.row.name, &before.created_at)
    );
    assert_eq!(world.rows()?.count(), 1);
    grants_left(&world, &app, 1).await?;
    world.end().await
}

#[tokio::test]
async fn a_new_key_and_secret_take_the_place_of_the_old_ones_once_proven() -> anyhow::Result<()> {
    let (mut world, before) = registered().await?;
    let (old, new) = (
        world.simulator.app(ORG, AppKind::Confidential),
        new_app(&world)?,
    );
    let rows = world.rows()?;
    let id = &before.row.id;
    let typed = world.type_pending(id, &new).await?;
    let pending = typed.pending.clone().expect("they are pending");
    assert_eq!(pending.secret_characters, Some(64));
    assert!(new.client_id.starts_with(&pending.consumer_key[..6]));
    assert_eq!(typed.consumer_key, before.consumer_key);
    world.reopen().await?;
    world.unlocked().await?;
    assert_eq!(world.details(id).await?.pending, Some(pending));
    world.same(&rows)?;

    let consent = world.consent_again(id, true).await?;
    world.same(&rows)?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let after = world.connected().await?.connection;
    let asked = world.simulator.journal().last_token_request().unwrap();
    assert_eq!(asked.get("client_secret"), new.secret.as_deref());
    assert_eq!((after.pending, after.has_secret), (None, true));
    assert_ne!(after.consumer_key, before.consumer_key);
    let secrets = world
        .vault()
        .await?
        .secrets(&orgkeep_domain::id::ConnectionId::parse(id)?)
        .await?;
    let app = secrets.credentials.app().unwrap();
    assert_eq!(app.consumer_key.as_str(), new.client_id);
    grants_left(&world, &old, 0).await?;
    grants_left(&world, &new, 1).await?;
    world.end().await
}

#[tokio::test]
async fn a_wrong_new_secret_leaves_the_old_credentials_in_force_and_is_corrected()
-> anyhow::Result<()> {
    let (world, before) = registered().await?;
    let new = new_app(&world)?;
    let mut wrong = new.clone();
    wrong.secret = Some(format!("Secret{}", random_text(58)?));
    let (id, rows) = (&before.row.id, world.rows()?);
    let typed = world.type_pending(id, &wrong).await?;
    let consent = world.consent_again(id, true).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let failed = world.failed_because(told("secretWrong")).await?;
    let target = TargetView::Connection {
        id: id.clone(),
        purpose: PurposeView::Reauthenticate,
    };
    assert_eq!(failed.target, target);
    world.same(&rows)?;
    assert_eq!(world.details(id).await?, typed);
    world.leave(&consent.id).await?;

    world.type_pending(id, &new).await?;
    let again = world.consent_again(id, true).await?;
    world.allow_as(&again, &world.admin(ORG)).await?;
    assert_eq!(world.connected().await?.connection.pending, None);
    world.end().await
}

#[tokio::test]
async fn another_user_is_asked_about_and_taken_when_that_is_meant() -> anyhow::Result<()> {
    let (world, before) = registered().await?;
    let colleague = colleague(&world)?;
    let consent = world.consent_again(&before.row.id, false).await?;
    let rows = world.rows()?;
    world.allow_as(&consent, &colleague).await?;
    let question = world.question().await?;
    assert_eq!(question.doubt, DoubtView::OtherUser);
    assert_eq!(question.expected.username, before.row.username);
    assert_eq!(question.found.username, colleague.username);
    assert_eq!(question.found.org_id, before.row.org_id);
    world.closed().await?;
    world.same(&rows)?;
    world.answer(&consent.id, true).await?;
    let after = world.connected().await?.connection;
    assert_eq!(
        (&after.row.id, &after.row.username),
        (&before.row.id, &colleague.username)
    );
    world.end().await
}

/// What a person, or nobody, answers.
#[derive(Debug, Clone, Copy)]
enum Answer {
    No,
    Cancel,
    Late,
    Close,
}

#[tokio::test]
async fn another_user_who_is_not_meant_changes_nothing_and_is_let_go() -> anyhow::Result<()> {
    for answer in [Answer::No, Answer::Cancel, Answer::Late, Answer::Close] {
        let (mut world, before) = registered().await?;
        let app = world.simulator.app(ORG, AppKind::Confidential);
        let rows = world.rows()?;
        let consent = world.consent_again(&before.row.id, false).await?;
        world.allow_as(&consent, &colleague(&world)?).await?;
        world.question().await?;
        assert_eq!(world.simulator.grant_count(&app.client_id), 2);
        match answer {
            Answer::No => world.answer(&consent.id, false).await?,
            Answer::Cancel => world.cancel(&consent.id).await?,
            Answer::Late => world.clock.jump(std::time::Duration::from_secs(601)),
            Answer::Close => world.reopen().await?,
        }
        match answer {
            Answer::No | Answer::Late => {
                world.failed_because(FailureView::IdentityRefused).await?;
            }
            Answer::Cancel => {
                world.failed_because(FailureView::Cancelled).await?;
            }
            Answer::Close => {}
        }
        world.same(&rows)?;
        grants_left(&world, &app, 1).await?;
        world.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn another_org_is_refused_without_a_question() -> anyhow::Result<()> {
    let world = World::start().await?;
    let production = OrgKey::Production;
    let typed = world.registration(production, AppKind::Public);
    let before = world.register(&typed).await?;
    let rows = world.rows()?;
    world.simulator.change_org(production, |org| {
        org.id = with_checksum("00D5g000004Lerk");
    });
    let consent = world.consent_again(&before.row.id, false).await?;
    world.allow_as(&consent, &world.admin(production)).await?;
    world.failed_because(FailureView::WrongOrg).await?;
    world.same(&rows)?;
    world.end().await
}

#[tokio::test]
async fn a_refreshed_sandbox_is_recognised_and_asked_about() -> anyhow::Result<()> {
    let (world, before) = registered().await?;
    let (rows, id) = (world.rows()?, before.row.id.clone());
    let refreshed = refresh_sandbox(&world);
    for accept in [false, true] {
        let consent = world.consent_again(&id, false).await?;
        world.allow_as(&consent, &world.admin(ORG)).await?;
        let question = world.question().await?;
        assert_eq!(question.doubt, DoubtView::RefreshedSandbox);
        assert_eq!(question.expected.org_id, before.row.org_id);
        assert_eq!(question.found.org_id, refreshed);
        assert_eq!(question.expected.host, question.found.host);
        world.same(&rows)?;
        world.answer(&consent.id, accept).await?;
        if !accept {
            world.failed_because(FailureView::IdentityRefused).await?;
            world.same(&rows)?;
            world.leave(&consent.id).await?;
        }
    }
    let after = world.connected().await?.connection;
    assert_eq!((after.row.id, after.row.org_id), (id, refreshed));
    assert_eq!(world.rows()?.count(), 1);
    world.end().await
}

#[tokio::test]
async fn a_new_key_that_is_not_active_yet_is_waited_for_across_a_restart() -> anyhow::Result<()> {
    let (mut world, before) = registered().await?;
    let new = new_app(&world)?;
    let active = |world: &World, propagation| {
        let simulator = &world.simulator;
        simulator.change_app(&new.client_id, |app| app.propagation = propagation)
    };
    active(&world, Propagation::AfterRequests(u32::MAX))?;
    world.type_pending(&before.row.id, &new).await?;
    let opened = world.browser.count();
    world.authenticate_again(&before.row.id, true).await?;
    let waits = |stage: &orgkeep_api::attempt::StageView| {
        matches!(stage, orgkeep_api::attempt::StageView::WaitingForKey { .. })
    };
    world.wait_stage(waits).await?;
    world.reopen().await?;
    world.wait_stage(waits).await?;
    active(&world, Propagation::Ready)?;
    let address = world.browser.opened(opened + 1).await?;
    let consent = world.consent_at(address).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    assert_eq!(world.connected().await?.connection.pending, None);
    world.end().await
}

#[tokio::test]
async fn what_was_typed_is_discarded_and_leaves_no_trace() -> anyhow::Result<()> {
    let (world, before) = registered().await?;
    let new = new_app(&world)?;
    let (id, rows) = (&before.row.id, world.rows()?);
    world.type_pending(id, &new).await?;
    let request = ConnectionRequest { id: id.clone() };
    let after = world
        .ask(world.orgkeep.discard_pending_credentials(request))
        .await?;
    assert_eq!(after, before);
    world.same(&rows)?;
    let request = ReauthenticateRequest {
        id: id.clone(),
        with_pending: true,
        all_scopes: false,
    };
    let refused = world.ask(world.orgkeep.reauthenticate(request)).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(
        world.simulator.journal().of_endpoint(Endpoint::Token).len(),
        1
    );
    world.end().await
}

#[tokio::test]
async fn a_key_that_is_none_is_refused_and_what_was_typed_before_stays() -> anyhow::Result<()> {
    let (world, before) = registered().await?;
    let typed = world
        .type_pending(&before.row.id, &new_app(&world)?)
        .await?;
    let request = PendingCredentialsRequest {
        id: before.row.id.clone(),
        consumer_key: "two words".to_owned(),
        secret: PendingSecret::AsTyped,
    };
    let refused = world
        .ask(world.orgkeep.set_pending_credentials(request))
        .await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::Invalid);
    assert_eq!(world.details(&before.row.id).await?, typed);
    world.end().await
}

#[tokio::test]
async fn what_another_connection_has_is_not_taken_and_the_new_tokens_are_revoked()
-> anyhow::Result<()> {
    let (world, before) = registered().await?;
    let (app, colleague) = (
        world.simulator.app(ORG, AppKind::Confidential),
        colleague(&world)?,
    );
    let mut typed = world.registration_of(&app);
    typed.name = "Of the colleague".to_owned();
    let consent = world.at_consent(&typed).await?;
    world.allow_as(&consent, &colleague).await?;
    let other = world.connected().await?.connection;
    world.leave(&consent.id).await?;
    let rows = world.rows()?;

    let again = world.consent_again(&before.row.id, false).await?;
    world.allow_as(&again, &colleague).await?;
    world.question().await?;
    world.answer(&again.id, true).await?;
    let name = other.row.name;
    let taken = || FailureView::AnotherConnection { name: name.clone() };
    world.failed_because(taken()).await?;
    world.same(&rows)?;
    grants_left(&world, &app, 2).await?;
    world.leave(&again.id).await?;

    // Where org and user are known and the key is typed, nobody is asked for nothing.
    let newer = new_app(&world)?;
    let mut typed = world.registration_of(&newer);
    typed.name = "With the newer app".to_owned();
    let third = world.register(&typed).await?;
    world.type_pending(&before.row.id, &newer).await?;
    let (rows, browsers) = (world.rows()?, world.browser.count());
    world.authenticate_again(&before.row.id, true).await?;
    let name = third.row.name;
    let taken = FailureView::AnotherConnection { name };
    world.failed_because(taken).await?;
    assert_eq!(world.browser.count(), browsers);
    world.same(&rows)?;
    world.end().await
}
