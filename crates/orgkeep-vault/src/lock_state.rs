//! Whether secrets can be read and written now, and if not, why.

use jiff::Timestamp;

/// Where unlocking stands. The plain parts of the vault can be read in every state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockState {
    /// The keyring was asked and has not answered. It may be showing a prompt to the person.
    Unlocking {
        /// Since when.
        since: Timestamp,
    },
    /// Secrets can be read and written.
    Open,
    /// They cannot. Nothing was changed and nothing is lost.
    Locked(LockReason),
}

impl LockState {
    /// The state as the outcome of unlocking.
    pub(crate) fn outcome(self) -> Result<(), LockReason> {
        match self {
            Self::Open => Ok(()),
            Self::Unlocking { .. } => Err(LockReason::Waiting),
            Self::Locked(reason) => Err(reason),
        }
    }
}

/// Why the vault is locked. Each reason has its own text and its own way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LockReason {
    /// Nobody has asked for the key yet.
    #[error("nobody has asked for the key yet")]
    NotAsked,
    /// The keyring was asked and has not answered yet.
    #[error("the keyring has not answered yet")]
    Waiting,
    /// The keyring did not answer within [`crate::unlock::KEYRING_DEADLINE`]. Its late answer will
    /// still be used.
    #[error("the keyring did not answer in time")]
    KeyringTimeout,
    /// The keyring is locked, and the person was not asked to unlock it, or could not be.
    #[error("the keyring is locked")]
    KeyringLocked,
    /// The person, or the system for them, refused.
    #[error("access to the keyring was refused")]
    KeyringDenied,
    /// There is no keyring: no D-Bus session, or nothing on it that keeps secrets.
    #[error("this machine has no keyring")]
    KeyringAbsent,
    /// There is a keyring service, but no keyring in it (as under WSL).
    #[error("the keyring service has no keyring")]
    KeyringEmpty,
    /// The keyring forgets on logout or exit. Nothing is entrusted to it.
    #[error("the keyring would forget the key")]
    KeyringForgetful,
    /// The keyring failed in another way.
    #[error("the keyring failed")]
    KeyringFailed,
    /// The keyring has no key for this store, but the store holds secrets.
    #[error("the keyring no longer has the key of this store")]
    KeyForgotten,
    /// The keyring has several keys for this store.
    #[error("the keyring has more than one key for this store")]
    KeyAmbiguous,
    /// What the keyring has is not a key.
    #[error("the keyring entry is not a key")]
    KeyMalformed,
    /// What the keyring has is a key, but not that of this store.
    #[error("the keyring has the key of another store")]
    KeyWrong,
    /// The store was sealed by a newer version.
    #[error("the store was sealed by a newer version of Orgkeep")]
    NewerFormat,
    /// The key is made from a passphrase, which has to be typed.
    #[error("the passphrase is needed")]
    PassphraseNeeded,
    /// There is no keyring and the store is new: the person may choose a passphrase.
    #[error("this machine has no keyring; a passphrase can be chosen")]
    NoKeyYet,
    /// The store could not be read.
    #[error("the store could not be read")]
    StoreFailed,
}
