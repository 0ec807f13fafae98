//! A new key and secret for the app of a connection.

use serde::{Deserialize, Serialize};

use crate::connection::ConnectionView;
use crate::creation_state::CreationFailureView;

/// Gives the app of a connection a new key and secret, or goes on with what was begun.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RotateSecretRequest {
    /// Which connection.
    pub id: String,
    /// Whether the person confirmed once more that the org is in production.
    pub production_confirmed: bool,
}

/// What it came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RotatedView {
    /// The connection as it is now.
    pub connection: ConnectionView,
    /// Why it did not get further; `null` where it did.
    pub failure: Option<CreationFailureView>,
}

/// A new key and secret on their way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum RotationView {
    /// It was cut off, or failed. The ones before are in force here.
    #[serde(rename_all = "camelCase")]
    Unfinished {
        /// Whether it can be taken back: the new ones are not in force in the org.
        can_undo: bool,
        /// When it began, RFC 3339.
        began_at: String,
    },
    /// The new ones are in force in the org, and wait here for a sign-in.
    #[serde(rename_all = "camelCase")]
    Waiting {
        /// When the ones before stop working, RFC 3339.
        ends_at: String,
    },
    /// The new ones are in force here too.
    #[serde(rename_all = "camelCase")]
    Done {
        /// When the ones before stop working, RFC 3339: other programs may still have them.
        ends_at: String,
    },
}
