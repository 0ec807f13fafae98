//! The recovery sheet: a printed key that opens the vault when nobody has its own key any more.
//!
//! The sheet's key seals the master key a second time. It is in force once the person has the sheet, and opens exactly
//! one key: with another key of the vault it ends, unless it was the sheet itself that brought the change about.

use jiff::Timestamp;
use orgkeep_domain::activity::{ActivityKind, Deed};
use orgkeep_secret::{Passphrase, RecoveryKey};

use crate::care::{is_key, take_back};
use crate::change_key::{ChangeKeyError, Former, NewKey};
use crate::envelope::{self, Binding, SealError};
use crate::error::{StoreError, from_through_store};
use crate::key::{MasterKey, SecretKey};
use crate::key_row::{self, KeyState, SealedKey, StoredKey};
use crate::lock_state::{LockReason, LockState};
use crate::meta::{self, KeyVerdict};
use crate::passphrase::{PassphraseError, PassphraseRecord};
use crate::random;
use crate::recovery_key::{self, RecoveryKeyError};
use crate::vault::{Inner, Vault};

/// A sheet that is not in force yet.
pub struct RecoverySheet {
    /// What is printed on it.
    pub key: RecoveryKey,
    /// When it was made.
    pub made_at: Timestamp,
    /// The key of the vault that it opens.
    key_id: String,
    sealed: SealedKey,
}

/// What a recovery key, or a remembered passphrase, has brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovered {
    /// The vault is open.
    Opened,
    /// What waited for a lost key can be read again.
    TakenBack,
}

/// Why nothing was recovered. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    /// It is mistyped.
    #[error(transparent)]
    Mistyped(#[from] RecoveryKeyError),
    /// It is well-formed, and opens nothing here: it is of another vault, or a later sheet or key took its place.
    #[error("this recovery key opens nothing in this vault")]
    Wrong,
    /// The vault has to be open for it.
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    /// The key changed since the sheet was made.
    #[error("the key of the vault changed meanwhile")]
    Changed,
    /// What it opened could not be kept.
    #[error(transparent)]
    Key(#[from] ChangeKeyError),
    /// A key could not be made.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_through_store!(RecoveryError);

impl Vault {
    /// Makes a recovery sheet. It opens nothing before [`Vault::keep_recovery`].
    ///
    /// # Errors
    /// [`RecoveryError::Locked`] above all.
    pub async fn make_recovery(&self) -> Result<RecoverySheet, RecoveryError> {
        self.blocking(|inner| {
            let master = inner.master().map_err(RecoveryError::Locked)?;
            let key = recovery_key::make().map_err(SealError::from)?;
            let sealed = seal(&inner.store_id, &master, &key)?;
            Ok(RecoverySheet {
                key,
                made_at: inner.now(),
                key_id: master.id.clone(),
                sealed,
            })
        })
        .await
    }

    /// The person has the sheet: from now on it opens the vault, and no earlier one does.
    ///
    /// # Errors
    /// [`RecoveryError::Changed`] when the key was changed meanwhile.
    pub async fn keep_recovery(&self, sheet: RecoverySheet) -> Result<(), RecoveryError> {
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                if !meta::knows_key(transaction, &sheet.key_id)? {
                    return Err(RecoveryError::Changed);
                }
                let recovery = Some((&sheet.sealed, sheet.made_at));
                key_row::write_recovery(transaction, &sheet.key_id, recovery)?;
                let deed = Deed::done(ActivityKind::MakeRecovery);
                Ok(inner.tell(transaction, &deed)?)
            })
        })
        .await
    }

    /// The sheet opens the vault no more. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`]; then it still does.
    pub async fn revoke_recovery(&self) -> Result<(), StoreError> {
        self.blocking(|inner| {
            inner.database.wipe(|transaction| {
                for key in key_row::all(transaction)? {
                    if key.state == KeyState::Current {
                        key_row::write_recovery(transaction, &key.id, None)?;
                    }
                }
                Ok::<_, StoreError>(())
            })
        })
        .await
    }

    /// Opens a vault with its recovery sheet and keeps the key where `new` says. The sheet stays in force. In an open
    /// vault it takes back what waits for the lost key that the sheet was made for.
    ///
    /// # Errors
    /// [`RecoveryError`].
    pub async fn recover(
        &self,
        typed: RecoveryKey,
        new: NewKey,
    ) -> Result<Recovered, RecoveryError> {
        self.blocking(move |inner| {
            let key = recovery_key::parse(&typed)?;
            let stored = inner
                .database
                .read(|connection| Ok::<_, StoreError>(key_row::all(connection)?))?;
            let opened = stored
                .iter()
                .find_map(|stored| open(&inner.store_id, stored, &key).map(|key| (stored, key)));
            match opened {
                Some((stored, master)) if stored.state == KeyState::Lost => {
                    inner.take_back(stored, &master)
                }
                Some((stored, master)) => inner.reopen(stored, master, &key, &new),
                None => Err(RecoveryError::Wrong),
            }
        })
        .await
    }

    /// Takes back what waits for a lost key that came from this passphrase.
    ///
    /// # Errors
    /// [`RecoveryError::Wrong`] when no lost key came from it.
    pub async fn recall(&self, passphrase: Passphrase) -> Result<Recovered, RecoveryError> {
        self.blocking(move |inner| {
            let lost = inner
                .database
                .read(|connection| Ok::<_, StoreError>(key_row::others(connection)?))?;
            for stored in lost.iter().filter(|key| key.state == KeyState::Lost) {
                let derived = stored
                    .passphrase
                    .as_ref()
                    .and_then(|record| record.derive_master(&passphrase, &stored.id).ok());
                if let Some(master) = derived.filter(|master| is_key(inner, stored, master)) {
                    return inner.take_back(stored, &master);
                }
            }
            Err(RecoveryError::Wrong)
        })
        .await
    }
}

impl Inner {
    fn take_back(&self, lost: &StoredKey, found: &MasterKey) -> Result<Recovered, RecoveryError> {
        if !is_key(self, lost, found) {
            return Err(RecoveryError::Wrong);
        }
        let master = self.master().map_err(RecoveryError::Locked)?;
        take_back(self, &master, found).map_err(RecoveryError::Locked)?;
        self.tend();
        Ok(Recovered::TakenBack)
    }

    /// Opens the vault with its own key, and keeps that where the person wants it.
    fn reopen(
        &self,
        stored: &StoredKey,
        master: MasterKey,
        key: &RecoveryKey,
        new: &NewKey,
    ) -> Result<Recovered, RecoveryError> {
        let meta = self.database.read(meta::load)?;
        if meta.judge(&master) != KeyVerdict::Right {
            return Err(RecoveryError::Wrong);
        }
        if self.lock.state() == LockState::Open {
            return Ok(Recovered::Opened);
        }
        let same_place = matches!(new, NewKey::Keyring).then_some(stored.account.as_ref());
        match same_place.flatten() {
            Some(account) if self.put_back(account, &master)? => self.lock.open_with(master),
            _ => {
                self.move_to(&Former::Open(&master), new)?;
                self.renew_sheet(key)?;
            }
        }
        self.tend();
        Ok(Recovered::Opened)
    }

    /// Puts the key back under its own name. Gives whether it is there: where several entries have the name, it is not.
    fn put_back(&self, account: &str, master: &MasterKey) -> Result<bool, ChangeKeyError> {
        let custody = self.custody.open(account);
        let kept = custody.and_then(|custody| custody.keep(&master.to_text()));
        match kept {
            Ok(()) => Ok(true),
            Err(LockReason::KeyAmbiguous) => Ok(false),
            Err(reason) => Err(ChangeKeyError::Custody(reason)),
        }
    }

    /// The sheet that opened the vault opens it with its new key as well.
    fn renew_sheet(&self, key: &RecoveryKey) -> Result<(), RecoveryError> {
        let master = self.master().map_err(RecoveryError::Locked)?;
        let sealed = seal(&self.store_id, &master, key)?;
        self.database.write(|transaction| {
            let recovery = Some((&sealed, self.now()));
            Ok(key_row::write_recovery(transaction, &master.id, recovery)?)
        })
    }
}

fn seal(store_id: &str, master: &MasterKey, key: &RecoveryKey) -> Result<SealedKey, RecoveryError> {
    let derivation = PassphraseRecord::make()?;
    let recovery_id = random::make_identifier().map_err(SealError::from)?;
    let with = derivation.derive_key(key).map_err(underivable)?;
    let binding = binding(store_id, &master.id, &recovery_id);
    Ok(SealedKey {
        sealed: envelope::seal(&with, master.key.bytes(), &binding)?,
        recovery_id,
        derivation,
    })
}

/// The master key that a recovery key opens, if it is the one for it.
fn open(store_id: &str, stored: &StoredKey, key: &RecoveryKey) -> Option<MasterKey> {
    let recovery = stored.recovery.as_ref()?;
    let with = recovery.derivation.derive_key(key).ok()?;
    let binding = binding(store_id, &stored.id, &recovery.recovery_id);
    let bytes = envelope::open(&with, &recovery.sealed, &binding).ok()?;
    Some(MasterKey {
        id: stored.id.clone(),
        key: SecretKey::from_slice(&bytes)?,
    })
}

fn binding<'a>(store_id: &'a str, key_id: &'a str, recovery_id: &'a str) -> Binding<'a> {
    Binding {
        store: store_id,
        table: "vault_key",
        row: key_id,
        column: "recovery_key",
        key: recovery_id,
        generation: 0,
        steering: &[],
    }
}

fn underivable(error: PassphraseError) -> RecoveryError {
    RecoveryError::Key(ChangeKeyError::Passphrase(error))
}
