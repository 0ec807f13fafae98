//! Errors that several operations share.

use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_FULL, SQLITE_IOERR_SHMSIZE};

use crate::envelope::SealError;
use crate::lock_state::LockReason;
use crate::sealed_row::RowError;

/// The store itself failed. The change that was asked for did not happen.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program held the store for longer than [`crate::vault::BUSY_DEADLINE`].
    #[error("another program holds the store")]
    Busy(#[source] rusqlite::Error),
    /// The disk is full.
    #[error("the disk is full")]
    Full(#[source] rusqlite::Error),
    /// The file may not be written.
    #[error("the store cannot be written")]
    ReadOnly(#[source] rusqlite::Error),
    /// The file is damaged or is not a store.
    #[error("the store is damaged")]
    Corrupt(#[source] rusqlite::Error),
    /// Anything else that SQLite or the disk reports.
    #[error("the store failed")]
    Failed(#[source] rusqlite::Error),
    /// The program is shutting down and the work was not done.
    #[error("the program is shutting down")]
    Abandoned,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if has_no_room(&error) {
            return Self::Full(error);
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(error),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(error),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt(error),
            _ => Self::Failed(error),
        }
    }
}

/// The memory that processes share about the log is a file too, and has a code of its own where it cannot grow.
fn has_no_room(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    matches!(code, Some(SQLITE_FULL | SQLITE_IOERR_SHMSIZE))
}

/// Why a secret could not be read. Each reason has its own way out for the person.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The vault is locked.
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    /// There is no such row.
    #[error("there is no such row")]
    NotFound,
    /// The row's ciphertext, or a plain field that decides where its secrets go, was changed.
    #[error("the row was changed by something else than this program")]
    Tampered,
    /// The row was sealed with another master key.
    #[error("the row was sealed with another key")]
    WrongKey,
    /// The row was written by a newer version, in this format.
    #[error("the row has format {0}; a newer version of Orgkeep is needed")]
    NewerFormat(u8),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<RowError> for SecretError {
    fn from(error: RowError) -> Self {
        match error {
            RowError::WrongKey => Self::WrongKey,
            RowError::Tampered => Self::Tampered,
            RowError::NewerFormat(format) => Self::NewerFormat(format),
        }
    }
}

/// A row whose plain fields do not make sense. It is listed by its id; other rows are not concerned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the row {id} is damaged in {column}")]
pub struct DamagedRow {
    /// The row's id as it stands in the store.
    pub id: String,
    /// The first column that makes no sense.
    pub column: &'static str,
}

/// Why a record could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Its plain fields make no sense.
    #[error(transparent)]
    Damaged(#[from] DamagedRow),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

macro_rules! from_through_store {
    ($($error:ident),*) => {$(
        impl From<rusqlite::Error> for $error {
            fn from(error: rusqlite::Error) -> Self {
                Self::Store(error.into())
            }
        }
    )*};
}
pub(crate) use from_through_store;

from_through_store!(SecretError, ReadError);

/// Why a row with a secret was not written. Each operation has an error of its own that says more.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SealRowError {
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_through_store!(SealRowError);

/// For the errors of changes, which all know a locked vault, a damaged row and a failed seal.
macro_rules! from_shared_errors {
    ($error:ident) => {
        $crate::error::from_through_store!($error);

        impl From<$crate::error::ReadError> for $error {
            fn from(error: $crate::error::ReadError) -> Self {
                match error {
                    $crate::error::ReadError::Damaged(damage) => Self::Damaged(damage),
                    $crate::error::ReadError::Store(error) => Self::Store(error),
                }
            }
        }

        impl From<$crate::error::SealRowError> for $error {
            fn from(error: $crate::error::SealRowError) -> Self {
                match error {
                    $crate::error::SealRowError::Locked(reason) => Self::Locked(reason),
                    $crate::error::SealRowError::Seal(error) => Self::Seal(error),
                    $crate::error::SealRowError::Store(error) => Self::Store(error),
                }
            }
        }
    };
}
pub(crate) use from_shared_errors;
