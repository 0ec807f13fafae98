//! The SQLite file: one connection that writes and one that reads, in each process.
//!
//! Readers never wait for writers (WAL). A write takes the store for itself from its first statement
//! on, waits for other processes up to [`BUSY_DEADLINE`], and is on the disk when it returns.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::damage;
use crate::error::StoreError;
use crate::folder;
use crate::held;
use crate::vault::OpenError;

/// How long a write waits for other processes.
pub(crate) const BUSY_DEADLINE: Duration = Duration::from_secs(10);

/// How long emptying the log waits for readers. It is a courtesy, and nobody should wait for it.
const LOG_DEADLINE: Duration = Duration::from_millis(200);

/// The store as it was before a newer version of Orgkeep changed its tables.
const COPY_FILE: &str = "before-update.db";

/// Both connections of this process.
pub(crate) struct Database {
    path: PathBuf,
    /// Whether the store was seen to be sound. Until then nothing is written into it.
    is_sound: AtomicBool,
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

impl Database {
    /// Opens an existing file, empty or a store.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let writer = connect(path)?;
        let reader = connect(path)?;
        reader.pragma_update(None, "query_only", true)?;
        Ok(Self {
            path: path.to_owned(),
            is_sound: AtomicBool::new(false),
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
        })
    }

    /// Looks once whether the store is damaged.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        if self.is_sound.load(Ordering::Acquire) {
            return Ok(());
        }
        damage::look(&self.path)?;
        self.trust()
    }

    /// The store is sound: it may be written, and closing it moves the log into it.
    fn trust(&self) -> Result<(), StoreError> {
        self.move_log_on_closing()?;
        self.is_sound.store(true, Ordering::Release);
        Ok(())
    }

    fn move_log_on_closing(&self) -> Result<(), StoreError> {
        self.each(|_, connection| {
            Ok(connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?)
        })?;
        Ok(())
    }

    /// Reads, from one state of the store.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let reader = hold(&self.reader);
        let snapshot = reader.unchecked_transaction().map_err(StoreError::from)?;
        held::during(|| work(&snapshot))
    }

    /// Writes: all of it, durably, or nothing. Nothing is written into a store that is damaged.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.check()?;
        let mut writer = hold(&self.writer);
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let done = held::during(|| work(&transaction))?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }

    /// Writes what takes secrets away, and empties the log, so that no old ciphertext stays in it. Gives up soon with the
    /// log when another process is reading; then the next one empties it.
    pub(crate) fn wipe<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let done = self.write(work)?;
        if let Err(error) = truncate_log(&hold(&self.writer)) {
            tracing::debug!(%error, "the log was not emptied");
        }
        Ok(done)
    }

    /// Puts a copy of the whole store beside it, sealed as it is. One that is there already comes from an attempt that was
    /// cut off, and is made anew.
    pub(crate) fn keep_copy(&self) -> Result<(), OpenError> {
        self.check()?;
        let path = self.copy_path();
        self.drop_copy();
        folder::prepare_file(&path)?;
        let name = path.to_string_lossy();
        hold(&self.writer).execute("VACUUM INTO ?1", [name])?;
        Ok(())
    }

    /// Takes the copy away, if there is one.
    pub(crate) fn drop_copy(&self) {
        match fs::remove_file(self.copy_path()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "the copy of the earlier version stays");
            }
            _ => {}
        }
    }

    /// Looks whether the store is damaged, whatever was seen before.
    pub(crate) fn look_again(&self) -> Result<(), StoreError> {
        damage::look(&self.path)
    }

    fn copy_path(&self) -> PathBuf {
        self.path.with_file_name(COPY_FILE)
    }

    /// Asks each connection something, by name.
    pub(crate) fn each<T>(
        &self,
        mut ask: impl FnMut(&'static str, &Connection) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(vec![
            ask("writer", &hold(&self.writer))?,
            ask("reader", &hold(&self.reader))?,
        ])
    }
}

impl Drop for Database {
    /// A log with nothing in it goes with the last program, whatever state the store is in: who only looked leaves
    /// nothing behind.
    fn drop(&mut self) {
        let log = folder::with(&self.path, damage::LOG);
        if fs::metadata(log).is_ok_and(|log| log.len() == 0)
            && let Err(error) = self.move_log_on_closing()
        {
            tracing::debug!(%error, "the empty log stays");
        }
    }
}

/// Looks at a store without changing a byte of it, its log included: what opens it for reading only cannot
/// move the log into it on closing.
pub(crate) fn peek<T>(
    path: &Path,
    look: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_DEADLINE)?;
    look(&connection)
}

/// Whether a store keeps a log, as every one of ours does.
pub(crate) fn has_log(connection: &Connection) -> rusqlite::Result<bool> {
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    Ok(mode == "wal")
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    // Without SQLITE_OPEN_CREATE: the file was made beforehand, with the right mode.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_DEADLINE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    for on in [
        "fullfsync",
        "checkpoint_fullfsync",
        "secure_delete",
        "foreign_keys",
    ] {
        connection.pragma_update(None, on, true)?;
    }
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

fn truncate_log(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(LOG_DEADLINE)?;
    let emptied = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    connection.busy_timeout(BUSY_DEADLINE)?;
    emptied
}

fn hold(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    // A panic while the connection was held has rolled its transaction back.
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}
