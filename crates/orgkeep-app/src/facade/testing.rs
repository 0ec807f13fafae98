//! Testing connections: one, many, and on a schedule.

use std::collections::HashSet;
use std::time::Duration;

use orgkeep_api::command::{Done, NoRequest};
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::test_answer::TestAnswerView;
use orgkeep_api::testing::{
    ConnectionTestsView, TestConnectionsRequest, TestRunStateView, TestsView,
};
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::connection_record::ConnectionRecord;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::contract::Reply;
use super::{Orgkeep, connection_id, not_found, store_error};
use crate::session::{Proven, SessionError, TestRun, Tested};
use crate::testing::test_view;

/// The list and the board are shown anew at most this often while results come in.
const PACE: Duration = Duration::from_millis(100);

/// The run of many tests.
pub(super) struct RunningTests {
    ids: Vec<ConnectionId>,
    task: JoinHandle<()>,
}

impl Orgkeep {
    pub(super) async fn test_connection(
        &self,
        request: ConnectionRequest,
    ) -> Reply<TestAnswerView> {
        let id = connection_id(&request.id)?;
        let sessions = self.sessions()?;
        let tested = {
            let _shown = self.shared.tests.single(&id);
            sessions.test(&id).await
        };
        self.refresh_connections().await;
        let Proven { asked, outcome } = tested.map_err(session_error)?;
        let record = self.connection_record(&request.id).await?;
        Ok(TestAnswerView {
            asked,
            test: test_view(&outcome, &record),
        })
    }

    pub(super) async fn test_connections(&self, request: TestConnectionsRequest) -> Reply<Done> {
        self.must_be_open()?;
        let mut chosen = HashSet::new();
        for id in &request.ids {
            chosen.insert(connection_id(id)?);
        }
        let all = self.vault()?.connections().await.map_err(store_error)?;
        let all = all.records.into_iter();
        let ids = all.filter(|record| chosen.is_empty() || chosen.contains(&record.id));
        self.begin_tests(ids.collect(), false).await
    }

    pub(super) async fn cancel_tests(&self, _: NoRequest) -> Reply<Done> {
        self.end_tests().await;
        self.refresh_connections().await;
        Ok(Done {})
    }

    pub(super) async fn connection_tests(
        &self,
        request: ConnectionRequest,
    ) -> Reply<ConnectionTestsView> {
        let record = self.connection_record(&request.id).await?;
        let tests = self.vault()?.tests(&record.id).await.map_err(store_error)?;
        let tests = tests.iter().map(|outcome| test_view(outcome, &record));
        Ok(ConnectionTestsView {
            tests: tests.collect(),
        })
    }

    pub(super) fn watch_tests(&self) -> watch::Receiver<TestsView> {
        self.shared.tests.watch()
    }

    /// Tests these connections, unless a run is in progress.
    pub(super) async fn begin_tests(
        &self,
        records: Vec<ConnectionRecord>,
        scheduled: bool,
    ) -> Result<Done, ApiError> {
        let mut running = self.shared.testing.lock().await;
        if running.as_ref().is_some_and(|run| !run.task.is_finished()) {
            let busy = "connections are being tested already";
            return Err(ApiError::new(ErrorCode::TestsRunning, busy));
        }
        let ids: Vec<ConnectionId> = records.iter().map(|record| record.id.clone()).collect();
        let run = self.sessions()?.test_all(ids.clone());
        let now = self.shared.around.clock.now();
        self.shared.tests.begin(&ids, scheduled, now);
        let this = self.clone();
        let task = tokio::spawn(async move {
            let found = this.follow_tests(run).await;
            if scheduled {
                this.tell_what_stopped(&records, &found).await;
            }
            let ids: Vec<ConnectionId> = records.into_iter().map(|record| record.id).collect();
            this.shared.tests.end(TestRunStateView::Done, &ids);
        });
        *running = Some(RunningTests { ids, task });
        Ok(Done {})
    }

    /// Stops the run that is in progress, if there is one.
    pub(super) async fn end_tests(&self) {
        let Some(RunningTests { ids, task }) = self.shared.testing.lock().await.take() else {
            return;
        };
        task.abort();
        if task.await.is_err() {
            self.shared.tests.end(TestRunStateView::Cancelled, &ids);
        }
    }

    /// Shows results as they come, not each by itself. Gives all of them.
    async fn follow_tests(&self, mut run: TestRun) -> Vec<Tested> {
        let mut pace = interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut found = Vec::with_capacity(run.total());
        let mut shown = 0;
        loop {
            tokio::select! {
                next = run.next() => match next {
                    Some(tested) => found.push(tested),
                    None => break,
                },
                _ = pace.tick(), if found.len() > shown => {
                    self.show_tests(&found[shown..]).await;
                    shown = found.len();
                }
            }
        }
        self.show_tests(&found[shown..]).await;
        found
    }

    async fn show_tests(&self, found: &[Tested]) {
        self.refresh_connections().await;
        self.shared.tests.add(found);
    }
}

/// Why nothing was tested or asked at all.
pub(super) fn session_error(error: SessionError) -> ApiError {
    match error {
        SessionError::Locked(reason) => ApiError::new(ErrorCode::VaultLocked, reason),
        SessionError::NotFound => not_found(),
        SessionError::Abandoned => ApiError::new(ErrorCode::Internal, error),
        other => store_error(other),
    }
}
