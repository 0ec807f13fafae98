//! The journal of apps that Orgkeep makes. Each mark is durable before what it announces is sent.

use orgkeep_secret::ConsumerSecret;
use rusqlite::OptionalExtension as _;

use crate::creation_record::{
    CreationId, CreationMark, CreationRecord, CreationRowError, NewCreation,
};
use crate::creation_row;
use crate::envelope::SealError;
use crate::error::{ReadError, StoreError};
use crate::lock_state::LockReason;
use crate::meta;
use crate::random;
use crate::vault::Vault;

impl Vault {
    /// Writes down what is going to be made. Needs no key.
    ///
    /// # Errors
    /// [`CreationRowError`] when that could not be written down.
    pub async fn begin_creation(
        &self,
        asked: NewCreation,
    ) -> Result<CreationRecord, CreationRowError> {
        self.blocking(move |inner| {
            let id = CreationId(random::make_identifier().map_err(SealError::from)?);
            inner.database.write(|transaction| {
                creation_row::insert(transaction, &id, &asked, inner.now())?;
                creation_row::find(transaction, &id)
            })
        })
        .await
    }

    /// One creation, without the secret. Needs no key.
    ///
    /// # Errors
    /// [`CreationRowError`].
    pub async fn creation(&self, id: &CreationId) -> Result<CreationRecord, CreationRowError> {
        let id = id.clone();
        self.reading(move |_, connection| creation_row::find(connection, &id))
            .await
    }

    /// Every creation, the oldest first. Needs no key. Rows that make no sense are left out.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be read.
    pub async fn creations(&self) -> Result<Vec<CreationRecord>, ReadError> {
        self.reading(|_, connection| {
            connection
                .prepare_cached("SELECT * FROM creation ORDER BY began_at, id")?
                .query_map([], |row| Ok(creation_row::read_record(row)))?
                .filter_map(|row| row.map(Result::ok).transpose())
                .map(|row| Ok(row?))
                .collect()
        })
        .await
    }

    /// Writes down, durably and together, how far a creation is.
    ///
    /// # Errors
    /// [`CreationRowError`] when that could not be written down.
    pub async fn mark_creation(
        &self,
        id: &CreationId,
        marks: Vec<CreationMark>,
    ) -> Result<CreationRecord, CreationRowError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                for mark in &marks {
                    creation_row::mark(transaction, &id, mark, inner.now())?;
                }
                creation_row::find(transaction, &id)
            })
        })
        .await
    }

    /// Keeps the secret of the app that was made.
    ///
    /// # Errors
    /// [`CreationRowError`].
    pub async fn keep_creation_secret(
        &self,
        id: &CreationId,
        secret: ConsumerSecret,
    ) -> Result<CreationRecord, CreationRowError> {
        let id = id.clone();
        self.blocking(move |inner| {
            let master = inner.master().map_err(CreationRowError::Locked)?;
            inner.database.write(|transaction| {
                if !meta::knows_key(transaction, &master.id)? {
                    return Err(CreationRowError::Locked(LockReason::KeyWrong));
                }
                let record = creation_row::find(transaction, &id)?;
                let keys = (&*master, inner.store_id.as_str());
                creation_row::keep_secret(transaction, keys, &record, &secret)?;
                creation_row::find(transaction, &id)
            })
        })
        .await
    }

    /// The secret of the app that was made, if it has one.
    ///
    /// # Errors
    /// [`CreationRowError`].
    pub async fn creation_secret(
        &self,
        id: &CreationId,
    ) -> Result<Option<ConsumerSecret>, CreationRowError> {
        let id = id.clone();
        self.opening(
            CreationRowError::Locked,
            move |inner, master, connection| {
                let found = connection
                    .prepare_cached("SELECT * FROM creation WHERE id = ?1")?
                    .query_row([id.as_str()], |row| {
                        Ok(creation_row::open(row, &inner.store_id, master))
                    })
                    .optional()?;
                Ok(found.ok_or(CreationRowError::NotFound)??)
            },
        )
        .await
    }

    /// Forgets a creation of which nothing is left to do or to take back.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be forgotten.
    pub async fn forget_creation(&self, id: &CreationId) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.wipe(|transaction| {
                transaction.execute("DELETE FROM creation WHERE id = ?1", [id.as_str()])?;
                Ok::<_, StoreError>(())
            })
        })
        .await
    }
}
