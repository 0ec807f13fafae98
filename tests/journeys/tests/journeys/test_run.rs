//! Testing everything: results as they are found, nobody waits for one that hangs, and it can be cancelled.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use orgkeep_app::session::{DEADLINE, Sessions};
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::verdict::Verdict;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, Times, Tuning};

const ORGS: [OrgKey; 4] = [
    OrgKey::Production,
    OrgKey::Uat,
    OrgKey::Developer,
    OrgKey::DevHub,
];

async fn registered() -> anyhow::Result<(World, Sessions, Vec<ConnectionId>)> {
    let world = World::start().await?;
    let mut ids = Vec::new();
    for org in ORGS {
        let connected = world
            .register(&world.registration(org, AppKind::Public))
            .await?;
        ids.push(ConnectionId::parse(&connected.row.id)?);
    }
    let sessions = world.sessions().await?;
    Ok((world, sessions, ids))
}

#[tokio::test]
async fn one_that_hangs_delays_nobody_and_is_given_up() -> anyhow::Result<()> {
    let (world, sessions, ids) = registered().await?;
    let hangs = Tuning::at(Endpoint::Rest);
    world
        .simulator
        .faults()
        .set_scenario("hang", &hangs, Times::Next(1))?;
    let begun = Instant::now();
    let mut run = sessions.test_all(ids.clone());
    ensure!(run.total() == ORGS.len(), "{} are tested", run.total());
    for _ in 1..ORGS.len() {
        let tested = run.next().await.context("too few results")?;
        ensure!(tested.outcome?.verdict == Verdict::Working, "not working");
    }
    let others = begun.elapsed();
    ensure!(
        others < Duration::from_secs(3),
        "the others took {others:?}"
    );
    let last = run.next().await.context("too few results")?.outcome?;
    ensure!(last.verdict == Verdict::TimedOut, "{last:?}");
    ensure!(
        last.evidence.took < DEADLINE + Duration::from_secs(1),
        "{last:?}"
    );
    ensure!(run.next().await.is_none(), "too many results");
    let vault = world.vault().await?;
    for id in &ids {
        ensure!(vault.tests(id).await?.len() == 1, "a result was not kept");
    }
    world.end().await
}

#[tokio::test]
async fn a_cancelled_run_asks_nothing_more_and_keeps_what_was_found() -> anyhow::Result<()> {
    let (world, sessions, ids) = registered().await?;
    let hangs = Tuning::at(Endpoint::Rest);
    world
        .simulator
        .faults()
        .set_scenario("hang", &hangs, Times::Always)?;
    world.simulator.journal().clear();
    let run = sessions.test_all(ids.clone());
    let all_asked = |entries: &[_]| entries.len() == ORGS.len();
    let journal = world.simulator.journal();
    journal.wait_for(all_asked, Duration::from_secs(5)).await?;
    drop(run);
    world.simulator.faults().clear();
    let mut again = sessions.test_all(ids);
    while let Some(tested) = again.next().await {
        ensure!(tested.outcome?.verdict == Verdict::Working, "not working");
        let kept = world.vault().await?.tests(&tested.id).await?;
        ensure!(kept.len() == 1, "a cancelled test was kept");
    }
    world.end().await
}

/// More of one org than may be tested together, each with a session that is over.
#[tokio::test]
async fn the_same_connection_many_times_is_renewed_once() -> anyhow::Result<()> {
    let (world, sessions, ids) = registered().await?;
    world.simulator.end_access_tokens();
    world.simulator.journal().clear();
    let many: Vec<_> = ids.iter().cycle().take(40).cloned().collect();
    let mut run = sessions.test_all(many);
    while let Some(tested) = run.next().await {
        ensure!(tested.outcome?.verdict == Verdict::Working, "not working");
    }
    let renewals = world.simulator.journal().of_endpoint(Endpoint::Token);
    ensure!(renewals.len() == ORGS.len(), "{} renewals", renewals.len());
    world.end().await
}
