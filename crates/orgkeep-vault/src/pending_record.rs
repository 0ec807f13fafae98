//! Credentials that were typed for a connection and are not in force: not until a sign-in has proven them.

use jiff::Timestamp;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_secret::ConsumerSecret;

use crate::envelope::SealError;
use crate::error::{DamagedRow, StoreError, from_shared_errors};
use crate::lock_state::LockReason;

/// Which pending credentials: those of one connection, as typed once. Typed anew, they are others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingId {
    /// Whose.
    pub connection: ConnectionId,
    /// Drawn anew each time they are typed.
    pub(crate) revision: String,
}

/// Pending credentials as the store has them, without the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRecord {
    /// Which.
    pub id: PendingId,
    /// The login address that the connection had when they were typed.
    pub(crate) login: String,
    /// The new consumer key.
    pub consumer_key: ConsumerKey,
    /// How the connection will sign in; none where that stays as it is.
    pub authentication: Option<AuthenticationType>,
    /// How many characters the new consumer secret has, if one was typed. The secret itself is sealed.
    pub secret_characters: Option<u32>,
    /// When they were last typed.
    pub typed_at: Timestamp,
    /// When this consumer key was first typed.
    pub key_typed_at: Timestamp,
    /// When Salesforce was last seen to know this consumer key.
    pub key_known_at: Option<Timestamp>,
    /// Since when Salesforce is waited for to know the consumer key.
    pub key_waiting_since: Option<Timestamp>,
    /// Since when the browser is open. Found at the next start, it means "interrupted".
    pub authorizing_since: Option<Timestamp>,
    /// Whether the browser opens by itself once the key is active.
    pub opens_when_active: bool,
}

impl PendingRecord {
    /// Whether the connection will sign in another way.
    #[must_use]
    pub fn moves(&self) -> bool {
        self.authentication.is_some()
    }
}

/// What becomes of the consumer secret when credentials are typed.
#[derive(Debug)]
pub enum NewSecret {
    /// The app has none.
    Absent,
    /// The one that was typed for these pending credentials before, if one was.
    AsTyped,
    /// This one.
    Typed(ConsumerSecret),
}

/// What an attempt writes down about pending credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PendingMark {
    /// Since when the browser is open; or that it is not any more.
    Authorizing(Option<Timestamp>),
    /// Since when Salesforce is waited for to know the key; or that nobody waits any more.
    KeyWaiting(Option<Timestamp>),
    /// Salesforce knows the key, so that it is not waited for any more.
    KeyKnown(Timestamp),
    /// Whether the browser opens by itself once the key is active.
    OpensWhenActive(bool),
}

/// Why pending credentials were not kept or opened. Those in force are as they were.
#[derive(Debug, thiserror::Error)]
pub enum PendingError {
    /// The connection is gone, or has no pending credentials.
    #[error("there are no such pending credentials")]
    NotFound,
    /// The connection signs in with a password, which has no consumer key.
    #[error("the connection signs in with a password, and has no app")]
    WithoutApp,
    /// They were typed for another login address than the connection has now.
    #[error("the credentials were typed for another address")]
    TypedForAnother,
    /// The vault is locked.
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    /// The secret's ciphertext, or a plain field that decides where it goes, was changed.
    #[error("the pending credentials were changed by something else than this program")]
    Tampered,
    /// The secret was sealed with another master key.
    #[error("the pending secret was sealed with another key")]
    WrongKey,
    /// The secret was written by a newer version, in this format.
    #[error("the pending secret has format {0}; a newer version of Orgkeep is needed")]
    NewerFormat(u8),
    /// The row's plain fields make no sense.
    #[error(transparent)]
    Damaged(#[from] DamagedRow),
    /// The secret could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_shared_errors!(PendingError);
