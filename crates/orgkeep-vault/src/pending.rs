//! Pending credentials: typed for a connection, and not in force until a sign-in proves them.

use orgkeep_domain::activity::{ActivityKind, Deed};
use orgkeep_domain::authority::Authority;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_secret::ConsumerSecret;
use rusqlite::{OptionalExtension as _, Transaction};

use crate::envelope::SealError;
use crate::error::{ReadError, StoreError};
use crate::pending_record::{NewSecret, PendingError, PendingId, PendingMark, PendingRecord};
use crate::pending_row::{self, Typed};
use crate::random;
use crate::vault::{Inner, Vault};

impl Vault {
    /// Keeps credentials that were typed for a connection, over those that were typed before. The ones in
    /// force stay as they are. Needs the key only for a secret.
    ///
    /// # Errors
    /// [`PendingError::NotFound`] when the connection is gone, [`PendingError::WithoutApp`] when it signs in with a
    /// password, [`PendingError::Locked`] for a secret.
    pub async fn set_pending(
        &self,
        id: &ConnectionId,
        consumer_key: ConsumerKey,
        secret: NewSecret,
    ) -> Result<PendingRecord, PendingError> {
        self.keep(id, consumer_key, secret, None).await
    }

    /// Keeps credentials that were typed to move a connection to another way to sign in. For the rest as
    /// [`Vault::set_pending`].
    ///
    /// # Errors
    /// As for [`Vault::set_pending`].
    pub async fn set_migration(
        &self,
        id: &ConnectionId,
        authentication: AuthenticationType,
        consumer_key: ConsumerKey,
        secret: NewSecret,
    ) -> Result<PendingRecord, PendingError> {
        self.keep(id, consumer_key, secret, Some(authentication))
            .await
    }

    async fn keep(
        &self,
        id: &ConnectionId,
        consumer_key: ConsumerKey,
        secret: NewSecret,
        authentication: Option<AuthenticationType>,
    ) -> Result<PendingRecord, PendingError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.keep_up();
            inner.database.write(|transaction| {
                inner.keep_pending(transaction, &id, &consumer_key, secret, authentication)?;
                inner.tell_of(transaction, &id, Deed::done(ActivityKind::KeepPending))?;
                pending_row::find(transaction, &id)?.ok_or(PendingError::NotFound)
            })
        })
        .await
    }

    /// The pending credentials of a connection, without the secret. Needs no key.
    ///
    /// # Errors
    /// [`PendingError`] when the row makes no sense or the store cannot be read.
    pub async fn pending(&self, id: &ConnectionId) -> Result<Option<PendingRecord>, PendingError> {
        let id = id.clone();
        self.reading(move |_, connection| pending_row::find(connection, &id))
            .await
    }

    /// The pending credentials of every connection that has some that can be read. Needs no key.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be read.
    pub async fn all_pending(&self) -> Result<Vec<PendingRecord>, ReadError> {
        self.reading(|_, connection| {
            connection
                .prepare_cached(&format!("{} ORDER BY id", pending_row::SELECT))?
                .query_map([], |row| Ok(pending_row::read_record(row)))?
                .filter_map(|row| row.map(Result::ok).transpose())
                .map(|row| Ok(row?))
                .collect()
        })
        .await
    }

    /// What was typed, with its secret, for a sign-in at this address.
    ///
    /// # Errors
    /// [`PendingError::TypedForAnother`] when the connection had another address when they were typed.
    pub async fn open_pending(
        &self,
        id: &ConnectionId,
        login: &Authority,
    ) -> Result<(PendingRecord, Option<ConsumerSecret>), PendingError> {
        let (id, login) = (id.clone(), login.clone());
        self.opening(PendingError::Locked, move |inner, master, connection| {
            let record = pending_row::find(connection, &id)?.ok_or(PendingError::NotFound)?;
            if record.login != login.origin() {
                return Err(PendingError::TypedForAnother);
            }
            let secret = match record.secret_characters {
                Some(_) => pending_row::find_secret(connection, &id, &inner.store_id, master)?,
                None => None,
            };
            Ok((record, secret))
        })
        .await
    }

    /// Writes down, durably, how far an attempt with pending credentials is. Typed anew meanwhile, they are
    /// left as they are.
    ///
    /// # Errors
    /// [`StoreError`] when that could not be written down.
    pub async fn mark_pending(&self, id: &PendingId, mark: PendingMark) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner
                .database
                .write(|transaction| Ok(pending_row::mark(transaction, &id, mark)?))
        })
        .await
    }
}

impl Inner {
    /// Keeps credentials over those that were typed before.
    pub(crate) fn keep_pending(
        &self,
        transaction: &Transaction<'_>,
        id: &ConnectionId,
        consumer_key: &ConsumerKey,
        secret: NewSecret,
        authentication: Option<AuthenticationType>,
    ) -> Result<(), PendingError> {
        let login = login_for(transaction, id, authentication)?;
        let id = PendingId {
            connection: id.clone(),
            revision: random::make_identifier().map_err(SealError::from)?,
        };
        let typed = Typed {
            id: &id,
            login: &login,
            consumer_key,
            authentication,
        };
        if let NewSecret::Absent = secret {
            return Ok(typed.write(transaction, None, self.now())?);
        }
        let master = self
            .key_at_hand(transaction)?
            .map_err(PendingError::Locked)?;
        let before =
            || pending_row::find_secret(transaction, &id.connection, &self.store_id, &master);
        let secret = match secret {
            NewSecret::Absent => None,
            NewSecret::AsTyped => before()?,
            NewSecret::Typed(secret) => Some(secret),
        };
        let sealed = secret
            .map(|secret| typed.seal(&master, &self.store_id, &secret))
            .transpose()?;
        Ok(typed.write(transaction, sealed.as_ref(), self.now())?)
    }
}

/// Where people sign in for a connection, as its row has it. One with a password has no app of its own, so only another way
/// to sign in can be typed for it.
fn login_for(
    transaction: &Transaction<'_>,
    id: &ConnectionId,
    authentication: Option<AuthenticationType>,
) -> Result<String, PendingError> {
    let found: Option<(String, String)> = transaction
        .prepare_cached("SELECT login, authentication FROM connection WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (login, signs_in_by) = found.ok_or(PendingError::NotFound)?;
    if authentication.is_none() && signs_in_by == AuthenticationType::Standard.key() {
        return Err(PendingError::WithoutApp);
    }
    Ok(login)
}
