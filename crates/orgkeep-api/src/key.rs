//! A key that Salesforce does not know yet: the evidence, and what happens once it does.

use serde::{Deserialize, Serialize};

/// Why a key that Salesforce does not know is taken for new, or for wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct KeyEvidenceView {
    /// The conclusion.
    pub verdict: KeyVerdictView,
    /// Whether it has the shape of a key that Salesforce made.
    pub well_formed: bool,
    /// When it was typed, RFC 3339.
    pub typed_at: String,
    /// Whether Salesforce knew it before: then it is not new.
    pub worked_before: bool,
}

/// What the evidence amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum KeyVerdictView {
    /// A new key that is not active yet.
    NotActiveYet,
    /// Something speaks against the key.
    ProbablyWrong,
}

/// Whether the browser opens by itself once the key is active.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpensWhenActiveRequest {
    /// Which attempt.
    pub id: String,
    /// Yes or no.
    pub opens: bool,
}
