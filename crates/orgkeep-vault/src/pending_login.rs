//! A login that was typed for a connection with a password, and is not in force until Salesforce took it.

use jiff::Timestamp;
use orgkeep_domain::activity::{ActivityKind, Deed};
use orgkeep_domain::attempt::PasswordLogin;
use orgkeep_domain::authority::Authority;
use orgkeep_domain::id::ConnectionId;
use rusqlite::OptionalExtension as _;

use crate::envelope::SealError;
use crate::lock_state::LockReason;
use crate::meta;
use crate::pending_login_row::{self, TypedLogin};
use crate::pending_record::{PendingError, PendingId};
use crate::random;
use crate::vault::Vault;

/// A pending login as the store has it, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingLoginRecord {
    /// Which.
    pub id: PendingId,
    /// The login address that the connection had when it was typed.
    pub(crate) login: String,
    /// The user name.
    pub username: String,
    /// How many characters the password has.
    pub password_characters: u32,
    /// How many characters the security token has, if one was typed.
    pub security_token_characters: Option<u32>,
    /// When it was typed.
    pub typed_at: Timestamp,
}

impl Vault {
    /// Keeps a login that was typed for a connection, over the one that was typed before. The one in force stays.
    ///
    /// # Errors
    /// [`PendingError::NotFound`] when the connection is gone or has no password; [`PendingError::Locked`].
    pub async fn set_pending_login(
        &self,
        id: &ConnectionId,
        login: PasswordLogin,
    ) -> Result<PendingLoginRecord, PendingError> {
        let id = id.clone();
        self.blocking(move |inner| {
            let master = inner.master().map_err(PendingError::Locked)?;
            let pending = PendingId {
                connection: id.clone(),
                revision: random::make_identifier().map_err(SealError::from)?,
            };
            inner.database.write(|transaction| {
                if !meta::knows_key(transaction, &master.id)? {
                    return Err(PendingError::Locked(LockReason::KeyWrong));
                }
                let address: Option<String> = transaction
                    .prepare_cached(
                        "SELECT login FROM connection WHERE id = ?1 AND authentication = 'standard'",
                    )?
                    .query_row([id.as_str()], |row| row.get(0))
                    .optional()?;
                let typed = TypedLogin {
                    id: &pending,
                    login_address: &address.ok_or(PendingError::NotFound)?,
                    login: &login,
                };
                typed.write(transaction, &master, &inner.store_id, inner.now())?;
                inner.tell_of(transaction, &id, Deed::done(ActivityKind::KeepPending))?;
                pending_login_row::find(transaction, &id)?.ok_or(PendingError::NotFound)
            })
        })
        .await
    }

    /// The pending login of a connection, without its secrets. Needs no key.
    ///
    /// # Errors
    /// [`PendingError`] when the row makes no sense or the store cannot be read.
    pub async fn pending_login(
        &self,
        id: &ConnectionId,
    ) -> Result<Option<PendingLoginRecord>, PendingError> {
        let id = id.clone();
        self.reading(move |_, connection| pending_login_row::find(connection, &id))
            .await
    }

    /// What was typed, with its secrets, for a sign-in at this address.
    ///
    /// # Errors
    /// [`PendingError::TypedForAnother`] when the connection had another address when it was typed.
    pub async fn open_pending_login(
        &self,
        id: &ConnectionId,
        login: &Authority,
    ) -> Result<(PendingLoginRecord, PasswordLogin), PendingError> {
        let (id, login) = (id.clone(), login.clone());
        self.opening(PendingError::Locked, move |inner, master, connection| {
            let record = pending_login_row::find(connection, &id)?.ok_or(PendingError::NotFound)?;
            if record.login != login.origin() {
                return Err(PendingError::TypedForAnother);
            }
            let store = &inner.store_id;
            let found = pending_login_row::find_secrets(connection, &id, store, master)?;
            Ok((record, found.ok_or(PendingError::NotFound)?))
        })
        .await
    }
}
