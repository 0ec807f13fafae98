//! The faults that are on, and for how much longer.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serde::Serialize;

use super::{Endpoint, Fault, Tuning, is_here, scenario};
use crate::{
    SimulatorError,
    clock::{Clock, millis},
};

/// For how long a fault is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// Until it is switched off.
    Always,
    /// For this many requests that it concerns.
    Next(u32),
    /// For one request only: this many that it would concern pass by before.
    After(u32),
    /// Until it is switched off, once this many that it would concern have passed by.
    From(u32),
    /// For this much time of the practice org's clock.
    During(Duration),
}

/// A fault that is on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActiveFault {
    /// The scenario's id; `None` for a fault without a name.
    pub scenario: Option<&'static str>,
    /// What it does.
    #[serde(skip)]
    pub fault: Fault,
    /// Requests it will still concern; `None` is any number.
    pub remaining: Option<u32>,
    /// Requests that it would concern and that pass by before.
    pub passing: u32,
    /// When it ends, in milliseconds since 1970; `None` is never.
    pub until: Option<i64>,
}

/// The switchboard.
#[derive(Debug)]
pub struct Faults {
    clock: Clock,
    active: Mutex<Vec<ActiveFault>>,
}

impl Faults {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            active: Mutex::default(),
        }
    }

    /// Switches a fault on, beside those that are on already. An earlier one wins where only one can.
    pub fn set(&self, fault: Fault, times: Times) {
        self.push(None, fault, times);
    }

    /// Switches a named scenario on; if it is on already, this replaces it.
    ///
    /// # Errors
    ///
    /// [`SimulatorError::UnknownScenario`].
    pub fn set_scenario(
        &self,
        id: &str,
        tuning: &Tuning,
        times: Times,
    ) -> Result<(), SimulatorError> {
        let found = scenario(id).ok_or_else(|| SimulatorError::UnknownScenario(id.to_owned()))?;
        self.clear_scenario(id);
        self.push(Some(found.id), found.fault(tuning), times);
        Ok(())
    }

    /// Switches a named scenario on with its defaults, until it is switched off.
    ///
    /// # Errors
    ///
    /// [`SimulatorError::UnknownScenario`].
    pub fn switch_on(&self, id: &str) -> Result<(), SimulatorError> {
        self.set_scenario(id, &Tuning::default(), Times::Always)
    }

    /// Switches one scenario off.
    pub fn clear_scenario(&self, id: &str) {
        self.with(|active| active.retain(|fault| fault.scenario != Some(id)));
    }

    /// Switches everything off.
    pub fn clear(&self) {
        self.with(Vec::clear);
    }

    /// What is on.
    #[must_use]
    pub fn active(&self) -> Vec<ActiveFault> {
        self.with(|active| active.clone())
    }

    /// The first fault that `pick` wants; it counts as used.
    pub(crate) fn take<T>(&self, pick: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        self.with(|active| {
            let mut wanted = active
                .iter_mut()
                .filter_map(|on| Some((pick(&on.fault)?, on)))
                .filter_map(ActiveFault::come);
            let (found, on) = wanted.next()?;
            on.use_up();
            Some(found)
        })
    }

    /// Every fault that `pick` wants; each counts as used.
    pub(crate) fn take_all<T>(&self, pick: impl Fn(&Fault) -> Option<T>) -> Vec<T> {
        self.with(|active| {
            let wanted = active
                .iter_mut()
                .filter_map(|on| Some((pick(&on.fault)?, on)))
                .filter_map(ActiveFault::come);
            let used = wanted.map(|(found, on)| {
                on.use_up();
                found
            });
            used.collect()
        })
    }

    /// The first fault that `pick` wants, without counting it.
    pub(crate) fn peek<T>(&self, pick: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        self.with(|active| active.iter().find_map(|on| pick(&on.fault)))
    }

    /// The latencies of an endpoint, added up.
    pub(crate) fn take_latency(&self, endpoint: Endpoint) -> Duration {
        let delays = self.take_all(|fault| match fault {
            Fault::Latency { at, duration } if is_here(*at, endpoint) => Some(*duration),
            _ => None,
        });
        delays.into_iter().sum()
    }

    fn push(&self, scenario: Option<&'static str>, fault: Fault, times: Times) {
        let passing = match times {
            Times::After(count) | Times::From(count) => count,
            _ => 0,
        };
        let (remaining, until) = match times {
            Times::Always | Times::From(_) => (None, None),
            Times::After(_) => (Some(1), None),
            Times::Next(count) => (Some(count), None),
            Times::During(time) => (None, Some(self.clock.now().saturating_add(millis(time)))),
        };
        let fault = ActiveFault {
            scenario,
            fault,
            remaining,
            passing,
            until,
        };
        self.with(|active| active.push(fault));
    }

    /// Looks at the faults after those that are over have been taken away.
    fn with<T>(&self, work: impl FnOnce(&mut Vec<ActiveFault>) -> T) -> T {
        let mut active = self.active.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        active.retain(|fault| fault.is_on(now));
        work(&mut active)
    }
}

impl ActiveFault {
    fn is_on(&self, now: i64) -> bool {
        self.remaining != Some(0) && self.until.is_none_or(|until| now < until)
    }

    /// What it does, unless this request passes by.
    fn come<T>((found, on): (T, &mut Self)) -> Option<(T, &mut Self)> {
        if on.passing == 0 {
            return Some((found, on));
        }
        on.passing -= 1;
        None
    }

    fn use_up(&mut self) {
        self.remaining = self.remaining.map(|count| count.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_wrong_user(fault: &Fault) -> Option<()> {
        (*fault == Fault::WrongUser).then_some(())
    }

    #[test]
    fn a_fault_for_two_requests_concerns_two() {
        let faults = Faults::new(Clock::default());
        faults.set(Fault::WrongUser, Times::Next(2));
        let taken: Vec<bool> = (0..3)
            .map(|_| faults.take(is_wrong_user).is_some())
            .collect();
        assert_eq!(taken, [true, true, false]);
        assert!(faults.active().is_empty());
    }

    #[test]
    fn a_fault_can_let_requests_pass_by_before() {
        let faults = Faults::new(Clock::default());
        faults.set(Fault::WrongUser, Times::After(2));
        let taken: Vec<bool> = (0..4)
            .map(|_| faults.take(is_wrong_user).is_some())
            .collect();
        assert_eq!(taken, [false, false, true, false]);
    }

    #[test]
    fn a_fault_can_begin_late_and_stay() {
        let faults = Faults::new(Clock::default());
        faults.set(Fault::WrongUser, Times::From(2));
        let taken: Vec<bool> = (0..5)
            .map(|_| faults.take(is_wrong_user).is_some())
            .collect();
        assert_eq!(taken, [false, false, true, true, true]);
    }

    #[test]
    fn a_fault_for_a_while_ends_with_the_clock() {
        let clock = Clock::default();
        let faults = Faults::new(clock.clone());
        faults.set(Fault::WrongUser, Times::During(Duration::from_secs(10)));
        assert!(faults.take(is_wrong_user).is_some());
        clock.advance(Duration::from_secs(11));
        assert!(faults.take(is_wrong_user).is_none());
    }

    #[test]
    fn a_scenario_switched_on_twice_is_on_once() {
        let faults = Faults::new(Clock::default());
        for _ in 0..2 {
            faults.switch_on("wrong-user").unwrap();
        }
        assert_eq!(faults.active().len(), 1);
        faults.clear_scenario("wrong-user");
        assert!(faults.active().is_empty());
        assert!(faults.switch_on("no-such-thing").is_err());
    }
}
