//! Checks: before the browser opens, and of this computer.

mod computer;
mod network;
mod report;
mod verify;

use orgkeep_api::checkup::{CheckStateView, CheckView, FindingView, SubjectView};

pub(crate) use computer::{
    Checkup, browser, certificates, database, keyring, port, store, versions,
};
pub(crate) use network::{network, proxy, reached_clock};
pub(crate) use report::report;
pub(crate) use verify::{Subject, Verification};

/// A line that has not been checked yet.
pub(crate) fn pending(subject: SubjectView, state: CheckStateView) -> CheckView {
    CheckView {
        subject,
        state,
        finding: None,
        detail: None,
        connection: None,
        cause: None,
    }
}

/// A line with its finding.
pub(crate) fn found(
    subject: SubjectView,
    state: CheckStateView,
    finding: FindingView,
) -> CheckView {
    CheckView {
        finding: Some(finding),
        ..pending(subject, state)
    }
}

/// A line with its finding and the finding's own value.
pub(crate) fn detailed(
    subject: SubjectView,
    state: CheckStateView,
    finding: FindingView,
    detail: impl Into<String>,
) -> CheckView {
    CheckView {
        detail: Some(detail.into()),
        ..found(subject, state, finding)
    }
}
