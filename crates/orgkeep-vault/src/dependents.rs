//! What depends on connections. Nothing of it is secret, so none of this needs a key. It goes with its connection only when
//! that is removed: a new name, a new sign-in or a new way to sign in change nothing here.

use jiff::Timestamp;
use orgkeep_domain::dependent::{DependentFields, DependentKind};
use orgkeep_domain::id::{ConnectionId, DependentId};
use rusqlite::{OptionalExtension as _, Row, Transaction, named_params, params};

use crate::columns::Columns;
use crate::error::{DamagedRow, ReadError, StoreError, from_through_store};
use crate::random;
use crate::vault::Vault;

/// A dependent as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependentRecord {
    /// Which.
    pub id: DependentId,
    /// The connection that it names.
    pub connection: ConnectionId,
    /// What it is.
    pub fields: DependentFields,
    /// Since when it is listed.
    pub created_at: Timestamp,
}

/// Why a dependent was not kept. The store is as it was.
#[derive(Debug, thiserror::Error)]
pub enum DependentError {
    /// It, or the connection that it names, is gone.
    #[error("it is not there any more")]
    NotFound,
    /// The connection has one of this kind, name and product already.
    #[error("the connection has this dependent already")]
    Repeated,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Random(#[from] getrandom::Error),
    /// Its row makes no sense.
    #[error(transparent)]
    Damaged(#[from] DamagedRow),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_through_store!(DependentError);

impl Vault {
    /// The dependents of one connection, by kind and name. Rows that make no sense are left out.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be read.
    pub async fn dependents(&self, id: &ConnectionId) -> Result<Vec<DependentRecord>, ReadError> {
        let id = id.clone();
        self.reading(move |_, connection| {
            connection
                .prepare_cached(
                    "SELECT * FROM dependent WHERE connection = ?1 ORDER BY kind DESC, name, id",
                )?
                .query_map([id.as_str()], |row| Ok(read(row)))?
                .filter_map(|row| row.map(Result::ok).transpose())
                .map(|row| Ok(row?))
                .collect()
        })
        .await
    }

    /// How many dependents each connection has that has any.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn dependent_counts(&self) -> Result<Vec<(String, u32)>, StoreError> {
        self.reading(|_, connection| {
            let mut statement = connection
                .prepare_cached("SELECT connection, count(*) FROM dependent GROUP BY connection")?;
            let counts = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(counts.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    /// Adds dependents, all in one transaction. Those that are listed already are left as they are. Gives how many are
    /// new.
    ///
    /// # Errors
    /// [`DependentError::NotFound`] when one of the connections is gone; then none was added.
    pub async fn add_dependents(
        &self,
        added: Vec<(ConnectionId, DependentFields)>,
    ) -> Result<usize, DependentError> {
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                let mut new = 0;
                for (connection, fields) in &added {
                    new += insert(transaction, connection, fields, inner.now())?;
                }
                Ok(new)
            })
        })
        .await
    }

    /// Changes what is said of a dependent.
    ///
    /// # Errors
    /// [`DependentError`]; then it is as it was.
    pub async fn change_dependent(
        &self,
        id: &DependentId,
        fields: DependentFields,
    ) -> Result<(), DependentError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                let changed = transaction.execute(
                    "UPDATE OR IGNORE dependent SET kind = ?2, name = ?3, product = ?4 WHERE id = ?1",
                    params![id.as_str(), fields.kind().key(), fields.name(), fields.product()],
                )?;
                match changed {
                    0 if exists(transaction, "dependent", id.as_str())? => {
                        Err(DependentError::Repeated)
                    }
                    0 => Err(DependentError::NotFound),
                    _ => Ok(()),
                }
            })
        })
        .await
    }

    /// Takes a dependent off the list. One that is gone stays gone.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be taken off.
    pub async fn remove_dependent(&self, id: &DependentId) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                transaction.execute("DELETE FROM dependent WHERE id = ?1", [id.as_str()])?;
                Ok(())
            })
        })
        .await
    }
}

fn insert(
    transaction: &Transaction<'_>,
    connection: &ConnectionId,
    fields: &DependentFields,
    now: Timestamp,
) -> Result<usize, DependentError> {
    if !exists(transaction, "connection", connection.as_str())? {
        return Err(DependentError::NotFound);
    }
    let inserted = transaction.prepare_cached(INSERT)?.execute(named_params! {
        ":id": random::make_identifier()?,
        ":connection": connection.as_str(),
        ":kind": fields.kind().key(),
        ":name": fields.name(),
        ":product": fields.product(),
        ":created_at": now.as_millisecond(),
    })?;
    Ok(inserted)
}

const INSERT: &str = "
INSERT INTO dependent (id, connection, kind, name, product, created_at)
VALUES (:id, :connection, :kind, :name, :product, :created_at)
ON CONFLICT (connection, kind, name, product) DO NOTHING";

fn exists(transaction: &Transaction<'_>, table: &str, id: &str) -> rusqlite::Result<bool> {
    let found: Option<i64> = transaction
        .prepare_cached(&format!("SELECT 1 FROM {table} WHERE id = ?1"))?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(found.is_some())
}

fn read(row: &Row<'_>) -> Result<DependentRecord, DamagedRow> {
    let columns = Columns::of(row);
    let kind = columns.parsed("kind", DependentKind::from_key)?;
    let product: String = columns.get("product")?;
    Ok(DependentRecord {
        id: columns.id(DependentId::parse)?,
        connection: columns.parsed("connection", |text| ConnectionId::parse(text).ok())?,
        fields: columns.parsed("name", |name| {
            DependentFields::parse(kind, name, &product).ok()
        })?,
        created_at: columns.moment("created_at")?,
    })
}
