//! The journal of a new key and secret for the app of a connection: how far it is, and what is to be put back.

use jiff::Timestamp;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::id::ConnectionId;

use crate::creation_record::words;
use crate::error::{DamagedRow, StoreError, from_through_store};
use crate::pending_record::PendingError;

words! {
    /// How far it is. Each stands for what is known to be done.
    RotationStep {
        /// Nothing has been sent.
        Begun = "begun",
        /// The new pair is being asked for, or was: only the org can tell.
        Staging = "staging",
        /// The new pair waits in the org, and is kept here as pending credentials.
        Staged = "staged",
        /// The new pair is being put in force, or was: only the org can tell.
        Activating = "activating",
        /// The new pair is in force in the org. The one before works on for a while.
        Activated = "activated",
    }
}

/// A rotation as the store has it. The new secret is among the pending credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationRecord {
    /// Whose app it is.
    pub connection: ConnectionId,
    /// How far it is.
    pub step: RotationStep,
    /// What metadata calls the app.
    pub app: String,
    /// The key that was in force.
    pub old_key: ConsumerKey,
    /// The new key, once there is one.
    pub new_key: Option<ConsumerKey>,
    /// What Salesforce calls the new pair while it waits.
    pub staged: Option<String>,
    /// What the org's setting was before it was changed, while it is.
    pub switch_before: Option<bool>,
    /// When it began.
    pub began_at: Timestamp,
    /// Until when the pair before works, once the new one is being put in force.
    pub ends_at: Option<Timestamp>,
}

impl RotationRecord {
    /// Whether something is left to do or to take back.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.step < RotationStep::Activated || self.switch_before.is_some()
    }
}

/// What a rotation writes down, before or after it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotationMark {
    /// How far it is.
    Step(RotationStep),
    /// The new pair is about to be put in force; the one before works until then.
    Activating(Timestamp),
    /// What the org's setting was before it is changed; or that it is as it was.
    SwitchBefore(Option<bool>),
}

/// Why a rotation was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// There is no such row.
    #[error("there is no such rotation")]
    NotFound,
    /// Another one is not finished.
    #[error("another rotation is not finished")]
    Unfinished,
    /// Credentials were typed for the connection, and would be lost.
    #[error("other credentials are pending")]
    OthersPending,
    /// The new credentials could not be kept.
    #[error(transparent)]
    Pending(#[from] PendingError),
    /// A plain field makes no sense.
    #[error(transparent)]
    Damaged(#[from] DamagedRow),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_through_store!(RotationError);
