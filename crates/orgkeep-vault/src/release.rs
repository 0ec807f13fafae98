//! Which release an org is on, as its server told when somebody last asked. It belongs to the org: a connection that leads
//! to another one has none.

use jiff::Timestamp;
use orgkeep_domain::id::{ConnectionId, OrgId};
use orgkeep_domain::organization::Release;
use rusqlite::params;

use crate::columns::Columns;
use crate::connection_record::ConnectionRecord;
use crate::error::{DamagedRow, StoreError};
use crate::vault::Vault;

/// A release and its age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseRecord {
    /// When the server told.
    pub at: Timestamp,
    /// What it told.
    pub release: Release,
}

impl Vault {
    /// Keeps the release that a connection's org is on, as of now. A connection that is gone keeps nothing.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn keep_release(&self, id: &ConnectionId, told: Release) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            let at = inner.now().as_millisecond();
            inner.database.write(|transaction| {
                transaction.execute(
                    "UPDATE connection SET release_at = ?1, release_label = ?2, api_version = ?3 WHERE id = ?4",
                    params![at, told.label, told.api_version, id.as_str()],
                )?;
                Ok(())
            })
        })
        .await
    }
}

/// The columns of a row.
pub(crate) fn read(columns: &Columns<'_, '_>) -> Result<Option<ReleaseRecord>, DamagedRow> {
    let Some(at) = columns.optional_moment("release_at")? else {
        return Ok(None);
    };
    let release = Release {
        label: columns.get("release_label")?,
        api_version: columns.get("api_version")?,
    };
    Ok(Some(ReleaseRecord { at, release }))
}

/// What stays of it when a sign-in to `org` replaces what was in force.
pub(crate) fn kept(old: Option<&ConnectionRecord>, org: &OrgId) -> Option<ReleaseRecord> {
    old.filter(|old| old.org_id == *org)?.release.clone()
}
