//! Tokens that are not wanted any more hold nobody up: no sign-in, and no other org.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{ConnectionRequest, ConnectionsView};
use orgkeep_api::removal::{RevocationOutcomeView, RevocationRequest};
use orgkeep_domain::activity::ActivityResult;
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, Times, Tuning};
use orgkeep_vault::activity_record::ActivityFilter;
use tokio::time::timeout;

const ORG: OrgKey = OrgKey::Uat;
const OTHER: OrgKey = OrgKey::Production;

async fn register(world: &World, org: OrgKey) -> anyhow::Result<String> {
    let typed = world.registration(org, AppKind::Confidential);
    Ok(world.register(&typed).await?.row.id)
}

/// From now on this happens to every revocation.
fn revoking(world: &World, scenario: &str) -> anyhow::Result<()> {
    let at_revoke = Tuning::at(Endpoint::Revoke);
    let faults = world.simulator.faults();
    faults.set_scenario(scenario, &at_revoke, Times::Always)?;
    Ok(())
}

async fn sign_in_again(world: &World, id: &str) -> anyhow::Result<()> {
    let consent = world.consent_again(id, false).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.connected().await?;
    Ok(())
}

/// Whether Orgkeep has given up no token yet.
async fn nothing_came_of_any(world: &World) -> anyhow::Result<bool> {
    let queue = world.vault().await?.pending_revocations().await?;
    Ok(!queue.is_empty() && queue.iter().all(|record| record.tries == 0))
}

#[tokio::test]
async fn a_host_that_does_not_answer_holds_up_no_sign_in() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    revoking(&world, "hang")?;
    sign_in_again(&world, &id).await?;
    // The token before is presented, and nothing comes back.
    let consent = world.consent_again(&id, false).await?;
    ensure!(nothing_came_of_any(&world).await?, "it was waited for");
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.connected().await?;
    world.simulator.faults().clear();
    world.end().await
}

#[tokio::test]
async fn a_host_that_does_not_answer_holds_up_no_removal_elsewhere() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (id, other) = (register(&world, ORG).await?, register(&world, OTHER).await?);
    let scenario = Tuning::at(Endpoint::Revoke);
    let faults = world.simulator.faults();
    faults.set_scenario("hang", &scenario, Times::Next(1))?;
    sign_in_again(&world, &id).await?;
    let removed = world
        .orgkeep
        .remove_connection(ConnectionRequest { id: other });
    let removed = world.ask(removed).await?;
    ensure!(removed.revocation == RevocationOutcomeView::Revoked);
    ensure!(nothing_came_of_any(&world).await?, "it was waited for");
    faults.clear();
    world.end().await
}

#[tokio::test]
async fn a_token_that_was_replaced_is_not_told_as_a_removed_connection() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    revoking(&world, "service-unavailable")?;
    let mut lists = world.orgkeep.watch_connections();
    sign_in_again(&world, &id).await?;
    let told = |list: &ConnectionsView| list.unconfirmed.iter().any(|each| each.tries > 0);
    let list = timeout(PATIENCE, lists.wait_for(told)).await??.clone();
    let first = list.unconfirmed.first().context("nothing is told")?;
    ensure!(first.replaced && first.tries == 1, "{first:?}");
    let removed = world.orgkeep.remove_connection(ConnectionRequest { id });
    world.ask(removed).await?;
    let list = world.orgkeep.watch_connections().borrow().clone();
    ensure!(
        list.unconfirmed.len() == 2 && list.unconfirmed.iter().all(|each| !each.replaced),
        "{:?}",
        list.unconfirmed
    );
    world.end().await
}

#[tokio::test]
async fn a_token_that_nobody_tries_to_revoke_any_more_is_wiped() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    revoking(&world, "service-unavailable")?;
    let removed = world.orgkeep.remove_connection(ConnectionRequest { id });
    let removed = world.ask(removed).await?;
    ensure!(removed.revocation == RevocationOutcomeView::Unconfirmed);
    let list = world.orgkeep.watch_connections().borrow().clone();
    let named = list.unconfirmed.first().context("it is named")?;
    let given_up = || RevocationRequest {
        id: named.id.clone(),
    };
    world
        .ask(world.orgkeep.give_up_revocation(given_up()))
        .await?;
    ensure!(world.vault().await?.pending_revocations().await? == []);
    let list = world.orgkeep.watch_connections().borrow().clone();
    ensure!(list.unconfirmed == []);
    let vault = world.vault().await?;
    let told = vault.activity(ActivityFilter::default(), None, 1);
    let told = told.await?.entries;
    ensure!(
        told.iter()
            .any(|entry| entry.result == Some(ActivityResult::Cancelled)),
        "{told:?}"
    );
    // Again, nothing happens.
    world
        .ask(world.orgkeep.give_up_revocation(given_up()))
        .await?;
    world.simulator.faults().clear();
    world.end().await
}

#[tokio::test]
async fn a_token_that_could_not_be_revoked_is_tried_again_by_itself() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    revoking(&world, "reset-before-body")?;
    let removed = world.orgkeep.remove_connection(ConnectionRequest { id });
    let removed = world.ask(removed).await?;
    ensure!(removed.revocation == RevocationOutcomeView::Unconfirmed);
    world.simulator.faults().clear();
    world.clock.jump(Duration::from_secs(60 * 60));
    let mut list = world.orgkeep.watch_connections();
    timeout(PATIENCE, list.wait_for(|list| list.unconfirmed.is_empty())).await??;
    ensure!(world.vault().await?.pending_revocations().await? == []);
    world.end().await
}
