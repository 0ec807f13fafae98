//! What can be told of the store without its key, for diagnosis.

use crate::error::StoreError;
use crate::folder;
use crate::vault::{OLDEST_SQLITE, STORE_FILE, Vault};

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
