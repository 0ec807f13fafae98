//! The journal of new keys and secrets. Each mark is durable before what it announces is sent.

use jiff::Timestamp;
use orgkeep_domain::activity::{ActivityKind, Deed};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::id::ConnectionId;
use orgkeep_secret::ConsumerSecret;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::columns::Columns;
use crate::error::DamagedRow;
use crate::pending_record::NewSecret;
use crate::pending_row;
use crate::rotation_record::{RotationError, RotationMark, RotationRecord, RotationStep};
use crate::vault::Vault;

impl Vault {
    /// Writes down that the app of a connection is to get a new pair. Needs no key.
    ///
    /// # Errors
    /// [`RotationError`]; then nothing was changed.
    pub async fn begin_rotation(
        &self,
        id: &ConnectionId,
        app: String,
        old_key: ConsumerKey,
    ) -> Result<RotationRecord, RotationError> {
        let id = id.clone();
        self.blocking(move |inner| {
            let now = inner.now().as_millisecond();
            inner.database.write(|transaction| {
                if find(transaction, &id)?.is_some_and(|own| own.is_unfinished()) {
                    return Err(RotationError::Unfinished);
                }
                if pending_row::find(transaction, &id)?.is_some() {
                    return Err(RotationError::OthersPending);
                }
                transaction.execute(
                    "INSERT OR REPLACE INTO rotation (id, step, app, old_key, began_at)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![
                        id.as_str(),
                        RotationStep::Begun.word(),
                        app,
                        old_key.as_str(),
                        now
                    ],
                )?;
                find(transaction, &id)?.ok_or(RotationError::NotFound)
            })
        })
        .await
    }

    /// The rotation of a connection's app, also one that is over. Needs no key.
    ///
    /// # Errors
    /// [`RotationError`].
    pub async fn rotation(
        &self,
        id: &ConnectionId,
    ) -> Result<Option<RotationRecord>, RotationError> {
        let id = id.clone();
        self.reading(move |_, connection| find(connection, &id))
            .await
    }

    /// Writes down, durably and together, how far a rotation is.
    ///
    /// # Errors
    /// [`RotationError`]; then nothing was changed.
    pub async fn mark_rotation(
        &self,
        id: &ConnectionId,
        marks: Vec<RotationMark>,
    ) -> Result<RotationRecord, RotationError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                for one in &marks {
                    mark(transaction, &id, *one)?;
                }
                find(transaction, &id)?.ok_or(RotationError::NotFound)
            })
        })
        .await
    }

    /// Keeps the new pair as the connection's pending credentials, together with how far the rotation is.
    ///
    /// # Errors
    /// [`RotationError`]; then nothing was changed.
    pub async fn keep_staged(
        &self,
        id: &ConnectionId,
        staged: String,
        (key, secret): (ConsumerKey, ConsumerSecret),
    ) -> Result<RotationRecord, RotationError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.keep_up();
            inner.database.write(|transaction| {
                if pending_row::find(transaction, &id)?.is_some() {
                    return Err(RotationError::OthersPending);
                }
                let secret = NewSecret::Typed(secret);
                inner.keep_pending(transaction, &id, &key, secret, None)?;
                transaction.execute(
                    "UPDATE rotation SET step = ?2, staged = ?3, new_key = ?4 WHERE id = ?1",
                    params![
                        id.as_str(),
                        RotationStep::Staged.word(),
                        staged,
                        key.as_str()
                    ],
                )?;
                find(transaction, &id)?.ok_or(RotationError::NotFound)
            })
        })
        .await
    }

    /// The new pair is in force in the org, and the activity tells of it.
    ///
    /// # Errors
    /// [`RotationError`]; then nothing was changed.
    pub async fn finish_rotation(
        &self,
        id: &ConnectionId,
    ) -> Result<RotationRecord, RotationError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                mark(
                    transaction,
                    &id,
                    RotationMark::Step(RotationStep::Activated),
                )?;
                inner.tell_of(transaction, &id, Deed::done(ActivityKind::RotateSecret))?;
                find(transaction, &id)?.ok_or(RotationError::NotFound)
            })
        })
        .await
    }

    /// Forgets a rotation of which nothing is left in the org, with the pair that was kept for it.
    ///
    /// # Errors
    /// [`RotationError`]; then nothing was changed.
    pub async fn forget_rotation(&self, id: &ConnectionId) -> Result<(), RotationError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.wipe(|transaction| {
                let new_key = find(transaction, &id)?.and_then(|own| own.new_key);
                let pending = pending_row::find(transaction, &id)?;
                let kept = pending.filter(|own| Some(&own.consumer_key) == new_key.as_ref());
                if let Some(pending) = kept {
                    pending_row::forget(transaction, &pending.id)?;
                }
                transaction.execute("DELETE FROM rotation WHERE id = ?1", [id.as_str()])?;
                Ok::<_, RotationError>(())
            })
        })
        .await
    }
}

fn find(
    connection: &Connection,
    id: &ConnectionId,
) -> Result<Option<RotationRecord>, RotationError> {
    let found = connection
        .prepare_cached("SELECT * FROM rotation WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok(read(row)))
        .optional()?;
    Ok(found.transpose()?)
}

fn read(row: &Row<'_>) -> Result<RotationRecord, DamagedRow> {
    let columns = Columns::of(row);
    let key = |text: &str| ConsumerKey::parse(text).ok();
    Ok(RotationRecord {
        connection: columns.id(ConnectionId::parse)?,
        step: columns.parsed("step", RotationStep::of_word)?,
        app: columns.get("app")?,
        old_key: columns.parsed("old_key", key)?,
        new_key: columns.optional("new_key", key)?,
        staged: columns.get("staged")?,
        switch_before: columns.get("switch_before")?,
        began_at: columns.moment("began_at")?,
        ends_at: columns.optional_moment("ends_at")?,
    })
}

fn mark(connection: &Connection, id: &ConnectionId, mark: RotationMark) -> rusqlite::Result<()> {
    let id = id.as_str();
    match mark {
        RotationMark::Step(step) => connection.execute(
            "UPDATE rotation SET step = ?2 WHERE id = ?1",
            params![id, step.word()],
        )?,
        RotationMark::Activating(until) => connection.execute(
            "UPDATE rotation SET step = ?2, ends_at = ?3 WHERE id = ?1",
            params![
                id,
                RotationStep::Activating.word(),
                Timestamp::as_millisecond(until)
            ],
        )?,
        RotationMark::SwitchBefore(before) => connection.execute(
            "UPDATE rotation SET switch_before = ?2 WHERE id = ?1",
            params![id, before],
        )?,
    };
    Ok(())
}
