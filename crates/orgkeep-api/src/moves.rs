//! Many connections that move to External Client Apps, one sign-in after the other.

use serde::{Deserialize, Serialize};

use crate::connection::AuthenticationView;
use crate::failure::FailureView;

/// The queue of moves, as one whole snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MovesView {
    /// What it is doing.
    pub state: MovesStateView,
    /// The connections, in their order. Those that were removed meanwhile are not among them.
    pub moves: Vec<MoveView>,
    /// The connections for which an app is typed, and that are not moved yet.
    pub ready: Vec<String>,
    /// The connections whose app is being made, or is so new that Salesforce does not know it yet.
    pub waiting: Vec<String>,
}

/// What the queue of moves is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum MovesStateView {
    /// Nothing waits: there is no queue, or it came to its end.
    Over,
    /// Sign-ins follow each other. Another sign-in that runs is waited for.
    Running,
    /// No other sign-in follows the one that runs.
    Pausing,
    /// Nothing follows until the person goes on.
    #[serde(rename_all = "camelCase")]
    Paused {
        /// Why.
        why: PauseView,
    },
}

/// Why the queue of moves does not go on by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum PauseView {
    /// The program was started anew.
    Started,
    /// The person paused it.
    Asked,
    /// What ended the last sign-in would end the next ones as well. Its connection waits.
    #[serde(rename_all = "camelCase")]
    Hindered {
        /// What it was.
        reason: FailureView,
    },
    /// The vault could not be read or written.
    NotKept,
}

/// A connection of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MoveView {
    /// Which connection.
    pub connection: String,
    /// How it signed in when it was put into the queue.
    pub came_from: AuthenticationView,
    /// Where it stands.
    pub state: MoveStateView,
    /// Since when, RFC 3339.
    pub changed_at: String,
}

/// Where a connection of the queue stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum MoveStateView {
    /// Its turn has not come.
    Waiting,
    /// Its sign-in was cut off by the end of the program. Nothing was saved; it is the next one.
    CutOff,
    /// Its sign-in runs; `watch_attempt` tells how far it is.
    SigningIn,
    /// It is moved.
    Moved,
    /// Its sign-in failed, or could not begin. The connection is as it was.
    #[serde(rename_all = "camelCase")]
    Failed {
        /// Why; none where it could not begin, as when the app that was typed for it is gone.
        reason: Option<FailureView>,
    },
    /// The person went on without it.
    Skipped,
}

/// Puts connections into the queue, whose apps were typed already, and lets it run.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QueueMovesRequest {
    /// Which ones, in this order.
    pub connections: Vec<String>,
}

/// Saves how the moves stand as a file for a change ticket.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportMovesRequest {
    /// In which form.
    pub format: MovesFormat,
}

/// The form of the report on moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum MovesFormat {
    /// A table for spreadsheets.
    Csv,
    /// A document with a table.
    Markdown,
}
