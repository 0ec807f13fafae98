//! The words of the command line. Where Salesforce refused, they are those of the error catalogue.

mod activity;
mod failure;
mod finding;
mod import;
mod lock;
mod obstacle;
mod verdict;

pub use activity::{activity_words, detail_words, fault_words};
pub use failure::failure_words;
pub use finding::{finding_words, subject_word};
pub use import::{line_words, refused_words, state_words};
pub use lock::lock_words;
pub use obstacle::obstacle_words;
pub use verdict::{verdict_words, without_app_words};

use orgkeep_domain::catalogue::{Cause, Step, StepAction};
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

    /// As the catalogue has them, where it speaks of the window as a terminal has it.
    pub fn of_cause(cause: Cause) -> Self {
        Self {
            title: cause.title().to_owned(),
            why: without_window(cause.why()),
            steps: cause.steps().iter().map(of_step).collect(),
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

/// The notes of some steps tell of buttons; here an option takes their place, or nothing.
fn of_step(step: &Step) -> String {
    let note = match step.action {
        Some(StepAction::BackToCredentials) => None,
        Some(StepAction::RetryWithAllScopes) => {
            Some("With --all-scopes Orgkeep asks for all scopes of the app.".to_owned())
        }
        _ => step.note.as_deref().map(without_window),
    };
    match note {
        Some(note) => format!("{}. {note}", step.title.trim_end_matches('.')),
        None => step.title.clone(),
    }
}

/// The window folds Salesforce's own answer under Details, and has a checklist; here the answer stands beside the words.
fn without_window(text: &str) -> String {
    text.replace("under Details", "in its answer")
        .replace(" The checklist shows which ones.", "")
}

#[cfg(test)]
mod tests {
    use orgkeep_domain::catalogue::causes;

    use super::*;

    #[test]
    fn no_cause_sends_people_to_something_that_only_the_window_has() {
        for cause in causes() {
            let text = Words::of_cause(cause).lines();
            for only_there in ["under Details", "choose Connect", "checklist shows"] {
                assert!(!text.contains(only_there), "{}: {text}", cause.id());
            }
        }
    }
}
