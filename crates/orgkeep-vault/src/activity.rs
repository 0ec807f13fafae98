//! The activity: what happened, by whom and when. It is only added to.
//!
//! What changes the store is told in the transaction that changes it ([`Inner::tell`]): nothing is told that did
//! not happen, and nothing happens untold. What happens elsewhere is told with [`Vault::tell`]. Neither needs a key.

use orgkeep_domain::activity::{Concerned, Deed};
use orgkeep_domain::id::{ConnectionId, OrgId};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, Transaction, params_from_iter};

use crate::activity_record::{ActivityFilter, ActivityPage};
use crate::activity_row::{Link, StoredEntry};
use crate::connection_record::ConnectionRecord;
use crate::error::StoreError;
use crate::vault::{Inner, Vault};

impl Vault {
    /// Adds an entry for something that is not in the store itself.
    ///
    /// # Errors
    /// [`StoreError`]; then it was not written down.
    pub async fn tell(&self, deed: Deed) -> Result<(), StoreError> {
        self.blocking(move |inner| inner.database.write(|change| inner.tell(change, &deed)))
            .await
    }

    /// The same about a connection as it is now. One that is gone is told without its name.
    ///
    /// # Errors
    /// [`StoreError`]; then it was not written down.
    pub async fn tell_of(&self, id: &ConnectionId, deed: Deed) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner
                .database
                .write(|change| inner.tell_of(change, &id, deed))
        })
        .await
    }

    /// Entries, the newest first, from before a number on. Needs no key. Rows that make no sense are left out, and
    /// [`Vault::verify_activity`] tells of them.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn activity(
        &self,
        filter: ActivityFilter,
        before: Option<u64>,
        most: u32,
    ) -> Result<ActivityPage, StoreError> {
        self.reading(move |_, connection| {
            let (condition, values) = condition(&filter, before);
            let statement = format!(
                "SELECT * FROM activity WHERE {condition} ORDER BY number DESC LIMIT {}",
                u64::from(most) + 1
            );
            let mut entries = connection
                .prepare_cached(&statement)?
                .query_map(params_from_iter(values), |row| {
                    Ok(StoredEntry::read(row).ok())
                })?
                .filter_map(Result::transpose)
                .map(|row| Ok(row?.into_record()))
                .collect::<Result<Vec<_>, StoreError>>()?;
            let is_more = entries.len() > most as usize;
            entries.truncate(most as usize);
            let before = entries.last().map(|entry| entry.number);
            Ok(ActivityPage {
                before: before.filter(|_| is_more),
                entries,
            })
        })
        .await
    }

    /// The connections that have entries, by name: as they were last told of, also when they are gone.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn activity_connections(&self) -> Result<Vec<Concerned>, StoreError> {
        self.reading(|_, connection| {
            let records = connection
                .prepare_cached(LAST_OF_EACH)?
                .query_map([], StoredEntry::read)?
                .map(|row| Ok(row?.into_record().concerned))
                .collect::<Result<Vec<_>, StoreError>>()?;
            Ok(records.into_iter().flatten().collect())
        })
        .await
    }
}

impl Inner {
    /// Adds an entry within the change that it tells of, and moves the seal on.
    pub(crate) fn tell(&self, change: &Transaction<'_>, deed: &Deed) -> Result<(), StoreError> {
        let last = Link::last(change, &self.store_id)?;
        StoredEntry::after(&last, deed, &self.actor, self.now()).insert(change)?;
        self.seal_activity(change)
    }

    /// The same about a connection as its row has it now.
    pub(crate) fn tell_of(
        &self,
        change: &Transaction<'_>,
        id: &ConnectionId,
        deed: Deed,
    ) -> Result<(), StoreError> {
        let found: Option<(String, String)> = change
            .prepare_cached("SELECT name, org_id FROM connection WHERE id = ?1")?
            .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (name, org) = found.unwrap_or_default();
        let concerned = Concerned {
            id: Some(id.clone()),
            name,
            org: OrgId::parse(&org).ok(),
        };
        self.tell(change, &deed.about(concerned))
    }
}

/// From one connection to the next by the index: there are few of them, and many entries of each.
const LAST_OF_EACH: &str = "
WITH RECURSIVE each (id) AS (
    SELECT min(connection) FROM activity
    UNION ALL
    SELECT (SELECT min(connection) FROM activity WHERE connection > each.id)
    FROM each WHERE each.id IS NOT NULL)
SELECT activity.* FROM each JOIN activity
    ON number = (SELECT max(number) FROM activity WHERE connection = each.id)
ORDER BY name, number";

/// A connection as an entry names it.
pub(crate) fn concerned(record: &ConnectionRecord) -> Concerned {
    Concerned {
        id: Some(record.id.clone()),
        name: record.name.to_string(),
        org: Some(record.org_id.clone()),
    }
}

fn condition(filter: &ActivityFilter, before: Option<u64>) -> (String, Vec<Value>) {
    let mut terms = vec!["1".to_owned()];
    let mut values = Vec::new();
    let text = |text: &str| Value::Text(text.to_owned());
    let mut one = |term: &str, value: Option<Value>| {
        if let Some(value) = value {
            terms.push(format!("{term} ?"));
            values.push(value);
        }
    };
    let number = |number: u64| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    one("number <", before.map(number));
    let id = filter.connection.as_ref();
    one("connection =", id.map(|id| text(id.as_str())));
    one("program =", filter.program.map(|one| text(one.name())));
    let moment = |at: jiff::Timestamp| Value::Integer(at.as_millisecond());
    one("at >=", filter.from.map(moment));
    one("at <", filter.until.map(moment));
    let kinds = filter.kinds.iter().map(|kind| kind.name()).collect();
    let results = filter.results.iter().map(|result| result.name()).collect();
    for (column, words) in [("kind", kinds), ("result", results)] {
        let words: Vec<&str> = words;
        if !words.is_empty() {
            let places = vec!["?"; words.len()].join(", ");
            terms.push(format!("{column} IN ({places})"));
            values.extend(words.into_iter().map(text));
        }
    }
    (terms.join(" AND "), values)
}
