//! The board on which the page reads how tests go: one whole snapshot, changed as results come.

use std::collections::HashSet;

use jiff::Timestamp;
use orgkeep_api::testing::{
    TallyView, TestRunStateView, TestRunView, TestScheduleView, TestedView, TestsView,
    VerdictGroupId,
};
use orgkeep_domain::id::ConnectionId;
use tokio::sync::watch;

use super::view::just_tested;
use crate::attempt::rfc3339;
use crate::session::{SessionError, Tested};

/// The groups in the order of a summary: what asks most of a person comes first, what works comes last.
const GROUPS: [VerdictGroupId; 11] = [
    VerdictGroupId::SignInAgain,
    VerdictGroupId::AppBlocked,
    VerdictGroupId::UserInactive,
    VerdictGroupId::OrgGone,
    VerdictGroupId::PlaceOrHours,
    VerdictGroupId::ApiDisabled,
    VerdictGroupId::Refused,
    VerdictGroupId::Unreachable,
    VerdictGroupId::LimitReached,
    VerdictGroupId::Maintenance,
    VerdictGroupId::Working,
];

/// What the page follows.
#[derive(Debug, Default)]
pub(crate) struct Board {
    view: watch::Sender<TestsView>,
}

/// A connection that is tested by itself, until this is dropped.
pub(crate) struct Single<'a> {
    board: &'a Board,
    id: String,
}

impl Board {
    /// Follows it.
    pub(crate) fn watch(&self) -> watch::Receiver<TestsView> {
        self.view.subscribe()
    }

    /// Shows that one connection is tested by itself.
    pub(crate) fn single(&self, id: &ConnectionId) -> Single<'_> {
        let id = id.to_string();
        self.view.send_modify(|view| view.testing.push(id.clone()));
        Single { board: self, id }
    }

    /// Shows the start of a run; the one before is forgotten.
    pub(crate) fn begin(&self, ids: &[ConnectionId], scheduled: bool, now: Timestamp) {
        self.view.send_modify(|view| {
            view.testing.extend(ids.iter().map(ToString::to_string));
            view.run = Some(TestRunView {
                state: TestRunStateView::Running,
                scheduled,
                began_at: rfc3339(now),
                total: u32::try_from(ids.len()).unwrap_or(u32::MAX),
                results: Vec::new(),
                summary: Vec::new(),
                untested: 0,
                postponed: 0,
            });
        });
    }

    /// Shows results of the run.
    pub(crate) fn add(&self, found: &[Tested]) {
        let results: Vec<TestedView> = found.iter().map(tested_view).collect();
        let ids: HashSet<&str> = results.iter().map(|result| result.id.as_str()).collect();
        self.view.send_modify(|view| {
            view.testing.retain(|id| !ids.contains(id.as_str()));
            if let Some(run) = &mut view.run {
                run.results.extend(results.iter().cloned());
                sum_up(run);
            }
        });
    }

    /// Shows the end of the run. Connections that it did not come to are not tested any more.
    pub(crate) fn end(&self, state: TestRunStateView, ids: &[ConnectionId]) {
        let ids: HashSet<String> = ids.iter().map(ToString::to_string).collect();
        self.view.send_modify(|view| {
            view.testing.retain(|id| !ids.contains(id));
            if let Some(run) = &mut view.run {
                run.state = state;
            }
        });
    }

    /// Shows the schedule.
    pub(crate) fn plan(&self, schedule: TestScheduleView) {
        self.view.send_if_modified(|view| {
            let changed = view.schedule != schedule;
            view.schedule = schedule;
            changed
        });
    }
}

impl Drop for Single<'_> {
    fn drop(&mut self) {
        self.board.view.send_modify(|view| {
            if let Some(place) = view.testing.iter().position(|id| *id == self.id) {
                view.testing.remove(place);
            }
        });
    }
}

fn tested_view(tested: &Tested) -> TestedView {
    TestedView {
        id: tested.id.to_string(),
        test: tested.outcome.as_ref().ok().map(just_tested),
        not_before: match &tested.outcome {
            Err(SessionError::Postponed { until }) => Some(rfc3339(*until)),
            _ => None,
        },
    }
}

fn sum_up(run: &mut TestRunView) {
    let count = |wanted: &dyn Fn(&TestedView) -> bool| {
        let found = run.results.iter().filter(|result| wanted(result));
        u32::try_from(found.count()).unwrap_or(u32::MAX)
    };
    let tallies = GROUPS.map(|group| TallyView {
        group,
        count: count(&|result| result.test.as_ref().is_some_and(|test| test.group == group)),
    });
    let untested = count(&|result| result.test.is_none() && result.not_before.is_none());
    let postponed = count(&|result| result.not_before.is_some());
    let tallies = tallies.into_iter().filter(|tally| tally.count > 0);
    run.summary = tallies.collect();
    (run.untested, run.postponed) = (untested, postponed);
}
