//! Backup and restore. The page is told names and counts; the file and what is in it stay here.

use orgkeep_api::backup::BackupView;
use orgkeep_api::blueprint::{ChosenView, SavedFileView};
use orgkeep_api::command::NoRequest;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::vault::PassphraseRequest;
use orgkeep_domain::activity::{ActivityKind, Deed};
use orgkeep_domain::text::neutral;
use orgkeep_secret::Passphrase;
use orgkeep_vault::backup::{Backup, BackupError};
use orgkeep_vault::backup_file::{BackupFileError, LONGEST};
use orgkeep_vault::restore::Restoration;

use super::contract::Reply;
use super::files::{LONGEST_NAME, shown, unwritten};
use super::vault::passphrase_error;
use super::{Orgkeep, blocking, store_error};
use crate::attempt::rfc3339;
use crate::file::{ReadFileError, read_bytes, write_private};
use crate::surroundings::FileKind;

/// How far a restore is. The next step takes what the one before has left.
#[derive(Default)]
pub(super) enum Restoring {
    /// No file was chosen.
    #[default]
    Idle,
    /// A file, unopened.
    Chosen(Vec<u8>),
    /// What is in it, understood and shown.
    Opened(Backup),
}

impl Orgkeep {
    pub(super) async fn save_backup(&self, request: PassphraseRequest) -> Reply<SavedFileView> {
        let vault = self.vault()?;
        let day = self.shared.around.clock.now().strftime("%Y-%m-%d");
        let name = format!("Orgkeep {day}.orgkeep-backup");
        let Some(path) = self.shared.around.files.choose_place(&name).await else {
            return Ok(SavedFileView { path: None });
        };
        let passphrase = Passphrase::new(request.passphrase.into_text());
        let file = vault.back_up(passphrase).await.map_err(backup_error)?;
        let written = blocking(move || write_private(&path, &file).map(|()| path)).await?;
        let path = written.map_err(|error| unwritten(&error))?;
        self.tell(Deed::done(ActivityKind::SaveBackup)).await;
        Ok(SavedFileView {
            path: Some(shown(&path)),
        })
    }

    pub(super) async fn choose_backup(&self, _: NoRequest) -> Reply<ChosenView> {
        let chosen = self.shared.around.files.choose_file(FileKind::Backup);
        let Some(path) = chosen.await else {
            return Ok(ChosenView { path: None });
        };
        let name = shown(&path);
        let file = blocking(move || read_bytes(&path, LONGEST as u64)).await?;
        let file = file.map_err(|error| match error {
            ReadFileError::TooLong => ApiError::new(ErrorCode::NotABackup, error),
            other => ApiError::new(ErrorCode::File, other),
        })?;
        *self.shared.restoring.lock().await = Restoring::Chosen(file);
        Ok(ChosenView { path: Some(name) })
    }

    /// A passphrase that does not fit leaves the file for another try.
    pub(super) async fn open_backup(&self, request: PassphraseRequest) -> Reply<BackupView> {
        let vault = self.vault()?;
        let mut restoring = self.shared.restoring.lock().await;
        let Restoring::Chosen(file) = &*restoring else {
            return Err(nothing_chosen());
        };
        let passphrase = Passphrase::new(request.passphrase.into_text());
        let opened = vault.open_backup(passphrase, file.clone()).await;
        let backup = opened.map_err(file_error)?;
        let (backup, preview) = vault.preview(backup).await.map_err(store_error)?;
        let view = backup_view(&backup, &preview);
        *restoring = Restoring::Opened(backup);
        Ok(view)
    }

    pub(super) async fn restore_backup(&self, _: NoRequest) -> Reply<BackupView> {
        let vault = self.vault()?;
        let mut restoring = self.shared.restoring.lock().await;
        let Restoring::Opened(backup) = &*restoring else {
            return Err(nothing_chosen());
        };
        let restored = vault.restore(backup).await.map_err(store_error)?;
        let view = backup_view(backup, &restored);
        *restoring = Restoring::Idle;
        drop(restoring);
        self.refresh_connections().await;
        Ok(view)
    }
}

fn backup_view(backup: &Backup, found: &Restoration) -> BackupView {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let blueprints = found.blueprints.iter();
    BackupView {
        made_at: rfc3339(backup.made_at),
        made_by: neutral(&backup.made_by, LONGEST_NAME),
        connections: found.connections.clone(),
        connections_there: count(found.connections_there),
        blueprints: blueprints.map(|name| neutral(name, LONGEST_NAME)).collect(),
        blueprints_there: count(found.blueprints_there),
        drafts: count(found.drafts),
        drafts_there: count(found.drafts_there),
        settings: count(found.settings),
    }
}

fn nothing_chosen() -> ApiError {
    ApiError::new(ErrorCode::Changed, "no backup was chosen")
}

fn backup_error(error: BackupError) -> ApiError {
    match error {
        BackupError::Passphrase(error) => passphrase_error(error),
        other => store_error(other),
    }
}

fn file_error(error: BackupFileError) -> ApiError {
    let code = match error {
        BackupFileError::NotABackup | BackupFileError::TooLong => ErrorCode::NotABackup,
        BackupFileError::NewerFormat(_) => ErrorCode::BackupNewer,
        BackupFileError::WrongPassphrase => ErrorCode::BackupPassphrase,
        BackupFileError::Damaged | BackupFileError::Malformed => ErrorCode::BackupDamaged,
        BackupFileError::OtherRule => ErrorCode::BackupOfOtherKind,
    };
    ApiError::new(code, error)
}
