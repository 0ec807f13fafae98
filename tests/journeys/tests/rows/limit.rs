//! Limits and overload: H-14.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_app::session::SessionError;
use orgkeep_domain::verdict::{Verdict, VerdictGroup};
use orgkeep_journeys::fleet::{Fleet, FleetPlan};
use orgkeep_journeys::row::Row;
use orgkeep_journeys::session::Used;
use orgkeep_simulator::{AppKind, Endpoint, Fault, Simulator, Times, Tuning};

/// Scenario, where it happens, what a test comes to.
const REFUSALS: [(&str, Endpoint, VerdictGroup); 7] = [
    ("http-429", Endpoint::Rest, VerdictGroup::LimitReached),
    (TOO_MANY, Endpoint::Rest, VerdictGroup::LimitReached),
    (
        "service-unavailable",
        Endpoint::Rest,
        VerdictGroup::Maintenance,
    ),
    (ASKS_TO_WAIT, Endpoint::Rest, VerdictGroup::Maintenance),
    (
        "request-limit-exceeded",
        Endpoint::Rest,
        VerdictGroup::LimitReached,
    ),
    (
        "login-rate-exceeded",
        Endpoint::Token,
        VerdictGroup::LimitReached,
    ),
    // The limit of one endpoint for the renewal instead of the call.
    ("http-429", Endpoint::Token, VerdictGroup::LimitReached),
];
/// Those that say when to come back. The second one is no scenario of the practice org.
const ASKS_TO_WAIT: &str = "service-unavailable-retry-after";
const TOO_MANY: &str = "429 with Retry-After";
/// When. Longer than this test can take on any machine.
const WAIT: &str = "600";
/// Tries of one question (security.md, H-14).
const MOST_TRIES: usize = 3;
/// Connections of each org in the fleet: more than may be tested together.
const USERS: u32 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h_14_limits_are_told_and_kept() -> anyhow::Result<()> {
    let mut row = Row::new("H-14", REFUSALS.len() + 1);
    for (scenario, at, group) in REFUSALS {
        let name = format!("{scenario} at {at:?}");
        row.note(name, told_and_not_insisted_on(scenario, at, group).await);
    }
    row.note("50 orgs at once", fifty_orgs().await);
    row.finish(Ok(()))
}

/// Asked once or a few times, told as what it is, and the sign-in goes on working.
async fn told_and_not_insisted_on(
    scenario: &str,
    at: Endpoint,
    group: VerdictGroup,
) -> anyhow::Result<()> {
    let used = Used::through(AppKind::Public, true).await?;
    let simulator = &used.world.simulator;
    if at == Endpoint::Token {
        simulator.end_access_tokens();
    }
    refuse(simulator, scenario, at)?;
    let outcome = used.sessions.test(&used.id).await?.outcome;
    ensure!(outcome.verdict.group() == group, "{outcome:?}");
    let tries = simulator.journal().of_endpoint(at).len();
    ensure!((1..=MOST_TRIES).contains(&tries), "{tries} tries");
    if asks_to_wait(scenario) {
        let mut run = used.sessions.test_all(vec![used.id.clone()]);
        let tested = run.next().await.context("no result")?;
        let postponed = matches!(tested.outcome, Err(SessionError::Postponed { .. }));
        ensure!(postponed, "{tested:?}");
        let asked = simulator.journal().of_endpoint(at).len();
        ensure!(asked == tries, "asked before the time that was asked for");
    }
    simulator.faults().clear();
    let after = used.sessions.test(&used.id).await?.outcome;
    ensure!(after.verdict == Verdict::Working, "for good: {after:?}");
    used.world.end().await
}

fn asks_to_wait(scenario: &str) -> bool {
    [ASKS_TO_WAIT, TOO_MANY].contains(&scenario)
}

fn refuse(simulator: &Simulator, scenario: &str, at: Endpoint) -> anyhow::Result<()> {
    let faults = simulator.faults();
    if scenario == TOO_MANY {
        let refusal = Fault::Reply {
            at: Some(at),
            status: 429,
            headers: vec![("Retry-After".to_owned(), WAIT.to_owned())],
            body: String::new(),
        };
        faults.set(refusal, Times::Always);
        return Ok(());
    }
    let tuning = Tuning {
        text: asks_to_wait(scenario).then(|| WAIT.to_owned()),
        ..Tuning::at(at)
    };
    Ok(faults.set_scenario(scenario, &tuning, Times::Always)?)
}

async fn fifty_orgs() -> anyhow::Result<()> {
    let fleet = Fleet::start(FleetPlan {
        orgs: 50,
        users: USERS,
        latency: Duration::from_millis(20),
    })
    .await?;
    let total = fleet.connections.len();
    let mut run = fleet.sessions.test_all(fleet.connections.clone());
    for _ in 0..total {
        let tested = run.next().await.context("too few results")?;
        let outcome = tested.outcome?;
        ensure!(outcome.verdict == Verdict::Working, "{outcome:?}");
    }
    let load = fleet.load();
    ensure!(load.calls == total, "{load:?}: more than one call each");
    ensure!(load.most_at_once <= 32, "{load:?}");
    ensure!(load.most_of_one_org <= 4, "{load:?}");
    // The bounds are met, not undercut by tests that go one after the other.
    ensure!(load.most_at_once > 4, "{load:?}");
    Ok(())
}
