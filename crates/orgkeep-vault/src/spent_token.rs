//! The mark of a refresh token that is on its way to Salesforce: written before it leaves, gone when its successor
//! is stored. A mark that is found later says that an answer was lost.

use jiff::Timestamp;
use orgkeep_domain::id::ConnectionId;
use rusqlite::{Connection, OptionalExtension as _, params};

/// How often the token of this generation was sent without an answer.
pub(crate) fn attempts(
    connection: &Connection,
    id: &ConnectionId,
    generation: u32,
) -> rusqlite::Result<u32> {
    let found = connection
        .prepare_cached("SELECT attempts FROM spent_token WHERE id = ?1 AND generation = ?2")?
        .query_row(params![id.as_str(), generation], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(0))
}

/// Writes down that it has been sent so often.
pub(crate) fn mark(
    connection: &Connection,
    id: &ConnectionId,
    generation: u32,
    attempts: u32,
    now: Timestamp,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO spent_token (id, generation, attempts, spent_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET generation = ?2, attempts = ?3, spent_at = ?4",
        )?
        .execute(params![
            id.as_str(),
            generation,
            attempts,
            now.as_millisecond()
        ])?;
    Ok(())
}

/// Forgets the mark, of whichever generation it is.
pub(crate) fn clear(connection: &Connection, id: &ConnectionId) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM spent_token WHERE id = ?1")?
        .execute([id.as_str()])?;
    Ok(())
}
