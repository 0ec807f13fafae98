//! The person's own blueprints. They hold no secret, so none of this needs a key.

use orgkeep_domain::activity::{ActivityKind, Deed, Detail};
use orgkeep_domain::id::BlueprintId;
use rusqlite::OptionalExtension as _;

use crate::app_fields::AppFields;
use crate::blueprint_record::{BlueprintError, BlueprintRecord};
use crate::blueprint_row;
use crate::error::{DamagedRow, ReadError, StoreError};
use crate::random;
use crate::vault::Vault;

impl Vault {
    /// Makes a new blueprint.
    ///
    /// # Errors
    /// [`BlueprintError`] when the store fails.
    pub async fn add_blueprint(
        &self,
        name: String,
        app: AppFields,
    ) -> Result<BlueprintRecord, BlueprintError> {
        self.blocking(move |inner| {
            let text = random::make_identifier()?;
            let id = BlueprintId::parse(&text).map_err(|_| DamagedRow {
                id: text,
                column: "id",
            })?;
            inner.database.write(|transaction| {
                blueprint_row::insert(transaction, &id, inner.now())?;
                blueprint_row::update(transaction, &id, &name, &app, inner.now())?;
                let deed = Deed::done(ActivityKind::AddBlueprint).with(Detail::subject(&name));
                inner.tell(transaction, &deed)?;
                blueprint_row::find(transaction, &id)?.ok_or(BlueprintError::NotFound)
            })
        })
        .await
    }

    /// Saves what was typed.
    ///
    /// # Errors
    /// [`BlueprintError::NotFound`] when the blueprint is gone; it does not come back.
    pub async fn save_blueprint(
        &self,
        id: &BlueprintId,
        name: String,
        app: AppFields,
    ) -> Result<BlueprintRecord, BlueprintError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                blueprint_row::update(transaction, &id, &name, &app, inner.now())?;
                blueprint_row::find(transaction, &id)?.ok_or(BlueprintError::NotFound)
            })
        })
        .await
    }

    /// Every blueprint that can be read, the last changed first.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be read.
    pub async fn blueprints(&self) -> Result<Vec<BlueprintRecord>, ReadError> {
        self.reading(|_, connection| {
            connection
                .prepare_cached("SELECT * FROM blueprint ORDER BY updated_at DESC, id")?
                .query_map([], |row| Ok(blueprint_row::read_record(row)))?
                .filter_map(|row| row.map(Result::ok).transpose())
                .map(|row| Ok(row?))
                .collect()
        })
        .await
    }

    /// One blueprint.
    ///
    /// # Errors
    /// [`ReadError`] when its row makes no sense or the store cannot be read.
    pub async fn blueprint(&self, id: &BlueprintId) -> Result<Option<BlueprintRecord>, ReadError> {
        let id = id.clone();
        self.reading(move |_, connection| blueprint_row::find(connection, &id))
            .await
    }

    /// Deletes a blueprint. One that is gone stays gone.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be deleted.
    pub async fn delete_blueprint(&self, id: &BlueprintId) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                let name: Option<String> = transaction
                    .query_row(
                        "DELETE FROM blueprint WHERE id = ?1 RETURNING name",
                        [id.as_str()],
                        |row| row.get(0),
                    )
                    .optional()?;
                if let Some(name) = name {
                    let deed = Deed::done(ActivityKind::RemoveBlueprint);
                    inner.tell(transaction, &deed.with(Detail::subject(&name)))?;
                }
                Ok(())
            })
        })
        .await
    }
}
