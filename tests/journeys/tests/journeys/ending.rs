//! Sign-ins that end before their time. Wherever they are, the port is free afterwards and nothing is saved.

use std::time::Duration;

use orgkeep_api::attempt::{AttemptRequest, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::error::ErrorCode;
use orgkeep_api::failure::FailureView;
use orgkeep_journeys::port::LOOPBACK;
use orgkeep_journeys::waiting::offers_another_way;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, Fault, OrgKey, Propagation, Times, WireEffect};
use orgkeep_vault::vault::STORE_FILE;
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpSocket};

fn hang(at: Endpoint) -> Fault {
    Fault::Wire {
        at: Some(at),
        effect: WireEffect::Hang,
    }
}

/// Cancels the attempt, which is where it should be, and signs in afterwards.
async fn cancelled(world: World, id: &str, draft: &str) -> anyhow::Result<()> {
    world.cancel(id).await?;
    world.failed_because(FailureView::Cancelled).await?;
    world.closed().await?;
    assert_eq!(world.rows()?.count(), 0);
    world.leave(id).await?;
    world.simulator.faults().clear();
    let consent = world.consent_for(draft).await?;
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    world.connected().await?;
    world.end().await
}

#[tokio::test]
async fn cancel_while_the_key_is_checked() -> anyhow::Result<()> {
    let world = World::start().await?;
    world
        .simulator
        .faults()
        .set(hang(Endpoint::Authorize), Times::Always);
    let draft = world
        .fill_draft(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    let id = world.connect(&draft.id).await?;
    world
        .wait_stage(|stage| *stage == StageView::CheckingKey)
        .await?;
    cancelled(world, &id, &draft.id).await
}

#[tokio::test]
async fn cancel_while_a_key_is_waited_for() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    let unknown = |propagation| {
        world
            .simulator
            .change_app(&typed.key, |app| app.propagation = propagation)
    };
    unknown(Propagation::AfterRequests(u32::MAX))?;
    let draft = world.fill_draft(&typed).await?;
    let id = world.connect(&draft.id).await?;
    world
        .wait_stage(|stage| matches!(stage, StageView::WaitingForKey { .. }))
        .await?;
    unknown(Propagation::Ready)?;
    cancelled(world, &id, &draft.id).await
}

/// A world, and a socket that is not connected yet on its callback's port. On some ports an earlier run has
/// left something behind that a listener does not mind, and this socket does.
async fn world_and_socket() -> anyhow::Result<(World, TcpSocket)> {
    for _ in 0..20 {
        let world = World::start().await?;
        let passing = TcpSocket::new_v4()?;
        let port = world.callback.port();
        if passing.bind((LOOPBACK[0], port).into()).is_ok() {
            return Ok((world, passing));
        }
    }
    anyhow::bail!("no port is quite free")
}

#[tokio::test]
async fn cancel_while_a_passing_connection_holds_the_port() -> anyhow::Result<()> {
    let elsewhere = TcpListener::bind((LOOPBACK[0], 0)).await?;
    let (world, passing) = world_and_socket().await?;
    let mut passing = passing.connect(elsewhere.local_addr()?).await?;
    let (other_end, _) = elsewhere.accept().await?;
    let draft = world
        .fill_draft(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    let id = world.connect(&draft.id).await?;
    world
        .wait_stage(|stage| *stage == StageView::Listening)
        .await?;
    world.cancel(&id).await?;
    world.failed_because(FailureView::Cancelled).await?;
    assert_eq!(world.browser.count(), 0);
    // Its other end closes first, so that nothing stays behind on the port.
    drop(other_end);
    passing.read_to_end(&mut Vec::new()).await?;
    drop(passing);
    world.leave(&id).await?;
    let consent = world.consent_for(&draft.id).await?;
    cancelled(world, &consent.id, &draft.id).await
}

#[tokio::test]
async fn cancel_while_the_person_is_at_salesforce() -> anyhow::Result<()> {
    let world = World::start().await?;
    let consent = world
        .at_consent(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    cancelled(world, &consent.id, &consent.draft).await
}

#[tokio::test]
async fn cancel_while_the_code_is_swapped() -> anyhow::Result<()> {
    cancel_at(Endpoint::Token, |stage| *stage == StageView::Exchanging).await
}

#[tokio::test]
async fn cancel_while_the_org_is_asked_who_it_is() -> anyhow::Result<()> {
    cancel_at(Endpoint::Userinfo, |stage| *stage == StageView::Identifying).await
}

async fn cancel_at(endpoint: Endpoint, stage: fn(&StageView) -> bool) -> anyhow::Result<()> {
    let world = World::start().await?;
    let consent = world
        .at_consent(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    world.simulator.faults().set(hang(endpoint), Times::Always);
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    world.wait_stage(stage).await?;
    cancelled(world, &consent.id, &consent.draft).await
}

#[tokio::test]
async fn from_saving_on_it_is_too_late_to_cancel() -> anyhow::Result<()> {
    let world = World::start().await?;
    let consent = world
        .at_consent(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    // Another process writes; the save waits for it.
    let other = rusqlite::Connection::open(world.data_folder().join(STORE_FILE))?;
    other.execute_batch("BEGIN IMMEDIATE")?;
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    world
        .wait_stage(|stage| *stage == StageView::Saving)
        .await?;
    let request = AttemptRequest {
        id: consent.id.clone(),
    };
    let wish = world.ask(world.orgkeep.cancel_attempt(request));
    let released = async { other.execute_batch("COMMIT") };
    let (wish, released) = tokio::join!(wish, released);
    released?;
    assert_eq!(wish.unwrap_err().code, ErrorCode::TooLate);
    world.connected().await?;
    world.end().await
}

#[tokio::test]
async fn ten_minutes_without_an_answer_are_enough_even_asleep() -> anyhow::Result<()> {
    let world = World::start().await?;
    let consent = world
        .at_consent(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    world.clock.jump(Duration::from_secs(31));
    world.wait_stage(offers_another_way).await?;
    world.clock.jump(Duration::from_secs(600));
    world.failed_because(FailureView::NothingCameBack).await?;
    world.closed().await?;
    let again = world.consent_for(&consent.draft).await?;
    world.allow_as(&again, &world.admin(OrgKey::Uat)).await?;
    world.connected().await?;
    world.end().await
}

#[tokio::test]
async fn without_a_browser_the_link_is_there_to_copy() -> anyhow::Result<()> {
    let world = World::start().await?;
    world.browser.break_down(true);
    let consent = world
        .at_consent(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    world
        .wait_stage(|stage| {
            matches!(
                stage,
                StageView::AwaitingConsent {
                    browser_opened: false,
                    ..
                }
            )
        })
        .await?;
    let request = || AttemptRequest {
        id: consent.id.clone(),
    };
    let refused = world.ask(world.orgkeep.open_browser_again(request())).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::Browser);
    world
        .ask(world.orgkeep.copy_sign_in_link(request()))
        .await?;
    assert_eq!(
        world.clipboard.texts(),
        std::slice::from_ref(&consent.address)
    );
    let callback = world
        .decide(
            &consent,
            &world.admin(OrgKey::Uat),
            orgkeep_simulator::Decision::Allow,
        )
        .await?;
    world.paste(&consent.id, callback).await?;
    world.connected().await?;
    world.end().await
}
