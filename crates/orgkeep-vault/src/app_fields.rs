//! What a person typed and chose of an External Client App.

use std::collections::BTreeMap;

/// Drafts and blueprints have one. It is kept as typed: nothing here needs to be valid yet, and nothing is
/// secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppFields {
    /// The app's name.
    pub label: String,
    /// Its API name.
    pub api_name: String,
    /// Whom Salesforce writes to about it.
    pub contact_email: String,
    /// What it is for.
    pub description: String,
    /// The presets that it is to serve.
    pub presets: Vec<String>,
    /// Answers to the presets' questions, by preset and question.
    pub inputs: BTreeMap<String, BTreeMap<String, String>>,
    /// What was chosen where presets disagree or leave something open: setting to choice.
    pub choices: BTreeMap<String, String>,
}
