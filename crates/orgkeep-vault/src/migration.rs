//! Moving a connection to another way to sign in, and back: each is one transaction, and the record stays the same.

use std::sync::Arc;

use orgkeep_domain::activity::ActivityKind;
use orgkeep_domain::attempt::{Authorized, Purpose};
use orgkeep_domain::id::ConnectionId;
use rusqlite::Transaction;

use crate::change::{self, Change};
use crate::commit::{Committed, SaveError};
use crate::earlier_record::EarlierId;
use crate::earlier_row::{self, Kept};
use crate::error::SecretError;
use crate::move_queue;
use crate::pending_record::PendingId;
use crate::pending_row;
use crate::removal;
use crate::vault::{Inner, Vault};

impl Vault {
    /// Saves a migration. In one transaction the credentials that were pending are in force, the sign-in that was in
    /// force is kept to go back to, and its refresh token waits to be revoked. What else waits was typed for the earlier
    /// way to sign in, and is thrown away.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was changed, and the new credentials are still pending.
    pub async fn commit_migration(
        &self,
        authorized: impl Into<Arc<Authorized>>,
        proven: PendingId,
    ) -> Result<Committed, SaveError> {
        let authorized = authorized.into();
        self.blocking(move |inner| {
            let id = existing(&authorized)?;
            let moved = inner.save(&authorized, ActivityKind::Migrate, |transaction| {
                pending_row::forget(transaction, &proven)?;
                inner.discard_waiting(transaction, &id)?;
                move_queue::mark_moved(transaction, &id, inner.now())?;
                moved(inner, transaction, &authorized, &id)
            })?;
            tracing::trace!(step = "moved", "the connection is moved");
            Ok(moved)
        })
        .await
    }

    /// Saves a sign-in with the app that a connection had before it was moved. In one transaction that app is in force
    /// again, and the refresh token of the other one waits to be revoked. What waits was typed for that other one, and is
    /// thrown away.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was changed. [`SaveError::NotFound`] when the earlier sign-in was wiped meanwhile.
    pub async fn commit_return(
        &self,
        authorized: impl Into<Arc<Authorized>>,
        earlier: EarlierId,
    ) -> Result<Committed, SaveError> {
        let authorized = authorized.into();
        self.blocking(move |inner| {
            let id = existing(&authorized)?;
            inner.save(&authorized, ActivityKind::GoBack, |transaction| {
                if !earlier_row::forget(transaction, &earlier)? {
                    return Err(SaveError::NotFound);
                }
                inner.discard_waiting(transaction, &id)?;
                change::renew(inner, transaction, &authorized, &id)
            })
        })
        .await
    }
}

fn existing(authorized: &Authorized) -> Result<ConnectionId, SaveError> {
    match &authorized.sign_in.purpose {
        Purpose::Reauthenticate(existing) => Ok(existing.connection.clone()),
        Purpose::Register { .. } => Err(SaveError::OtherPurpose),
    }
}

fn moved(
    inner: &Inner,
    transaction: &Transaction<'_>,
    authorized: &Authorized,
    id: &ConnectionId,
) -> Result<Change, SaveError> {
    let master = inner.key_at_hand(transaction)?.map_err(SaveError::Locked)?;
    let mut change = change::renew(inner, transaction, authorized, id)?;
    let Some(old) = change.replaced.take() else {
        return Ok(change);
    };
    let secrets = match inner.open_secrets(transaction, &master, id) {
        Ok(secrets) => secrets,
        Err(SecretError::Store(error)) => return Err(error.into()),
        // What cannot be read any more cannot be gone back to. The new sign-in is proven all the same.
        Err(_unreadable) => return Ok(change),
    };
    let revocation = removal::queue_replaced(inner, transaction, &master, &old, authorized)?;
    let kept = Kept {
        record: &old,
        credentials: &secrets.credentials,
        revocation,
    };
    kept.write(transaction, &master, &inner.store_id, inner.now())?;
    tracing::trace!(step = "kept", "the earlier sign-in is kept");
    Ok(change)
}
