//! One row of the security bar: counts variants and prints the figure.

use std::fmt::Display;

/// A row in progress. Every variant is tried, whatever became of those before it.
#[derive(Debug)]
pub struct Row {
    id: &'static str,
    intended: usize,
    tried: usize,
    failures: Vec<String>,
}

/// Whether whole rows are wanted (`ORGKEEP_CAMPAIGN=full`).
#[must_use]
pub fn is_full() -> bool {
    std::env::var("ORGKEEP_CAMPAIGN").is_ok_and(|value| value == "full")
}

/// All variants in a campaign, a few otherwise.
#[must_use]
pub fn size(full: usize, short: usize) -> usize {
    if is_full() { full } else { short }
}

/// The same figures by step, in the order in which the steps were first noted.
#[derive(Debug, Default)]
pub struct Table {
    steps: Vec<(String, usize, usize)>,
}

impl Table {
    /// Notes what became of one variant of a step.
    pub fn note(&mut self, step: &str, survived: bool) {
        let found = self.steps.iter().position(|(name, ..)| name == step);
        let place = found.unwrap_or_else(|| {
            self.steps.push((step.to_owned(), 0, 0));
            self.steps.len() - 1
        });
        if let Some((_, survivors, tried)) = self.steps.get_mut(place) {
            *survivors += usize::from(survived);
            *tried += 1;
        }
    }

    /// Prints a line for each step.
    #[expect(clippy::print_stdout, reason = "the figure is what a row is run for")]
    pub fn print(&self) {
        for (step, survived, tried) in &self.steps {
            println!("  {step}: {survived} of {tried}");
        }
    }
}

impl Row {
    /// A row of this many variants in this run, from [`size`].
    #[must_use]
    pub fn new(id: &'static str, intended: usize) -> Self {
        Self {
            id,
            intended,
            tried: 0,
            failures: Vec::new(),
        }
    }

    /// Notes what became of one variant.
    pub fn note(&mut self, variant: impl Display, outcome: anyhow::Result<()>) {
        self.tried += 1;
        if let Err(failure) = outcome {
            self.failures.push(format!("{variant}: {failure:#}"));
        }
    }

    /// Notes variants that are alike and all survived.
    pub fn note_survivors(&mut self, count: usize) {
        self.tried += count;
    }

    /// How many variants this run tries.
    #[must_use]
    pub fn intended(&self) -> usize {
        self.intended
    }

    /// Prints the figure. No variant counts unless the standing checks hold that were made at the row's end
    /// for all of them.
    ///
    /// # Errors
    /// Names the variants that did not survive.
    #[expect(clippy::print_stdout, reason = "the figure is what a row is run for")]
    pub fn finish(mut self, standing: anyhow::Result<()>) -> anyhow::Result<()> {
        let word = if is_full() { "survived" } else { "short" };
        let mut survived = self.tried - self.failures.len();
        if let Err(failure) = standing {
            survived = 0;
            self.failures.push(format!("{failure:#}"));
        }
        println!("{} {word} {survived} of {}", self.id, self.intended);
        anyhow::ensure!(
            self.failures.is_empty(),
            "{} did not hold:\n{}",
            self.id,
            self.failures.join("\n")
        );
        anyhow::ensure!(
            self.tried == self.intended,
            "{}: {} variants were tried",
            self.id,
            self.tried
        );
        Ok(())
    }
}
