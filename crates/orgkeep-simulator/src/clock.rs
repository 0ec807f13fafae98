//! The practice org's clock: the system's, plus whatever a test has added to it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Time as the practice org sees it, in milliseconds since 1970.
///
/// Clones share one offset, so a test can age a code or a token without waiting for it.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset: Arc<AtomicI64>,
}

impl Clock {
    /// Milliseconds since 1970, with everything added by [`Clock::advance`].
    #[must_use]
    pub fn now(&self) -> i64 {
        let system = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, millis);
        system.saturating_add(self.offset.load(Ordering::SeqCst))
    }

    /// Makes the practice org believe that this much time has passed.
    pub fn advance(&self, by: Duration) {
        self.offset.fetch_add(millis(by), Ordering::SeqCst);
    }
}

/// A duration as signed milliseconds, saturating.
pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_the_time_that_was_added() {
        let clock = Clock::default();
        let other = clock.clone();
        let before = other.now();
        clock.advance(Duration::from_secs(900));
        assert!(other.now() - before >= 900_000);
    }
}
