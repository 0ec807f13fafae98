//! What a test of one connection answers.

use serde::Serialize;

use crate::testing::TestView;

/// A test that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TestAnswerView {
    /// Whether Salesforce was asked. Where the sign-in is known to have ended, it is not.
    pub asked: bool,
    /// What was found, now or when that end was found.
    pub test: TestView,
}
