//! Creations as rows. The secret is bound to the connection, the org and the app's name.

use std::collections::BTreeMap;

use jiff::Timestamp;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::id::{ConnectionId, DraftId, OrgId};
use orgkeep_secret::ConsumerSecret;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};

use crate::columns::{Columns, list_text};
use crate::creation_record::{
    AppGoal, AppOrigin, CreationId, CreationMark, CreationRecord, CreationRowError, CreationStep,
    NewCreation,
};
use crate::error::DamagedRow;
use crate::key::MasterKey;
use crate::sealed_row::{OpenRow, RowError, RowPlace};

const TABLE: &str = "creation";
const CONSUMER_SECRET: &str = "consumer_secret";

/// The plain part of a row.
pub(crate) fn read_record(row: &Row<'_>) -> Result<CreationRecord, DamagedRow> {
    let columns = Columns::of(row);
    let key: Option<String> = columns.get("consumer_key")?;
    Ok(CreationRecord {
        id: CreationId(columns.get("id")?),
        asked: NewCreation {
            connection: columns.parsed("connection", |text| ConnectionId::parse(text).ok())?,
            org: columns.parsed("org_id", |text| OrgId::parse(text).ok())?,
            api_name: columns.get("api_name")?,
            origin: columns.parsed("origin", AppOrigin::of_word)?,
            goal: read_goal(&columns)?,
            wanted: columns.map("wanted")?,
            before: columns.map("before")?,
        },
        step: columns.parsed("step", CreationStep::of_word)?,
        undoing: columns.get("undoing")?,
        deployment: columns.get("deployment")?,
        switch_before: columns.get("switch_before")?,
        consumer_key: match key {
            Some(_) => Some(columns.parsed("consumer_key", |text| ConsumerKey::parse(text).ok())?),
            None => None,
        },
        has_secret: columns.has(CONSUMER_SECRET)?,
        handed_over: columns.get("handed_over")?,
        warnings: columns.list("warnings")?,
        began_at: columns.moment("began_at")?,
        changed_at: columns.moment("changed_at")?,
    })
}

fn read_goal(columns: &Columns<'_, '_>) -> Result<Option<AppGoal>, DamagedRow> {
    Ok(if columns.has("draft")? {
        let draft = columns.parsed("draft", |text| DraftId::parse(text).ok())?;
        Some(AppGoal::Draft(draft))
    } else if columns.has("moving")? {
        let moving = columns.parsed("moving", |text| ConnectionId::parse(text).ok())?;
        Some(AppGoal::Migration(moving))
    } else {
        None
    })
}

/// One row.
pub(crate) fn find(
    connection: &Connection,
    id: &CreationId,
) -> Result<CreationRecord, CreationRowError> {
    let found = connection
        .prepare_cached("SELECT * FROM creation WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok(read_record(row)))
        .optional()?;
    Ok(found.ok_or(CreationRowError::NotFound)??)
}

/// A new row, of which nothing is done.
pub(crate) fn insert(
    connection: &Connection,
    id: &CreationId,
    asked: &NewCreation,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let text = |files: &BTreeMap<String, String>| serde_json::json!(files).to_string();
    connection.execute(
        "INSERT INTO creation (id, connection, org_id, api_name, origin, wanted, before, step, began_at, changed_at)
         VALUES (:id, :connection, :org_id, :api_name, :origin, :wanted, :before, :step, :now, :now)",
        named_params! {
            ":id": id.as_str(),
            ":connection": asked.connection.as_str(),
            ":org_id": asked.org.as_str(),
            ":api_name": asked.api_name,
            ":origin": asked.origin.word(),
            ":wanted": text(&asked.wanted),
            ":before": text(&asked.before),
            ":step": CreationStep::Planned.word(),
            ":now": now.as_millisecond(),
        },
    )?;
    write_goal(connection, id, asked.goal.as_ref())
}

/// Another goal gets the key anew.
fn write_goal(
    connection: &Connection,
    id: &CreationId,
    goal: Option<&AppGoal>,
) -> rusqlite::Result<()> {
    let (draft, moving) = match goal {
        Some(AppGoal::Draft(draft)) => (Some(draft.as_str()), None),
        Some(AppGoal::Migration(moving)) => (None, Some(moving.as_str())),
        None => (None, None),
    };
    connection.execute(
        "UPDATE creation SET draft = ?2, moving = ?3, handed_over = 0 WHERE id = ?1",
        params![id.as_str(), draft, moving],
    )?;
    Ok(())
}

/// The key is where it belongs, and the secret is kept there alone; or that place was gone.
pub(crate) fn hand_over(
    connection: &Connection,
    id: &CreationId,
    arrived: bool,
) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE creation SET handed_over = 1 WHERE id = ?1",
        [id.as_str()],
    )?;
    if arrived {
        connection.execute(
            "UPDATE creation SET key_id = NULL, data_key_id = NULL, data_key = NULL, consumer_secret = NULL
             WHERE id = ?1",
            [id.as_str()],
        )?;
    }
    Ok(())
}

/// Writes down one thing.
pub(crate) fn mark(
    connection: &Connection,
    id: &CreationId,
    mark: &CreationMark,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let (column, value): (_, rusqlite::types::Value) = match mark {
        CreationMark::Goal(goal) => return write_goal(connection, id, goal.as_ref()),
        CreationMark::Step(step) => ("step", step.word().to_owned().into()),
        CreationMark::Undoing => ("undoing", 1.into()),
        CreationMark::Deployment(name) => ("deployment", name.clone().into()),
        CreationMark::SwitchBefore(before) => ("switch_before", before.map(i64::from).into()),
        CreationMark::ConsumerKey(key) => ("consumer_key", key.as_str().to_owned().into()),
        CreationMark::Warnings(list) => ("warnings", list_text(list).into()),
    };
    connection.execute(
        &format!("UPDATE creation SET {column} = ?2, changed_at = ?3 WHERE id = ?1"),
        params![id.as_str(), value, now.as_millisecond()],
    )?;
    Ok(())
}

/// Seals the app's secret into its row.
pub(crate) fn keep_secret(
    connection: &Connection,
    (master, store_id): (&MasterKey, &str),
    record: &CreationRecord,
    secret: &ConsumerSecret,
) -> Result<(), CreationRowError> {
    let (open, wrapped) = OpenRow::make(master, place(store_id, record))?;
    let sealed = open.seal(CONSUMER_SECRET, secret)?;
    connection.execute(
        "UPDATE creation SET key_id = ?2, data_key_id = ?3, data_key = ?4, consumer_secret = ?5 WHERE id = ?1",
        params![record.id.as_str(), wrapped.master_key_id, wrapped.data_key_id, wrapped.sealed, sealed],
    )?;
    Ok(())
}

/// What the secret of a row is bound to, if it has one.
pub(crate) fn place_of(row: &Row<'_>, store_id: &str) -> Result<Option<RowPlace>, DamagedRow> {
    if !Columns::of(row).has("data_key")? {
        return Ok(None);
    }
    Ok(Some(place(store_id, &read_record(row)?)))
}

/// The secret of a row, if it has one.
pub(crate) fn open(
    row: &Row<'_>,
    store_id: &str,
    master: &MasterKey,
) -> Result<Option<ConsumerSecret>, RowError> {
    let columns = Columns::of(row);
    let Some(place) = place_of(row, store_id)? else {
        return Ok(None);
    };
    let open = OpenRow::open(master, place, &columns.wrapped_key()?)?;
    let sealed: Vec<u8> = columns.get(CONSUMER_SECRET)?;
    open.open_secret(CONSUMER_SECRET, &sealed).map(Some)
}

fn place(store_id: &str, record: &CreationRecord) -> RowPlace {
    let asked = &record.asked;
    RowPlace {
        store: store_id.to_owned(),
        table: TABLE,
        row: record.id.as_str().to_owned(),
        generation: 0,
        steering: vec![
            asked.connection.as_str().to_owned(),
            asked.org.as_str().to_owned(),
            asked.api_name.clone(),
        ],
    }
}

impl From<RowError> for CreationRowError {
    fn from(error: RowError) -> Self {
        match error {
            RowError::WrongKey => Self::WrongKey,
            RowError::Tampered => Self::Tampered,
            RowError::NewerFormat(format) => Self::NewerFormat(format),
        }
    }
}
