//! What can be told of the store and of its key, for diagnosis. Nothing is changed.

use std::sync::Arc;
use std::time::Duration;

use crate::error::StoreError;
use crate::folder;
use crate::key::MasterKey;
use crate::lock_state::LockReason;
use crate::unlock::account;
use crate::vault::{Inner, OLDEST_SQLITE, STORE_FILE, Vault};

/// How long [`Vault::read_key_again`] waits for the keyring.
const DEADLINE: Duration = Duration::from_secs(5);

/// The database library that is built into this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseLibrary {
    /// Its version, as it tells it itself.
    pub version: String,
    /// Whether it is free of the fault that loses committed changes (security.md, D17).
    pub is_safe: bool,
}

impl DatabaseLibrary {
    /// The one that runs now.
    #[must_use]
    pub fn of_this_program() -> Self {
        Self {
            version: rusqlite::version().to_owned(),
            is_safe: rusqlite::version_number() >= OLDEST_SQLITE,
        }
    }
}

impl Vault {
    /// Whether others than this user have rights on the folder or the store: they were given after the vault
    /// was opened, for opening takes them away.
    #[must_use]
    pub fn is_exposed(&self) -> bool {
        let folder = self.folder();
        folder::is_shared(folder) || folder::is_shared(&folder.join(STORE_FILE))
    }

    /// Asks the custody of an open vault for its key once more, and compares it with the one in use. The person is
    /// not asked for anything: a keyring that was locked since is told as locked.
    ///
    /// # Errors
    /// What a start would now meet; [`LockReason::KeyringTimeout`] after five seconds.
    pub async fn read_key_again(&self) -> Result<(), LockReason> {
        let inner = Arc::clone(&self.inner);
        let asked = tokio::task::spawn_blocking(move || read_again(&inner));
        match tokio::time::timeout(DEADLINE, asked).await {
            Ok(answer) => answer.unwrap_or(Err(LockReason::KeyringFailed)),
            Err(_) => Err(LockReason::KeyringTimeout),
        }
    }

    /// Writes something and takes it back, to see whether the store can be written.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot.
    pub async fn probe_write(&self) -> Result<(), StoreError> {
        self.blocking(|inner| {
            inner.database.write(|transaction| {
                transaction.execute(
                    "INSERT INTO setting (name, value) VALUES ('probe', '')
                     ON CONFLICT (name) DO UPDATE SET value = value",
                    [],
                )?;
                transaction.execute("DELETE FROM setting WHERE name = 'probe'", [])?;
                Ok(())
            })
        })
        .await
    }
}

fn read_again(inner: &Inner) -> Result<(), LockReason> {
    let in_use = inner.master()?;
    let custody = inner.custody.open(&account(inner)?)?;
    if custody.is_locked() {
        return Err(LockReason::KeyringLocked);
    }
    let text = custody.read()?.ok_or(LockReason::KeyForgotten)?;
    let kept = MasterKey::parse(&text).map_err(|_| LockReason::KeyMalformed)?;
    if kept.id == in_use.id {
        Ok(())
    } else {
        Err(LockReason::KeyWrong)
    }
}
