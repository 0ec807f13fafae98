//! Every fault at every request of a creation: C-01.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_app::creation::CreationError;
use orgkeep_journeys::creating::Making;
use orgkeep_journeys::row::{Row, Table, is_full};
use orgkeep_journeys::striking::{Request, Trouble, requests};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How an app is made.
#[derive(Debug, Clone, Copy)]
struct Way {
    title: &'static str,
    rest: bool,
    secret: bool,
}

/// An app with a secret takes every step of one without.
const WAYS: [Way; 2] = [
    Way {
        title: "one deployment",
        rest: true,
        secret: true,
    },
    Way {
        title: "part by part",
        rest: false,
        secret: false,
    },
];

/// Cases of a short run.
const SHORT: usize = 12;
/// Cases in one org: every call reads all that it has.
const GROUP: usize = 30;
/// Groups at a time.
const AT_A_TIME: usize = 3;
/// How long a creation waits for what a fault withholds.
const PATIENCE: Duration = Duration::from_secs(2);

/// One fault at one request.
#[derive(Clone)]
struct Case {
    way: Way,
    request: Request,
    trouble: Trouble,
    number: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn c_01_every_fault_at_every_request_leaves_a_whole_app_or_none() -> anyhow::Result<()> {
    let mut cases = all_cases().await?;
    if !is_full() {
        let every = cases.len().div_ceil(SHORT);
        cases = cases.into_iter().step_by(every).collect();
    }
    let mut row = Row::new("C-01", cases.len());
    let (mut table, mut standing) = (Table::default(), Ok(()));
    let mut groups = JoinSet::new();
    let turns = Arc::new(Semaphore::new(AT_A_TIME));
    for group in cases.chunks(GROUP) {
        let (group, turns) = (group.to_vec(), Arc::clone(&turns));
        groups.spawn(async move {
            let _turn = turns.acquire().await?;
            tried(group).await
        });
    }
    while let Some(group) = groups.join_next().await {
        let (outcomes, ended) = group??;
        standing = standing.and(ended);
        for (case, outcome) in outcomes {
            let step = format!("{}: {}", case.way.title, case.request.name);
            table.note(&step, outcome.is_ok());
            row.note(format!("{step}: {}", case.trouble.name()), outcome);
        }
    }
    table.print();
    row.finish(standing)
}

/// The requests of a run that meets no fault, each with everything that can strike it.
async fn all_cases() -> anyhow::Result<Vec<Case>> {
    let making = Making::start().await?;
    let mut cases = Vec::new();
    for way in WAYS {
        making.used.world.simulator.faults().clear();
        way.applies(&making)?;
        making.used.world.simulator.journal().clear();
        let name = format!("Whole {}", cases.len());
        making
            .creations
            .create(&making.order(&name, way.secret)?)
            .await?;
        for request in requests(making.used.world.simulator.journal()) {
            for trouble in request.troubles() {
                cases.push(Case {
                    way,
                    request: request.clone(),
                    trouble,
                    number: cases.len(),
                });
            }
        }
    }
    making.used.world.end().await?;
    Ok(cases)
}

type Outcome = (Case, anyhow::Result<()>);

async fn tried(cases: Vec<Case>) -> anyhow::Result<(Vec<Outcome>, anyhow::Result<()>)> {
    let mut making = Making::with_patience(PATIENCE).await?;
    let mut outcomes = Vec::new();
    for case in cases {
        let outcome = case.strikes(&mut making).await;
        outcomes.push((case, outcome));
    }
    Ok((outcomes, making.used.world.end().await))
}

impl Way {
    fn applies(self, making: &Making) -> anyhow::Result<()> {
        if !self.rest {
            let faults = making.used.world.simulator.faults();
            faults.switch_on("deploy-not-allowed")?;
        }
        Ok(())
    }
}

impl Case {
    async fn strikes(&self, making: &mut Making) -> anyhow::Result<()> {
        let name = format!("Case {}", self.number);
        let api_name = name.replace(' ', "_");
        let faults = || making.used.world.simulator.faults();
        faults().clear();
        making.used.world.simulator.journal().clear();
        self.trouble.aim(&self.request, faults());
        self.way.applies(making)?;
        let made = self.run(making, &name).await?;
        let has_struck = self.trouble.has_struck(faults());
        faults().clear();
        self.way.applies(making)?;
        ensure!(has_struck, "it struck nothing");
        if self.trouble.ends_session() {
            making.renewed()?;
        }
        making.start_again().await?;
        let whole = match made {
            Ok(()) => true,
            Err(error) => {
                let undo = self.number.is_multiple_of(2);
                let continued = making.continued(&api_name, undo).await;
                continued.with_context(|| format!("after {error:?}"))?
            }
        };
        making.settled(&api_name, whole).await?;
        if whole {
            making.taken_back(&api_name).await?;
        }
        Ok(())
    }

    /// To its end; or, where nothing comes any more, until somebody quits.
    async fn run(
        &self,
        making: &Making,
        name: &str,
    ) -> anyhow::Result<Result<(), Option<CreationError>>> {
        let order = making.order(name, self.way.secret)?;
        if !self.trouble.is_silent() {
            let made = making.creations.create(&order).await;
            return Ok(made.map(drop).map_err(Some));
        }
        let creations = making.creations.clone();
        let run = tokio::spawn(async move { creations.create(&order).await.map(drop) });
        let arrived = self
            .request
            .arrived(making.used.world.simulator.journal())
            .await;
        run.abort();
        let _aborted = run.await;
        arrived?;
        Ok(Err(None))
    }
}
