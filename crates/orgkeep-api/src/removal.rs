//! Removing a connection, and what becomes of its token.

use serde::{Deserialize, Serialize};

/// What was removed, and whether Salesforce confirmed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RemovalView {
    /// The connection's name.
    pub name: String,
    /// What Salesforce said.
    pub revocation: RevocationOutcomeView,
}

/// What became of a token at Salesforce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum RevocationOutcomeView {
    /// Salesforce confirmed it.
    Revoked,
    /// Salesforce says that it was dead already.
    AlreadyDead,
    /// No confirmation yet; Orgkeep tries again.
    Unconfirmed,
    /// There was no token to revoke.
    NothingToRevoke,
}

/// A token that Salesforce has not confirmed as revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RevocationView {
    /// Which one.
    pub id: String,
    /// What the connection is or was called.
    pub name: String,
    /// Whether the connection is there: a later sign-in took the token's place. Else it was removed.
    pub replaced: bool,
    /// The host that must confirm.
    pub host: String,
    /// Since when, RFC 3339.
    pub since: String,
    /// How often it was tried in vain. One that nobody has tried yet is about to be.
    pub tries: u32,
    /// Until when its host asked not to be asked, RFC 3339; it is tried again then.
    pub not_before: Option<String>,
}

/// Names a token that Salesforce has not confirmed as revoked.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevocationRequest {
    /// [`RevocationView::id`].
    pub id: String,
}
