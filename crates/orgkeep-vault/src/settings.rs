//! Small plain settings of the window: where it was, which theme. Never anything secret.

use rusqlite::{OptionalExtension as _, params};

use crate::error::StoreError;
use crate::vault::Vault;

impl Vault {
    /// A setting. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn setting(&self, name: &'static str) -> Result<Option<String>, StoreError> {
        self.reading(move |_, connection| {
            Ok(connection
                .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()?)
        })
        .await
    }

    /// Changes a setting. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written down.
    pub async fn set_setting(&self, name: &'static str, value: String) -> Result<(), StoreError> {
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                transaction.execute(
                    "INSERT INTO setting (name, value) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET value = ?2",
                    params![name, value],
                )?;
                Ok(())
            })
        })
        .await
    }
}
