//! What a store knows of its keys, and putting them in order: leftovers of a change are taken out of the keyring, and
//! the values of a key that was lost and came back are sealed with the one in force.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::change_key::step;
use crate::error::StoreError;
use crate::file_lock::FileLock;
use crate::held;
use crate::key::MasterKey;
use crate::key_row::{self, KeyState, StoredKey};
use crate::lock_state::LockReason;
use crate::meta::{self, KeyVerdict};
use crate::rewrap::{self, RewrapError};
use crate::unlock::{self, KEY_LOCK, Prompt};
use crate::vault::{Inner, Vault};

/// The key of a vault, as far as it can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyCare {
    /// Since when the key is in use. `None` while there is none.
    pub since: Option<Timestamp>,
    /// When the recovery sheet was made that opens the vault now.
    pub recovery_made_at: Option<Timestamp>,
    /// Lost keys that values still wait for.
    pub lost: Vec<LostKey>,
}

/// A key that nobody has, and whose values are kept in case somebody finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostKey {
    /// Its name.
    pub id: String,
    /// When the vault got another one.
    pub lost_at: Option<Timestamp>,
    /// Whether it came from a passphrase.
    pub from_passphrase: bool,
    /// How many rows wait for it: connections, drafts, new credentials, tokens to be revoked.
    pub rows: u32,
}

impl Vault {
    /// What is known of the vault's keys. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn key_care(&self) -> Result<KeyCare, StoreError> {
        self.reading(|_, connection| {
            let mut lost = Vec::new();
            for key in key_row::others(connection)? {
                let rows = rewrap::count(connection, &key.id)?;
                if key.state == KeyState::Lost && rows > 0 {
                    lost.push(LostKey {
                        id: key.id,
                        lost_at: key.lost_at,
                        from_passphrase: key.passphrase.is_some(),
                        rows,
                    });
                }
            }
            Ok(KeyCare {
                since: key_row::current_since(connection)?,
                recovery_made_at: key_row::recovery_made_at(connection)?,
                lost,
            })
        })
        .await
    }

    /// Throws away what waits for lost keys: nobody will find them. The connections stay.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn give_up_lost_keys(&self) -> Result<(), StoreError> {
        self.blocking(|inner| {
            inner.database.wipe(|transaction| {
                for key in key_row::others(transaction)? {
                    if key.state == KeyState::Lost {
                        rewrap::give_up(transaction, &key.id)?;
                        key_row::replace(transaction, &key.id)?;
                    }
                }
                Ok::<_, StoreError>(())
            })
        })
        .await
    }
}

impl Inner {
    /// The key, if the vault is open. Another program may have given the store a new one: then that is fetched,
    /// and the person is asked for nothing.
    pub(crate) fn master(&self) -> Result<Arc<MasterKey>, LockReason> {
        debug_assert!(
            !held::is_held(),
            "the keyring would be asked while others wait for the store"
        );
        let held = self.lock.master()?;
        let known = self
            .database
            .read(|connection| Ok::<_, StoreError>(meta::knows_key(connection, &held.id)?));
        // A store that cannot be read says so at the next step.
        if known.unwrap_or(true) {
            return Ok(held);
        }
        match unlock::obtain(self, Prompt::Forbidden) {
            Ok(master) => self.lock.open_with(master),
            Err(reason) => self.lock.let_go_of(&held.id, reason),
        }
        self.lock.master()
    }

    /// The key, inside a read or a write, while others wait for the store: the keyring is asked for nothing. Where another
    /// program has changed the key since [`Self::keep_up`], there is none.
    pub(crate) fn key_at_hand(
        &self,
        connection: &Connection,
    ) -> Result<Result<Arc<MasterKey>, LockReason>, StoreError> {
        let held = match self.lock.master() {
            Ok(held) => held,
            Err(reason) => return Ok(Err(reason)),
        };
        let is_in_force = meta::knows_key(connection, &held.id)?;
        Ok(is_in_force.then_some(held).ok_or(LockReason::KeyWrong))
    }

    /// Fetches the store's key, if another program has changed it and this one has the vault open.
    pub(crate) fn keep_up(&self) {
        let _open = self.master().is_ok();
    }

    /// Puts the keys in order, if the vault is open and nobody else does.
    pub(crate) fn tend(&self) {
        if let Ok(master) = self.lock.master() {
            tend(self, &master);
        }
    }
}

/// Puts the keys in order, unless another process is at it or changes them.
pub(crate) fn tend(inner: &Inner, master: &MasterKey) {
    match FileLock::take(&inner.folder.join(KEY_LOCK)) {
        Ok(Some(_alone)) => tend_alone(inner, master),
        Ok(None) => {}
        Err(error) => tracing::debug!(%error, "the keys are not put in order"),
    }
}

/// Puts the keys in order. Whoever calls holds the lock for it. What fails is tried again at the next start.
pub(crate) fn tend_alone(inner: &Inner, master: &MasterKey) {
    let others = inner
        .database
        .read(|connection| Ok::<_, StoreError>(key_row::others(connection)?));
    for other in others.unwrap_or_default() {
        let tended = match other.state {
            KeyState::Planned | KeyState::Replaced => take_out(inner, &other),
            KeyState::Lost => look_for(inner, master, &other),
            KeyState::Current => Ok(()),
        };
        if let Err(reason) = tended {
            tracing::debug!(%reason, "a key is left as it is");
        }
    }
}

/// Takes a key that nothing needs out of the custody, and then out of the store.
fn take_out(inner: &Inner, other: &StoredKey) -> Result<(), LockReason> {
    if let Some(account) = &other.account {
        let custody = inner.custody.open(account)?;
        if custody.is_locked() {
            return Err(LockReason::KeyringLocked);
        }
        step("forgetting");
        custody.delete()?;
        step("forgotten");
    }
    forget(inner, &other.id)?;
    step("tidied");
    Ok(())
}

/// A lost key may have come back.
fn look_for(inner: &Inner, master: &MasterKey, other: &StoredKey) -> Result<(), LockReason> {
    let Some(account) = &other.account else {
        return Ok(());
    };
    let custody = inner.custody.open(account)?;
    if custody.is_locked() {
        return Err(LockReason::KeyringLocked);
    }
    let found = custody
        .read()?
        .and_then(|text| MasterKey::parse(&text).ok());
    match found {
        Some(found) if is_key(inner, other, &found) => {
            take_back(inner, master, &found)?;
            take_out(inner, other)
        }
        _ => Ok(()),
    }
}

/// Whether a key is the lost one.
pub(crate) fn is_key(inner: &Inner, lost: &StoredKey, found: &MasterKey) -> bool {
    lost.record()
        .is_some_and(|record| record.judge(&inner.store_id, found) == KeyVerdict::Right)
}

/// Seals what waited for a lost key with the one in force.
pub(crate) fn take_back(
    inner: &Inner,
    master: &MasterKey,
    found: &MasterKey,
) -> Result<(), LockReason> {
    let taken = inner.database.write(|transaction| {
        if !meta::knows_key(transaction, &master.id)? {
            return Ok(());
        }
        rewrap::rewrap(transaction, &inner.store_id, found, master)?;
        key_row::replace(transaction, &found.id)?;
        Ok::<_, RewrapError>(())
    });
    taken.map_err(|error| {
        tracing::warn!(%error, "the values of a lost key still wait");
        LockReason::StoreFailed
    })
}

fn forget(inner: &Inner, id: &str) -> Result<(), LockReason> {
    let forgotten = inner
        .database
        .write(|transaction| Ok::<_, StoreError>(key_row::forget(transaction, id)?));
    forgotten.map_err(|error| {
        tracing::debug!(%error, "a key stays written down");
        LockReason::StoreFailed
    })
}
