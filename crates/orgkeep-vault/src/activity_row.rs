//! Entries of the activity as rows, and the hash that ties each to the one before it.
//!
//! An entry's hash is SHA-256 over the hash before it and all of its own fields, each with its length before it,
//! so that no two entries share their bytes. The first one is tied to the store's id.

use jiff::Timestamp;
use orgkeep_domain::activity::{
    ActivityKind, ActivityResult, Actor, Concerned, Deed, Detail, Program,
};
use orgkeep_domain::id::{ConnectionId, OrgId};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use sha2::{Digest as _, Sha256};

use crate::activity_record::ActivityRecord;

/// SHA-256.
pub(crate) type Hash = [u8; 32];

/// The only way so far in which entries are hashed.
const FORMAT: &[u8] = b"orgkeep activity 1";

/// The last entry: where the next one is tied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) number: i64,
    pub(crate) hash: Hash,
}

/// An entry as the store has it.
pub(crate) struct StoredEntry {
    pub(crate) number: i64,
    at: i64,
    kind: String,
    result: String,
    connection: Option<String>,
    name: Option<String>,
    org: Option<String>,
    person: Option<String>,
    program: String,
    detail: Option<String>,
    value: Option<String>,
    pub(crate) hash: Vec<u8>,
}

impl Link {
    /// What the first entry is tied to.
    pub(crate) fn first(store_id: &str) -> Self {
        let mut hasher = Sha256::new();
        field(&mut hasher, FORMAT);
        field(&mut hasher, store_id.as_bytes());
        Self {
            number: 0,
            hash: hasher.finalize().into(),
        }
    }

    /// The last entry of the store as it stands there.
    pub(crate) fn last(connection: &Connection, store_id: &str) -> rusqlite::Result<Self> {
        let last = connection
            .prepare_cached("SELECT number, hash FROM activity ORDER BY number DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))
            .optional()?;
        Ok(match last {
            // A hash of another length was not written by this program; verification finds it.
            Some((number, hash)) => Self {
                number,
                hash: hash.try_into().unwrap_or_default(),
            },
            None => Self::first(store_id),
        })
    }

    /// The link that an entry makes, if it follows this one and is as it was written.
    pub(crate) fn next(&self, entry: &StoredEntry) -> Option<Self> {
        let hash = entry.hash_after(&self.hash);
        let follows = Some(entry.number) == self.number.checked_add(1) && entry.hash == hash;
        follows.then_some(Self {
            number: entry.number,
            hash,
        })
    }
}

impl StoredEntry {
    /// What is written for a deed, at the end.
    pub(crate) fn after(last: &Link, deed: &Deed, actor: &Actor, now: Timestamp) -> Self {
        let concerned = deed.concerned.as_ref();
        let id = concerned.and_then(|one| one.id.as_ref());
        let org = concerned.and_then(|one| one.org.as_ref());
        let mut entry = Self {
            number: last.number.saturating_add(1),
            at: now.as_millisecond(),
            kind: deed.kind.name().to_owned(),
            result: deed.result.name().to_owned(),
            connection: id.map(ToString::to_string),
            name: concerned.map(|one| one.name.clone()),
            org: org.map(ToString::to_string),
            person: actor.person.clone(),
            program: actor.program.name().to_owned(),
            detail: deed.detail.as_ref().map(|detail| detail.key().to_owned()),
            value: deed.detail.as_ref().map(Detail::value),
            hash: Vec::new(),
        };
        entry.hash = entry.hash_after(&last.hash).to_vec();
        entry
    }

    /// A row, if its values have the types that they were written with.
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get("number")?,
            at: row.get("at")?,
            kind: row.get("kind")?,
            result: row.get("result")?,
            connection: row.get("connection")?,
            name: row.get("name")?,
            org: row.get("org")?,
            person: row.get("person")?,
            program: row.get("program")?,
            detail: row.get("detail")?,
            value: row.get("value")?,
            hash: row.get("hash")?,
        })
    }

    pub(crate) fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        connection.prepare_cached(INSERT)?.execute(named_params! {
            ":number": self.number,
            ":at": self.at,
            ":kind": self.kind,
            ":result": self.result,
            ":connection": self.connection,
            ":name": self.name,
            ":org": self.org,
            ":person": self.person,
            ":program": self.program,
            ":detail": self.detail,
            ":value": self.value,
            ":hash": self.hash,
        })?;
        Ok(())
    }

    /// When it was written.
    pub(crate) fn moment(&self) -> Timestamp {
        Timestamp::from_millisecond(self.at).unwrap_or_default()
    }

    /// What it says. Words that this version does not know are left out.
    pub(crate) fn into_record(self) -> ActivityRecord {
        let org = self.org.and_then(|text| OrgId::parse(&text).ok());
        let id = self
            .connection
            .and_then(|text| ConnectionId::parse(&text).ok());
        ActivityRecord {
            number: self.number.try_into().unwrap_or_default(),
            at: Timestamp::from_millisecond(self.at).unwrap_or_default(),
            kind: ActivityKind::try_from(self.kind).ok(),
            result: ActivityResult::try_from(self.result).ok(),
            concerned: self.name.map(|name| Concerned { id, name, org }),
            person: self.person,
            program: Program::try_from(self.program).ok(),
            detail: self
                .detail
                .zip(self.value)
                .and_then(|(key, value)| Detail::parse(&key, &value)),
        }
    }

    fn hash_after(&self, before: &Hash) -> Hash {
        let mut hasher = Sha256::new();
        field(&mut hasher, FORMAT);
        field(&mut hasher, before);
        for number in [self.number, self.at] {
            field(&mut hasher, &number.to_be_bytes());
        }
        for text in [&self.kind, &self.result, &self.program] {
            field(&mut hasher, text.as_bytes());
        }
        for text in [
            &self.connection,
            &self.name,
            &self.org,
            &self.person,
            &self.detail,
            &self.value,
        ] {
            hasher.update([u8::from(text.is_some())]);
            field(&mut hasher, text.as_deref().unwrap_or_default().as_bytes());
        }
        hasher.finalize().into()
    }
}

const INSERT: &str = "
INSERT INTO activity (number, at, kind, result, connection, name, org, person, program, detail, value, hash)
VALUES (:number, :at, :kind, :result, :connection, :name, :org, :person, :program, :detail, :value, :hash)";

fn field(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgkeep_domain::activity::ActivityKind;

    fn entry() -> StoredEntry {
        let concerned = Concerned {
            id: ConnectionId::parse("a1").ok(),
            name: "ACME".into(),
            org: OrgId::parse("00D000000000001").ok(),
        };
        let deed = Deed::done(ActivityKind::Rename)
            .about(concerned)
            .with(Detail::EarlierName("Old".into()));
        let actor = Actor::new(Some("admin"), Program::Window);
        StoredEntry::after(&Link::first("store"), &deed, &actor, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn an_entry_follows_the_one_it_was_written_after_and_no_other() {
        let first = Link::first("store");
        let next = first.next(&entry()).unwrap();
        assert_eq!(next.number, 1);
        assert_eq!(Link::first("other store").next(&entry()), None);
        assert_eq!(next.next(&entry()), None, "it is not its own successor");
    }

    #[test]
    fn each_field_counts() {
        let first = Link::first("store");
        let changes: [fn(&mut StoredEntry); 13] = [
            |entry| entry.number = 2,
            |entry| entry.at = 1,
            |entry| entry.kind = "remove".into(),
            |entry| entry.result = "failed".into(),
            |entry| entry.connection = None,
            |entry| entry.connection = Some("a2".into()),
            |entry| entry.name = Some(String::new()),
            |entry| entry.org = None,
            |entry| entry.person = None,
            |entry| entry.program = "commandLine".into(),
            |entry| entry.detail = Some("subject".into()),
            |entry| entry.value = Some("Older".into()),
            |entry| entry.hash[0] ^= 1,
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut changed = entry();
            change(&mut changed);
            assert_eq!(first.next(&changed), None, "change {number}");
        }
        let mut moved = entry();
        (moved.name, moved.org) = (moved.org, moved.name);
        assert_eq!(first.next(&moved), None);
    }

    #[test]
    fn nothing_and_an_empty_text_are_not_the_same() {
        let mut empty = entry();
        empty.person = Some(String::new());
        empty.hash = empty.hash_after(&Link::first("store").hash).to_vec();
        empty.person = None;
        assert_eq!(Link::first("store").next(&empty), None);
    }
}
