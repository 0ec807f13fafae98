//! What the admin writes on connections. Needs no key: nothing that steers secrets changes.

use orgkeep_domain::connection::Colour;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::label::{LabelError, Labels, Relabelling, Tag};
use rusqlite::{Connection, named_params};

use crate::columns::{Columns, list_text};
use crate::connection_record::ConnectionRecord;
use crate::error::{DamagedRow, ReadError, StoreError};
use crate::vault::Vault;

/// Why connections were not labelled. The store is as it was.
#[derive(Debug, thiserror::Error)]
pub enum LabellingError {
    /// One of them would have labels that it cannot have.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// A row makes no sense, or the store failed.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl From<StoreError> for LabellingError {
    fn from(error: StoreError) -> Self {
        Self::Read(error.into())
    }
}

impl From<rusqlite::Error> for LabellingError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Read(error.into())
    }
}

impl Vault {
    /// Changes the labels of connections, of all or of none. Connections that are gone are passed over.
    ///
    /// # Errors
    /// [`LabellingError`]; then nothing was changed.
    pub async fn label(
        &self,
        ids: Vec<ConnectionId>,
        change: Relabelling,
    ) -> Result<(), LabellingError> {
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                for id in &ids {
                    if let Some(record) = inner.find(transaction, id)? {
                        relabel(transaction, record, &change)?;
                    }
                }
                Ok(())
            })
        })
        .await
    }

    /// Keeps the notes of a connection. Gives it as it is then, or `None` if it is gone.
    ///
    /// # Errors
    /// [`ReadError`] when its row makes no sense or the store cannot be written.
    pub async fn note(
        &self,
        id: &ConnectionId,
        notes: String,
    ) -> Result<Option<ConnectionRecord>, ReadError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                transaction.execute(
                    "UPDATE connection SET notes = ?2 WHERE id = ?1",
                    [id.as_str(), &notes],
                )?;
                inner.find(transaction, &id)
            })
        })
        .await
    }
}

/// The labels in a row.
pub(crate) fn read(columns: &Columns<'_, '_>) -> Result<Labels, DamagedRow> {
    let tag = |text: &String| Tag::parse(text).ok();
    let tags = columns.parsed("tags", |text| {
        let texts: Vec<String> = serde_json::from_str(text).ok()?;
        texts.iter().map(tag).collect()
    })?;
    Ok(Labels {
        tags,
        favourite: columns.get("favourite")?,
        colour: columns.parsed("colour", Colour::from_key)?,
        owner: columns.get("owner")?,
        notes: columns.get("notes")?,
    })
}

fn relabel(
    connection: &Connection,
    record: ConnectionRecord,
    change: &Relabelling,
) -> Result<(), LabellingError> {
    let environment = change.environment.unwrap_or(record.environment);
    write(connection, &record.id, &change.apply(record.labels)?)?;
    connection.execute(
        "UPDATE connection SET environment = ?2 WHERE id = ?1",
        [record.id.as_str(), environment.key()],
    )?;
    Ok(())
}

/// Writes all of them into a row, which has other writers for the rest.
pub(crate) fn write(
    connection: &Connection,
    id: &ConnectionId,
    labels: &Labels,
) -> rusqlite::Result<()> {
    let tags = labels.tags.iter().map(|tag| tag.as_str().to_owned());
    connection
        .prepare_cached(
            "UPDATE connection SET tags = :tags, favourite = :favourite, colour = :colour,
                 owner = :owner, notes = :notes
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id.as_str(),
            ":tags": list_text(&tags.collect::<Vec<_>>()),
            ":favourite": labels.favourite,
            ":colour": labels.colour.key(),
            ":owner": labels.owner,
            ":notes": labels.notes,
        })?;
    Ok(())
}
