//! The result of `orgkeep blueprint write --json`.

use orgkeep_app::source::difference::{DifferenceLine, LineChange};
use orgkeep_app::source::survey::{Before, Survey, SurveyedFile};
use orgkeep_app::source::write::Written;
use serde::Serialize;

use crate::blueprint::fault::OptionFault;
use crate::blueprint::json::{self, VERSION};

/// What was written, or why nothing was.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WriteResult {
    version: u32,
    /// `written`, `wouldReplace` (nothing was written, because --replace is missing) or `refused`.
    outcome: &'static str,
    /// The folder, in full; `null` where it is not known.
    folder: Option<String>,
    /// What is missing or wrong; empty unless refused.
    faults: Vec<OptionFault>,
    /// The files of the tree, in the order of their paths; empty if refused.
    files: Vec<FileResult>,
    /// What to run next in the folder; empty unless written.
    commands: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FileResult {
    path: String,
    /// `new`, `same` or `replaced`.
    change: &'static str,
    /// The lines of both texts, in order; empty unless replaced.
    difference: Vec<LineResult>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LineResult {
    /// `same`, `removed` or `added`.
    change: &'static str,
    text: String,
}

impl WriteResult {
    /// Something is missing or wrong.
    pub fn refused(faults: Vec<OptionFault>) -> Self {
        Self {
            version: VERSION,
            outcome: "refused",
            folder: None,
            faults,
            files: Vec::new(),
            commands: Vec::new(),
        }
    }

    /// Another text would be lost.
    pub fn would_replace(survey: &Survey) -> Self {
        Self {
            outcome: "wouldReplace",
            folder: Some(json::path(&survey.folder)),
            files: survey.files.iter().map(FileResult::of).collect(),
            ..Self::refused(Vec::new())
        }
    }

    /// The tree stands in the folder.
    pub fn written(survey: &Survey, written: &Written) -> Self {
        Self {
            outcome: "written",
            commands: written.commands.clone(),
            ..Self::would_replace(survey)
        }
    }
}

impl FileResult {
    fn of(file: &SurveyedFile) -> Self {
        Self {
            path: file.path.to_string(),
            change: change(&file.before),
            difference: file.difference().iter().map(LineResult::of).collect(),
        }
    }
}

impl LineResult {
    fn of(line: &DifferenceLine) -> Self {
        Self {
            change: match line.change {
                LineChange::Same => "same",
                LineChange::Removed => "removed",
                LineChange::Added => "added",
            },
            text: line.text.clone(),
        }
    }
}

/// The word for what writing does to a file.
pub fn change(before: &Before) -> &'static str {
    match before {
        Before::Nothing => "new",
        Before::Same => "same",
        Before::Other(_) => "replaced",
    }
}
