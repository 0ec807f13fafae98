//! Blueprints as rows.

use jiff::Timestamp;
use orgkeep_domain::id::BlueprintId;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::app_fields::AppFields;
use crate::blueprint_record::BlueprintRecord;
use crate::columns::{Columns, write_app};
use crate::error::{DamagedRow, ReadError};

const TABLE: &str = "blueprint";

/// One row.
pub(crate) fn read_record(row: &Row<'_>) -> Result<BlueprintRecord, DamagedRow> {
    let columns = Columns::of(row);
    Ok(BlueprintRecord {
        id: columns.id(BlueprintId::parse)?,
        name: columns.get("name")?,
        app: columns.app()?,
        created_at: columns.moment("created_at")?,
        updated_at: columns.moment("updated_at")?,
    })
}

/// One blueprint.
pub(crate) fn find(
    connection: &Connection,
    id: &BlueprintId,
) -> Result<Option<BlueprintRecord>, ReadError> {
    let found = connection
        .prepare_cached("SELECT * FROM blueprint WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok(read_record(row)))
        .optional()?;
    Ok(found.transpose()?)
}

/// A new blueprint, still empty.
pub(crate) fn insert(
    connection: &Connection,
    id: &BlueprintId,
    now: Timestamp,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO blueprint (id, name, created_at, updated_at) VALUES (?1, '', ?2, ?2)",
        params![id.as_str(), now.as_millisecond()],
    )?;
    Ok(())
}

/// Writes what was typed over what was typed before.
pub(crate) fn update(
    connection: &Connection,
    id: &BlueprintId,
    name: &str,
    app: &AppFields,
    now: Timestamp,
) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE blueprint SET name = ?2, updated_at = ?3 WHERE id = ?1",
        params![id.as_str(), name, now.as_millisecond()],
    )?;
    write_app(connection, TABLE, id.as_str(), app)
}
