//! Another key for the store: a new one of the same kind, a passphrase for the keyring, the keyring for a
//! passphrase, or a new one for a key that is lost.
//!
//! Each key has a name of its own in the keyring, so none is written over another. The new key is written down as
//! planned, put into the keyring and read back; then one transaction seals every data key with it and makes it the
//! store's key. A process that dies before that leaves the old key in force, and afterwards the new one. What is left
//! in the keyring then is taken out at the next start ([`crate::care`]).

use orgkeep_secret::Passphrase;

use crate::care;
use crate::custody::{OpenCustody, later_account};
use crate::envelope::SealError;
use crate::error::{StoreError, from_through_store};
use crate::file_lock::FileLock;
use crate::key::MasterKey;
use crate::key_row::{self, KeyState};
use crate::lock_state::LockReason;
use crate::meta;
use crate::passphrase::{self, PassphraseError, PassphraseRecord};
use crate::rewrap::{self, RewrapError};
use crate::unlock::{self, KEY_LOCK};
use crate::vault::{Inner, Vault};

/// Where a new key is to come from.
#[derive(Debug)]
pub enum NewKey {
    /// A random one, which the keyring keeps.
    Keyring,
    /// Made from this passphrase, and kept by nobody.
    Passphrase(Passphrase),
}

/// Why the store has the key that it had.
#[derive(Debug, thiserror::Error)]
pub enum ChangeKeyError {
    /// The vault has to be open; or, for starting over, it is locked for a reason that goes by.
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    /// Only a vault whose key cannot be had starts over.
    #[error("the key of the vault is not lost")]
    NotLost,
    /// The keyring did not take the new key.
    #[error("the keyring did not take the key: {0}")]
    Custody(LockReason),
    /// The passphrase is not the vault's, or the new one is too short.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// The key could not be made.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_through_store!(ChangeKeyError);

/// A key that is about to be the store's.
struct Planned {
    master: MasterKey,
    passphrase: Option<PassphraseRecord>,
    /// Its name in the custody, and the custody.
    kept: Option<(String, OpenCustody)>,
}

/// What becomes of the values that are sealed with the key so far.
pub(crate) enum Former<'a> {
    /// They are sealed with the new one.
    Open(&'a MasterKey),
    /// They wait until somebody finds it.
    Lost,
}

impl Vault {
    /// Gives an open vault a new key. Where the key came from a passphrase, that one is asked for once more. A
    /// recovery sheet for the old key opens nothing afterwards.
    ///
    /// # Errors
    /// [`ChangeKeyError`]; then the old key is in force.
    pub async fn change_key(
        &self,
        current: Option<Passphrase>,
        new: NewKey,
    ) -> Result<(), ChangeKeyError> {
        self.blocking(move |inner| {
            let master = inner.master().map_err(ChangeKeyError::Locked)?;
            if inner.has_passphrase()? {
                let typed = current.ok_or(PassphraseError::Wrong)?;
                passphrase::prove(inner, &typed)?;
            }
            inner.move_to(&Former::Open(&master), &new)
        })
        .await
    }

    /// Gives a vault whose key is lost a new one. Every row stays as it is; what is sealed with the lost key waits
    /// for it, and each connection says that somebody has to sign in again.
    ///
    /// # Errors
    /// [`ChangeKeyError::NotLost`] while the key may still be had; then nothing was changed.
    pub async fn start_over(&self, new: NewKey) -> Result<(), ChangeKeyError> {
        self.blocking(move |inner| match inner.lock.state().outcome() {
            Err(reason) if reason.is_for_good() => inner.move_to(&Former::Lost, &new),
            _ => Err(ChangeKeyError::NotLost),
        })
        .await
    }
}

impl Inner {
    fn has_passphrase(&self) -> Result<bool, StoreError> {
        self.database
            .read(|connection| Ok(meta::load(connection)?.passphrase.is_some()))
    }

    /// Makes the key, keeps it, makes it the store's, and takes the old one out of the custody.
    pub(crate) fn move_to(&self, former: &Former<'_>, new: &NewKey) -> Result<(), ChangeKeyError> {
        let _alone = FileLock::wait(&self.folder.join(KEY_LOCK)).map_err(|error| {
            tracing::warn!(%error, "no lock for changing the key");
            ChangeKeyError::Locked(LockReason::StoreFailed)
        })?;
        step("alone");
        if matches!(former, Former::Lost) && unlock::is_kept(self) {
            return Err(ChangeKeyError::NotLost);
        }
        let planned = self.plan(new)?;
        self.keep(&planned)?;
        self.settle(former, &planned)?;
        step("stored");
        self.lock.open_with(planned.master);
        let master = self.lock.master().map_err(ChangeKeyError::Locked)?;
        care::tend_alone(self, &master);
        Ok(())
    }

    fn plan(&self, new: &NewKey) -> Result<Planned, ChangeKeyError> {
        if let NewKey::Passphrase(typed) = new {
            let (master, record) = passphrase::make_key(typed)?;
            return Ok(Planned {
                master,
                passphrase: Some(record),
                kept: None,
            });
        }
        let master = MasterKey::make().map_err(SealError::from)?;
        let account = later_account(&self.store_id, &master.id);
        let custody = self.custody.open(&account);
        let custody = custody.map_err(ChangeKeyError::Custody)?;
        Ok(Planned {
            master,
            passphrase: None,
            kept: Some((account, custody)),
        })
    }

    /// Puts the key into the custody. The store knows its name before, so that it can always be found there.
    fn keep(&self, planned: &Planned) -> Result<(), ChangeKeyError> {
        let Some((account, custody)) = &planned.kept else {
            return Ok(());
        };
        let id = &planned.master.id;
        step("planning");
        self.database.write(|transaction| {
            let (state, now) = (KeyState::Planned, self.now());
            Ok::<_, StoreError>(key_row::insert(transaction, id, state, Some(account), now)?)
        })?;
        step("planned");
        if let Err(reason) = custody.keep(&planned.master.to_text()) {
            self.database
                .write(|transaction| Ok::<_, StoreError>(key_row::forget(transaction, id)?))?;
            return Err(ChangeKeyError::Custody(reason));
        }
        step("kept");
        Ok(())
    }

    /// The one transaction with which the new key is in force.
    fn settle(&self, former: &Former<'_>, planned: &Planned) -> Result<(), ChangeKeyError> {
        let Planned {
            master,
            passphrase,
            kept,
        } = planned;
        let key = meta::key_record(&self.store_id, master)?;
        self.database.write(|transaction| {
            let now = self.now();
            match former {
                Former::Open(old) => {
                    if !meta::knows_key(transaction, &old.id)? {
                        return Err(ChangeKeyError::Locked(LockReason::KeyWrong));
                    }
                    step("sealing");
                    rewrap::rewrap(transaction, &self.store_id, old, master)?;
                    key_row::replace(transaction, &old.id)?;
                }
                Former::Lost => key_row::lose_current(transaction, now)?,
            }
            meta::save_key(transaction, &key, passphrase.as_ref())?;
            let account = kept.as_ref().map(|(account, _)| account.as_str());
            key_row::insert(transaction, &master.id, KeyState::Current, account, now)?;
            step("storing");
            Ok(())
        })
    }
}

impl LockReason {
    /// Whether waiting and unlocking will not bring the key: a person may then decide to do without it.
    pub(crate) fn is_for_good(self) -> bool {
        matches!(
            self,
            Self::KeyForgotten
                | Self::KeyAmbiguous
                | Self::KeyMalformed
                | Self::KeyWrong
                | Self::KeyringAbsent
                | Self::KeyringEmpty
                | Self::PassphraseNeeded
        )
    }
}

impl From<RewrapError> for ChangeKeyError {
    fn from(error: RewrapError) -> Self {
        match error {
            RewrapError::Seal(error) => Self::Seal(error),
            RewrapError::Store(error) => Self::Store(error),
        }
    }
}

/// Where a change of keys stands: for the tests that end the program there.
pub(crate) fn step(step: &'static str) {
    tracing::trace!(step, "changing the key");
}
