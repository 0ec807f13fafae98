//! A host that asks to wait is left alone until then: tests of many, the schedule, and tokens to be revoked.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{ConnectionRequest, ConnectionsView};
use orgkeep_api::removal::RevocationOutcomeView;
use orgkeep_api::testing::{
    TestConnectionsRequest, TestRunStateView, TestRunView, TestsView, VerdictGroupId,
};
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, Times, Tuning};
use tokio::time::timeout;

const ORG: OrgKey = OrgKey::Uat;
const OTHER: OrgKey = OrgKey::Production;
/// What the host asks for.
const WAIT: Duration = Duration::from_secs(600);
const SCENARIO: &str = "service-unavailable-retry-after";

/// From now on this endpoint asks to come back in [`WAIT`], once.
fn asks_to_wait(world: &World, at: Endpoint) -> anyhow::Result<()> {
    let tuning = Tuning {
        text: Some(WAIT.as_secs().to_string()),
        ..Tuning::at(at)
    };
    let faults = world.simulator.faults();
    faults.set_scenario(SCENARIO, &tuning, Times::Next(1))?;
    Ok(())
}

async fn register(world: &World, org: OrgKey) -> anyhow::Result<String> {
    let typed = world.registration(org, AppKind::Public);
    Ok(world.register(&typed).await?.row.id)
}

async fn test(world: &World, id: &str) -> anyhow::Result<VerdictGroupId> {
    let request = ConnectionRequest { id: id.to_owned() };
    let tested = world.ask(world.orgkeep.test_connection(request)).await?;
    Ok(tested.test.found.group)
}

/// Tests all, and gives the run when it is over.
async fn test_all(world: &World) -> anyhow::Result<TestRunView> {
    let request = TestConnectionsRequest { ids: Vec::new() };
    world.ask(world.orgkeep.test_connections(request)).await?;
    let mut board = world.orgkeep.watch_tests();
    let over = |view: &TestsView| {
        let run = view.run.as_ref();
        run.is_some_and(|run| run.state == TestRunStateView::Done)
    };
    let view = timeout(PATIENCE, board.wait_for(over)).await??;
    view.run.clone().context("there is no run")
}

fn list(world: &World) -> ConnectionsView {
    world.orgkeep.watch_connections().borrow().clone()
}

/// How often the host of an org was asked at all since the journal was cleared.
fn asked(world: &World) -> usize {
    world.simulator.journal().entries().len()
}

#[tokio::test]
async fn a_run_of_tests_leaves_a_host_alone_that_asked_to_wait() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let id = register(&world, ORG).await?;
    let other = register(&world, OTHER).await?;
    asks_to_wait(&world, Endpoint::Rest)?;
    ensure!(test(&world, &id).await? == VerdictGroupId::Maintenance);
    let pauses = list(&world).pauses;
    ensure!(
        pauses.len() == 1 && pauses[0].connections == [id.clone()],
        "{pauses:?}"
    );
    // Another start of the program keeps to it as well.
    world.reopen().await?;
    world.unlocked().await?;
    world.remember();
    world.simulator.journal().clear();
    let run = test_all(&world).await?;
    ensure!((run.postponed, run.untested) == (1, 0), "{run:?}");
    let of = |id: &str| run.results.iter().find(|result| result.id == id);
    let held_up = of(&id).context("no result")?;
    ensure!(
        held_up.test.is_none() && held_up.not_before.as_ref() == Some(&pauses[0].until),
        "{held_up:?}"
    );
    ensure!(of(&other).is_some_and(|result| result.test.is_some()));
    ensure!(asked(&world) == 1, "{} were asked", asked(&world));

    world.clock.jump(WAIT);
    let run = test_all(&world).await?;
    ensure!(run.postponed == 0, "{run:?}");
    ensure!(asked(&world) == 3, "{} were asked", asked(&world));
    ensure!(list(&world).pauses.is_empty(), "it is still told");
    world.end().await
}

/// A person who wants to know of one connection is not made to wait; and if it works, nobody is any more.
#[tokio::test]
async fn a_person_may_ask_all_the_same_and_an_answer_ends_the_pause() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    asks_to_wait(&world, Endpoint::Rest)?;
    ensure!(test(&world, &id).await? == VerdictGroupId::Maintenance);
    ensure!(test(&world, &id).await? == VerdictGroupId::Working);
    ensure!(list(&world).pauses.is_empty(), "it is still told");
    ensure!(test_all(&world).await?.postponed == 0, "it is held up");
    world.end().await
}

/// It is the token endpoint that asked: the refresh token is not sent before.
#[tokio::test]
async fn a_renewal_that_was_told_to_wait_waits() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    world.simulator.end_access_tokens();
    asks_to_wait(&world, Endpoint::Token)?;
    ensure!(test(&world, &id).await? == VerdictGroupId::Maintenance);
    world.remember();
    world.simulator.journal().clear();
    ensure!(test_all(&world).await?.postponed == 1, "it is asked");
    let sent = world.simulator.journal().of_endpoint(Endpoint::Token);
    ensure!(sent.is_empty(), "the token was sent");
    world.clock.jump(WAIT);
    ensure!(test_all(&world).await?.postponed == 0, "it is held up");
    world.end().await
}

#[tokio::test]
async fn a_token_is_revoked_when_its_host_may_be_asked_again() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    asks_to_wait(&world, Endpoint::Revoke)?;
    let removal = world.orgkeep.remove_connection(ConnectionRequest { id });
    let removal = world.ask(removal).await?;
    ensure!(removal.revocation == RevocationOutcomeView::Unconfirmed);
    let tries = || world.simulator.journal().of_endpoint(Endpoint::Revoke);
    ensure!(tries().len() == 1, "{}", tries().len());
    world
        .ask(world.orgkeep.retry_revocations(NoRequest {}))
        .await?;
    ensure!(tries().len() == 1, "it was asked too early");
    let unconfirmed = list(&world).unconfirmed;
    ensure!(
        unconfirmed.len() == 1 && unconfirmed[0].not_before.is_some(),
        "{unconfirmed:?}"
    );
    // Nobody presses anything.
    world.clock.jump(WAIT);
    let mut lists = world.orgkeep.watch_connections();
    let revoked = |list: &ConnectionsView| list.unconfirmed.is_empty();
    timeout(PATIENCE, lists.wait_for(revoked)).await??;
    ensure!(tries().len() == 2, "{}", tries().len());
    world.end().await
}
