//! Earlier sign-ins: seen, opened to go back, and wiped after their time.

use jiff::Timestamp;
use orgkeep_domain::activity::{ActivityKind, Deed};
use orgkeep_domain::id::ConnectionId;
use rusqlite::Connection;
use rusqlite::OptionalExtension as _;

use crate::earlier_record::{EarlierId, EarlierRecord, EarlierSignIn};
use crate::earlier_row;
use crate::error::{ReadError, SecretError, StoreError};
use crate::vault::Vault;

impl Vault {
    /// The sign-in that a connection had before it was moved, if it is still kept. Needs no key.
    ///
    /// # Errors
    /// [`ReadError`] when its row makes no sense or the store cannot be read.
    pub async fn earlier(&self, id: &ConnectionId) -> Result<Option<EarlierRecord>, ReadError> {
        let id = id.clone();
        self.reading(move |inner, connection| earlier_row::find(connection, &id, inner.rule))
            .await
    }

    /// An earlier sign-in with its secret.
    ///
    /// # Errors
    /// [`SecretError`], as for [`Vault::secrets`].
    pub async fn open_earlier(&self, id: &ConnectionId) -> Result<EarlierSignIn, SecretError> {
        let id = id.clone();
        self.opening(SecretError::Locked, move |inner, master, connection| {
            let found = earlier_row::find(connection, &id, inner.rule);
            let record = found.map_err(|error| match error {
                ReadError::Damaged(_) => SecretError::Tampered,
                ReadError::Store(error) => SecretError::Store(error),
            })?;
            let credentials = connection
                .prepare_cached("SELECT * FROM earlier WHERE id = ?1")?
                .query_row([id.as_str()], |row| {
                    Ok(earlier_row::open(row, &inner.store_id, master))
                })
                .optional()?
                .ok_or(SecretError::NotFound)??;
            Ok(EarlierSignIn {
                record: record.ok_or(SecretError::NotFound)?,
                credentials,
            })
        })
        .await
    }

    /// Wipes one before its time.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be wiped.
    pub async fn wipe_earlier(&self, id: &EarlierId) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.wipe(|transaction| {
                if earlier_row::forget(transaction, &id)? {
                    let deed = Deed::done(ActivityKind::ForgetEarlier);
                    inner.tell_of(transaction, &id.connection, deed)?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await
    }

    /// Wipes everything that was kept before a moment. Gives how much that was.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be wiped.
    pub async fn wipe_earlier_than(&self, moment: Timestamp) -> Result<usize, StoreError> {
        self.blocking(move |inner| {
            // Most of the time there is none. Emptying the log would make whoever follows the store read it all again.
            let any = |connection: &Connection| Ok(earlier_row::is_any_older(connection, moment)?);
            if !inner.database.read::<_, StoreError>(any)? {
                return Ok(0);
            }
            inner.database.wipe(|transaction| {
                let wiped = earlier_row::forget_older(transaction, moment)?;
                for id in &wiped {
                    inner.tell_of(transaction, id, Deed::done(ActivityKind::ForgetEarlier))?;
                }
                Ok::<_, StoreError>(wiped.len())
            })
        })
        .await
    }
}
