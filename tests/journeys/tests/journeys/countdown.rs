//! Waiting for a key that is not active yet: it outlives the program, tells the person, and goes on.

use orgkeep_api::attempt::{AttemptRequest, AttemptView, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::key::{KeyVerdictView, OpensWhenActiveRequest};
use orgkeep_journeys::sign_in::Registration;
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey, Propagation};

const ORG: OrgKey = OrgKey::Uat;

fn is_waiting(stage: &StageView) -> bool {
    matches!(stage, StageView::WaitingForKey { .. })
}

fn propagate(world: &World, typed: &Registration, propagation: Propagation) -> anyhow::Result<()> {
    world
        .simulator
        .change_app(&typed.key, |app| app.propagation = propagation)?;
    Ok(())
}

/// At the countdown, with the id of the attempt and of its draft.
async fn waiting(world: &World) -> anyhow::Result<(Registration, String, String)> {
    let typed = world.registration(ORG, AppKind::Public);
    propagate(world, &typed, Propagation::AfterRequests(u32::MAX))?;
    let draft = world.fill_draft(&typed).await?;
    let id = world.connect(&draft.id).await?;
    world.wait_stage(is_waiting).await?;
    Ok((typed, id, draft.id))
}

#[tokio::test]
async fn a_wait_goes_on_after_the_next_start_and_ends_in_a_connection() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let (typed, ..) = waiting(&world).await?;
    world.reopen().await?;
    world.wait_stage(is_waiting).await?;
    propagate(&world, &typed, Propagation::Ready)?;
    let address = world.browser.opened(1).await?;
    let consent = world.consent_at(address).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.connected().await?;
    assert_eq!(world.outside.notifier.names(), [typed.name]);
    world.end().await
}

#[tokio::test]
async fn a_wait_that_was_cancelled_does_not_come_back() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let (_, id, _) = waiting(&world).await?;
    world.cancel(&id).await?;
    world.failed().await?;
    world.reopen().await?;
    world.unlocked().await?;
    let vault = world.vault().await?;
    assert!(vault.drafts().await?[0].key_waiting_since.is_none());
    world.end().await
}

#[tokio::test]
async fn half_an_hour_counts_from_the_first_look_whatever_happened_since() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    waiting(&world).await?;
    world.orgkeep.clone().close().await;
    world.clock.jump(std::time::Duration::from_secs(31 * 60));
    world.open_again().await?;
    world.failed_because(told("keyUnknown")).await?;
    world.end().await
}

#[tokio::test]
async fn the_browser_opens_only_when_the_person_says_so() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (typed, id, _) = waiting(&world).await?;
    let request = OpensWhenActiveRequest {
        id: id.clone(),
        opens: false,
    };
    world.ask(world.orgkeep.open_when_active(request)).await?;
    propagate(&world, &typed, Propagation::Ready)?;
    world
        .wait_stage(|stage| matches!(stage, StageView::KeyActive { .. }))
        .await?;
    assert_eq!(world.browser.count(), 0);
    assert_eq!(world.outside.notifier.names(), [typed.name]);
    world
        .ask(world.orgkeep.go_on(AttemptRequest { id: id.clone() }))
        .await?;
    world.browser.opened(1).await?;
    world.cancel(&id).await?;
    world.failed().await?;
    world.end().await
}

#[tokio::test]
async fn the_countdown_says_by_which_evidence_it_waits() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (_, id, _) = waiting(&world).await?;
    let view = world.orgkeep.watch_attempt().borrow().clone();
    let AttemptView::Running { attempt } = view else {
        anyhow::bail!("it does not run");
    };
    let StageView::WaitingForKey { evidence, .. } = attempt.stage else {
        anyhow::bail!("it does not wait");
    };
    assert_eq!(evidence.verdict, KeyVerdictView::NotActiveYet);
    assert!(evidence.well_formed && !evidence.worked_before);
    world.cancel(&id).await?;
    world.failed().await?;
    world.end().await
}
