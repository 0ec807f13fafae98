//! What Salesforce ends, for a warning that comes before a new registration and a mark on an old one.

use serde::Serialize;

/// A way to sign in that comes to an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RetirementView {
    /// What ends.
    pub end: EndView,
    /// The release, in Salesforce's own words.
    pub release: String,
    /// The month, `2027-06`, where Salesforce named one.
    pub month: Option<String>,
    /// The number of Salesforce's help article.
    pub source: String,
}

/// What comes to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum EndView {
    /// No new apps can be created; those that are there go on working.
    NewApps,
    /// It stops working.
    SignIn,
}
