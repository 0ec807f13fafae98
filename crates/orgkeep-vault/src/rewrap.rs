//! Every row that has a data key: sealing those keys with another master key, counting the rows of a lost one, and telling
//! whether there is any.
//!
//! The secrets themselves are not touched: their data keys stay what they are.

use orgkeep_secret::{PasswordKind, SecurityTokenKind};
use rusqlite::{Connection, Row, params};

use crate::columns::Columns;
use crate::connection_seal;
use crate::creation_row;
use crate::draft_login_row::{self, LoginField as _};
use crate::draft_row;
use crate::earlier_row;
use crate::envelope::SealError;
use crate::error::{DamagedRow, StoreError};
use crate::key::MasterKey;
use crate::pending_login_row;
use crate::pending_row;
use crate::revocation_row;
use crate::sealed_row::{OpenRow, RowPlace, WrappedKey};

/// A table with sealed rows, and how to tell what a row is bound to.
struct Sealed {
    table: &'static str,
    place: fn(&Row<'_>, &str) -> Result<Option<RowPlace>, DamagedRow>,
    /// What of a row goes when its key is given up.
    give_up: &'static str,
}

const SEALED: [Sealed; 9] = [
    Sealed {
        table: "connection",
        place: |row, store| connection_seal::place_of(row, store).map(Some),
        give_up: "UPDATE connection SET data_key = x'', access_token = x'', refresh_token = NULL,
             consumer_secret = NULL, password = iif(password IS NULL, NULL, x''), security_token = NULL
             WHERE key_id = ?1",
    },
    Sealed {
        table: PasswordKind::TABLE,
        place: |row, store| draft_login_row::place_of::<PasswordKind>(row, store).map(Some),
        give_up: "DELETE FROM draft_password WHERE key_id = ?1",
    },
    Sealed {
        table: SecurityTokenKind::TABLE,
        place: |row, store| draft_login_row::place_of::<SecurityTokenKind>(row, store).map(Some),
        give_up: "DELETE FROM draft_security_token WHERE key_id = ?1",
    },
    Sealed {
        table: "pending_login",
        place: |row, store| pending_login_row::place_of(row, store).map(Some),
        give_up: "DELETE FROM pending_login WHERE key_id = ?1",
    },
    Sealed {
        table: "creation",
        place: creation_row::place_of,
        give_up: "UPDATE creation SET key_id = NULL, data_key_id = NULL, data_key = NULL,
             consumer_secret = NULL WHERE key_id = ?1",
    },
    Sealed {
        table: "earlier",
        place: |row, store| earlier_row::place_of(row, store).map(Some),
        give_up: "DELETE FROM earlier WHERE key_id = ?1",
    },
    Sealed {
        table: "draft",
        place: draft_row::place_of,
        give_up: "UPDATE draft SET secret_characters = NULL, secret_login_address = NULL,
             secret_consumer_key = NULL, key_id = NULL, data_key_id = NULL, data_key = NULL,
             consumer_secret = NULL WHERE key_id = ?1",
    },
    Sealed {
        table: "pending",
        place: pending_row::place_of,
        give_up: "UPDATE pending SET secret_characters = NULL, key_id = NULL, data_key_id = NULL,
             data_key = NULL, consumer_secret = NULL WHERE key_id = ?1",
    },
    Sealed {
        table: "revocation",
        place: |row, store| revocation_row::place_of(row, store).map(Some),
        give_up: "DELETE FROM revocation WHERE key_id = ?1",
    },
];

/// Why rows were not sealed anew. The transaction is to be given up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RewrapError {
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

crate::error::from_through_store!(RewrapError);

/// Seals the data key of every row of `old` with `new`. A row that does not open stays one that does not open.
pub(crate) fn rewrap(
    connection: &Connection,
    store_id: &str,
    old: &MasterKey,
    new: &MasterKey,
) -> Result<(), RewrapError> {
    for sealed in &SEALED {
        for (id, row) in sealed.rows_of(connection, store_id, &old.id)? {
            let opened = row.and_then(|(place, wrapped)| OpenRow::open(old, place, &wrapped).ok());
            let wrapped = opened.map(|open| open.rewrap(new)).transpose()?;
            let data_key = wrapped.map(|wrapped| wrapped.sealed);
            connection.execute(
                &format!(
                    "UPDATE {} SET key_id = ?2, data_key = coalesce(?3, data_key) WHERE id = ?1",
                    sealed.table
                ),
                params![id, new.id, data_key],
            )?;
        }
    }
    Ok(())
}

/// How many rows are sealed with a key.
pub(crate) fn count(connection: &Connection, key_id: &str) -> rusqlite::Result<u32> {
    let mut rows = 0;
    for sealed in &SEALED {
        rows += connection.query_row(
            &format!(
                "SELECT count(*) FROM {} WHERE key_id = ?1 AND length(data_key) > 0",
                sealed.table
            ),
            [key_id],
            |row| row.get::<_, u32>(0),
        )?;
    }
    Ok(rows)
}

/// Whether nothing is sealed in any table: no row would be lost with the key.
pub(crate) fn holds_no_secret(connection: &Connection) -> rusqlite::Result<bool> {
    for sealed in &SEALED {
        let holds_one = connection.query_row(
            &format!(
                "SELECT EXISTS (SELECT 1 FROM {} WHERE length(data_key) > 0)",
                sealed.table
            ),
            [],
            |row| row.get::<_, bool>(0),
        )?;
        if holds_one {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Throws away what is sealed with a key. The rows stay, without their secrets; a token in the queue stays nowhere.
pub(crate) fn give_up(connection: &Connection, key_id: &str) -> rusqlite::Result<()> {
    for sealed in &SEALED {
        connection.execute(sealed.give_up, [key_id])?;
    }
    Ok(())
}

/// A row's id, and what opens it; nothing where that cannot be read.
type Wrapped = (String, Option<(RowPlace, WrappedKey)>);

impl Sealed {
    fn rows_of(
        &self,
        connection: &Connection,
        store_id: &str,
        key_id: &str,
    ) -> Result<Vec<Wrapped>, StoreError> {
        let mut statement = connection.prepare(&format!(
            "SELECT * FROM {} WHERE key_id = ?1 AND length(data_key) > 0",
            self.table
        ))?;
        let mut rows = statement.query([key_id])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let place = (self.place)(row, store_id).ok().flatten();
            let wrapped = Columns::of(row).wrapped_key().ok();
            found.push((row.get("id")?, place.zip(wrapped)));
        }
        Ok(found)
    }
}
