//! The queue of tokens that Salesforce has still to be told about.

use jiff::Timestamp;
use orgkeep_domain::activity::{ActivityKind, ActivityResult, Deed};
use rusqlite::{OptionalExtension as _, params};

use crate::connection_record::ConnectionRecord;
use crate::error::{ReadError, SecretError, StoreError};
use crate::revocation_record::{RevocationId, RevocationRecord, RevocationToken};
use crate::revocation_row;
use crate::vault::Vault;

impl Vault {
    /// The tokens that have still to be revoked, the oldest first. Needs no key. Rows that make no sense
    /// are left out.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be read.
    pub async fn pending_revocations(&self) -> Result<Vec<RevocationRecord>, ReadError> {
        self.reading(|inner, connection| {
            connection
                .prepare_cached("SELECT * FROM revocation ORDER BY created_at, id")?
                .query_map([], |row| Ok(revocation_row::read_record(row, inner.rule)))?
                .filter_map(|row| row.map(Result::ok).transpose())
                .map(|row| Ok(row?))
                .collect()
        })
        .await
    }

    /// How many sign-ins of a connection's user through its app are over here and may still count at Salesforce,
    /// which has not confirmed their end. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn unconfirmed_sign_ins(&self, record: &ConnectionRecord) -> Result<u32, StoreError> {
        // A login through no app has none.
        let Some(key) = record.consumer_key().cloned() else {
            return Ok(0);
        };
        let user = record.user_id.clone();
        self.reading(move |_, connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT COUNT(*) FROM revocation
                         WHERE kind = 'refresh' AND user_id = ?1 AND consumer_key = ?2",
                )?
                .query_row([user.as_str(), key.as_str()], |row| row.get(0))?)
        })
        .await
    }

    /// A token to be revoked, and where it may be sent.
    ///
    /// # Errors
    /// [`SecretError`], as for [`Vault::secrets`].
    pub async fn revocation_token(
        &self,
        id: &RevocationId,
    ) -> Result<RevocationToken, SecretError> {
        let id = id.clone();
        self.opening(SecretError::Locked, move |inner, master, connection| {
            connection
                .prepare_cached("SELECT * FROM revocation WHERE id = ?1")?
                .query_row([id.as_str()], |row| {
                    Ok(revocation_row::open(
                        row,
                        inner.rule,
                        &inner.store_id,
                        master,
                    ))
                })
                .optional()?
                .ok_or(SecretError::NotFound)?
                .map_err(SecretError::from)
        })
        .await
    }

    /// Salesforce knows: the token is forgotten.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be forgotten.
    pub async fn revocation_confirmed(&self, id: &RevocationId) -> Result<(), StoreError> {
        self.forget_revocation(id, ActivityResult::Done).await
    }

    /// Nobody tries any more: the token is forgotten, though Salesforce may still accept it. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be forgotten.
    pub async fn revocation_given_up(&self, id: &RevocationId) -> Result<(), StoreError> {
        self.forget_revocation(id, ActivityResult::Cancelled).await
    }

    async fn forget_revocation(
        &self,
        id: &RevocationId,
        result: ActivityResult,
    ) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.wipe(|transaction| {
                if let Some((concerned, _)) = revocation_row::concerned(transaction, &id)? {
                    let deed = Deed::ended(ActivityKind::Revoke, result).about(concerned);
                    inner.tell(transaction, &deed)?;
                }
                transaction.execute("DELETE FROM revocation WHERE id = ?1", [id.as_str()])?;
                Ok::<_, StoreError>(())
            })
        })
        .await
    }

    /// It did not work this time. The activity tells of the first time only: it is tried again and again.
    ///
    /// # Errors
    /// [`StoreError`] when that could not be written down.
    pub async fn revocation_failed(
        &self,
        id: &RevocationId,
        when: Timestamp,
    ) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                if let Some((concerned, 0)) = revocation_row::concerned(transaction, &id)? {
                    let deed = Deed::ended(ActivityKind::Revoke, ActivityResult::Unconfirmed);
                    inner.tell(transaction, &deed.about(concerned))?;
                }
                transaction.execute(
                    "UPDATE revocation SET tries = tries + 1, last_try_at = ?2 WHERE id = ?1",
                    params![id.as_str(), when.as_millisecond()],
                )?;
                Ok(())
            })
        })
        .await
    }
}
