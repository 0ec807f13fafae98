//! Why a connection cannot be used.

use std::sync::Arc;

use jiff::Timestamp;
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::failure::ServerWords;
use orgkeep_domain::verdict::Verdict;
use orgkeep_salesforce::http::CallError;
use orgkeep_vault::error::{ReadError, SecretError, StoreError};
use orgkeep_vault::lock_state::LockReason;
use orgkeep_vault::token_lock::TokenLockError;

/// What stands in the way, in terms of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// In one word.
    pub verdict: Verdict,
    /// Why, where Salesforce refused.
    pub cause: Option<Cause>,
    /// In Salesforce's own words, where it sent any.
    pub words: ServerWords,
    /// Seconds until the server may be asked again, where it says so.
    pub retry_after: Option<u32>,
}

/// Why there is no session, or no answer. No variant holds a secret or an address.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SessionError {
    /// The vault is locked.
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    /// There is no such connection.
    #[error("there is no such connection")]
    NotFound,
    /// Its row cannot be read.
    #[error(transparent)]
    Unreadable(Arc<SecretError>),
    /// The store failed.
    #[error(transparent)]
    Store(Arc<StoreError>),
    /// The system gives no lock between programs.
    #[error(transparent)]
    Lock(Arc<TokenLockError>),
    /// The program is shutting down.
    #[error("the program is shutting down")]
    Abandoned,
    /// Only a new sign-in helps.
    #[error("the sign-in has ended")]
    Ended(Obstacle),
    /// Its host asked not to be asked before this moment, and was not.
    #[error("Salesforce asked to wait until {until}")]
    Postponed {
        /// Which one.
        until: Timestamp,
    },
    /// It was renewed, and the new tokens cannot be stored yet: they are used only when they are.
    #[error("the new token could not be stored yet")]
    Unsaved,
    /// Not now, or not before something is changed.
    #[error("the connection cannot be used")]
    Hindered(Obstacle),
}

impl Obstacle {
    /// One that Salesforce did not explain.
    pub(super) fn plain(verdict: Verdict) -> Self {
        Self {
            verdict,
            cause: None,
            words: ServerWords::default(),
            retry_after: None,
        }
    }

    /// One with an entry of the catalogue, known without asking.
    pub(crate) fn because(cause: &'static str) -> Self {
        let cause = Cause::of(cause);
        Self {
            cause: Some(cause),
            ..Self::plain(cause.verdict())
        }
    }

    /// Another program renews the same session and does not come to an end.
    pub(super) fn busy() -> Self {
        Self {
            cause: Some(Cause::of("alreadyProcessing")),
            ..Self::plain(Verdict::Refused)
        }
    }
}

impl From<&CallError> for Obstacle {
    fn from(error: &CallError) -> Self {
        Self {
            verdict: error.verdict(),
            cause: error.cause(),
            words: error.words(),
            retry_after: error.retry_after(),
        }
    }
}

impl From<CallError> for SessionError {
    fn from(error: CallError) -> Self {
        Self::Hindered((&error).into())
    }
}

impl From<SecretError> for SessionError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Locked(reason) => Self::Locked(reason),
            SecretError::NotFound => Self::NotFound,
            SecretError::Store(error) => error.into(),
            // Sealed with a key that is lost, or restored without its tokens.
            SecretError::WrongKey => Self::Ended(Obstacle::plain(Verdict::NotRenewable)),
            unreadable => Self::Unreadable(Arc::new(unreadable)),
        }
    }
}

impl From<ReadError> for SessionError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Damaged(_) => Self::Unreadable(Arc::new(SecretError::Tampered)),
            ReadError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}
