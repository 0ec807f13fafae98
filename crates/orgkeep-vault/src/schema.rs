//! The tables, and how a store gets from one version to the next.

mod activity;
mod care;
mod creation;
mod creation_goal;
mod host_pause;
mod key_since;
mod label;
mod migration;
mod move_queue;
mod namespace;
mod org_end;
mod posture;
mod release;
mod revocation_owner;
mod rotation;
mod standard;
mod step;

use std::path::Path;

use jiff::Timestamp;
use orgkeep_domain::authority::AuthorityRule;
use rusqlite::{Connection, Transaction, params};

use crate::damage;
use crate::database::{self, Database};
use crate::error::StoreError;
use crate::random;
use crate::vault::OpenError;
use activity::ACTIVITY;
use care::CARE;
use creation::CREATION;
use creation_goal::CREATION_GOAL;
use host_pause::HOST_PAUSE;
use key_since::KEY_SINCE;
use migration::MIGRATION;
use move_queue::MOVE_QUEUE;
use namespace::NAMESPACE;
use org_end::ORG_END;
use posture::POSTURE;
use release::RELEASE;
use revocation_owner::REVOCATION_OWNER;
use rotation::ROTATION;
use standard::PASSWORDS_AND_DEV_HUBS;
use step::{VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5};

/// Each step brings a store from the version of its index to the next one.
const STEPS: &[&str] = &[
    VERSION_1,
    VERSION_2,
    VERSION_3,
    VERSION_4,
    VERSION_5,
    REVOCATION_OWNER,
    CARE,
    MIGRATION,
    label::STEP,
    ACTIVITY,
    PASSWORDS_AND_DEV_HUBS,
    CREATION,
    CREATION_GOAL,
    POSTURE,
    ROTATION,
    MOVE_QUEUE,
    HOST_PAUSE,
    NAMESPACE,
    ORG_END,
    RELEASE,
    KEY_SINCE,
];

/// The version that this program writes and reads.
pub(crate) const VERSION: u32 = STEPS.len() as u32;

const TABLES: &[&str] = &[
    "activity",
    "activity_head",
    "blueprint",
    "connection",
    "creation",
    "dependent",
    "draft",
    "draft_password",
    "draft_security_token",
    "earlier",
    "host_pause",
    "meta",
    "pending",
    "pending_login",
    "queued_move",
    "revocation",
    "rotation",
    "saved_filter",
    "setting",
    "spent_token",
    "test_result",
    "vault_key",
];

/// Looks at a store without changing a byte: is it one that this program may open for writing?
pub(crate) fn check(path: &Path) -> Result<(), OpenError> {
    damage::look_for_content(path)?;
    let (found, is_ours, written_by, tables) = database::peek(path, |connection| {
        Ok((
            version_of(connection)?,
            database::has_log(connection)?,
            written_by(connection),
            tables_of(connection)?,
        ))
    })?;
    if found > 0 && !is_ours {
        // Opening it for writing would change its first page.
        damage::look(path)?;
    }
    if found > VERSION {
        return Err(OpenError::NewerSchema {
            found,
            supported: VERSION,
            needs: written_by,
        });
    }
    let expected: &[&str] = if found == 0 { &[] } else { TABLES };
    match tables
        .iter()
        .find(|table| !expected.contains(&table.as_str()))
    {
        Some(table) => Err(OpenError::UnknownTable {
            table: table.clone(),
        }),
        None => Ok(()),
    }
}

/// Brings the store to [`VERSION`], and gives it an identity when it is new. Until the new version is seen to be sound, the
/// old one is kept beside it: a second copy of everything sealed, that nobody wants for longer.
pub(crate) fn migrate(
    database: &Database,
    rule: AuthorityRule,
    now: Timestamp,
) -> Result<(), OpenError> {
    let found = database.read(|connection| Ok::<_, StoreError>(version_of(connection)?))?;
    if found < VERSION {
        if found > 0 {
            database.keep_copy()?;
        }
        bring_up_to_date(database, rule, now)?;
        database.look_again()?;
    }
    database.drop_copy();
    Ok(())
}

fn bring_up_to_date(
    database: &Database,
    rule: AuthorityRule,
    now: Timestamp,
) -> Result<(), OpenError> {
    database.write(|transaction| {
        let found = version_of(transaction)?;
        for step in STEPS.iter().skip(found as usize) {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "user_version", VERSION)?;
        if found == 0 {
            give_identity(transaction, rule, now)?;
        }
        transaction.execute(
            "UPDATE meta SET written_by = ?1",
            [env!("CARGO_PKG_VERSION")],
        )?;
        Ok(())
    })
}

fn give_identity(
    transaction: &Transaction<'_>,
    rule: AuthorityRule,
    now: Timestamp,
) -> Result<(), OpenError> {
    transaction.execute(
        "INSERT INTO meta (single, store_id, rule, written_by, created_at)
         VALUES (1, ?1, ?2, '', ?3)",
        params![
            random::make_identifier()?,
            rule_key(rule),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

/// The word under which a rule is stored.
pub(crate) fn rule_key(rule: AuthorityRule) -> &'static str {
    match rule {
        AuthorityRule::Salesforce => "salesforce",
        AuthorityRule::Practice => "practice",
    }
}

fn version_of(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// The version of Orgkeep that last changed the schema, if it is another one. A newer schema may keep it elsewhere. It is
/// shown, so whatever is no version is none.
fn written_by(connection: &Connection) -> Option<String> {
    const LONGEST: usize = 32;
    let found = connection.query_row("SELECT written_by FROM meta", [], |row| row.get(0));
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || ".+-".contains(sign);
    let is_version = |text: &String| text.len() <= LONGEST && text.chars().all(is_sign);
    let is_other = |version: &String| version != env!("CARGO_PKG_VERSION");
    found.ok().filter(is_version).filter(is_other)
}

/// The tables that are not SQLite's own.
pub(crate) fn tables_of(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'",
        )?
        .query_map([], |row| row.get(0))?
        .collect()
}
