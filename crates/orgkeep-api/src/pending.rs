//! Credentials that were typed for a connection and are not in force: not until a sign-in proves them.

use serde::{Deserialize, Serialize};

use crate::connection::AuthenticationView;
use crate::typed::TypedSecret;

/// What can be shown of pending credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PendingView {
    /// The first and last characters of the new consumer key.
    pub consumer_key: String,
    /// How the connection will sign in, where that is to change.
    pub authentication: Option<AuthenticationView>,
    /// How long the new consumer secret is, if one was typed.
    pub secret_characters: Option<u32>,
    /// When they were typed, RFC 3339.
    pub typed_at: String,
    /// When their last sign-in was cut off by the end of the app, RFC 3339.
    pub interrupted_at: Option<String>,
}

/// Keeps credentials for a connection, over those that were typed before. Nothing else changes.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PendingCredentialsRequest {
    /// Which connection.
    pub id: String,
    /// The new consumer key, whole.
    pub consumer_key: String,
    /// The new consumer secret.
    pub secret: PendingSecret,
}

/// What becomes of the consumer secret.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum PendingSecret {
    /// The app has none.
    Absent,
    /// The one that was typed before, if one was.
    AsTyped,
    /// This one.
    #[serde(rename_all = "camelCase")]
    Typed {
        /// As typed.
        secret: TypedSecret,
    },
}

/// Starts a sign-in for a connection that is there.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReauthenticateRequest {
    /// Which connection.
    pub id: String,
    /// With the pending credentials, instead of those in force.
    pub with_pending: bool,
    /// Ask for all scopes of the app instead of those that were asked for, after a refusal.
    pub all_scopes: bool,
}
