//! What a check found, as the page has it.

use orgkeep_api::source_check::{
    CheckedFileView, CheckedProjectView, ExcerptLineView, RemedyView, SeverityId,
    SourceFindingView, SourceReportView,
};
use orgkeep_blueprint::check::Severity;

use super::{count, difference_view, shown};
use crate::pattern::pattern_id;
use crate::source::check::{Checked, CheckedFile, CheckedFinding};
use crate::source::excerpt::ExcerptLine;
use crate::source::mend::Mend;
use crate::source::walk::{Unread, WhyUnread};

/// How many unread files are named.
const MOST_UNREAD: usize = 20;

/// What the rules say about a folder.
pub(crate) fn report_view(checked: &Checked) -> SourceReportView {
    let report = &checked.report;
    let kept = report.kept().into_iter();
    let projects = report.patterns.iter();
    SourceReportView {
        folder: shown(&checked.folder),
        files: checked.files.iter().map(file_view).collect(),
        errors: count(report.count(Severity::Error)),
        warnings: count(report.count(Severity::Warning)),
        kept: kept.map(|rule| rule.text().kept.clone()).collect(),
        projects: projects
            .map(|(folder, pattern)| CheckedProjectView {
                folder: folder.clone(),
                pattern: pattern.map(pattern_id),
            })
            .collect(),
        looked_into: count(report.files),
        components: count(report.components),
        unreadable: unreadable(&checked.unread),
        milliseconds: u32::try_from(checked.elapsed.as_millis()).unwrap_or(u32::MAX),
    }
}

fn unreadable(unread: &[Unread]) -> Vec<String> {
    let named = unread.iter().take(MOST_UNREAD).map(|one| match one.why {
        WhyUnread::TooLong => format!("{} (longer than 1 MiB)", one.path),
        WhyUnread::Refused | WhyUnread::Name => one.path.clone(),
    });
    named.collect()
}

fn file_view(file: &CheckedFile) -> CheckedFileView {
    CheckedFileView {
        path: file.path.to_string(),
        findings: file.findings.iter().map(finding_view).collect(),
    }
}

fn finding_view(checked: &CheckedFinding) -> SourceFindingView {
    let finding = &checked.finding;
    let text = finding.rule.text();
    SourceFindingView {
        rule: finding.rule.key().to_owned(),
        title: text.title.clone(),
        severity: match text.severity {
            Severity::Error => SeverityId::Error,
            Severity::Warning => SeverityId::Warning,
        },
        line: count(finding.position.line),
        column: count(finding.position.column),
        what: finding.what.clone(),
        why: text.why.clone(),
        fix: text.fix.clone(),
        excerpt: checked.excerpt.iter().map(line_view).collect(),
        remedy: checked.mend.as_ref().map(remedy_view),
    }
}

fn line_view(line: &ExcerptLine) -> ExcerptLineView {
    ExcerptLineView {
        number: count(line.number),
        text: line.text.clone(),
        marked: line.marked,
    }
}

fn remedy_view(mend: &Mend) -> RemedyView {
    RemedyView {
        path: mend.path.to_string(),
        difference: difference_view(&mend.difference),
        token: mend.token.to_string(),
    }
}
