//! Filters of the list that the admin keeps, by name. What they say is the page's own matter.

use rusqlite::params;

use crate::error::StoreError;
use crate::vault::Vault;

/// A filter under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFilterRecord {
    /// What it is called.
    pub name: String,
    /// What it says, as JSON.
    pub filter: String,
}

impl Vault {
    /// All of them, in the order of their names. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn saved_filters(&self) -> Result<Vec<SavedFilterRecord>, StoreError> {
        self.reading(|_, connection| {
            let found: rusqlite::Result<Vec<_>> = connection
                .prepare_cached(
                    "SELECT name, filter FROM saved_filter ORDER BY name COLLATE NOCASE, name",
                )?
                .query_map([], |row| {
                    Ok(SavedFilterRecord {
                        name: row.get("name")?,
                        filter: row.get("filter")?,
                    })
                })?
                .collect();
            Ok(found?)
        })
        .await
    }

    /// Keeps a filter, in place of one that has its name.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written down.
    pub async fn save_filter(&self, record: SavedFilterRecord) -> Result<(), StoreError> {
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                transaction.execute(
                    "INSERT INTO saved_filter (name, filter) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET filter = ?2",
                    params![record.name, record.filter],
                )?;
                Ok(())
            })
        })
        .await
    }

    /// Forgets a filter; one that is not there is forgotten already.
    ///
    /// # Errors
    /// [`StoreError`] when that could not be written down.
    pub async fn remove_filter(&self, name: String) -> Result<(), StoreError> {
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                transaction.execute("DELETE FROM saved_filter WHERE name = ?1", [name])?;
                Ok(())
            })
        })
        .await
    }
}
