//! The question about somebody who was not expected.

use serde::{Deserialize, Serialize};

/// Whether somebody is meant who is not as the connection has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct IdentityQuestionView {
    /// Since when it is asked, RFC 3339.
    pub since: String,
    /// Until when, RFC 3339. No answer by then counts as no.
    pub deadline: String,
    /// What it is about.
    pub doubt: DoubtView,
    /// Who the connection belongs to.
    pub expected: IdentityView,
    /// Who came back.
    pub found: IdentityView,
}

/// What is not as the connection has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum DoubtView {
    /// The right org, but another user.
    OtherUser,
    /// The sandbox has another org id: it was refreshed. A Local External Client App was not copied into it.
    RefreshedSandbox,
    /// Both: the sandbox was refreshed, and it is another user of it.
    OtherUserOfRefreshedSandbox,
    /// What is being registered is there already: the same org, user and app.
    AlreadyRegistered,
}

/// Who a connection belongs to, or who came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct IdentityView {
    /// The org's 18-character id.
    pub org_id: String,
    /// The org's own name.
    pub org_name: String,
    /// The host that answers.
    pub host: String,
    /// The user's 18-character id.
    pub user_id: String,
    /// Who signs in.
    pub username: String,
    /// The person's or integration's name.
    pub display_name: String,
}

/// The answer to the question.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerIdentityRequest {
    /// Which attempt asks.
    pub id: String,
    /// Whether it is meant. If not, nothing is changed.
    pub accept: bool,
}
