//! Moving a connection to another way to sign in, and back.

use serde::{Deserialize, Serialize};

use crate::connection::AuthenticationView;

/// The sign-in that a connection had before it was moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct EarlierView {
    /// How it signed in.
    pub authentication: AuthenticationView,
    /// Who signed in.
    pub username: String,
    /// The first and last characters of its consumer key; a password had none.
    pub consumer_key: Option<String>,
    /// Since when it is kept, RFC 3339.
    pub kept_since: String,
    /// When it is wiped, RFC 3339.
    pub wiped_at: String,
    /// What became of its refresh token.
    pub token: EarlierTokenView,
}

/// What became of the refresh token of an earlier sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum EarlierTokenView {
    /// It had none.
    None,
    /// Salesforce has confirmed that it is dead.
    Revoked,
    /// Salesforce has not confirmed it yet; it is tried again.
    Unconfirmed,
}

/// What the sign-in of another app of a connection's org will send: the app has to have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct NewAppView {
    /// The callback.
    pub callback: String,
    /// What the connection's products want.
    pub scopes: Vec<String>,
    /// Whether it is known where the org's Setup is.
    pub has_setup: bool,
}

/// Starts a migration with the credentials that were typed for it.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MigrateRequest {
    /// Which connection.
    pub id: String,
    /// Ask for all scopes of the app, after a refusal.
    pub all_scopes: bool,
}

/// For how long earlier sign-ins are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct KeepingView {
    /// Days.
    pub days: u32,
}

/// Changes for how long earlier sign-ins are kept.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeepingRequest {
    /// Days, 1 to 90.
    pub days: u32,
}
