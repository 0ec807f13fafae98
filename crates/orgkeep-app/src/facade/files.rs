//! Files that the person saves for others, or takes from them.

use std::io;
use std::path::{Path, PathBuf};

use orgkeep_api::blueprint::{ChosenView, ImportedView, SavedFileView};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_blueprint::merge::Merged;
use orgkeep_blueprint::preset::presets;
use orgkeep_blueprint::recipe::{parse_team_recipe, write_team_recipe};
use orgkeep_domain::activity::{ActivityKind, Deed, Detail};
use orgkeep_domain::authority::Authority;
use orgkeep_domain::text::neutral;

use super::{Orgkeep, blocking};
use crate::address::own_authority;
use crate::design::{app_of, merged, recipe_of};
use crate::document::{checklist_document, file_name};
use crate::file::{ReadFileError, read_text, write_text};
use crate::surroundings::FileKind;

/// The longest name that is taken from a file, in characters.
pub(super) const LONGEST_NAME: usize = 80;

impl Orgkeep {
    pub(super) async fn chosen_folder(&self) -> ChosenView {
        let chosen = self.shared.around.files.choose_folder().await;
        ChosenView {
            path: chosen.as_deref().map(shown),
        }
    }

    pub(super) async fn write_checklist(&self, draft: &str) -> Result<SavedFileView, ApiError> {
        let record = self.draft_record(draft).await?;
        let org = own_authority(&record, self.shared.rule);
        let fields = &record.fields;
        let merged = merged(&presets().unwrap_or_default(), &fields.app);
        self.save_document(&merged, org.as_ref(), &fields.ticked_steps)
            .await
    }

    pub(super) async fn write_blueprint_checklist(
        &self,
        id: &str,
    ) -> Result<SavedFileView, ApiError> {
        let record = self.blueprint_record(id).await?;
        let merged = merged(&presets().unwrap_or_default(), &record.app);
        self.save_document(&merged, None, &[]).await
    }

    async fn save_document(
        &self,
        merged: &Merged,
        org: Option<&Authority>,
        ticked: &[String],
    ) -> Result<SavedFileView, ApiError> {
        let label = merged.naming.label.as_str();
        let name = file_name(label, " checklist.md");
        let text = checklist_document(merged, org, ticked);
        self.save_and_tell(&name, text, ActivityKind::ExportChecklist, label)
            .await
    }

    pub(super) async fn write_recipe(&self, id: &str) -> Result<SavedFileView, ApiError> {
        let record = self.blueprint_record(id).await?;
        let recipe = recipe_of(&record.name, &record.app);
        let name = file_name(&record.name, ".toml");
        let text = write_team_recipe(&recipe);
        self.save_and_tell(&name, text, ActivityKind::ExportBlueprint, &record.name)
            .await
    }

    /// Takes a blueprint out of a file. It joins the others only when all of it was understood.
    pub(super) async fn read_recipe(&self) -> Result<ImportedView, ApiError> {
        let chosen = self.shared.around.files.choose_file(FileKind::Blueprint);
        let Some(path) = chosen.await else {
            return Ok(ImportedView { blueprint: None });
        };
        let text = blocking(move || read_text(&path)).await?.map_err(unread)?;
        let recipe = parse_team_recipe(&text)
            .map_err(|error| ApiError::new(ErrorCode::NotABlueprint, error))?;
        let name = neutral(recipe.name(), LONGEST_NAME);
        let added = self.add_blueprint(&name, app_of(&recipe)).await?;
        Ok(ImportedView {
            blueprint: Some(added),
        })
    }

    async fn save_and_tell(
        &self,
        suggested: &str,
        text: String,
        kind: ActivityKind,
        subject: &str,
    ) -> Result<SavedFileView, ApiError> {
        let saved = self.save(suggested, text).await?;
        if saved.path.is_some() {
            let deed = Deed::done(kind).with(Detail::subject(subject));
            self.tell(deed).await;
        }
        Ok(saved)
    }

    /// Asks where a text is to be kept, and keeps it there.
    pub(super) async fn save(
        &self,
        suggested: &str,
        text: String,
    ) -> Result<SavedFileView, ApiError> {
        let Some(path) = self.shared.around.files.choose_place(suggested).await else {
            return Ok(SavedFileView { path: None });
        };
        let written = blocking(move || write_text(&path, &text).map(|()| path)).await?;
        let path: PathBuf = written.map_err(|error| unwritten(&error))?;
        Ok(SavedFileView {
            path: Some(shown(&path)),
        })
    }
}

/// A file that is too long or no text was read well enough to know that it is no blueprint.
fn unread(error: ReadFileError) -> ApiError {
    let code = match error {
        ReadFileError::TooLong | ReadFileError::NotText => ErrorCode::NotABlueprint,
        ReadFileError::NotAFile | ReadFileError::Refused(_) => ErrorCode::File,
    };
    ApiError::new(code, error)
}

/// What the page is told of a file that was not written.
pub(super) fn unwritten(error: &io::Error) -> ApiError {
    let what = format!("the file could not be written: {}", error.kind());
    ApiError::new(ErrorCode::File, what)
}

/// A path as the page shows it.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
