//! The person's own blueprints. All of this works while the vault is locked.

use orgkeep_api::blueprint::{
    BlueprintSummaryView, BlueprintView, BlueprintsView, CompareRequest, ComparedLineView,
    ComparedRequest, ComparisonView, NewBlueprintRequest, SaveBlueprintRequest,
};
use orgkeep_api::command::Done;
use orgkeep_api::error::ApiError;
use orgkeep_blueprint::comparison::{ComparedLine, compare};
use orgkeep_blueprint::merge::Merged;
use orgkeep_blueprint::preset::{Preset, presets};
use orgkeep_domain::id::BlueprintId;
use orgkeep_vault::app_fields::AppFields as StoredApp;
use orgkeep_vault::blueprint_record::{BlueprintError, BlueprintRecord};

use super::{Orgkeep, not_found, store_error};
use crate::attempt::rfc3339;
use crate::design::{app_view, design_view, merged, preset_view, take_app};
use crate::typed::kept;

/// What a blueprint is called that nobody gave a name.
const UNNAMED: &str = "Blueprint";

impl Orgkeep {
    pub(super) async fn blueprint_record(&self, id: &str) -> Result<BlueprintRecord, ApiError> {
        let id = BlueprintId::parse(id).map_err(|_| not_found())?;
        let record = self.vault()?.blueprint(&id).await.map_err(store_error)?;
        record.ok_or_else(not_found)
    }

    pub(super) async fn all_blueprints(&self) -> Result<BlueprintsView, ApiError> {
        let records = self.vault()?.blueprints().await.map_err(store_error)?;
        let products = presets().unwrap_or_default();
        let summary = |record| summary_view(&products, record);
        Ok(BlueprintsView {
            own: records.iter().map(summary).collect(),
            presets: products.iter().map(preset_view).collect(),
        })
    }

    pub(super) async fn one_blueprint(&self, id: &str) -> Result<BlueprintView, ApiError> {
        Ok(blueprint_view(self.blueprint_record(id).await?))
    }

    pub(super) async fn begin_blueprint(
        &self,
        request: NewBlueprintRequest,
    ) -> Result<BlueprintView, ApiError> {
        let app = take_app(request.app);
        if request.name.trim().is_empty() {
            self.add_blueprint(UNNAMED, app).await
        } else {
            self.add_as(request.name, app).await
        }
    }

    pub(super) async fn keep_blueprint(
        &self,
        request: SaveBlueprintRequest,
    ) -> Result<BlueprintView, ApiError> {
        let id = BlueprintId::parse(&request.id).map_err(|_| not_found())?;
        let (name, app) = (kept(request.name), take_app(request.app));
        let saved = self.vault()?.save_blueprint(&id, name, app).await;
        saved.map(blueprint_view).map_err(refused)
    }

    pub(super) async fn copy_blueprint(&self, id: &str) -> Result<BlueprintView, ApiError> {
        let BlueprintRecord { name, app, .. } = self.blueprint_record(id).await?;
        self.add_blueprint(&format!("{name} copy"), app).await
    }

    pub(super) async fn drop_blueprint(&self, id: &str) -> Result<Done, ApiError> {
        let id = BlueprintId::parse(id).map_err(|_| not_found())?;
        let deleted = self.vault()?.delete_blueprint(&id).await;
        deleted.map(|()| Done {}).map_err(store_error)
    }

    /// Adds a blueprint under the wanted name, or under one like it that is free.
    pub(super) async fn add_blueprint(
        &self,
        wanted: &str,
        app: StoredApp,
    ) -> Result<BlueprintView, ApiError> {
        let records = self.vault()?.blueprints().await.map_err(store_error)?;
        let taken: Vec<&str> = records.iter().map(|one| one.name.as_str()).collect();
        let wanted = if wanted.trim().is_empty() {
            UNNAMED
        } else {
            wanted
        };
        self.add_as(free_name(wanted, &taken), app).await
    }

    async fn add_as(&self, name: String, app: StoredApp) -> Result<BlueprintView, ApiError> {
        let added = self.vault()?.add_blueprint(kept(name), app).await;
        added.map(blueprint_view).map_err(refused)
    }

    pub(super) async fn comparison(
        &self,
        request: CompareRequest,
    ) -> Result<ComparisonView, ApiError> {
        let products = presets().unwrap_or_default();
        let (left, one) = self.compared(&products, request.left).await?;
        let (right, other) = self.compared(&products, request.right).await?;
        let lines = compare(&one, &other);
        Ok(ComparisonView {
            left,
            right,
            lines: lines.into_iter().map(line_view).collect(),
        })
    }

    /// The name of one side, and what its app needs.
    pub(super) async fn compared(
        &self,
        products: &[Preset],
        side: ComparedRequest,
    ) -> Result<(String, Merged), ApiError> {
        match side {
            ComparedRequest::Own { id } => {
                let record = self.blueprint_record(&id).await?;
                Ok((record.name, merged(products, &record.app)))
            }
            ComparedRequest::Preset { id } => {
                let preset = products.iter().find(|preset| preset.id == id);
                let title = preset.ok_or_else(not_found)?.title.clone();
                let alone = StoredApp {
                    presets: vec![id],
                    ..StoredApp::default()
                };
                Ok((title, merged(products, &alone)))
            }
        }
    }
}

fn refused(error: BlueprintError) -> ApiError {
    match error {
        BlueprintError::NotFound => not_found(),
        other => store_error(other),
    }
}

/// The name itself, or with the first number that makes it free.
fn free_name(wanted: &str, taken: &[&str]) -> String {
    let numbered = (2..).map(|number| format!("{wanted} {number}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    let free = names.find(|name| !taken.contains(&name.as_str()));
    free.unwrap_or_else(|| wanted.to_owned())
}

fn summary_view(products: &[Preset], record: &BlueprintRecord) -> BlueprintSummaryView {
    let merged = merged(products, &record.app);
    BlueprintSummaryView {
        id: record.id.to_string(),
        name: record.name.clone(),
        products: merged.products.into_iter().map(|one| one.title).collect(),
        problems: u32::try_from(merged.problems.len()).unwrap_or(u32::MAX),
        updated_at: rfc3339(record.updated_at),
    }
}

fn blueprint_view(record: BlueprintRecord) -> BlueprintView {
    let products = presets().unwrap_or_default();
    BlueprintView {
        id: record.id.to_string(),
        app: app_view(&record.app),
        design: design_view(&merged(&products, &record.app), &[]),
        presets: products.iter().map(preset_view).collect(),
        updated_at: rfc3339(record.updated_at),
        name: record.name,
    }
}

fn line_view(line: ComparedLine) -> ComparedLineView {
    ComparedLineView {
        label: line.label.to_owned(),
        differs: line.differs(),
        left: line.left,
        right: line.right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_gets_the_first_free_number() {
        assert_eq!(free_name("ACME", &[]), "ACME");
        assert_eq!(free_name("ACME", &["ACME", "ACME 3"]), "ACME 2");
        assert_eq!(free_name("ACME", &["ACME", "ACME 2"]), "ACME 3");
    }
}
