//! Tests on a schedule, and telling the person that something stopped working.

use core::fmt;
use std::collections::{BTreeMap, HashMap};
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
/// The setting that holds who was said to have stopped working and when: one `id milliseconds` in each line.
const TOLD: &str = "tests.told";

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
        self.sweep_when_due().await;
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
        self.stored_text(name).await.parse().ok()
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

    /// Tells the person which connections worked before and do not work now. What passes by itself is not told; and
    /// where nothing at all can be reached, it is this computer that is offline.
    pub(super) async fn tell_what_stopped(&self, before: &[ConnectionRecord], found: &[Tested]) {
        let verdicts = verdicts_of(found);
        if verdicts.values().all(|verdict| is_unreachable(*verdict)) {
            return;
        }
        let earlier = Told::parse(&self.stored_text(TOLD).await);
        let (mut told, mut stopped) = (Told::default(), Vec::new());
        for record in before {
            let now = verdicts.get(&record.id);
            if now.is_some_and(|now| is_passing(*now)) {
                continue;
            }
            let mut told_at = earlier.0.get(&record.id).copied();
            if now.is_some() && self.worked(record, told_at).await {
                told_at = Some(self.shared.around.clock.now().as_millisecond());
                stopped.push(record.name.to_string());
            }
            told.0.extend(told_at.map(|at| (record.id.clone(), at)));
        }
        if told != earlier
            && let Err(error) = self.keep_told(&told).await
        {
            tracing::warn!(%error, "who was told of could not be written down");
        }
        if !stopped.is_empty() {
            self.shared.around.notifier.stopped_working(&stopped);
        }
    }

    async fn worked(&self, record: &ConnectionRecord, told_at: Option<i64>) -> bool {
        if record.status != ConnectionStatus::Connected {
            return false;
        }
        let Some(last) = record.upkeep.last_verdict else {
            return true;
        };
        let kept = match self.vault() {
            Ok(vault) if is_unreachable(last.verdict) => vault.tests(&record.id).await,
            _ => Ok(Vec::new()),
        };
        let kept = kept.unwrap_or_default();
        let kept = kept
            .iter()
            .map(|outcome| (outcome.evidence.began_at, outcome.verdict));
        worked_before((last.at.as_millisecond(), last.verdict), kept, told_at)
    }

    async fn keep_told(&self, told: &Told) -> Result<(), ApiError> {
        let kept = self.vault()?.set_setting(TOLD, told.to_string()).await;
        kept.map_err(store_error)
    }

    async fn stored_text(&self, name: &'static str) -> String {
        let stored = match self.vault() {
            Ok(vault) => vault.setting(name).await.unwrap_or_default(),
            Err(_) => None,
        };
        stored.unwrap_or_default()
    }
}

/// Of which connections the person was told, and when, milliseconds since 1970.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told(BTreeMap<ConnectionId, i64>);

impl Told {
    /// A line that makes no sense is left out: at worst somebody is told twice.
    fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (id, at) = line.split_once(' ')?;
            Some((ConnectionId::parse(id).ok()?, at.parse().ok()?))
        };
        Self(text.lines().filter_map(line).collect())
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.0.iter();
        lines.try_for_each(|(id, at)| writeln!(f, "{id} {at}"))
    }
}

/// Whether it worked when somebody last got an answer of its org, and nobody was told since that it does not. A test
/// that reached nothing says nothing of that. `kept` are the results, the latest first.
fn worked_before(
    (last_at, last): (i64, Verdict),
    mut kept: impl Iterator<Item = (i64, Verdict)>,
    told_at: Option<i64>,
) -> bool {
    if !is_unreachable(last) {
        return is_passing(last);
    }
    match kept.find(|(at, verdict)| *at <= last_at && !is_unreachable(*verdict)) {
        Some((at, verdict)) => is_passing(verdict) && told_at.is_none_or(|told_at| told_at <= at),
        None => told_at.is_none(),
    }
}

fn verdicts_of(found: &[Tested]) -> HashMap<&ConnectionId, Verdict> {
    found
        .iter()
        .filter_map(|tested| Some((&tested.id, tested.outcome.as_ref().ok()?.verdict)))
        .collect()
}

fn is_unreachable(verdict: Verdict) -> bool {
    verdict.group() == VerdictGroup::Unreachable
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

#[cfg(test)]
mod tests {
    use super::*;

    const OFFLINE: Verdict = Verdict::TimedOut;

    #[test]
    fn what_was_not_reached_hides_neither_that_it_worked_nor_that_it_was_told() {
        let worked = |last, kept: &[(i64, Verdict)], told_at| {
            worked_before(last, kept.iter().copied(), told_at)
        };
        let working = (1, Verdict::Working);
        let revoked = (1, Verdict::Revoked);
        assert!(worked(working, &[], Some(9)), "it was mended since");
        assert!(!worked(revoked, &[], None));
        // The test of now stands before the last one in the list.
        let now = (3, Verdict::Revoked);
        let last = (2, OFFLINE);
        assert!(worked(last, &[now, last, working], None));
        assert!(worked(last, &[now, last, (2, OFFLINE), working], None));
        assert!(!worked(last, &[now, last, working], Some(2)), "told before");
        assert!(worked(last, &[now, last, working], Some(0)), "mended since");
        assert!(!worked(last, &[now, last, revoked], None));
        assert!(worked(last, &[now, last], None) && !worked(last, &[now, last], Some(2)));
    }

    #[test]
    fn who_was_told_of_is_read_as_it_was_written() {
        let id = |text: &str| ConnectionId::parse(text).unwrap();
        let one = id("00000000000000000000000000000001");
        let told = Told([(one, 1_795_000_000_000)].into());
        assert_eq!(Told::parse(&told.to_string()), told);
        assert_eq!(Told::parse("nonsense\n\n x y"), Told::default());
    }
}
