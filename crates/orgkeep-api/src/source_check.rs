//! Checking a source tree that is there: findings, and changes that make them go away.

use serde::{Deserialize, Serialize};

use crate::source::{DifferenceLineView, PatternId};

/// Checks a folder.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckSourceRequest {
    /// The folder: an absolute path, or one that begins with `~/`.
    pub folder: String,
    /// The pattern that it is meant to follow; nothing takes the one that the files tell.
    pub pattern: Option<PatternId>,
}

/// What a person drags over the window.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FolderDragView {
    /// Whether something is held over the window.
    pub over: bool,
    /// How often something was dropped since the start: a page that comes later has not to act on an old drop.
    pub drops: u32,
    /// What was dropped last.
    pub path: Option<String>,
}

/// What the rules say about a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SourceReportView {
    /// The folder, in full.
    pub folder: String,
    /// Files with findings, in the order of their paths.
    pub files: Vec<CheckedFileView>,
    /// How many findings are errors.
    pub errors: u32,
    /// How many findings are warnings.
    pub warnings: u32,
    /// The rules that nothing breaks: what is well.
    pub kept: Vec<String>,
    /// The pattern that each project follows.
    pub projects: Vec<CheckedProjectView>,
    /// How many files were looked into.
    pub looked_into: u32,
    /// How many of them are metadata of External Client Apps. With none there was nothing to judge.
    pub components: u32,
    /// Files and folders that could not be read, at most 20.
    pub unreadable: Vec<String>,
    /// How long it took, in milliseconds.
    pub milliseconds: u32,
}

/// A project in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CheckedProjectView {
    /// Its folder; empty for the outermost one.
    pub folder: String,
    /// The pattern that it follows, where it can be told.
    pub pattern: Option<PatternId>,
}

/// A file with findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CheckedFileView {
    /// Its path in the folder, with `/`.
    pub path: String,
    /// What is wrong in it, from top to bottom.
    pub findings: Vec<SourceFindingView>,
}

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SourceFindingView {
    /// The word under which the rule is known.
    pub rule: String,
    /// The rule, in a few words.
    pub title: String,
    /// How bad it is.
    pub severity: SeverityId,
    /// Which line, from 1.
    pub line: u32,
    /// Which character of the line, from 1.
    pub column: u32,
    /// What is there. Never the secret itself.
    pub what: String,
    /// What happens otherwise.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// The lines around it; empty where a secret stands in them.
    pub excerpt: Vec<ExcerptLineView>,
    /// What Orgkeep would change, where it can.
    pub remedy: Option<RemedyView>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SeverityId {
    /// It does not work, or leaks.
    Error,
    /// It may not work.
    Warning,
}

/// One line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ExcerptLineView {
    /// Its number, from 1.
    pub number: u32,
    /// Its text, cut where it is long.
    pub text: String,
    /// Whether the finding is about it.
    pub marked: bool,
}

/// A change that makes a finding go away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RemedyView {
    /// The file that it changes; `.gitignore` for some findings.
    pub path: String,
    /// The changed lines with a few around them.
    pub difference: Vec<DifferenceLineView>,
    /// Names exactly this change. A file that has changed since refuses it.
    pub token: String,
}

/// Makes a change that was shown.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplyRemedyRequest {
    /// The check to which the finding belongs.
    pub check: CheckSourceRequest,
    /// The token of the remedy.
    pub token: String,
}
