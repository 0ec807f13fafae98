//! A process that dies in the middle of a renewal: S-25.

use std::time::Duration;

use anyhow::ensure;
use orgkeep_domain::verdict::Verdict;
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::session::{Renewer, Used};
use orgkeep_simulator::{AppKind, Endpoint, Fault, Times, WireEffect};

use crate::role::TEST;

const PATIENCE: Duration = Duration::from_secs(10);

/// A place to die at, and whether the token was used up by then without its successor being on the disk.
#[derive(Clone, Copy)]
struct Point {
    name: &'static str,
    loses: bool,
}

const fn point(name: &'static str, loses: bool) -> Point {
    Point { name, loses }
}

/// In the order of a renewal. Two are the practice org's: it has the request and does nothing, or has acted and does
/// not answer. The others are steps of the renewal itself.
const POINTS: [Point; 12] = [
    point("asked", false),
    point("locked", false),
    point("read", false),
    point("marking", false),
    point("marked", false),
    point("sending", false),
    point(IGNORED, false),
    point(ACTED, true),
    point("answered", true),
    point("storing", true),
    point("stored", false),
    point("released", false),
];
const IGNORED: &str = "the request is ignored";
const ACTED: &str = "the request is carried out";

#[tokio::test(flavor = "multi_thread")]
async fn s_25_a_crash_costs_at_most_one_sign_in() -> anyhow::Result<()> {
    let rounds = size(20, 1);
    let mut row = Row::new("S-25", POINTS.len() * rounds);
    for round in 1..=rounds {
        for point in POINTS {
            let variant = format!("{} ({round})", point.name);
            row.note(variant, dies_at(point).await);
        }
    }
    row.finish(Ok(()))
}

async fn dies_at(point: Point) -> anyhow::Result<()> {
    let used = Used::through(AppKind::Public, true).await?;
    let token = used.refresh_token().await?;
    used.world.simulator.end_access_tokens();
    kill_at(&used, point).await?;
    used.world.simulator.faults().clear();

    let mut next = Renewer::start(TEST, &used, None)?;
    for _ in 0..3 {
        next.ask(1)?;
        let said = next.hear()?;
        let expected = if point.loses {
            "ended answerLost"
        } else {
            "renewed 2"
        };
        ensure!(said == expected, "{said}");
    }
    next.dismiss()?;
    let presented = used.presented(Some(&token));
    ensure!(presented <= 2, "the token was sent {presented} times");
    let outcome = used.sessions.test(&used.id).await?.outcome;
    let expected = if point.loses {
        Verdict::AnswerLost
    } else {
        Verdict::Working
    };
    ensure!(outcome.verdict == expected, "{outcome:?}");
    ensure!(
        used.presented(Some(&token)) == presented,
        "a test sent the token again"
    );
    used.world.end().await
}

async fn kill_at(used: &Used, point: Point) -> anyhow::Result<()> {
    let effect = match point.name {
        IGNORED => WireEffect::Hang,
        ACTED => WireEffect::HangAfterActing,
        step => {
            let mut dying = Renewer::start(TEST, used, Some(step))?;
            dying.ask(1)?;
            ensure!(dying.hear()? == format!("at {step}"), "it did not stop");
            return dying.kill();
        }
    };
    let fault = Fault::Wire {
        at: Some(Endpoint::Token),
        effect,
    };
    let simulator = &used.world.simulator;
    simulator.faults().set(fault, Times::Next(1));
    let mut dying = Renewer::start(TEST, used, None)?;
    dying.ask(1)?;
    let journal = simulator.journal();
    let has_arrived = |entries: &[orgkeep_simulator::JournalEntry]| {
        entries
            .iter()
            .any(|entry| entry.endpoint == Endpoint::Token)
    };
    journal.wait_for(has_arrived, PATIENCE).await?;
    dying.kill()
}
