//! What waits for a sign-in of a connection, whatever it is: credentials of an app, or a login with a password.

use std::collections::BTreeSet;

use orgkeep_domain::activity::{ActivityKind, Deed};
use orgkeep_domain::id::ConnectionId;
use rusqlite::Transaction;

use crate::error::StoreError;
use crate::pending_login::PendingLoginRecord;
use crate::pending_login_row;
use crate::pending_record::{PendingError, PendingId, PendingRecord};
use crate::pending_row;
use crate::vault::{Inner, Vault};

/// What was typed for a connection and is not in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Credentials of an app: new ones of its own, or those of the one that it is to move to.
    pub app: Option<PendingRecord>,
    /// Another login with a password.
    pub login: Option<PendingLoginRecord>,
}

impl Waiting {
    /// Whether there is anything.
    #[must_use]
    pub fn is_some(&self) -> bool {
        self.app.is_some() || self.login.is_some()
    }

    /// Whether there is something to authenticate the connection again with. What moves it is not.
    #[must_use]
    pub fn renews(&self) -> bool {
        let moves = self.app.as_ref().is_some_and(PendingRecord::moves);
        self.is_some() && (self.login.is_some() || !moves)
    }
}

impl Vault {
    /// What waits for a sign-in of a connection, without its secrets. Needs no key.
    ///
    /// # Errors
    /// [`PendingError`] when a row makes no sense or the store cannot be read.
    pub async fn waiting(&self, id: &ConnectionId) -> Result<Waiting, PendingError> {
        let id = id.clone();
        self.reading(move |_, connection| {
            Ok(Waiting {
                app: pending_row::find(connection, &id)?,
                login: pending_login_row::find(connection, &id)?,
            })
        })
        .await
    }

    /// Every connection for which something waits. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn all_waiting(&self) -> Result<BTreeSet<ConnectionId>, StoreError> {
        self.reading(|_, connection| {
            let query = format!(
                "SELECT id FROM pending UNION SELECT id FROM ({})",
                pending_login_row::SELECT
            );
            let mut statement = connection.prepare_cached(&query)?;
            let ids = statement.query_map([], |row| row.get::<_, String>(0))?;
            let ids = ids.filter_map(|id| id.map(|id| ConnectionId::parse(&id).ok()).transpose());
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    /// Throws away whatever waits for a connection. Needs no key. What is gone stays gone.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be deleted.
    pub async fn discard_pending(&self, id: &ConnectionId) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner
                .database
                .wipe(|transaction| inner.discard_waiting(transaction, &id))
        })
        .await
    }

    /// Throws away what was typed once, credentials of an app or a login, unless something else was typed meanwhile. Needs
    /// no key.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be deleted.
    pub async fn take_back_pending(&self, typed: &PendingId) -> Result<(), StoreError> {
        let typed = typed.clone();
        self.blocking(move |inner| {
            inner.database.wipe(|transaction| {
                let app = pending_row::forget(transaction, &typed)?;
                if app || pending_login_row::forget(transaction, &typed)? {
                    inner.tell_of_discarding(transaction, &typed.connection)?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await
    }
}

impl Inner {
    /// Throws away whatever waits for a connection, and tells of it if there was anything.
    pub(crate) fn discard_waiting(
        &self,
        transaction: &Transaction<'_>,
        id: &ConnectionId,
    ) -> Result<(), StoreError> {
        let mut gone = 0;
        for table in ["pending", "pending_login"] {
            let statement = format!("DELETE FROM {table} WHERE id = ?1");
            gone += transaction.execute(&statement, [id.as_str()])?;
        }
        match gone {
            0 => Ok(()),
            _ => self.tell_of_discarding(transaction, id),
        }
    }

    fn tell_of_discarding(
        &self,
        transaction: &Transaction<'_>,
        id: &ConnectionId,
    ) -> Result<(), StoreError> {
        self.tell_of(transaction, id, Deed::done(ActivityKind::DiscardPending))
    }
}
