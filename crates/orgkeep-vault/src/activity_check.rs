//! Looking at the whole activity: is it as it was written?

use rusqlite::Connection;

use crate::activity_head::{Head, SealedHead};
use crate::activity_record::{ChainFault, ChainReport, FaultKind, Seal};
use crate::activity_row::{Link, StoredEntry};
use crate::error::StoreError;
use crate::vault::{Inner, Vault};

/// How many entries are looked at in one go. In between, others can read.
const AT_ONCE: i64 = 500;

/// What is known when the look begins. Entries that are added meanwhile are left for the next one.
struct Begun {
    end: i64,
    sealed: Option<SealedHead>,
}

/// The head, as far as it can be looked at.
enum Found {
    Locked,
    Absent,
    Damaged,
    Opened(Head),
}

/// Goes along the entries.
struct Walk {
    link: Link,
    entries: u64,
    first_at: Option<jiff::Timestamp>,
    fault: Option<ChainFault>,
    /// The entry that the head vouches for, as it was found on the way.
    vouched: Option<Link>,
}

impl Vault {
    /// Looks at every entry. An open vault tells more than a locked one: it can look at the seal too.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn verify_activity(&self) -> Result<ChainReport, StoreError> {
        self.blocking(|inner| {
            let begun = inner.database.read(|connection| begin(inner, connection))?;
            let head = inner.find_head(begun.sealed.as_ref());
            let vouched = match &head {
                Found::Opened(head) => Some(head.last.number),
                _ => None,
            };
            let mut walk = Walk {
                link: Link::first(&inner.store_id),
                entries: 0,
                first_at: None,
                fault: None,
                vouched: None,
            };
            let mut after = i64::MIN;
            while let Some(reached) = inner
                .database
                .read(|connection| walk.go_on(connection, after, begun.end, vouched))?
            {
                after = reached;
            }
            Ok(walk.report(&head))
        })
        .await
    }
}

fn begin(inner: &Inner, connection: &Connection) -> Result<Begun, StoreError> {
    Ok(Begun {
        end: Link::last(connection, &inner.store_id)?.number,
        sealed: SealedHead::load(connection)?,
    })
}

impl Inner {
    fn find_head(&self, sealed: Option<&SealedHead>) -> Found {
        match (self.lock.master(), sealed) {
            (Err(_), _) => Found::Locked,
            (Ok(_), None) => Found::Absent,
            (Ok(master), Some(sealed)) => sealed
                .open(&master, &self.store_id)
                .map_or(Found::Damaged, Found::Opened),
        }
    }
}

impl Walk {
    /// Looks at the next entries, and gives the number of the last one. `None` at the end.
    fn go_on(
        &mut self,
        connection: &Connection,
        after: i64,
        end: i64,
        vouched: Option<i64>,
    ) -> Result<Option<i64>, StoreError> {
        let mut statement = connection.prepare_cached(
            "SELECT * FROM activity WHERE number > ?1 AND number <= ?2 ORDER BY number LIMIT ?3",
        )?;
        let mut rows = statement.query([after, end, AT_ONCE])?;
        let mut reached = None;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get("number")?;
            reached = Some(number);
            self.entries += 1;
            match StoredEntry::read(row) {
                Ok(entry) => self.look_at(&entry),
                Err(_) => self.fault(number, FaultKind::Changed),
            }
            if Some(number) == vouched {
                self.vouched = Some(self.link);
            }
        }
        Ok(reached)
    }

    fn look_at(&mut self, entry: &StoredEntry) {
        self.first_at.get_or_insert(entry.moment());
        if self.fault.is_some() {
            return;
        }
        let expected = self.link.number.saturating_add(1);
        match self.link.next(entry) {
            Some(link) => self.link = link,
            None if entry.number > expected => self.fault(expected, FaultKind::Missing),
            None => self.fault(entry.number, FaultKind::Changed),
        }
    }

    fn fault(&mut self, number: i64, kind: FaultKind) {
        let number = number.try_into().unwrap_or_default();
        self.fault.get_or_insert(ChainFault { number, kind });
    }

    fn report(mut self, head: &Found) -> ChainReport {
        let seal = match head {
            Found::Locked => Seal::Locked,
            Found::Absent => Seal::Absent,
            Found::Damaged => {
                self.fault(self.link.number, FaultKind::SealDamaged);
                Seal::Absent
            }
            Found::Opened(head) => self.compare(head),
        };
        ChainReport {
            entries: self.entries,
            first_at: self.first_at,
            fault: self.fault,
            seal,
        }
    }

    fn compare(&mut self, head: &Head) -> Seal {
        let last = head.last.number;
        match self.vouched {
            Some(found) if found == head.last => {}
            Some(_) => self.fault(last, FaultKind::Rewritten),
            None => self.fault(self.link.number.saturating_add(1), FaultKind::CutOff),
        }
        Seal::Covers {
            from: head.from.try_into().unwrap_or_default(),
            since: head.since(),
            to: last.try_into().unwrap_or_default(),
        }
    }
}
