//! One row of the security bar: counts variants and prints the figure.

use std::fmt::Display;

/// A row in progress. Every variant is tried, whatever happened to those before it.
pub struct Row {
    id: &'static str,
    tried: usize,
    failures: Vec<String>,
}

/// Whether the whole row is wanted (`ORGKEEP_CAMPAIGN=full`).
pub fn is_full() -> bool {
    std::env::var("ORGKEEP_CAMPAIGN").is_ok_and(|value| value == "full")
}

/// The number of variants to try: all of them in a campaign, a few otherwise.
pub fn size(full: usize, short: usize) -> usize {
    if is_full() { full } else { short }
}

impl Row {
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            tried: 0,
            failures: Vec::new(),
        }
    }

    /// Notes what became of one variant.
    pub fn note(&mut self, variant: impl Display, outcome: Result<(), String>) {
        self.tried += 1;
        if let Err(failure) = outcome {
            self.failures.push(format!("{variant}: {failure}"));
        }
    }

    /// The row cannot be tried here. A full run says what it is a run of, and does not take that for an answer.
    pub fn leave_out(self, why: &str) {
        assert!(!is_full(), "{}: {why}", self.id);
        println!("{} not measured: {why}", self.id);
    }

    /// Prints the figure. The row holds if every variant survived and there were as many as intended.
    pub fn finish(self, intended: usize) {
        let word = if is_full() { "survived" } else { "short" };
        let survived = self.tried - self.failures.len();
        println!("{} {word} {survived} of {intended}", self.id);
        assert!(
            self.failures.is_empty(),
            "{}: {:#?}",
            self.id,
            self.failures
        );
        assert_eq!(self.tried, intended, "{}: variants were left out", self.id);
    }
}

/// A variant's condition, with what it says when it does not hold.
pub fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
