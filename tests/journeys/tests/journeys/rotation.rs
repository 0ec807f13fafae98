//! The app of a connection gets a new key and secret, and the connection works all the time.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{ConnectionRequest, ConnectionView};
use orgkeep_api::creation_state::CreationFailureView;
use orgkeep_api::label::ExpiryView;
use orgkeep_api::pending::PendingCredentialsRequest;
use orgkeep_api::pending::PendingSecret;
use orgkeep_api::rotation::{RotateSecretRequest, RotatedView, RotationView};
use orgkeep_api::testing::VerdictGroupId;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, ClientApp, Endpoint, Fault, OrgKey, Times, WireEffect};

const ORG: OrgKey = OrgKey::Uat;
/// Requests of one rotation, and some more.
const REQUESTS: u32 = 16;

async fn registered(org: OrgKey) -> anyhow::Result<(World, String)> {
    let world = World::start().await?;
    let typed = world.registration(org, AppKind::Confidential);
    let id = world.register(&typed).await?.row.id;
    Ok((world, id))
}

async fn rotate(world: &World, id: &str) -> anyhow::Result<RotatedView> {
    let request = RotateSecretRequest {
        id: id.to_owned(),
        production_confirmed: false,
    };
    Ok(world.ask(world.orgkeep.rotate_secret(request)).await?)
}

async fn undo(world: &World, id: &str) -> anyhow::Result<RotatedView> {
    let request = ConnectionRequest { id: id.to_owned() };
    Ok(world.ask(world.orgkeep.undo_rotation(request)).await?)
}

async fn works(world: &World, id: &str) -> anyhow::Result<()> {
    let request = ConnectionRequest { id: id.to_owned() };
    let tested = world.ask(world.orgkeep.test_connection(request)).await?;
    ensure!(
        tested.test.found.group == VerdictGroupId::Working,
        "{tested:?}"
    );
    Ok(())
}

fn app(world: &World) -> ClientApp {
    let mut apps = world.simulator.apps(ORG).into_iter();
    let app = apps.find(|app| app.kind == Some(AppKind::Confidential));
    let app = app.unwrap_or_else(|| world.simulator.app(ORG, AppKind::Confidential));
    for secret in [
        app.secret.as_ref(),
        app.spare.as_ref().map(|spare| &spare.secret),
    ] {
        world
            .secrets
            .keep("consumer secret", secret.map_or("", String::as_str));
    }
    app
}

fn settled(world: &World) -> anyhow::Result<()> {
    let switched = world.simulator.org(ORG).secrets_by_rest_since.is_some();
    ensure!(!switched, "the org's setting was not put back");
    Ok(())
}

async fn sign_in_with_new(world: &World, id: &str) -> anyhow::Result<ConnectionView> {
    let consent = world.consent_again(id, true).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    Ok(world.connected().await?.connection)
}

#[tokio::test]
async fn a_new_pair_is_kept_and_activated_and_in_force_after_a_sign_in() -> anyhow::Result<()> {
    let (world, id) = registered(ORG).await?;
    let before = app(&world);
    let rotated = rotate(&world, &id).await?;
    let after = app(&world);
    assert_eq!(rotated.failure, None);
    assert_ne!(after.client_id, before.client_id);
    assert!(after.spare.is_some_and(|spare| spare.rotated));
    settled(&world)?;
    let shown = rotated.connection;
    assert!(
        matches!(shown.rotation, Some(RotationView::Waiting { .. })),
        "{:?}",
        shown.rotation
    );
    assert!(matches!(shown.row.expiry, Some(ExpiryView::WithKey { .. })));
    assert!(shown.pending.is_some());
    works(&world, &id).await?;

    let connected = sign_in_with_new(&world, &id).await?;
    assert!(
        matches!(connected.rotation, Some(RotationView::Done { .. })),
        "{:?}",
        connected.rotation
    );
    assert!(connected.pending.is_none());
    assert!(!matches!(
        connected.row.expiry,
        Some(ExpiryView::WithKey { .. })
    ));
    works(&world, &id).await?;
    world.clock.jump(Duration::from_secs(31 * 24 * 60 * 60));
    assert_eq!(world.details(&id).await?.rotation, None);
    world.end().await
}

#[tokio::test]
async fn what_was_rotated_waits_after_a_restart() -> anyhow::Result<()> {
    let (mut world, id) = registered(ORG).await?;
    let rotated = rotate(&world, &id).await?;
    app(&world);
    world.reopen().await?;
    world.unlocked().await?;
    let after = world.details(&id).await?;
    assert_eq!(after.rotation, rotated.connection.rotation);
    let connected = sign_in_with_new(&world, &id).await?;
    assert!(matches!(
        connected.rotation,
        Some(RotationView::Done { .. })
    ));
    world.end().await
}

#[tokio::test]
async fn what_cannot_be_rotated_says_why_and_changes_nothing() -> anyhow::Result<()> {
    let (world, id) = registered(ORG).await?;
    let before = app(&world);
    world.simulator.change_app(&before.client_id, |app| {
        app.spare = Some(spare(&before));
    })?;
    let refused = rotate(&world, &id).await?;
    assert_eq!(refused.failure, Some(CreationFailureView::SpareThere));
    assert_eq!(refused.connection.rotation, None);
    settled(&world)?;
    world
        .simulator
        .change_app(&before.client_id, |app| app.spare = None)?;

    let typed = PendingCredentialsRequest {
        id: id.clone(),
        consumer_key: "3MVG9other".to_owned(),
        secret: PendingSecret::Absent,
    };
    world
        .ask(world.orgkeep.set_pending_credentials(typed))
        .await?;
    let refused = rotate(&world, &id).await?;
    assert_eq!(refused.failure, Some(CreationFailureView::OthersPending));

    let public = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?
        .row
        .id;
    let refused = rotate(&world, &public).await?;
    assert_eq!(refused.failure, Some(CreationFailureView::NoSecret));
    assert_eq!(app(&world), before);
    settled(&world)?;
    world.end().await
}

fn spare(app: &ClientApp) -> orgkeep_simulator::SparePair {
    orgkeep_simulator::SparePair {
        id: "889000000000001".to_owned(),
        client_id: format!("{}x", app.client_id),
        secret: "somebody else's".to_owned(),
        rotated: false,
        ends_at: None,
    }
}

/// Winter '26 is the first release that stages a pair.
#[tokio::test]
async fn an_org_of_an_older_release_says_so_and_is_asked_for_nothing_more() -> anyhow::Result<()> {
    let (world, id) = registered(ORG).await?;
    let before = app(&world);
    let versions = |newest: u32| Fault::Reply {
        at: Some(Endpoint::Versions),
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: format!(
            r#"[{{"label":"Old","url":"/services/data/v59.0","version":"59.0"}},
                {{"label":"New","url":"/services/data/v{newest}.0","version":"{newest}.0"}}]"#
        ),
    };
    world.simulator.faults().set(versions(64), Times::Always);
    world.simulator.journal().clear();
    let refused = rotate(&world, &id).await?;
    assert_eq!(refused.failure, Some(CreationFailureView::OrgTooOld));
    assert_eq!(refused.connection.rotation, None);
    let asked = world.simulator.journal().entries();
    assert!(
        asked
            .iter()
            .all(|entry| entry.endpoint == Endpoint::Versions),
        "{asked:?}"
    );
    assert_eq!(app(&world), before);
    works(&world, &id).await?;

    world.simulator.faults().clear();
    world.simulator.faults().set(versions(65), Times::Always);
    let rotated = rotate(&world, &id).await?;
    assert_eq!(rotated.failure, None);
    world.end().await
}

#[tokio::test]
async fn production_is_confirmed_for_itself() -> anyhow::Result<()> {
    let (world, id) = registered(OrgKey::Production).await?;
    let refused = rotate(&world, &id).await?;
    assert_eq!(refused.failure, Some(CreationFailureView::NotConfirmed));
    assert_eq!(refused.connection.rotation, None);
    world.end().await
}

/// Every answer of a rotation is lost in turn. Then the old pair is in force and nothing is left, or there is a journal
/// to go on with or to take back; and the connection works all the time.
#[tokio::test]
async fn a_lost_answer_leaves_the_old_pair_or_something_to_go_on_with() -> anyhow::Result<()> {
    let mut failures = 0;
    for request in 0..REQUESTS {
        let (world, id) = registered(ORG).await?;
        let before = app(&world);
        let lost = Fault::Wire {
            at: None,
            effect: WireEffect::AnswerLost,
        };
        world.simulator.faults().set(lost, Times::After(request));
        let rotated = rotate(&world, &id).await?;
        world.simulator.faults().clear();
        failures += u32::from(rotated.failure.is_some());
        works(&world, &id).await?;
        match rotated.connection.rotation {
            None => ensure!(app(&world) == before, "{request}: something is left"),
            Some(RotationView::Unfinished { can_undo, .. }) if can_undo && request % 2 == 0 => {
                let undone = undo(&world, &id).await?;
                ensure!(undone.failure.is_none(), "{request}: {undone:?}");
                ensure!(undone.connection.pending.is_none());
                ensure!(app(&world) == before, "{request}: something is left");
            }
            Some(RotationView::Unfinished { .. }) => {
                let rotated = rotate(&world, &id).await?;
                ensure!(rotated.failure.is_none(), "{request}: {rotated:?}");
                ensure!(app(&world).client_id != before.client_id);
                sign_in_with_new(&world, &id).await?;
            }
            Some(_) => ensure!(app(&world).client_id != before.client_id),
        }
        settled(&world).with_context(|| format!("request {request}"))?;
        world.end().await?;
    }
    ensure!(failures >= 6, "{failures} faults were met");
    Ok(())
}

#[tokio::test]
async fn an_org_that_does_not_stage_is_left_as_it_is() -> anyhow::Result<()> {
    let (world, id) = registered(ORG).await?;
    let before = app(&world);
    let refusal = Fault::Wire {
        at: Some(Endpoint::Credentials),
        effect: WireEffect::ResetAfterBody,
    };
    world.simulator.faults().set(refusal, Times::Always);
    let refused = rotate(&world, &id).await?;
    assert!(refused.failure.is_some());
    world.simulator.faults().clear();
    if refused.connection.rotation.is_some() {
        let undone = undo(&world, &id).await?;
        assert_eq!((undone.failure, undone.connection.rotation), (None, None));
    }
    assert_eq!(app(&world), before);
    settled(&world)?;
    world.end().await
}
