//! Chance, so that many who wait do not come back at the same moment.

use std::time::Duration;

/// Up to so long; nothing where the system has no randomness.
#[must_use]
pub fn jitter(most: Duration) -> Duration {
    let share = getrandom::u32().unwrap_or_default();
    most.mul_f64(f64::from(share) / f64::from(u32::MAX))
}
