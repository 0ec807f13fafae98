//! Tests on a schedule, and telling the person that something stopped working.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use orgkeep_api::command::Done;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::testing::{TestScheduleRequest, TestScheduleView};
use orgkeep_domain::connection::ConnectionStatus;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::verdict::{Verdict, VerdictGroup};
use orgkeep_vault::connection_record::ConnectionRecord;

use super::contract::Reply;
use super::{Orgkeep, store_error};
use crate::attempt::rfc3339;
use crate::session::Tested;
use crate::testing::{LONGEST_HOURS, Schedule};

/// The setting that holds the hours; absent or empty while the schedule is off.
const EVERY_HOURS: &str = "tests.every_hours";
/// The setting that holds when the last run of the schedule began, milliseconds since 1970.
const LAST_RUN: &str = "tests.last_run_at";

impl Orgkeep {
    pub(super) async fn set_test_schedule(&self, request: TestScheduleRequest) -> Reply<Done> {
        let hours = request.every_hours;
        if hours.is_some_and(|hours| !(1..=LONGEST_HOURS).contains(&hours)) {
            return Err(ApiError::new(ErrorCode::Invalid, "the number of hours"));
        }
        let text = hours.map_or_else(String::new, |hours| hours.to_string());
        let vault = self.vault()?;
        let kept = vault.set_setting(EVERY_HOURS, text).await;
        kept.map_err(store_error)?;
        // The first run comes a whole span after it was asked for.
        self.keep_last_run().await?;
        self.begin_schedule().await;
        Ok(Done {})
    }

    /// Reads the schedule from the store, and shows it.
    pub(super) async fn begin_schedule(&self) {
        let every = self.stored_number(EVERY_HOURS).await;
        let every = every.and_then(|hours| u32::try_from(hours).ok());
        let every = every.filter(|hours| (1..=LONGEST_HOURS).contains(hours));
        let last = self.stored_number(LAST_RUN).await;
        let clock = &self.shared.around.clock;
        let since_last = last.map(|last| {
            let passed = clock.now().as_millisecond().saturating_sub(last);
            Duration::from_millis(u64::try_from(passed).unwrap_or_default())
        });
        let now = clock.awake_and_asleep();
        let schedule = every.map(|hours| Schedule::new(hours, since_last, now));
        *self.shared.schedule.lock().await = schedule;
        self.show_schedule(schedule);
    }

    /// Looks at the clock while the program runs.
    pub(super) fn follow_schedule(&self) {
        // Weak, so that a program that changes its folder lets go of the store and its key.
        let shared = Arc::downgrade(&self.shared);
        let tick = self.shared.around.timing.tick;
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(tick).await;
                let Some(shared) = shared.upgrade() else {
                    break;
                };
                Self { shared }.look_at_schedule().await;
            }
        });
    }

    async fn look_at_schedule(&self) {
        if !self.is_open() {
            return;
        }
        self.sweep_after_pause().await;
        let now = self.shared.around.clock.awake_and_asleep();
        let (begins, postponed) = match &mut *self.shared.schedule.lock().await {
            Some(schedule) => {
                let left = schedule.left(now);
                let begins = schedule.look(now);
                let postponed = (!begins && schedule.left(now) > left).then_some(*schedule);
                (begins, postponed)
            }
            None => (false, None),
        };
        if let Some(schedule) = postponed {
            self.show_schedule(Some(schedule));
        }
        if begins {
            if let Err(error) = self.run_schedule().await {
                tracing::info!(%error, "the tests of the schedule did not begin");
            }
            self.begin_schedule().await;
        }
    }

    async fn run_schedule(&self) -> Result<(), ApiError> {
        self.keep_last_run().await?;
        let all = self.vault()?.connections().await.map_err(store_error)?;
        self.begin_tests(all.records, true).await.map(drop)
    }

    async fn keep_last_run(&self) -> Result<(), ApiError> {
        let now = self.shared.around.clock.now().as_millisecond();
        let kept = self.vault()?.set_setting(LAST_RUN, now.to_string()).await;
        kept.map_err(store_error)
    }

    async fn stored_number(&self, name: &'static str) -> Option<i64> {
        let stored = self.vault().ok()?.setting(name).await.ok()?;
        stored?.parse().ok()
    }

    fn show_schedule(&self, schedule: Option<Schedule>) {
        let clock = &self.shared.around.clock;
        let next_at = schedule.and_then(|schedule| {
            let left = schedule.left(clock.awake_and_asleep());
            clock
                .now()
                .checked_add(SignedDuration::try_from(left).ok()?)
                .ok()
        });
        self.shared.tests.plan(TestScheduleView {
            every_hours: schedule.map(|schedule| schedule.hours()),
            next_at: next_at.map(rfc3339),
        });
    }

    /// Tells the person which connections worked before and do not work now.
    pub(super) fn tell_what_stopped(&self, before: &[ConnectionRecord], found: &[Tested]) {
        let stopped = what_stopped(before, found);
        if !stopped.is_empty() {
            self.shared.around.notifier.stopped_working(&stopped);
        }
    }
}

/// The names of connections that worked before and do not now. What passes by itself is not told; and where nothing
/// at all can be reached, it is this computer that is offline.
fn what_stopped(before: &[ConnectionRecord], found: &[Tested]) -> Vec<String> {
    let verdicts: HashMap<&ConnectionId, Verdict> = found
        .iter()
        .filter_map(|tested| Some((&tested.id, tested.outcome.as_ref().ok()?.verdict)))
        .collect();
    let offline = verdicts
        .values()
        .all(|verdict| verdict.group() == VerdictGroup::Unreachable);
    let stopped = |record: &&ConnectionRecord| {
        let now = verdicts.get(&record.id);
        !offline && worked(record) && now.is_some_and(|verdict| !is_passing(*verdict))
    };
    let stopped = before.iter().filter(stopped);
    stopped.map(|record| record.name.to_string()).collect()
}

fn worked(record: &ConnectionRecord) -> bool {
    let last = record.upkeep.last_verdict.map(|last| last.verdict);
    record.status == ConnectionStatus::Connected && last.is_none_or(is_passing)
}

/// Working, or what is over after some waiting.
fn is_passing(verdict: Verdict) -> bool {
    let passing = [
        VerdictGroup::Working,
        VerdictGroup::LimitReached,
        VerdictGroup::Maintenance,
    ];
    passing.contains(&verdict.group())
}
