//! The store's keys as rows: which there are, and what can be known of a key without having it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};

use crate::meta::KeyRecord;
use crate::passphrase::PassphraseRecord;

/// What becomes of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyState {
    /// It may have been put into the custody, and nothing is sealed with it.
    Planned,
    /// New values are sealed with it.
    Current,
    /// Nothing is sealed with it any more. The custody may still have it.
    Replaced,
    /// Nobody has it, and values wait for it.
    Lost,
}

/// What the store knows of one of its keys.
pub(crate) struct StoredKey {
    pub(crate) id: String,
    pub(crate) state: KeyState,
    pub(crate) account: Option<String>,
    pub(crate) lost_at: Option<Timestamp>,
    pub(crate) check: Option<Vec<u8>>,
    pub(crate) passphrase: Option<PassphraseRecord>,
    pub(crate) recovery: Option<SealedKey>,
}

/// A key as a recovery sheet opens it.
pub(crate) struct SealedKey {
    /// The name of the sheet's own key.
    pub(crate) recovery_id: String,
    pub(crate) derivation: PassphraseRecord,
    pub(crate) sealed: Vec<u8>,
}

impl KeyState {
    const ALL: [Self; 4] = [Self::Planned, Self::Current, Self::Replaced, Self::Lost];

    fn key(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Current => "current",
            Self::Replaced => "replaced",
            Self::Lost => "lost",
        }
    }
}

impl StoredKey {
    /// What tells whether a key is this one.
    pub(crate) fn record(&self) -> Option<KeyRecord> {
        self.check.clone().map(|check| KeyRecord {
            id: self.id.clone(),
            check,
        })
    }
}

/// Writes down a key that is about to be put into the custody, or is there.
pub(crate) fn insert(
    connection: &Connection,
    id: &str,
    state: KeyState,
    account: Option<&str>,
    now: Timestamp,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO vault_key (id, state, account, made_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET state = ?2, account = ?3",
        params![id, state.key(), account, now.as_millisecond()],
    )?;
    Ok(())
}

/// A key is replaced: a recovery sheet for it opens nothing any more.
pub(crate) fn replace(connection: &Connection, id: &str) -> rusqlite::Result<()> {
    write_recovery(connection, id, None)?;
    connection.execute(
        "UPDATE vault_key SET state = ?2 WHERE id = ?1",
        [id, KeyState::Replaced.key()],
    )?;
    Ok(())
}

/// The current key is lost. What is known of it moves here from the store's own row.
pub(crate) fn lose_current(connection: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE vault_key SET state = :lost, lost_at = :now, key_check = meta.key_check,
             passphrase_salt = meta.passphrase_salt,
             passphrase_memory_kib = meta.passphrase_memory_kib,
             passphrase_passes = meta.passphrase_passes, passphrase_lanes = meta.passphrase_lanes
         FROM meta WHERE vault_key.id = meta.key_id",
        named_params! { ":lost": KeyState::Lost.key(), ":now": now.as_millisecond() },
    )?;
    Ok(())
}

/// Forgets a key.
pub(crate) fn forget(connection: &Connection, id: &str) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM vault_key WHERE id = ?1", [id])?;
    Ok(())
}

/// Forgets the current key of a store that holds no secret.
pub(crate) fn forget_current(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM vault_key WHERE state = 'current'", [])?;
    Ok(())
}

/// Every key but the current one.
pub(crate) fn others(connection: &Connection) -> rusqlite::Result<Vec<StoredKey>> {
    let mut keys = all(connection)?;
    keys.retain(|key| key.state != KeyState::Current);
    Ok(keys)
}

/// Every key, the oldest first.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<StoredKey>> {
    connection
        .prepare_cached("SELECT * FROM vault_key ORDER BY made_at, id")?
        .query_map([], read)?
        .filter_map(Result::transpose)
        .collect()
}

/// Writes down how a recovery sheet opens a key, or that none does any more.
pub(crate) fn write_recovery(
    connection: &Connection,
    key_id: &str,
    recovery: Option<(&SealedKey, Timestamp)>,
) -> rusqlite::Result<()> {
    let (sealed, made_at) = recovery.unzip();
    let derivation = sealed.map(|sealed| &sealed.derivation);
    connection.execute(
        "UPDATE vault_key SET recovery_id = :id, recovery_made_at = :made_at, recovery_salt = :salt,
             recovery_memory_kib = :memory_kib, recovery_passes = :passes, recovery_lanes = :lanes,
             recovery_key = :sealed
         WHERE id = :key_id",
        named_params! {
            ":key_id": key_id,
            ":id": sealed.map(|sealed| &sealed.recovery_id),
            ":made_at": made_at.map(Timestamp::as_millisecond),
            ":salt": derivation.map(|record| &record.salt),
            ":memory_kib": derivation.map(|record| record.memory_kib),
            ":passes": derivation.map(|record| record.passes),
            ":lanes": derivation.map(|record| record.lanes),
            ":sealed": sealed.map(|sealed| &sealed.sealed),
        },
    )?;
    Ok(())
}

/// The name that the custody has for the current key. `None`: it has none, or there is no key.
pub(crate) fn account_of_current(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let found: Option<Option<String>> = connection
        .query_row(
            "SELECT account FROM vault_key WHERE id = (SELECT key_id FROM meta)",
            [],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.flatten())
}

/// Since when the current key is in use.
pub(crate) fn current_since(connection: &Connection) -> rusqlite::Result<Option<Timestamp>> {
    let found: Option<i64> = connection
        .query_row(
            "SELECT made_at FROM vault_key WHERE id = (SELECT key_id FROM meta)",
            [],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.and_then(|at| Timestamp::from_millisecond(at).ok()))
}

/// When the recovery sheet of the current key was made.
pub(crate) fn recovery_made_at(connection: &Connection) -> rusqlite::Result<Option<Timestamp>> {
    let found: Option<Option<i64>> = connection
        .query_row(
            "SELECT recovery_made_at FROM vault_key WHERE id = (SELECT key_id FROM meta)",
            [],
            |row| row.get(0),
        )
        .optional()?;
    let at = found.flatten();
    Ok(at.and_then(|at| Timestamp::from_millisecond(at).ok()))
}

/// A row whose state is none of ours is left alone.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<StoredKey>> {
    let state: String = row.get("state")?;
    let Some(state) = KeyState::ALL.into_iter().find(|known| known.key() == state) else {
        return Ok(None);
    };
    let lost_at: Option<i64> = row.get("lost_at")?;
    Ok(Some(StoredKey {
        id: row.get("id")?,
        state,
        account: row.get("account")?,
        lost_at: lost_at.and_then(|at| Timestamp::from_millisecond(at).ok()),
        check: row.get("key_check")?,
        passphrase: PassphraseRecord::read(row, "passphrase")?,
        recovery: read_recovery(row)?,
    }))
}

fn read_recovery(row: &Row<'_>) -> rusqlite::Result<Option<SealedKey>> {
    let (id, sealed): (Option<String>, Option<Vec<u8>>) =
        (row.get("recovery_id")?, row.get("recovery_key")?);
    let derivation = PassphraseRecord::read(row, "recovery")?;
    let parts = id.zip(sealed).zip(derivation);
    Ok(parts.map(|((recovery_id, sealed), derivation)| SealedKey {
        recovery_id,
        derivation,
        sealed,
    }))
}
