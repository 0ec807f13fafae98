//! A store that is damaged: noticed before a byte of it is written, and put aside as it is, so that another one can take
//! its place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::ffi::{self, SQLITE_CORRUPT};
use rusqlite::{Connection, Error};

use crate::database;
use crate::error::StoreError;
use crate::file_lock::FileLock;
use crate::folder::{self, FolderError, with};
use crate::meta;
use crate::reserve;
use crate::schema;
use crate::vault::{OPEN_LOCK, OpenError, STORE_FILE, Vault};

/// What SQLite keeps beside the store, and belongs to it.
pub(crate) const LOG: &str = "-wal";
const SHARED_MEMORY: &str = "-shm";

/// What happened and what tests found: much, and each with a check of its own or of no weight.
const ENDLESS: [&str; 2] = ["activity", "test_result"];

/// Why a store was not put aside. It is where it was.
#[derive(Debug, thiserror::Error)]
pub enum SetAsideError {
    /// It reads as it was written: nothing has to take its place.
    #[error("the store is not damaged")]
    Sound,
    /// It cannot be told whether it is damaged.
    #[error(transparent)]
    Unknown(OpenError),
    /// The folder or the file could not be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

impl From<io::Error> for SetAsideError {
    fn from(error: io::Error) -> Self {
        Self::Folder(error.into())
    }
}

impl Vault {
    /// Puts a damaged store aside, byte for byte, under a name that tells when. The next [`Vault::open`] makes a new one,
    /// into which a backup can be restored. The key of the old one stays where it is.
    ///
    /// # Errors
    /// [`SetAsideError`]; a store that is not damaged is never put aside.
    pub fn set_damaged_aside(folder: &Path, now: Timestamp) -> Result<PathBuf, SetAsideError> {
        let folder = folder::prepare(folder)?;
        let _alone = FileLock::wait(&folder.join(OPEN_LOCK))?;
        let store = folder.join(STORE_FILE);
        match schema::check(&store).and_then(|()| Ok(look(&store)?)) {
            Err(OpenError::Store(StoreError::Corrupt(_))) => {}
            Ok(()) => return Err(SetAsideError::Sound),
            Err(error) => return Err(SetAsideError::Unknown(error)),
        }
        let aside = free_name(&folder, now);
        // The room that was taken for it says that there was a store.
        reserve::give_away(&folder);
        // The log first: a store without it is damaged all the same, and without the store it would be taken for nothing's.
        for part in [LOG, ""] {
            match fs::rename(with(&store, part), with(&aside, part)) {
                Err(error) if part.is_empty() || error.kind() != io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
        // What is left of the shared memory says nothing.
        if let Err(error) = fs::remove_file(with(&store, SHARED_MEMORY)) {
            tracing::debug!(%error, "there was no shared memory");
        }
        folder::sync(&folder)?;
        Ok(aside)
    }
}

/// Whether a store can be read as it was written, as far as can be told without its key.
pub(crate) fn look(path: &Path) -> Result<(), StoreError> {
    database::peek(path, examine)
}

/// A store that was in use is not as empty as a new one.
pub(crate) fn look_for_content(path: &Path) -> Result<(), StoreError> {
    let is_empty = fs::metadata(path).is_ok_and(|found| found.len() == 0);
    match is_empty && path.parent().is_some_and(reserve::is_kept) {
        true => Err(damaged("the store is empty, and was in use")),
        false => Ok(()),
    }
}

/// Ends with the first thing that is wrong: by SQLite's own check of every page and row, and for what cannot be told again,
/// also of what the indexes say of each row. The tables that grow without end are left out of the second: it would take as
/// long as everything else that happens at a start.
fn examine(connection: &Connection) -> Result<(), StoreError> {
    let check = |check: &str| -> rusqlite::Result<String> {
        connection.query_row(&format!("PRAGMA {check}"), [], |row| row.get(0))
    };
    let mut found = check("quick_check(1)")?;
    let tables = schema::tables_of(connection)?;
    for table in &tables {
        if found != "ok" {
            break;
        }
        if !ENDLESS.contains(&table.as_str()) {
            found = check(&format!(
                "integrity_check(\"{}\")",
                table.replace('"', "\"\"")
            ))?;
        }
    }
    if found != "ok" {
        return Err(damaged(&found));
    }
    // Its columns are those of the first version.
    if tables.iter().any(|table| table == "meta") {
        meta::load(connection)?;
    }
    Ok(())
}

/// The same as SQLite says when it meets the damage itself.
fn damaged(what: &str) -> StoreError {
    let code = ffi::Error::new(SQLITE_CORRUPT);
    StoreError::Corrupt(Error::SqliteFailure(code, Some(what.to_owned())))
}

/// A name that nothing has.
fn free_name(folder: &Path, now: Timestamp) -> PathBuf {
    let time = now.strftime("%Y%m%d-%H%M%S");
    let is_free = |path: &PathBuf| {
        let is_there = |part| fs::symlink_metadata(with(path, part)).is_ok();
        !is_there("") && !is_there(LOG)
    };
    let first = folder.join(format!("orgkeep-damaged-{time}.db"));
    let others = (2..).map(|count| folder.join(format!("orgkeep-damaged-{time}-{count}.db")));
    std::iter::once(first.clone())
        .chain(others)
        .find(is_free)
        .unwrap_or(first)
}
