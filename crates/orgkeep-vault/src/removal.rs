//! Removing a connection. Its token waits, sealed anew, until Salesforce has been told: it survives a
//! restart, and what could not be revoked can be named.

use orgkeep_domain::activity::{ActivityKind, Deed};
use orgkeep_domain::attempt::Authorized;
use orgkeep_domain::id::ConnectionId;
use rusqlite::Transaction;

use crate::activity::concerned;
use crate::connection_record::{ConnectionRecord, ConnectionSecrets, Credentials};
use crate::envelope::SealError;
use crate::error::{DamagedRow, SealRowError, SecretError, StoreError, from_shared_errors};
use crate::key::MasterKey;
use crate::lock_state::LockReason;
use crate::meta;
use crate::revocation_record::{RevocationId, UnwantedToken};
use crate::revocation_row::{self, Unwanted};
use crate::token_lock;
use crate::vault::{Inner, Vault};

/// A connection that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// As it was.
    pub record: ConnectionRecord,
    /// Its token in the queue. `None` when the token could not be read any more: then only an admin can
    /// revoke it, in the org. `None` as well for a session that a password opened: it ends by itself.
    pub revocation: Option<RevocationId>,
}

/// Why a connection was not removed. The store is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// The vault is locked: its token could not be revoked afterwards.
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    /// There is no such connection.
    #[error("there is no such connection")]
    NotFound,
    /// The row's plain fields make no sense.
    #[error(transparent)]
    Damaged(#[from] DamagedRow),
    /// The token could not be sealed for the queue.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_shared_errors!(RemoveError);

impl Vault {
    /// Removes a connection and its secrets, and puts its token into the queue, in one transaction.
    ///
    /// # Errors
    /// [`RemoveError`]; then nothing was changed.
    pub async fn remove(&self, id: &ConnectionId) -> Result<Removed, RemoveError> {
        let id = id.clone();
        self.blocking(move |inner| {
            let master = inner.master().map_err(RemoveError::Locked)?;
            let removed = inner
                .database
                .wipe(|transaction| remove(inner, transaction, &master, &id))?;
            token_lock::forget(&inner.folder, &id);
            Ok(removed)
        })
        .await
    }
}

fn remove(
    inner: &Inner,
    transaction: &Transaction<'_>,
    master: &MasterKey,
    id: &ConnectionId,
) -> Result<Removed, RemoveError> {
    let record = inner.find(transaction, id)?.ok_or(RemoveError::NotFound)?;
    let revocation = match inner.open_secrets(transaction, master, id) {
        Ok(secrets) => {
            let token = unwanted(secrets);
            token
                .map(|token| queue(inner, transaction, master, &record, &token))
                .transpose()?
        }
        Err(SecretError::Store(error)) => return Err(error.into()),
        Err(_unreadable) => None,
    };
    transaction.execute("DELETE FROM connection WHERE id = ?1", [id.as_str()])?;
    let deed = Deed::done(ActivityKind::Remove).about(concerned(&record));
    inner.tell(transaction, &deed)?;
    Ok(Removed { record, revocation })
}

/// What is to be revoked. Nothing says that a login's session can be (salesforce.md, 3.8): it is left to end.
fn unwanted(secrets: ConnectionSecrets) -> Option<UnwantedToken> {
    let access = secrets.access;
    match secrets.credentials {
        Credentials::App(app) => Some(
            app.refresh
                .map_or(UnwantedToken::Access(access), UnwantedToken::Refresh),
        ),
        Credentials::Password(_) => None,
    }
}

/// Queues the refresh token that a new authorization replaces. One that cannot be read any more is
/// left: it is on no disk after this transaction.
pub(crate) fn queue_replaced(
    inner: &Inner,
    transaction: &Transaction<'_>,
    master: &MasterKey,
    replaced: &ConnectionRecord,
    authorized: &Authorized,
) -> Result<Option<RevocationId>, SealRowError> {
    let old = match inner.open_secrets(transaction, master, &replaced.id) {
        Ok(old) => old.credentials.into_refresh_token(),
        Err(SecretError::Store(error)) => return Err(error.into()),
        Err(_unreadable) => None,
    };
    let new = authorized.tokens.refresh.as_ref();
    match old {
        Some(old) if !new.is_some_and(|new| new.matches(&old)) => {
            let token = UnwantedToken::Refresh(old);
            queue(inner, transaction, master, replaced, &token).map(Some)
        }
        _ => Ok(None),
    }
}

/// The record was authenticated with the token just now: its instance is where the token may go.
fn queue(
    inner: &Inner,
    transaction: &Transaction<'_>,
    master: &MasterKey,
    record: &ConnectionRecord,
    token: &UnwantedToken,
) -> Result<RevocationId, SealRowError> {
    if !meta::knows_key(transaction, &master.id)? {
        return Err(SealRowError::Locked(LockReason::KeyWrong));
    }
    let unwanted = Unwanted {
        host: &record.instance,
        connection: record,
        token,
    };
    revocation_row::insert(transaction, master, &inner.store_id, &unwanted, inner.now())
}
