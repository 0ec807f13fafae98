//! What of a backup comes into a vault: only what is not there. Nothing that is there changes, so a restore that is
//! repeated or interrupted doubles and loses nothing.

use std::collections::BTreeSet;

use orgkeep_domain::client::ConsumerKey;
use rusqlite::{Connection, ToSql, Transaction, params};

use crate::backup::{Backup, TypedDraft};
use crate::blueprint_record::BlueprintRecord;
use crate::blueprint_row;
use crate::connection_record::ConnectionRecord;
use crate::connection_row;
use crate::draft_row;
use crate::error::StoreError;
use crate::labels;

/// What restoring does, or did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restoration {
    /// The names of the connections that come in, in the order of the backup.
    pub connections: Vec<String>,
    /// Connections that are there already, and stay as they are.
    pub connections_there: usize,
    /// The names of the blueprints that come in.
    pub blueprints: Vec<String>,
    /// Blueprints that are there already.
    pub blueprints_there: usize,
    /// How many drafts come in.
    pub drafts: usize,
    /// Drafts that are there already.
    pub drafts_there: usize,
    /// How many settings come in: those that were never chosen here.
    pub settings: usize,
}

/// A backup against a store.
#[derive(Default)]
pub(crate) struct Incoming<'a> {
    connections: Vec<&'a ConnectionRecord>,
    blueprints: Vec<&'a BlueprintRecord>,
    drafts: Vec<&'a TypedDraft>,
    settings: Vec<&'a (String, String)>,
    there: [usize; 3],
}

impl<'a> Incoming<'a> {
    /// Tells what is there from what is not. An entry that stands twice in a backup comes in once.
    pub(crate) fn of(backup: &'a Backup, store: &Connection) -> rusqlite::Result<Self> {
        let mut seen = Seen {
            store,
            ids: BTreeSet::new(),
        };
        let mut incoming = Self::default();
        for record in &backup.connections {
            match seen.connection(record)? {
                true => incoming.there[0] += 1,
                false => incoming.connections.push(record),
            }
        }
        for record in &backup.blueprints {
            match seen.entry("blueprint", record.id.as_str())? {
                true => incoming.there[1] += 1,
                false => incoming.blueprints.push(record),
            }
        }
        for draft in &backup.drafts {
            match seen.entry("draft", draft.0.as_str())? {
                true => incoming.there[2] += 1,
                false => incoming.drafts.push(draft),
            }
        }
        for setting in &backup.settings {
            if !seen.setting(&setting.0)? {
                incoming.settings.push(setting);
            }
        }
        Ok(incoming)
    }

    /// What a person is told.
    pub(crate) fn told(&self) -> Restoration {
        let [connections_there, blueprints_there, drafts_there] = self.there;
        let connections = self.connections.iter();
        let blueprints = self.blueprints.iter();
        Restoration {
            connections: connections
                .map(|record| record.name.as_str().to_owned())
                .collect(),
            connections_there,
            blueprints: blueprints.map(|record| record.name.clone()).collect(),
            blueprints_there,
            drafts: self.drafts.len(),
            drafts_there,
            settings: self.settings.len(),
        }
    }

    /// Writes what is not there.
    pub(crate) fn write(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        for record in &self.connections {
            connection_row::write_without_secrets(transaction, record)?;
            labels::write(transaction, &record.id, &record.labels)?;
        }
        for record in &self.blueprints {
            blueprint_row::insert(transaction, &record.id, record.created_at)?;
            let (name, app, at) = (&record.name, &record.app, record.updated_at);
            blueprint_row::update(transaction, &record.id, name, app, at)?;
        }
        for (id, fields, [created_at, updated_at]) in &self.drafts {
            draft_row::insert(transaction, id, fields, *created_at)?;
            draft_row::update(transaction, id, fields, *updated_at)?;
        }
        for (name, value) in &self.settings {
            transaction.execute(
                "INSERT INTO setting (name, value) VALUES (?1, ?2)",
                params![name, value],
            )?;
        }
        Ok(())
    }
}

/// What is in the store, and what has come up in the backup.
struct Seen<'a> {
    store: &'a Connection,
    ids: BTreeSet<String>,
}

impl Seen<'_> {
    /// By its id, or by org, user and app, which no two connections share.
    fn connection(&mut self, record: &ConnectionRecord) -> rusqlite::Result<bool> {
        let (id, org, user) = (&record.id, &record.org_id, &record.user_id);
        let [id, org, user] = [id.as_str(), org.as_str(), user.as_str()];
        let key = record.consumer_key().map_or("", ConsumerKey::as_str);
        let is_new = self.ids.insert(format!("connection {id}"));
        let is_new = self.ids.insert(format!("{org} {user} {key}")) && is_new;
        let query = "SELECT EXISTS (SELECT 1 FROM connection WHERE id = ?1
             OR (org_id = ?2 AND user_id = ?3 AND consumer_key = ?4))";
        Ok(self.exists(query, params![id, org, user, key])? || !is_new)
    }

    fn entry(&mut self, table: &'static str, id: &str) -> rusqlite::Result<bool> {
        let is_new = self.ids.insert(format!("{table} {id}"));
        let query = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)");
        Ok(self.exists(&query, params![id])? || !is_new)
    }

    fn setting(&self, name: &str) -> rusqlite::Result<bool> {
        let query = "SELECT EXISTS (SELECT 1 FROM setting WHERE name = ?1)";
        self.exists(query, params![name])
    }

    fn exists(&self, query: &str, parameters: &[&dyn ToSql]) -> rusqlite::Result<bool> {
        let mut statement = self.store.prepare_cached(query)?;
        statement.query_row(parameters, |row| row.get(0))
    }
}
