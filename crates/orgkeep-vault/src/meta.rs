//! The store's one row about itself: its identity, and what is known of its key without having it.

use orgkeep_domain::authority::AuthorityRule;
use rusqlite::types::Type;
use rusqlite::{Connection, Error, OptionalExtension as _, Row, params};

use crate::envelope::{self, Binding, EnvelopeError, SealError};
use crate::error::StoreError;
use crate::key::MasterKey;
use crate::passphrase::PassphraseRecord;
use crate::schema;

/// What the store says of itself.
pub(crate) struct MetaRecord {
    pub(crate) store_id: String,
    pub(crate) rule: AuthorityRule,
    pub(crate) key: Option<KeyRecord>,
    pub(crate) passphrase: Option<PassphraseRecord>,
}

/// The key's name, and a ciphertext that only the right key opens.
pub(crate) struct KeyRecord {
    pub(crate) id: String,
    pub(crate) check: Vec<u8>,
}

/// What the key-check value says about a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyVerdict {
    Right,
    Wrong,
    NewerFormat,
}

/// Sealed with each store's key. It tells a wrong key from a changed row.
const KEY_CHECK: &[u8] = b"orgkeep key check";

/// Reads the row. Every store has it from its first transaction on: without it, or with something else in its columns
/// than Orgkeep writes, the store is damaged, even where its pages hang together.
///
/// # Errors
/// [`StoreError::Corrupt`] for such a row.
pub(crate) fn load(connection: &Connection) -> Result<MetaRecord, StoreError> {
    let read = |row: &Row<'_>| {
        Ok(MetaRecord {
            store_id: row.get("store_id")?,
            rule: rule_of(row)?,
            key: key_of(row)?,
            passphrase: PassphraseRecord::read(row, "passphrase")?,
        })
    };
    let found = connection.query_row("SELECT * FROM meta", [], read);
    found.map_err(|error| match error.sqlite_error() {
        Some(_) => error.into(),
        None => StoreError::Corrupt(error),
    })
}

fn rule_of(row: &Row<'_>) -> rusqlite::Result<AuthorityRule> {
    let column = row.as_ref().column_index("rule")?;
    let word: String = row.get(column)?;
    [AuthorityRule::Salesforce, AuthorityRule::Practice]
        .into_iter()
        .find(|rule| schema::rule_key(*rule) == word)
        .ok_or_else(|| Error::FromSqlConversionFailure(column, Type::Text, "no such rule".into()))
}

fn key_of(row: &Row<'_>) -> rusqlite::Result<Option<KeyRecord>> {
    let id: Option<String> = row.get("key_id")?;
    let check: Option<Vec<u8>> = row.get("key_check")?;
    Ok(id.zip(check).map(|(id, check)| KeyRecord { id, check }))
}

impl MetaRecord {
    /// Whether a key is this store's key. A store that knows no key yet takes any.
    pub(crate) fn judge(&self, master: &MasterKey) -> KeyVerdict {
        match &self.key {
            Some(known) => known.judge(&self.store_id, master),
            None => KeyVerdict::Right,
        }
    }
}

impl KeyRecord {
    /// Whether a key is the one of this record.
    pub(crate) fn judge(&self, store_id: &str, master: &MasterKey) -> KeyVerdict {
        let opened = envelope::open(&master.key, &self.check, &binding(store_id, &self.id));
        match opened {
            Ok(text) if text.as_slice() == KEY_CHECK && self.id == master.id => KeyVerdict::Right,
            Err(EnvelopeError::UnknownFormat(_)) => KeyVerdict::NewerFormat,
            Ok(_) | Err(EnvelopeError::Short | EnvelopeError::Refused) => KeyVerdict::Wrong,
        }
    }
}

/// Makes the key-check value of a key for a store.
pub(crate) fn key_record(store_id: &str, master: &MasterKey) -> Result<KeyRecord, SealError> {
    let check = envelope::seal(&master.key, KEY_CHECK, &binding(store_id, &master.id))?;
    Ok(KeyRecord {
        id: master.id.clone(),
        check,
    })
}

/// Writes down which key the store has, and how it is come by.
pub(crate) fn save_key(
    connection: &Connection,
    key: &KeyRecord,
    passphrase: Option<&PassphraseRecord>,
) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE meta SET key_id = ?1, key_check = ?2, passphrase_salt = ?3,
             passphrase_memory_kib = ?4, passphrase_passes = ?5, passphrase_lanes = ?6",
        params![
            key.id,
            key.check,
            passphrase.map(|record| &record.salt),
            passphrase.map(|record| record.memory_kib),
            passphrase.map(|record| record.passes),
            passphrase.map(|record| record.lanes),
        ],
    )?;
    Ok(())
}

/// Whether the store's key is still the one named. Another process may have made a new one for the empty
/// store meanwhile.
pub(crate) fn knows_key(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    let known: Option<Option<String>> = connection
        .query_row("SELECT key_id FROM meta", [], |row| row.get(0))
        .optional()?;
    Ok(known.flatten().as_deref() == Some(id))
}

fn binding<'a>(store_id: &'a str, key_id: &'a str) -> Binding<'a> {
    Binding {
        store: store_id,
        table: "meta",
        row: "1",
        column: "key_check",
        key: key_id,
        generation: 0,
        steering: &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(master: &MasterKey) -> MetaRecord {
        MetaRecord {
            store_id: "store".into(),
            rule: AuthorityRule::Salesforce,
            key: Some(key_record("store", master).unwrap()),
            passphrase: None,
        }
    }

    #[test]
    fn a_row_that_orgkeep_never_writes_is_damage() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE meta (store_id TEXT, rule TEXT)")
            .unwrap();
        let load = || load(&connection).map(|meta| meta.store_id);
        assert!(matches!(load(), Err(StoreError::Corrupt(_))), "no row");
        connection
            .execute("INSERT INTO meta VALUES (NULL, 'salesforce')", [])
            .unwrap();
        assert!(matches!(load(), Err(StoreError::Corrupt(_))), "no id");
        connection
            .execute("UPDATE meta SET store_id = 'store', rule = 'else'", [])
            .unwrap();
        assert!(matches!(load(), Err(StoreError::Corrupt(_))), "no rule");
    }

    #[test]
    fn only_the_right_key_passes_the_check() {
        let master = MasterKey::make().unwrap();
        let mut record = record(&master);
        assert_eq!(record.judge(&master), KeyVerdict::Right);
        assert_eq!(record.judge(&MasterKey::make().unwrap()), KeyVerdict::Wrong);
        let same_name = MasterKey {
            id: master.id.clone(),
            ..MasterKey::make().unwrap()
        };
        assert_eq!(record.judge(&same_name), KeyVerdict::Wrong);
        let other_name = MasterKey {
            id: "other".into(),
            key: master.key,
        };
        assert_eq!(record.judge(&other_name), KeyVerdict::Wrong);
        record.key.as_mut().unwrap().check[0] = 7;
        assert_eq!(record.judge(&other_name), KeyVerdict::NewerFormat);
    }
}
