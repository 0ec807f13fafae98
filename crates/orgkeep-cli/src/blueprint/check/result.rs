//! The result of `orgkeep blueprint check --json`.

use orgkeep_app::source::check::{Checked, CheckedFinding};
use orgkeep_app::source::walk::{Unread, WhyUnread};
use orgkeep_blueprint::check::Severity;
use orgkeep_blueprint::plan::Pattern;
use serde::Serialize;

use crate::blueprint::json::{self, VERSION};

/// What the rules say about a folder.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckResult {
    version: u32,
    /// The folder, in full.
    folder: String,
    /// How many findings are errors.
    errors: usize,
    /// How many findings are warnings.
    warnings: usize,
    /// In the order of files and places.
    findings: Vec<FindingResult>,
    /// The rules that nothing breaks.
    kept: Vec<&'static str>,
    /// Every folder with an `sfdx-project.json`.
    projects: Vec<ProjectResult>,
    /// How many files were looked into.
    files: usize,
    /// How many of them are metadata of External Client Apps.
    components: usize,
    /// What could matter and was not read.
    unread: Vec<UnreadResult>,
    milliseconds: u128,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingResult {
    rule: &'static str,
    /// `error` or `warning`.
    severity: &'static str,
    path: String,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
    title: &'static str,
    what: String,
    why: &'static str,
    fix: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ProjectResult {
    /// `""` for the outermost one.
    folder: String,
    /// `null` where it cannot be told.
    pattern: Option<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct UnreadResult {
    path: String,
    /// `refused`, `name` or `tooLong`.
    why: &'static str,
}

impl CheckResult {
    /// The result of a check.
    pub fn of(checked: &Checked) -> Self {
        let report = &checked.report;
        let findings = checked.files.iter().flat_map(|file| &file.findings);
        let projects = report
            .patterns
            .iter()
            .map(|(folder, pattern)| ProjectResult {
                folder: folder.clone(),
                pattern: pattern.map(Pattern::key),
            });
        Self {
            version: VERSION,
            folder: json::path(&checked.folder),
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            findings: findings.map(FindingResult::of).collect(),
            kept: report.kept().into_iter().map(|rule| rule.key()).collect(),
            projects: projects.collect(),
            files: report.files,
            components: report.components,
            unread: checked.unread.iter().map(UnreadResult::of).collect(),
            milliseconds: checked.elapsed.as_millis(),
        }
    }
}

impl FindingResult {
    fn of(checked: &CheckedFinding) -> Self {
        let finding = &checked.finding;
        let text = finding.rule.text();
        Self {
            rule: finding.rule.key(),
            severity: severity(text.severity),
            path: finding.path.to_string(),
            line: finding.position.line,
            column: finding.position.column,
            title: &text.title,
            what: finding.what.clone(),
            why: &text.why,
            fix: &text.fix,
        }
    }
}

impl UnreadResult {
    fn of(unread: &Unread) -> Self {
        Self {
            path: unread.path.clone(),
            why: match unread.why {
                WhyUnread::Refused => "refused",
                WhyUnread::Name => "name",
                WhyUnread::TooLong => "tooLong",
            },
        }
    }
}

/// The word for how bad it is.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
