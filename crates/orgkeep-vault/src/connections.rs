//! Reading connections: the list while locked, the secrets when open.

use orgkeep_domain::activity::{ActivityKind, Deed, Detail};
use orgkeep_domain::alphabet;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::connection::{ConnectionName, Environment};
use orgkeep_domain::id::ConnectionId;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use crate::activity::concerned;
use crate::columns::{Columns, Places};
use crate::connection_record::{
    ConnectionList, ConnectionRecord, ConnectionSecrets, StoredSession,
};
use crate::connection_row;
use crate::connection_seal;
use crate::error::{DamagedRow, ReadError, SecretError, StoreError};
use crate::key::MasterKey;
use crate::vault::{Inner, Vault};

impl Vault {
    /// Every connection, in the order of names, numbers by their value. Needs no key. A damaged row does not hide the others.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read at all.
    pub async fn connections(&self) -> Result<ConnectionList, StoreError> {
        self.reading(|inner, connection| inner.list(connection))
            .await
    }

    /// One connection. Needs no key.
    ///
    /// # Errors
    /// [`ReadError`] when its row makes no sense or the store cannot be read.
    pub async fn connection(
        &self,
        id: &ConnectionId,
    ) -> Result<Option<ConnectionRecord>, ReadError> {
        let id = id.clone();
        self.reading(move |inner, connection| inner.find(connection, &id))
            .await
    }

    /// Changes what the admin calls a connection and how they label it. Gives it as it is then, or `None` if
    /// it is gone. Needs no key: nothing that steers secrets changes.
    ///
    /// # Errors
    /// [`ReadError`] when its row makes no sense or the store cannot be written.
    pub async fn relabel(
        &self,
        id: &ConnectionId,
        name: ConnectionName,
        environment: Environment,
    ) -> Result<Option<ConnectionRecord>, ReadError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                let before = inner.find(transaction, &id)?;
                transaction.execute(
                    "UPDATE connection SET name = ?2, environment = ?3 WHERE id = ?1",
                    [id.as_str(), name.as_str(), environment.key()],
                )?;
                let after = inner.find(transaction, &id)?;
                if let (Some(before), Some(after)) = (&before, &after) {
                    inner.tell_relabelled(transaction, before, after)?;
                }
                Ok(after)
            })
        })
        .await
    }

    /// Chooses the browser of a connection. Gives it as it is then, or `None` if it is gone. Needs no key.
    ///
    /// # Errors
    /// [`ReadError`] when its row makes no sense or the store cannot be written.
    pub async fn choose_browser(
        &self,
        id: &ConnectionId,
        browser: BrowserChoice,
    ) -> Result<Option<ConnectionRecord>, ReadError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                transaction.execute(
                    "UPDATE connection SET browser = ?2, private_window = ?3 WHERE id = ?1",
                    params![id.as_str(), browser.id, browser.private],
                )?;
                inner.find(transaction, &id)
            })
        })
        .await
    }

    /// A connection's secrets, and where they may be sent.
    ///
    /// # Errors
    /// [`SecretError`] tells apart a locked vault, a wrong key, and a row that was changed.
    pub async fn secrets(&self, id: &ConnectionId) -> Result<ConnectionSecrets, SecretError> {
        let id = id.clone();
        self.opening(SecretError::Locked, move |inner, master, connection| {
            inner.open_secrets(connection, master, &id)
        })
        .await
    }

    /// A connection with its secrets, both from one state of the store.
    ///
    /// # Errors
    /// As for [`Vault::secrets`]. Plain fields that make no sense count as changed.
    pub async fn stored_session(&self, id: &ConnectionId) -> Result<StoredSession, SecretError> {
        let id = id.clone();
        self.opening(SecretError::Locked, move |inner, master, connection| {
            inner.stored_session(connection, master, &id)
        })
        .await
    }
}

impl Inner {
    fn tell_relabelled(
        &self,
        transaction: &Transaction<'_>,
        before: &ConnectionRecord,
        after: &ConnectionRecord,
    ) -> Result<(), StoreError> {
        let renamed = (before.name != after.name).then(|| {
            let earlier = Detail::EarlierName(before.name.to_string());
            Deed::done(ActivityKind::Rename).with(earlier)
        });
        let relabelled = (before.environment != after.environment).then(|| {
            let earlier = Detail::EarlierEnvironment(before.environment);
            Deed::done(ActivityKind::Relabel).with(earlier)
        });
        for deed in [renamed, relabelled].into_iter().flatten() {
            self.tell(transaction, &deed.about(concerned(after)))?;
        }
        Ok(())
    }

    pub(crate) fn stored_session(
        &self,
        connection: &Connection,
        master: &MasterKey,
        id: &ConnectionId,
    ) -> Result<StoredSession, SecretError> {
        let secrets = self.open_secrets(connection, master, id)?;
        let record = self.find(connection, id).map_err(|error| match error {
            ReadError::Damaged(_) => SecretError::Tampered,
            ReadError::Store(error) => SecretError::Store(error),
        })?;
        let record = record.ok_or(SecretError::NotFound)?;
        Ok(StoredSession { record, secrets })
    }

    pub(crate) fn list(&self, connection: &Connection) -> Result<ConnectionList, StoreError> {
        let mut list = ConnectionList::default();
        let mut statement = connection.prepare_cached(connection_row::SELECT)?;
        let places = Places::of(&statement);
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            match connection_row::read_columns(&Columns::among(row, &places), self.rule) {
                Ok(record) => list.records.push(record),
                Err(damage) => list.damaged.push(damage),
            }
        }
        // SQLite would carry whole rows to their places, with everything that is sealed in them.
        let key = |record: &ConnectionRecord| {
            let name = alphabet::sort_key(record.name.as_str());
            (name, record.id.as_str().to_owned())
        };
        list.records.sort_by_cached_key(key);
        Ok(list)
    }

    pub(crate) fn find(
        &self,
        connection: &Connection,
        id: &ConnectionId,
    ) -> Result<Option<ConnectionRecord>, ReadError> {
        let found: Option<Result<ConnectionRecord, DamagedRow>> = connection
            .prepare_cached(&format!("{} WHERE id = ?1", connection_row::SELECT))?
            .query_row([id.as_str()], |row| {
                Ok(connection_row::read_record(row, self.rule))
            })
            .optional()?;
        Ok(found.transpose()?)
    }

    pub(crate) fn open_secrets(
        &self,
        connection: &Connection,
        master: &MasterKey,
        id: &ConnectionId,
    ) -> Result<ConnectionSecrets, SecretError> {
        connection
            .prepare_cached("SELECT * FROM connection WHERE id = ?1")?
            .query_row([id.as_str()], |row| {
                Ok(connection_seal::open_secrets(
                    row,
                    self.rule,
                    &self.store_id,
                    master,
                ))
            })
            .optional()?
            .ok_or(SecretError::NotFound)?
            .map_err(SecretError::from)
    }
}
