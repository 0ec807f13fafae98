//! Testing many connections at a time: results come as they are found, and one that hangs delays nobody.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use orgkeep_domain::activity::{ActivityKind, ActivityResult, Deed, Detail, TestTally};
use orgkeep_domain::id::{ConnectionId, OrgId};
use orgkeep_domain::outcome::TestOutcome;
use orgkeep_domain::verdict::Verdict;
use orgkeep_vault::test_history::Telling;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::connection_test::Asking;
use super::error::SessionError;
use super::sessions::Sessions;

/// Tests at a time (security.md, H-14).
const MOST_AT_ONCE: usize = 32;
/// Tests of one org at a time (security.md, H-14).
const MOST_OF_ONE_ORG: usize = 4;
/// Results that are written to the disk together, at most.
const BATCH: usize = 256;
/// From one batch to the next. The first result is written at once; later ones share the disk's answer, which would
/// otherwise hold up what tests read of the same store.
const PACE: Duration = Duration::from_millis(50);

/// A connection that has been tested, or that could not be.
#[derive(Debug)]
pub struct Tested {
    /// Which one.
    pub id: ConnectionId,
    /// Whether Salesforce was asked. Where the sign-in is known to have ended, it is not.
    pub asked: bool,
    /// Whether the history had it before: the end of a sign-in is written into it once.
    pub(super) is_known: bool,
    /// What was found; it is kept in the store already.
    pub outcome: Result<TestOutcome, SessionError>,
}

impl Tested {
    /// What the history does not have yet.
    pub(super) fn to_keep(&self) -> Option<(ConnectionId, TestOutcome)> {
        let outcome = self.outcome.as_ref().ok().filter(|_| !self.is_known)?;
        Some((self.id.clone(), outcome.clone()))
    }
}

/// Tests in progress. Dropping it cancels those that have not ended; renewals that they began are finished.
#[derive(Debug)]
pub struct TestRun {
    results: mpsc::Receiver<Tested>,
    total: usize,
}

impl TestRun {
    /// The next result, in the order in which they are found. `None` after the last one.
    pub async fn next(&mut self) -> Option<Tested> {
        self.results.recv().await
    }

    /// How many connections are tested.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }
}

impl Sessions {
    /// Begins to test these connections, in this order. Those whose hosts asked to wait are not asked before that is over.
    #[must_use]
    pub fn test_all(&self, connections: Vec<ConnectionId>) -> TestRun {
        self.test_each(connections, Asking::Run)
    }

    /// The same for whoever asks.
    #[must_use]
    pub fn test_each(&self, connections: Vec<ConnectionId>, asking: Asking) -> TestRun {
        let (sender, results) = mpsc::channel(BATCH);
        let total = connections.len();
        let (sessions, under_way) = (self.clone(), self.runs.begin());
        tokio::spawn(async move {
            sessions.drive(connections, asking, sender).await;
            drop(under_way);
        });
        TestRun { results, total }
    }

    /// Ends early when nobody takes the results any more.
    async fn drive(
        &self,
        connections: Vec<ConnectionId>,
        asking: Asking,
        results: mpsc::Sender<Tested>,
    ) {
        let telling = match connections.len() {
            0 => return,
            1 => Telling::Each,
            _ => Telling::Changes,
        };
        let mut turns = Turns::of(self.orgs().await);
        let (sender, found) = mpsc::channel(BATCH);
        let mut tests = JoinSet::new();
        for id in connections {
            let (sessions, sender, turn) = (self.clone(), sender.clone(), turns.turn(&id));
            tests.spawn(async move {
                let tested = turn.take(sessions.tested(&id, asking)).await;
                let _cancelled = sender.send(tested).await;
            });
        }
        drop(sender);
        let (tally, result) = self.keep_and_tell(found, &results, telling).await;
        drop(tests);
        if telling == Telling::Changes {
            self.tell_sum(tally, result).await;
        }
    }

    /// Of many tests the activity has the sum, and those that changed something; a single one is told by itself.
    async fn tell_sum(&self, tally: TestTally, result: ActivityResult) {
        let run = Deed::ended(ActivityKind::TestRun, result).with(Detail::Tested(tally));
        if let Err(error) = self.vault.tell(run).await {
            tracing::warn!(%error, "the activity does not tell of a run of tests");
        }
    }

    /// The org of each connection, for taking turns. Without it every connection counts as an org of its own.
    async fn orgs(&self) -> HashMap<ConnectionId, OrgId> {
        let list = self.vault.connections().await.unwrap_or_default();
        let records = list.records.into_iter();
        records.map(|record| (record.id, record.org_id)).collect()
    }

    /// Tests that had ended when nobody took results any more are kept all the same.
    async fn keep_the_rest(
        &self,
        mut found: mpsc::Receiver<Tested>,
        telling: Telling,
        tally: &mut TestTally,
    ) {
        found.close();
        let mut rest = Vec::new();
        while let Ok(tested) = found.try_recv() {
            rest.push(tested);
        }
        if rest.is_empty() {
            return;
        }
        match self.vault.keep_tests(to_keep(&rest), telling).await {
            Ok(()) => count(&rest, tally),
            Err(error) => {
                tracing::warn!(%error, "the last results of a run of tests are not kept");
            }
        }
    }

    /// Nobody is told what is not on the disk. What comes in while one batch is written goes into the next.
    async fn keep_and_tell(
        &self,
        mut found: mpsc::Receiver<Tested>,
        results: &mpsc::Sender<Tested>,
        telling: Telling,
    ) -> (TestTally, ActivityResult) {
        let (mut batch, mut tally) = (Vec::with_capacity(BATCH), TestTally::default());
        let mut pace = pace();
        'cancelled: loop {
            let next = async {
                if telling == Telling::Changes {
                    pace.tick().await;
                }
                found.recv_many(&mut batch, BATCH).await
            };
            let come = tokio::select! {
                come = next => come,
                () = results.closed() => break,
            };
            if come == 0 {
                return (tally, ActivityResult::Done);
            }
            let kept = self.vault.keep_tests(to_keep(&batch), telling);
            if let Err(error) = kept.await {
                let error = SessionError::from(error);
                for tested in &mut batch {
                    tested.outcome = Err(error.clone());
                }
            }
            count(&batch, &mut tally);
            for tested in batch.drain(..) {
                if results.send(tested).await.is_err() {
                    break 'cancelled;
                }
            }
        }
        self.keep_the_rest(found, telling, &mut tally).await;
        (tally, ActivityResult::Cancelled)
    }
}

/// The first tick is there at once.
fn pace() -> Interval {
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pace
}

/// What there is to keep of them.
fn to_keep(batch: &[Tested]) -> Vec<(ConnectionId, TestOutcome)> {
    batch.iter().filter_map(Tested::to_keep).collect()
}

fn count(batch: &[Tested], tally: &mut TestTally) {
    for outcome in batch
        .iter()
        .filter_map(|tested| tested.outcome.as_ref().ok())
    {
        tally.tested += 1;
        tally.working += u32::from(outcome.verdict == Verdict::Working);
    }
}

/// Who may test now.
struct Turns {
    all: Arc<Semaphore>,
    orgs: HashMap<ConnectionId, OrgId>,
    of_org: HashMap<OrgId, Arc<Semaphore>>,
}

/// The place of one test in both queues.
struct Turn {
    all: Arc<Semaphore>,
    of_org: Arc<Semaphore>,
}

impl Turns {
    fn of(orgs: HashMap<ConnectionId, OrgId>) -> Self {
        Self {
            all: Arc::new(Semaphore::new(MOST_AT_ONCE)),
            orgs,
            of_org: HashMap::new(),
        }
    }

    fn turn(&mut self, id: &ConnectionId) -> Turn {
        let new = || Arc::new(Semaphore::new(MOST_OF_ONE_ORG));
        let of_org = match self.orgs.get(id) {
            Some(org) => Arc::clone(self.of_org.entry(org.clone()).or_insert_with(new)),
            None => new(),
        };
        Turn {
            all: Arc::clone(&self.all),
            of_org,
        }
    }
}

impl Turn {
    /// The org's queue first: who waits for its org takes no place from others.
    async fn take(self, test: impl Future<Output = Tested>) -> Tested {
        let _of_org = self.of_org.acquire_owned().await;
        let _of_all = self.all.acquire_owned().await;
        test.await
    }
}
