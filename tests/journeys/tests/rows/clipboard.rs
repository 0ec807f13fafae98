//! S-32, the clipboard: the one secret that a person can copy is the sign-in link, which holds the state.

use std::time::Duration;

use anyhow::ensure;
use orgkeep_api::attempt::AttemptRequest;
use orgkeep_api::command::Commands as _;
use orgkeep_journeys::row::Row;
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::waiting::offers_another_way;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};

const ORG: OrgKey = OrgKey::Uat;
/// For how long it stays (security.md, D18).
const STAYS: Duration = Duration::from_secs(30);

#[tokio::test]
async fn s_32_a_copied_link_is_taken_back() -> anyhow::Result<()> {
    let mut row = Row::new("S-32", 5);
    row.note("after its time", after_its_time().await);
    row.note("copied again", copied_again().await);
    row.note("something else was copied", not_if_changed().await);
    row.note("with the end of the sign-in", with_the_end().await);
    row.note("with the program", with_the_program().await);
    row.finish(Ok(()))
}

async fn copied() -> anyhow::Result<(World, Consent)> {
    let world = World::start().await?;
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    copy(&world, &consent).await?;
    let now = world.clipboard.now();
    ensure!(now.as_ref() == Some(&consent.address), "{now:?}");
    Ok((world, consent))
}

async fn copy(world: &World, consent: &Consent) -> anyhow::Result<()> {
    let id = consent.id.clone();
    let link = world.orgkeep.copy_sign_in_link(AttemptRequest { id });
    world.ask(link).await?;
    Ok(())
}

/// The clock was looked at.
async fn half_a_minute_is_over(world: &World) -> anyhow::Result<()> {
    world.wait_stage(offers_another_way).await?;
    Ok(())
}

async fn end(world: World, consent: &Consent) -> anyhow::Result<()> {
    world.allow_as(consent, &world.admin(ORG)).await?;
    world.connected().await?;
    world.end().await
}

async fn after_its_time() -> anyhow::Result<()> {
    let (world, consent) = copied().await?;
    world.clock.jump(STAYS);
    world.clipboard.is_emptied().await?;
    end(world, &consent).await
}

/// The time of the first copy is not that of the second.
async fn copied_again() -> anyhow::Result<()> {
    let (world, consent) = copied().await?;
    world.clock.jump(STAYS / 2);
    copy(&world, &consent).await?;
    world.clock.jump(STAYS / 2);
    half_a_minute_is_over(&world).await?;
    let now = world.clipboard.now();
    ensure!(now.as_ref() == Some(&consent.address), "taken too early");
    world.clock.jump(STAYS / 2);
    world.clipboard.is_emptied().await?;
    end(world, &consent).await
}

async fn not_if_changed() -> anyhow::Result<()> {
    let (world, consent) = copied().await?;
    world.clipboard.copy("a shopping list");
    world.clock.jump(STAYS);
    half_a_minute_is_over(&world).await?;
    let still_there = || world.clipboard.now().as_deref() == Some("a shopping list");
    ensure!(still_there(), "after its time");
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.connected().await?;
    ensure!(still_there(), "after the end");
    world.end().await
}

async fn with_the_end() -> anyhow::Result<()> {
    let (world, consent) = copied().await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.connected().await?;
    ensure!(world.clipboard.now().is_none(), "it is of no use any more");
    world.end().await
}

async fn with_the_program() -> anyhow::Result<()> {
    let (world, _) = copied().await?;
    world.orgkeep.clone().close().await;
    ensure!(world.clipboard.now().is_none(), "nobody takes it back now");
    Ok(())
}
