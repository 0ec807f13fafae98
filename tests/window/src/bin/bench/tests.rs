//! Testing many connections, and many who meet the end of one session.
//!
//! The store is the real one, and so is HTTP; the orgs are a small server that takes its time.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use orgkeep_domain::verdict::Verdict;
use orgkeep_journeys::fleet::{Fleet, FleetPlan};
use orgkeep_journeys::session::{Renewer, Used};
use orgkeep_simulator::AppKind;
use tokio::task::JoinSet;

use crate::figure::{Sample, say};

/// How often each is measured.
const RUNS: usize = 5;

/// Tasks of this process, and other processes, that find one session over.
const TASKS: usize = 100;
const PROCESSES: usize = 8;

/// One size of a run of tests, and its bars.
struct Size {
    orgs: u32,
    latency: Duration,
    bar: &'static str,
}

/// Tests fleets of connections, and prints what that took.
///
/// # Errors
/// When a test does not come to what it must.
pub async fn figures() -> anyhow::Result<()> {
    for size in [
        Size {
            orgs: 100,
            latency: Duration::from_millis(300),
            bar: "3 s, the first result after 0.6 s",
        },
        Size {
            orgs: 1000,
            latency: Duration::from_millis(50),
            bar: "5 s",
        },
    ] {
        size.measure().await?;
    }
    one_that_hangs().await?;
    many_meet_expiry().await
}

impl Size {
    async fn measure(&self) -> anyhow::Result<()> {
        let (mut first, mut all) = (Vec::new(), Vec::new());
        let mut calls = 0;
        let fleet = Fleet::start(FleetPlan {
            orgs: self.orgs,
            users: 1,
            latency: self.latency,
        })
        .await?;
        for _ in 0..RUNS {
            let before = fleet.load().calls;
            let (to_first, to_last) = test_all(&fleet).await?;
            first.push(to_first.as_secs_f64());
            all.push(to_last.as_secs_f64());
            calls = fleet.load().calls - before;
        }
        let latency = self.latency.as_millis();
        say(&format!(
            "testing {} connections, {latency} ms latency: {}; the first result: {}; {calls} API calls; bar: {}",
            self.orgs,
            Sample::of(all)?.text("s"),
            Sample::of(first)?.text("s"),
            self.bar
        ))
    }
}

/// The times to the first result and to the last one.
async fn test_all(fleet: &Fleet) -> anyhow::Result<(Duration, Duration)> {
    let begun = Instant::now();
    let mut run = fleet.sessions.test_all(fleet.connections.clone());
    let mut first = None;
    while let Some(tested) = run.next().await {
        let outcome = tested.outcome?;
        ensure!(outcome.verdict == Verdict::Working, "{outcome:?}");
        first.get_or_insert_with(|| begun.elapsed());
    }
    Ok((first.context("no result")?, begun.elapsed()))
}

/// Ten connections, one of which answers nobody: when the other nine are told.
async fn one_that_hangs() -> anyhow::Result<()> {
    let fleet = Fleet::start(FleetPlan {
        orgs: 10,
        users: 1,
        latency: Duration::from_millis(50),
    })
    .await?;
    fleet.silence(4)?;
    let begun = Instant::now();
    let mut run = fleet.sessions.test_all(fleet.connections.clone());
    for _ in 1..fleet.connections.len() {
        let tested = run.next().await.context("too few results")?;
        ensure!(tested.outcome?.verdict == Verdict::Working, "not working");
    }
    let others = begun.elapsed();
    let last = run.next().await.context("too few results")?;
    ensure!(last.outcome?.verdict == Verdict::TimedOut, "it answered");
    say(&format!(
        "one that hangs among ten, 50 ms latency: the other nine after {:.2} s, the hung one given up after {:.1} s; bar: it delays nobody",
        others.as_secs_f64(),
        begun.elapsed().as_secs_f64()
    ))
}

/// Tasks and processes that find the same session over: when all of them have the next one.
async fn many_meet_expiry() -> anyhow::Result<()> {
    let mut times = Vec::new();
    let mut calls = 0;
    for _ in 0..RUNS {
        let used = Used::through(AppKind::Confidential, true).await?;
        let start = |_| Renewer::start("", &used, None);
        let mut others = (0..PROCESSES)
            .map(start)
            .collect::<anyhow::Result<Vec<_>>>()?;
        used.world.simulator.end_access_tokens();
        let begun = Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..TASKS {
            let (sessions, id) = (used.sessions.clone(), used.id.clone());
            tasks.spawn(async move { sessions.renewed(&id, 1).await });
        }
        for other in &mut others {
            other.ask(1)?;
        }
        while let Some(renewed) = tasks.join_next().await {
            ensure!(renewed??.generation() == 2, "another generation");
        }
        for other in &mut others {
            ensure!(other.hear()? == "renewed 2", "another generation");
        }
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        calls = calls.max(used.presented(None));
        for other in others {
            other.dismiss()?;
        }
    }
    say(&format!(
        "{TASKS} tasks and {PROCESSES} processes that find one session over: {}; token calls: {calls}; bar: 1",
        Sample::of(times)?.text("ms")
    ))
}
