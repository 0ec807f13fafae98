//! Chance, so that many who wait do not come back at the same moment.

use std::time::Duration;

/// Up to so long; nothing where the system has no randomness.
#[must_use]
pub fn jitter(most: Duration) -> Duration {
    let share = getrandom::u32().unwrap_or_default();
    most.mul_f64(f64::from(share) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_stays_within_what_is_allowed_and_is_not_always_the_same() {
        let most = Duration::from_secs(1);
        let times: Vec<Duration> = (0..64).map(|_| jitter(most)).collect();
        assert!(times.iter().all(|time| *time <= most), "{times:?}");
        assert!(times.iter().any(|time| *time != times[0]), "{times:?}");
    }
}
