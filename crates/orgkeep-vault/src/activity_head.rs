//! The sealed head: which entry is the last one, and its hash, under the master key.
//!
//! Hashes alone can be made anew by whoever edits the file. The head cannot: it vouches for the last entry, and
//! through the chain for all before it. It is moved on with every entry that is written while the vault is open,
//! and only if what it vouched for still stands; after a break it stays where it is, so that the break is never
//! sealed over. What was written while the vault was locked is sealed when it is opened.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::activity_row::{Link, StoredEntry};
use crate::envelope::{self, Binding, SealError};
use crate::error::StoreError;
use crate::key::MasterKey;
use crate::meta;
use crate::vault::Inner;

/// What the head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// The first entry that was written under a seal.
    pub(crate) from: i64,
    /// When that was, milliseconds since 1970.
    pub(crate) since: i64,
    /// The last entry.
    pub(crate) last: Link,
}

/// A head as the store has it.
pub(crate) struct SealedHead {
    key_id: String,
    number: i64,
    sealed: Vec<u8>,
}

/// Why a head does not move on. Everything but the store's own failures is told by verification.
#[derive(Debug, thiserror::Error)]
enum AdvanceError {
    #[error("the activity is not what its head vouched for")]
    Broken,
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

crate::error::from_through_store!(AdvanceError);

/// `from ‖ since ‖ hash`: the number is what the ciphertext is bound to.
const LENGTH: usize = 8 + 8 + 32;

impl SealedHead {
    pub(crate) fn load(connection: &Connection) -> rusqlite::Result<Option<Self>> {
        connection
            .prepare_cached("SELECT key_id, number, sealed FROM activity_head")?
            .query_row([], |row| {
                Ok(Self {
                    key_id: row.get(0)?,
                    number: row.get(1)?,
                    sealed: row.get(2)?,
                })
            })
            .optional()
    }

    /// What it says; nothing if it was changed, or sealed with another key.
    pub(crate) fn open(&self, master: &MasterKey, store_id: &str) -> Option<Head> {
        if self.key_id != master.id {
            return None;
        }
        let row = self.number.to_string();
        let opened = envelope::open(
            &master.key,
            &self.sealed,
            &binding(store_id, &master.id, &row),
        );
        let bytes: [u8; LENGTH] = opened.ok()?.as_slice().try_into().ok()?;
        let (from, rest) = bytes.split_first_chunk()?;
        let (since, hash) = rest.split_first_chunk()?;
        Some(Head {
            from: i64::from_be_bytes(*from),
            since: i64::from_be_bytes(*since),
            last: Link {
                number: self.number,
                hash: hash.try_into().ok()?,
            },
        })
    }
}

impl Head {
    fn write(
        &self,
        connection: &Connection,
        master: &MasterKey,
        store_id: &str,
    ) -> Result<(), AdvanceError> {
        let row = self.last.number.to_string();
        let (from, since) = (self.from.to_be_bytes(), self.since.to_be_bytes());
        let bytes = [from.as_slice(), &since, &self.last.hash].concat();
        let sealed = envelope::seal(&master.key, &bytes, &binding(store_id, &master.id, &row))?;
        connection.execute(
            "INSERT INTO activity_head (single, key_id, number, sealed) VALUES (1, ?1, ?2, ?3)
             ON CONFLICT (single) DO UPDATE SET key_id = ?1, number = ?2, sealed = ?3",
            params![master.id, self.last.number, sealed],
        )?;
        Ok(())
    }

    /// Whether what the head vouched for still stands, and the entries after it follow.
    fn stands(&self, connection: &Connection, last: &Link) -> rusqlite::Result<bool> {
        let mut link = self.last;
        let stored: Option<Vec<u8>> = connection
            .prepare_cached("SELECT hash FROM activity WHERE number = ?1")?
            .query_row([link.number], |row| row.get(0))
            .optional()?;
        if stored.as_deref() != Some(&link.hash) {
            return Ok(false);
        }
        let mut later = connection
            .prepare_cached("SELECT * FROM activity WHERE number > ?1 ORDER BY number")?;
        let mut rows = later.query([link.number])?;
        while let Some(row) = rows.next()? {
            let entry = StoredEntry::read(row).ok();
            match entry.and_then(|entry| link.next(&entry)) {
                Some(next) => link = next,
                None => return Ok(false),
            }
        }
        Ok(link == *last)
    }
}

impl Inner {
    /// Seals the activity up to its end, if the vault is open. A head that cannot move on stays where it is.
    pub(crate) fn seal_activity(&self, connection: &Connection) -> Result<(), StoreError> {
        match self.lock.master() {
            Ok(master) if meta::knows_key(connection, &master.id)? => {
                self.seal_activity_with(connection, &master)
            }
            _ => Ok(()),
        }
    }

    /// The same with a key that is about to open the vault.
    pub(crate) fn seal_activity_with(
        &self,
        connection: &Connection,
        master: &MasterKey,
    ) -> Result<(), StoreError> {
        match self.advance(connection, master) {
            Ok(()) => Ok(()),
            Err(AdvanceError::Store(error)) => Err(error),
            Err(error) => {
                tracing::warn!(%error, "the end of the activity was not sealed");
                Ok(())
            }
        }
    }

    /// A new key seals from the last entry on: nobody can say any more what the old one vouched for.
    pub(crate) fn begin_sealing(
        &self,
        connection: &Connection,
        master: &MasterKey,
    ) -> Result<(), StoreError> {
        connection.execute("DELETE FROM activity_head", [])?;
        self.seal_activity_with(connection, master)
    }

    /// What the old key vouched for, the new one vouches for. A head that does not open stays one that does not.
    pub(crate) fn hand_over_seal(
        &self,
        connection: &Connection,
        old: &MasterKey,
        new: &MasterKey,
    ) -> Result<(), StoreError> {
        let sealed = SealedHead::load(connection)?;
        let Some(head) = sealed.and_then(|sealed| sealed.open(old, &self.store_id)) else {
            return Ok(());
        };
        match head.write(connection, new, &self.store_id) {
            Err(AdvanceError::Store(error)) => Err(error),
            Err(error) => {
                tracing::warn!(%error, "the end of the activity stays sealed with the former key");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Whether the head is at the end.
    pub(crate) fn is_sealed_to_the_end(&self, connection: &Connection) -> rusqlite::Result<bool> {
        let last = Link::last(connection, &self.store_id)?.number;
        let head = SealedHead::load(connection)?;
        Ok(head.map_or(0, |head| head.number) == last)
    }

    fn advance(&self, connection: &Connection, master: &MasterKey) -> Result<(), AdvanceError> {
        let last = Link::last(connection, &self.store_id)?;
        let head = match SealedHead::load(connection)? {
            None => Head {
                from: last.number,
                since: self.now().as_millisecond(),
                last,
            },
            Some(sealed) => {
                let head = sealed.open(master, &self.store_id);
                let head = head.ok_or(AdvanceError::Broken)?;
                if !head.stands(connection, &last)? {
                    return Err(AdvanceError::Broken);
                }
                Head { last, ..head }
            }
        };
        head.write(connection, master, &self.store_id)
    }
}

impl Head {
    /// Since when, as a moment.
    pub(crate) fn since(&self) -> Timestamp {
        Timestamp::from_millisecond(self.since).unwrap_or_default()
    }
}

fn binding<'a>(store_id: &'a str, key_id: &'a str, number: &'a str) -> Binding<'a> {
    Binding {
        store: store_id,
        table: "activity_head",
        row: number,
        column: "sealed",
        key: key_id,
        generation: 0,
        steering: &[],
    }
}
