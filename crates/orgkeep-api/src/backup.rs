//! Backup and restore.

use serde::Serialize;

/// A backup that was opened, or restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// The version of Orgkeep that made it.
    pub made_by: String,
    /// The names of the connections that come in, or came in.
    pub connections: Vec<String>,
    /// How many connections are there already, and stay as they are.
    pub connections_there: u32,
    /// The names of the blueprints that come in.
    pub blueprints: Vec<String>,
    /// How many blueprints are there already.
    pub blueprints_there: u32,
    /// How many registrations that are not finished come in.
    pub drafts: u32,
    /// How many of them are there already.
    pub drafts_there: u32,
    /// How many settings come in: those that were never chosen here.
    pub settings: u32,
}
