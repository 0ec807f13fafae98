//! A clock that can jump, as a machine's does that was asleep.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use orgkeep_app::surroundings::Clock;

/// Real time, plus every jump so far.
#[derive(Debug)]
pub struct JumpingClock {
    begun: Instant,
    jumped: Mutex<Duration>,
}

impl Default for JumpingClock {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            jumped: Mutex::default(),
        }
    }
}

impl JumpingClock {
    /// Lets this much time pass at once.
    pub fn jump(&self, by: Duration) {
        *self.jumped.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    fn jumped(&self) -> Duration {
        *self.jumped.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        SignedDuration::try_from(self.jumped())
            .ok()
            .and_then(|jumped| now.checked_add(jumped).ok())
            .unwrap_or(now)
    }

    fn awake_and_asleep(&self) -> Duration {
        self.begun.elapsed() + self.jumped()
    }
}
