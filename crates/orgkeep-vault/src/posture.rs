//! What the last look at a connection's app found. It belongs to the app: a connection that gets another one has none.

use jiff::Timestamp;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::id::ConnectionId;
use rusqlite::{Connection, named_params};

use crate::columns::Columns;
use crate::connection_record::ConnectionRecord;
use crate::error::{DamagedRow, StoreError};
use crate::vault::Vault;

/// What was found, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostureRecord {
    /// When it was looked at.
    pub at: Timestamp,
    /// What was found.
    pub found: PostureCount,
}

/// How much was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PostureCount {
    /// Whether the app was compared with anything.
    pub compared: bool,
    /// Settings that are not what they should be.
    pub differences: u32,
    /// Settings that are risky.
    pub risks: u32,
}

impl Vault {
    /// Keeps what a look at an app found, as of now; `None` where the org has no such app any more. A connection that
    /// signs in through another app by now keeps what it has.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn keep_posture(
        &self,
        id: &ConnectionId,
        app: &ConsumerKey,
        found: Option<PostureCount>,
    ) -> Result<(), StoreError> {
        let (id, app) = (id.clone(), app.clone());
        self.blocking(move |inner| {
            let at = inner.now();
            let posture = found.map(|found| PostureRecord { at, found });
            inner
                .database
                .write(|transaction| Ok(write(transaction, &id, &app, posture)?))
        })
        .await
    }
}

/// The columns of a row.
pub(crate) fn read(columns: &Columns<'_, '_>) -> Result<Option<PostureRecord>, DamagedRow> {
    let Some(at) = columns.optional_moment("posture_at")? else {
        return Ok(None);
    };
    let found = PostureCount {
        compared: columns.get("posture_compared")?,
        differences: columns.get("posture_differences")?,
        risks: columns.get("posture_risks")?,
    };
    Ok(Some(PostureRecord { at, found }))
}

/// What stays of it when a sign-in through `app` replaces what was in force.
pub(crate) fn kept(
    old: Option<&ConnectionRecord>,
    app: Option<&ConsumerKey>,
) -> Option<PostureRecord> {
    old.filter(|old| old.consumer_key() == app)?.upkeep.posture
}

/// Writes them into the row, if its app is that one.
fn write(
    connection: &Connection,
    id: &ConnectionId,
    app: &ConsumerKey,
    posture: Option<PostureRecord>,
) -> rusqlite::Result<()> {
    let found = posture.map(|posture| posture.found).unwrap_or_default();
    connection
        .prepare_cached(
            "UPDATE connection SET posture_at = :at, posture_compared = :compared,
                 posture_differences = :differences, posture_risks = :risks
             WHERE id = :id AND consumer_key = :app",
        )?
        .execute(named_params! {
            ":id": id.as_str(),
            ":app": app.as_str(),
            ":at": posture.map(|posture| posture.at.as_millisecond()),
            ":compared": found.compared,
            ":differences": found.differences,
            ":risks": found.risks,
        })?;
    Ok(())
}
