//! Renewing a connection's tokens, step by step as a rotating refresh token wants it (security.md, refresh-token
//! rotation).
//!
//! [`Vault::spend`] marks the token before it leaves, [`Vault::renew`] stores its successor before anything is done
//! with it, [`Vault::not_spent`] takes the mark back. Each changes the store only if the generation is still the
//! one that the caller saw.

use std::sync::Arc;

use orgkeep_domain::authority::Authority;
use orgkeep_domain::connection::ConnectionStatus;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::scope::Scopes;
use orgkeep_secret::{AccessToken, RefreshToken};
use rusqlite::{OptionalExtension as _, Transaction};

use crate::connection_record::{ConnectionRecord, Credentials, StoredSession, Upkeep};
use crate::connection_seal::{self, NewCredentials, NewSecrets};
use crate::envelope::SealError;
use crate::error::{SecretError, StoreError, from_through_store};
use crate::key::MasterKey;
use crate::lock_state::LockReason;
use crate::meta;
use crate::spent_token;
use crate::token_lock::TokenLock;
use crate::vault::{Inner, Vault};

/// How often one token is sent while no answer to it has arrived: once more than the first time.
const MOST_ATTEMPTS: u32 = 2;

/// Whether the refresh token may be sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spend {
    /// It may, and it is marked on the disk.
    Allowed {
        /// From 1; more when an earlier answer was lost.
        attempt: u32,
    },
    /// It was sent twice and both answers were lost.
    UsedUp,
    /// There are newer tokens.
    Moved,
    /// There is no such connection any more.
    Gone,
}

/// What a renewal brought.
#[derive(Debug)]
pub struct NewTokens {
    /// For API calls.
    pub access: AccessToken,
    /// The successor of the refresh token; none where that one stays in force.
    pub refresh: Option<RefreshToken>,
    /// Where they are valid; none where that stays as it was.
    pub instance: Option<Authority>,
    /// What is granted now; none where that stays as it was.
    pub scopes: Option<Scopes>,
}

/// What became of new tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewed {
    /// They are on the disk, as this generation.
    Stored(u32),
    /// Somebody signed in meanwhile, and that counts. These tokens belong to nobody.
    Superseded,
    /// The connection was removed meanwhile. These tokens belong to nobody.
    Gone,
}

/// Why new tokens are not stored yet. They exist only in memory until they are.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// The vault is locked.
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    /// The row's other secrets cannot be read.
    #[error(transparent)]
    Row(SecretError),
    /// They could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_through_store!(RenewError);

impl Vault {
    /// Marks the refresh token of this generation as sent, durably, if it may be sent.
    ///
    /// # Errors
    /// [`StoreError`]; then it must not be sent.
    pub async fn spend(&self, lock: &TokenLock, generation: u32) -> Result<Spend, StoreError> {
        let id = lock.connection().clone();
        self.blocking(move |inner| {
            inner
                .database
                .write(|transaction| spend(inner, transaction, &id, generation))
        })
        .await
    }

    /// Takes the mark back: the token did not leave, or Salesforce says that nothing was done.
    ///
    /// # Errors
    /// [`StoreError`]; then the token counts as sent once.
    pub async fn not_spent(&self, lock: &TokenLock, generation: u32) -> Result<(), StoreError> {
        let id = lock.connection().clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                match spent_token::attempts(transaction, &id, generation)? {
                    0 => {}
                    1 => spent_token::clear(transaction, &id)?,
                    more => spent_token::mark(transaction, &id, generation, more - 1, inner.now())?,
                }
                Ok(())
            })
        })
        .await
    }

    /// Stores new tokens as the next generation and takes the mark away, in one transaction. Can be repeated with
    /// the same tokens until it succeeds.
    ///
    /// # Errors
    /// [`RenewError`]; then nothing was changed.
    pub async fn renew(
        &self,
        lock: &TokenLock,
        generation: u32,
        tokens: &Arc<NewTokens>,
    ) -> Result<Renewed, RenewError> {
        let (id, tokens) = (lock.connection().clone(), Arc::clone(tokens));
        self.blocking(move |inner| {
            let master = inner.master().map_err(RenewError::Locked)?;
            inner.database.write(|transaction| {
                let stored = match inner.stored_session(transaction, &master, &id) {
                    Ok(stored) if stored.record.generation == generation => stored,
                    Ok(_newer) => return Ok(Renewed::Superseded),
                    Err(SecretError::NotFound) => return Ok(Renewed::Gone),
                    Err(SecretError::Store(error)) => return Err(error.into()),
                    Err(error) => return Err(RenewError::Row(error)),
                };
                store(inner, transaction, &master, &stored, &tokens)
            })
        })
        .await
    }
}

fn spend(
    inner: &Inner,
    transaction: &Transaction<'_>,
    id: &ConnectionId,
    generation: u32,
) -> Result<Spend, StoreError> {
    let found: Option<(u32, Option<bool>)> = transaction
        .prepare_cached("SELECT generation, rotates FROM connection WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((stored, rotates)) = found else {
        return Ok(Spend::Gone);
    };
    if stored != generation {
        return Ok(Spend::Moved);
    }
    let attempt = spent_token::attempts(transaction, id, generation)? + 1;
    // A token that is known to stay in force is not lost with an answer.
    if attempt > MOST_ATTEMPTS && rotates != Some(false) {
        return Ok(Spend::UsedUp);
    }
    spent_token::mark(transaction, id, generation, attempt, inner.now())?;
    tracing::trace!(step = "marking", "the token is about to be marked as spent");
    Ok(Spend::Allowed { attempt })
}

fn store(
    inner: &Inner,
    transaction: &Transaction<'_>,
    master: &MasterKey,
    stored: &StoredSession,
    tokens: &NewTokens,
) -> Result<Renewed, RenewError> {
    if !meta::knows_key(transaction, &master.id)? {
        return Err(RenewError::Locked(LockReason::KeyWrong));
    }
    let (credentials, rotates) = match &stored.secrets.credentials {
        Credentials::App(app) => {
            let (old, new) = (app.refresh.as_ref(), tokens.refresh.as_ref());
            let credentials = NewCredentials::App {
                refresh: new.or(old),
                consumer_secret: app.consumer_secret.as_ref(),
            };
            (credentials, Some(rotates(old, new)))
        }
        Credentials::Password(login) => (NewCredentials::Password(login), None),
    };
    let record = renewed(inner, &stored.record, tokens, rotates);
    let secrets = NewSecrets {
        access: &tokens.access,
        credentials,
    };
    let sealed = connection_seal::seal(master, &inner.store_id, &record, &secrets)?;
    sealed.write(transaction, &record)?;
    spent_token::clear(transaction, &record.id)?;
    tracing::trace!(step = "storing", "the successor is about to be stored");
    Ok(Renewed::Stored(record.generation))
}

/// Whether the renewal replaced the refresh token.
fn rotates(old: Option<&RefreshToken>, new: Option<&RefreshToken>) -> bool {
    match (new, old) {
        (Some(new), Some(old)) => !new.matches(old),
        (Some(_), None) => true,
        (None, _) => false,
    }
}

fn renewed(
    inner: &Inner,
    old: &ConnectionRecord,
    tokens: &NewTokens,
    rotates: Option<bool>,
) -> ConnectionRecord {
    let now = inner.now();
    ConnectionRecord {
        instance: tokens
            .instance
            .clone()
            .unwrap_or_else(|| old.instance.clone()),
        granted_scopes: tokens
            .scopes
            .clone()
            .unwrap_or_else(|| old.granted_scopes.clone()),
        status: ConnectionStatus::Connected,
        status_at: now,
        has_refresh_token: old.has_refresh_token || tokens.refresh.is_some(),
        generation: old.generation.saturating_add(1),
        upkeep: Upkeep {
            rotates,
            renewed_at: Some(now),
            ..old.upkeep
        },
        ..old.clone()
    }
}
