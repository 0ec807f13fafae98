//! When all connections are tested without being asked for.
//!
//! Times are those of the clock that goes on while the machine sleeps, so that a run that was missed is made up for.

use std::time::Duration;

/// The longest time between two runs, in hours.
pub(crate) const LONGEST_HOURS: u32 = 168;

/// A look at the clock that comes so much later than the last one means that the machine was asleep.
const ASLEEP: Duration = Duration::from_secs(60);
/// How long a machine that woke up has to find its network.
const SETTLING: Duration = Duration::from_secs(30);

/// One schedule, from its beginning in this program.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schedule {
    hours: u32,
    every: Duration,
    due: Duration,
    looked: Duration,
}

impl Schedule {
    /// A schedule of so many hours whose last run began so long ago; none means never. A run that is overdue waits as after sleep,
    /// because a computer that has just started looks for its network as well.
    pub(crate) fn new(hours: u32, since_last: Option<Duration>, now: Duration) -> Self {
        let every = Duration::from_secs(u64::from(hours) * 3600);
        let left = every.saturating_sub(since_last.unwrap_or_default());
        Self {
            hours,
            every,
            due: now + left.max(SETTLING),
            looked: now,
        }
    }

    /// Looks at the clock: is a run to begin now? If so, the next one is planned.
    pub(crate) fn look(&mut self, now: Duration) -> bool {
        let slept = now.saturating_sub(self.looked) > ASLEEP;
        self.looked = now;
        if slept {
            self.due = self.due.max(now + SETTLING);
        }
        let begins = now >= self.due;
        if begins {
            self.due = now + self.every;
        }
        begins
    }

    /// How many hours lie between two runs.
    pub(crate) fn hours(&self) -> u32 {
        self.hours
    }

    /// How long until the next run.
    pub(crate) fn left(&self, now: Duration) -> Duration {
        self.due.saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);
    const START: Duration = Duration::from_secs(1000);

    fn looks(schedule: &mut Schedule, from: Duration, to: Duration) -> Vec<Duration> {
        let mut begun = Vec::new();
        let mut now = from;
        while now <= to {
            if schedule.look(now) {
                begun.push(now);
            }
            now += Duration::from_secs(1);
        }
        begun
    }

    #[test]
    fn it_runs_every_so_many_hours() {
        let mut schedule = Schedule::new(2, None, START);
        let begun = looks(&mut schedule, START, START + 5 * HOUR);
        assert_eq!(begun, [START + 2 * HOUR, START + 4 * HOUR]);
        assert_eq!(schedule.left(START + 5 * HOUR), HOUR);
    }

    #[test]
    fn the_time_before_the_start_of_the_program_counts() {
        let mut schedule = Schedule::new(4, Some(3 * HOUR), START);
        assert_eq!(looks(&mut schedule, START, START + HOUR), [START + HOUR]);
        let mut overdue = Schedule::new(1, Some(30 * HOUR), START);
        let begun = looks(&mut overdue, START, START + HOUR);
        assert_eq!(begun, [START + SETTLING]);
    }

    #[test]
    fn a_run_missed_in_sleep_is_made_up_for_once_and_not_before_the_network_is_there() {
        let mut schedule = Schedule::new(1, None, START);
        assert!(!schedule.look(START + HOUR / 2));
        let woke = START + 9 * HOUR;
        let begun = looks(&mut schedule, woke, woke + HOUR / 2);
        assert_eq!(begun, [woke + SETTLING]);
    }

    #[test]
    fn sleep_without_a_missed_run_changes_nothing() {
        let mut schedule = Schedule::new(4, None, START);
        assert!(!schedule.look(START + HOUR));
        assert_eq!(schedule.left(START + HOUR), 3 * HOUR);
    }
}
