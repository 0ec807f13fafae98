//! The report that a person can hand on: every line, and nothing of the person or of their orgs.

use std::fmt::Write as _;

use orgkeep_api::checkup::{CheckStateView, CheckView};

/// The lines as text, one each: subject, state, finding, detail.
pub(crate) fn report(taken_at: &str, checks: &[CheckView]) -> String {
    let mut text = format!("Orgkeep diagnostics, {taken_at}\n");
    for check in checks {
        let _infallible = write!(
            text,
            "{:<13} {:<8}",
            name(&check.subject),
            state(check.state)
        );
        if let Some(finding) = &check.finding {
            let _infallible = write!(text, " {}", name(finding));
        }
        if let Some(detail) = &check.detail {
            let _infallible = write!(text, ": {detail}");
        }
        text.push('\n');
    }
    text
}

/// The name of a variant, as it stands in the code: the same in every language of the page.
fn name(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

fn state(state: CheckStateView) -> &'static str {
    match state {
        CheckStateView::Fine => "fine",
        CheckStateView::Noted => "note",
        CheckStateView::Broken => "broken",
        CheckStateView::InTime => "waiting",
        CheckStateView::Skipped => "skipped",
        CheckStateView::Waiting | CheckStateView::Running => "open",
    }
}
