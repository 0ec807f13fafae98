//! Drafts of registrations: what was typed is never lost, whether the vault is open or not.

use jiff::Timestamp;
use orgkeep_domain::id::DraftId;
use orgkeep_secret::ConsumerSecret;
use rusqlite::{Transaction, params};

use crate::draft_record::{DraftError, DraftFields, DraftRecord};
use crate::draft_row::{self, SealedSecret};
use crate::envelope::SealError;
use crate::error::{DamagedRow, ReadError, StoreError};
use crate::key::MasterKey;
use crate::lock_state::LockReason;
use crate::meta;
use crate::random;
use crate::vault::{Inner, Vault};

impl Vault {
    /// Begins a draft. Needs no key.
    ///
    /// # Errors
    /// [`DraftError`] when the store fails.
    pub async fn begin_draft(&self, fields: DraftFields) -> Result<DraftRecord, DraftError> {
        self.blocking(move |inner| {
            let text = random::make_identifier().map_err(SealError::from)?;
            let id = DraftId::parse(&text).map_err(|_| DamagedRow {
                id: text,
                column: "id",
            })?;
            inner.database.write(|transaction| {
                draft_row::insert(transaction, &id, &fields, inner.now())?;
                draft_row::find(transaction, &id)?.ok_or(DraftError::NotFound)
            })
        })
        .await
    }

    /// Saves what was typed. Needs no key. In an open vault the draft's secrets follow a new address,
    /// consumer key or user name; in a locked one they will have to be typed again ([`DraftError::TypedForAnother`]).
    ///
    /// # Errors
    /// [`DraftError::NotFound`] when the draft is gone; it does not come back.
    pub async fn save_draft(
        &self,
        id: &DraftId,
        fields: DraftFields,
    ) -> Result<DraftRecord, DraftError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.keep_up();
            inner.database.write(|transaction| {
                let before = draft_row::find(transaction, &id)?.ok_or(DraftError::NotFound)?;
                draft_row::update(transaction, &id, &fields, inner.now())?;
                let after = draft_row::find(transaction, &id)?.ok_or(DraftError::NotFound)?;
                inner.let_secret_follow(transaction, &before, &after)?;
                inner.let_login_follow(transaction, &before, &after)?;
                Ok(after)
            })
        })
        .await
    }

    /// Every draft that can be read, the last changed first. Needs no key.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be read.
    pub async fn drafts(&self) -> Result<Vec<DraftRecord>, ReadError> {
        self.reading(|_, connection| {
            connection
                .prepare_cached(&format!(
                    "{} ORDER BY updated_at DESC, id",
                    draft_row::SELECT
                ))?
                .query_map([], |row| Ok(draft_row::read_record(row)))?
                .filter_map(|row| row.map(Result::ok).transpose())
                .map(|row| Ok(row?))
                .collect()
        })
        .await
    }

    /// One draft. Needs no key.
    ///
    /// # Errors
    /// [`DraftError`] when its row makes no sense or the store cannot be read.
    pub async fn draft(&self, id: &DraftId) -> Result<Option<DraftRecord>, DraftError> {
        let id = id.clone();
        self.reading(move |_, connection| draft_row::find(connection, &id))
            .await
    }

    /// Keeps the consumer secret that was typed, sealed, or forgets it (`None`, which needs no key).
    ///
    /// # Errors
    /// [`DraftError::Locked`] above all.
    pub async fn seal_draft_secret(
        &self,
        id: &DraftId,
        secret: Option<ConsumerSecret>,
    ) -> Result<(), DraftError> {
        let id = id.clone();
        self.blocking(move |inner| match secret {
            Some(secret) => {
                let master = inner.master().map_err(DraftError::Locked)?;
                inner.database.write(|transaction| {
                    let draft = draft_row::find(transaction, &id)?.ok_or(DraftError::NotFound)?;
                    inner.seal_for(transaction, &master, &draft, &secret)
                })
            }
            None => inner
                .database
                .write(|transaction| Ok(draft_row::write_secret(transaction, &id, None)?)),
        })
        .await
    }

    /// The consumer secret that was typed, if one was.
    ///
    /// # Errors
    /// [`DraftError::TypedForAnother`] when address or consumer key changed while the vault was locked:
    /// the secret is not for them.
    pub async fn open_draft_secret(
        &self,
        id: &DraftId,
    ) -> Result<Option<ConsumerSecret>, DraftError> {
        let id = id.clone();
        self.opening(DraftError::Locked, move |inner, master, connection| {
            let draft = draft_row::find(connection, &id)?.ok_or(DraftError::NotFound)?;
            let sealed = draft_row::find_secret(connection, &id)?;
            let Some(sealed) = sealed.filter(|_| draft.secret_characters.is_some()) else {
                return Ok(None);
            };
            let secret = sealed.open(master, &inner.store_id, &id)?;
            if sealed.is_for(&draft.fields) {
                Ok(Some(secret))
            } else {
                Err(DraftError::TypedForAnother)
            }
        })
        .await
    }

    /// Writes down, durably, since when the browser is open; or that it is not any more.
    ///
    /// # Errors
    /// [`StoreError`]; then the browser must not be opened.
    pub async fn mark_authorizing(
        &self,
        id: &DraftId,
        since: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.mark(
            "UPDATE draft SET authorizing_since = ?2 WHERE id = ?1",
            id,
            since,
        )
        .await
    }

    /// Writes down the login host that the person vouched for. It counts as long as the address leads there.
    ///
    /// # Errors
    /// [`StoreError`] when that could not be written down.
    pub async fn confirm_host(&self, id: &DraftId, host: String) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                transaction.execute(
                    "UPDATE draft SET confirmed_host = ?2 WHERE id = ?1",
                    params![id.as_str(), host],
                )?;
                Ok(())
            })
        })
        .await
    }

    /// Writes down that Salesforce knows the key, so that it is not waited for any more.
    ///
    /// # Errors
    /// [`StoreError`] when that could not be written down.
    pub async fn mark_key_known(&self, id: &DraftId, at: Timestamp) -> Result<(), StoreError> {
        self.mark(
            "UPDATE draft SET key_known_at = ?2, key_waiting_since = NULL WHERE id = ?1",
            id,
            Some(at),
        )
        .await
    }

    /// Writes down since when Salesforce is waited for to know the key; or that nobody waits any more.
    ///
    /// # Errors
    /// [`StoreError`] when that could not be written down.
    pub async fn mark_key_waiting(
        &self,
        id: &DraftId,
        since: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.mark(
            "UPDATE draft SET key_waiting_since = ?2 WHERE id = ?1",
            id,
            since,
        )
        .await
    }

    /// Deletes a draft and its secret. Needs no key. A draft that is gone stays gone.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be deleted.
    pub async fn delete_draft(&self, id: &DraftId) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.wipe(|transaction| {
                transaction.execute("DELETE FROM draft WHERE id = ?1", [id.as_str()])?;
                Ok::<_, StoreError>(())
            })
        })
        .await
    }

    async fn mark(
        &self,
        statement: &'static str,
        id: &DraftId,
        since: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                let milliseconds = since.map(Timestamp::as_millisecond);
                transaction.execute(statement, params![id.as_str(), milliseconds])?;
                Ok(())
            })
        })
        .await
    }
}

impl Inner {
    /// Seals a secret beside what a draft says now.
    pub(crate) fn seal_for(
        &self,
        transaction: &Transaction<'_>,
        master: &MasterKey,
        draft: &DraftRecord,
        secret: &ConsumerSecret,
    ) -> Result<(), DraftError> {
        if !meta::knows_key(transaction, &master.id)? {
            return Err(DraftError::Locked(LockReason::KeyWrong));
        }
        let generation = draft_row::find_secret(transaction, &draft.id)?
            .map_or(1, |earlier| earlier.next_generation());
        let sealed = SealedSecret::seal(master, &self.store_id, draft, generation, secret)?;
        let characters = secret.character_count();
        draft_row::write_secret(transaction, &draft.id, Some((&sealed, characters)))?;
        Ok(())
    }

    /// Seals the secret anew for an address or key that the person has just changed. If the row did not
    /// stand as it was sealed before that, somebody else changed it, and the secret does not follow. Without a key it stays
    /// behind, and what was typed is saved all the same.
    fn let_secret_follow(
        &self,
        transaction: &Transaction<'_>,
        before: &DraftRecord,
        after: &DraftRecord,
    ) -> Result<(), DraftError> {
        let Ok(master) = self.key_at_hand(transaction)? else {
            return Ok(());
        };
        let Some(sealed) = draft_row::find_secret(transaction, &after.id)? else {
            return Ok(());
        };
        if !sealed.is_for(&before.fields) || sealed.is_for(&after.fields) {
            return Ok(());
        }
        match sealed.open(&master, &self.store_id, &after.id) {
            Ok(secret) => self.seal_for(transaction, &master, after, &secret),
            // What was typed is saved all the same; opening the secret will tell what is wrong.
            Err(_) => Ok(()),
        }
    }
}
