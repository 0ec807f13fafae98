//! The words of the command line. Where Salesforce refused, they are those of the error catalogue.

mod activity;
mod failure;
mod finding;
mod import;
mod lock;
mod verdict;

pub use activity::{activity_words, detail_words, fault_words};
pub use failure::failure_words;
pub use finding::{finding_words, subject_word};
pub use import::{line_words, refused_words, state_words};
pub use lock::lock_words;
pub use verdict::verdict_words;

use orgkeep_domain::catalogue::Cause;
use serde::Serialize;

/// What happened, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// What happened.
    pub title: String,
    /// Why.
    pub why: String,
    /// What to do, in order.
    pub steps: Vec<String>,
}

impl Words {
    fn own(title: &str, why: &str, steps: &[&str]) -> Self {
        Self {
            title: title.to_owned(),
            why: why.to_owned(),
            steps: steps.iter().map(|step| (*step).to_owned()).collect(),
        }
    }

    /// As the catalogue has them.
    pub fn of_cause(cause: Cause) -> Self {
        let step = |step: &orgkeep_domain::catalogue::Step| match &step.note {
            Some(note) => format!("{}. {note}", step.title.trim_end_matches('.')),
            None => step.title.clone(),
        };
        Self {
            title: cause.title().to_owned(),
            why: cause.why().to_owned(),
            steps: cause.steps().iter().map(step).collect(),
        }
    }

    /// As lines for a terminal.
    pub fn lines(&self) -> String {
        let mut text = format!("{}. {}", self.title.trim_end_matches('.'), self.why);
        for (index, step) in self.steps.iter().enumerate() {
            text.push_str(&format!("\n  {}. {step}", index + 1));
        }
        text
    }
}
