//! Is the store sound? For tests and for diagnosis.

use orgkeep_secret::{PasswordKind, SecurityTokenKind};
use rusqlite::{Connection, Row};

use crate::connection_seal;
use crate::creation_row;
use crate::draft_login_row::{self, LoginField as _};
use crate::draft_row;
use crate::earlier_row;
use crate::error::{SecretError, StoreError};
use crate::key::MasterKey;
use crate::key_row::{self, KeyState};
use crate::pending_login_row;
use crate::pending_row;
use crate::revocation_row;
use crate::sealed_row::RowError;
use crate::vault::{Inner, Vault};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Integrity {
    /// What SQLite's own check complains of.
    pub complaints: Vec<String>,
    /// Rows whose ciphertexts all open.
    pub sound_rows: usize,
    /// Rows whose ciphertexts wait for a key that is lost, or were restored without any.
    pub apart_rows: usize,
    /// Rows that do not open, as `table id`.
    pub broken_rows: Vec<String>,
}

/// How one connection to the store is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionPragmas {
    /// Which connection.
    pub connection: &'static str,
    /// Each setting that matters, with its value.
    pub pragmas: Vec<(&'static str, String)>,
}

const PRAGMAS: [&str; 9] = [
    "journal_mode",
    "synchronous",
    "fullfsync",
    "checkpoint_fullfsync",
    "busy_timeout",
    "trusted_schema",
    "secure_delete",
    "foreign_keys",
    "user_version",
];

impl Integrity {
    /// Nothing to complain of.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.complaints.is_empty() && self.broken_rows.is_empty()
    }
}

impl Vault {
    /// Checks the file and opens every ciphertext in it.
    ///
    /// # Errors
    /// [`SecretError::Locked`] in a locked vault, or when the store cannot be read at all.
    pub async fn integrity(&self) -> Result<Integrity, SecretError> {
        self.opening(SecretError::Locked, |inner, master, connection| {
            examine(inner, connection, master)
        })
        .await
    }

    /// How this process's connections to the store are set up.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite does not answer.
    pub async fn connection_pragmas(&self) -> Result<Vec<ConnectionPragmas>, StoreError> {
        self.blocking(|inner| {
            inner.database.each(|name, connection| {
                let pragmas = PRAGMAS.map(|pragma| Ok((pragma, pragma_text(connection, pragma)?)));
                let pragmas = pragmas.into_iter().collect::<Result<_, StoreError>>()?;
                Ok(ConnectionPragmas {
                    connection: name,
                    pragmas,
                })
            })
        })
        .await
    }
}

/// The SQLite that is linked in.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

fn examine(
    inner: &Inner,
    connection: &Connection,
    master: &MasterKey,
) -> Result<Integrity, SecretError> {
    let mut found = Integrity {
        complaints: complaints(connection)?,
        ..Integrity::default()
    };
    visit(connection, "connection", &mut found, |row| {
        connection_seal::open_secrets(row, inner.rule, &inner.store_id, master).map(drop)
    })?;
    visit(connection, "revocation", &mut found, |row| {
        revocation_row::open(row, inner.rule, &inner.store_id, master).map(drop)
    })?;
    visit(connection, "draft", &mut found, |row| {
        draft_row::check_secret(row, &inner.store_id, master)
    })?;
    visit(connection, "pending", &mut found, |row| {
        pending_row::open(row, &inner.store_id, master).map(drop)
    })?;
    visit(connection, "earlier", &mut found, |row| {
        earlier_row::open(row, &inner.store_id, master).map(drop)
    })?;
    visit(connection, PasswordKind::TABLE, &mut found, |row| {
        draft_login_row::check::<PasswordKind>(row, &inner.store_id, master)
    })?;
    visit(connection, SecurityTokenKind::TABLE, &mut found, |row| {
        draft_login_row::check::<SecurityTokenKind>(row, &inner.store_id, master)
    })?;
    visit(connection, "pending_login", &mut found, |row| {
        pending_login_row::open(row, &inner.store_id, master).map(drop)
    })?;
    visit(connection, "creation", &mut found, |row| {
        creation_row::open(row, &inner.store_id, master).map(drop)
    })?;
    Ok(found)
}

fn visit(
    connection: &Connection,
    table: &str,
    found: &mut Integrity,
    open: impl Fn(&Row<'_>) -> Result<(), RowError>,
) -> Result<(), SecretError> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        match open(row) {
            Ok(()) => found.sound_rows += 1,
            Err(RowError::WrongKey) if is_apart(connection, row)? => found.apart_rows += 1,
            Err(_) => {
                let id: String = row.get("id").unwrap_or_else(|_| "?".to_owned());
                found.broken_rows.push(format!("{table} {id}"));
            }
        }
    }
    Ok(())
}

/// Whether the key of a row is one that the store knows as lost, or the row has no secrets at all.
fn is_apart(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<bool> {
    let (key_id, data_key): (String, Vec<u8>) = (row.get("key_id")?, row.get("data_key")?);
    let lost = key_row::others(connection)?;
    Ok(data_key.is_empty()
        || lost
            .iter()
            .any(|key| key.state == KeyState::Lost && key.id == key_id))
}

fn complaints(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let lines: rusqlite::Result<Vec<String>> = connection
        .prepare("PRAGMA integrity_check")?
        .query_map([], |row| row.get(0))?
        .collect();
    Ok(lines?.into_iter().filter(|line| line != "ok").collect())
}

fn pragma_text(connection: &Connection, pragma: &str) -> Result<String, StoreError> {
    let value: rusqlite::types::Value =
        connection.pragma_query_value(None, pragma, |row| row.get(0))?;
    Ok(match value {
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => format!("{other:?}"),
    })
}
