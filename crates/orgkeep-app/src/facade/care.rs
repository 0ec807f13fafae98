//! The care of the vault: another key, the recovery sheet, and starting over without a key.

use orgkeep_api::blueprint::SavedFileView;
use orgkeep_api::care::{
    ChangeKeyRequest, LostKeyView, NewKeyRequest, RecoverRequest, RecoveredView, START_OVER,
    StartOverRequest, VaultCareView,
};
use orgkeep_api::command::{Done, NoRequest};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::vault::PassphraseRequest;
use orgkeep_secret::{Passphrase, RecoveryKey};
use orgkeep_vault::care::LostKey;
use orgkeep_vault::change_key::{ChangeKeyError, NewKey};
use orgkeep_vault::recovery::{Recovered, RecoveryError};
use orgkeep_vault::recovery_key::RecoveryKeyError;

use super::contract::Reply;
use super::files::{shown, unwritten};
use super::vault::passphrase_error;
use super::{Orgkeep, blocking, store_error};
use crate::attempt::rfc3339;
use crate::file::write_private;
use crate::recovery_sheet::{FILE_NAME, Occasion, recovery_sheet};

impl Orgkeep {
    pub(super) async fn vault_care(&self, _: NoRequest) -> Reply<VaultCareView> {
        let vault = self.vault()?;
        let care = vault.key_care().await.map_err(store_error)?;
        let has_passphrase = vault.has_passphrase().await.map_err(store_error)?;
        Ok(VaultCareView {
            vault: vault.short_name(),
            custody: self.custody(has_passphrase),
            since: care.since.map(rfc3339),
            recovery_made_at: care.recovery_made_at.map(rfc3339),
            lost: care.lost.iter().map(lost_view).collect(),
        })
    }

    pub(super) async fn change_key(&self, request: ChangeKeyRequest) -> Reply<VaultCareView> {
        let current = request
            .current
            .map(|typed| Passphrase::new(typed.into_text()));
        let changed = self.vault()?.change_key(current, new_key(request.new));
        changed.await.map_err(change_error)?;
        self.vault_care(NoRequest {}).await
    }

    pub(super) async fn start_over(&self, request: StartOverRequest) -> Reply<Done> {
        if request.confirmation.trim() != START_OVER {
            return Err(ApiError::new(ErrorCode::Invalid, "it was not confirmed"));
        }
        let started = self.vault()?.start_over(new_key(request.new));
        started.await.map_err(change_error)?;
        self.refresh_connections().await;
        Ok(Done {})
    }

    /// The file comes first: a sheet that nobody has must not take the place of one that somebody has.
    pub(super) async fn save_recovery_sheet(&self, _: NoRequest) -> Reply<SavedFileView> {
        let vault = self.vault()?;
        let place = self.shared.around.files.choose_place(FILE_NAME);
        let Some(path) = place.await else {
            return Ok(SavedFileView { path: None });
        };
        let sheet = vault.make_recovery().await.map_err(recovery_error)?;
        let day = sheet.made_at.strftime("%Y-%m-%d").to_string();
        let occasion = Occasion {
            vault: &vault.short_name(),
            day: &day,
        };
        let page = recovery_sheet(&sheet.key, &occasion);
        let written = blocking(move || write_private(&path, page.as_bytes()).map(|()| path));
        let path = written.await?.map_err(|error| unwritten(&error))?;
        vault.keep_recovery(sheet).await.map_err(recovery_error)?;
        Ok(SavedFileView {
            path: Some(shown(&path)),
        })
    }

    pub(super) async fn revoke_recovery_sheet(&self, _: NoRequest) -> Reply<VaultCareView> {
        let revoked = self.vault()?.revoke_recovery().await;
        revoked.map_err(store_error)?;
        self.vault_care(NoRequest {}).await
    }

    pub(super) async fn recover_vault(&self, request: RecoverRequest) -> Reply<RecoveredView> {
        let key = RecoveryKey::new(request.key.into_text());
        let recovered = self.vault()?.recover(key, new_key(request.new)).await;
        self.refresh_connections().await;
        match recovered {
            Ok(Recovered::Opened) => Ok(RecoveredView::Opened),
            Ok(Recovered::TakenBack) => Ok(RecoveredView::TakenBack),
            Err(RecoveryError::Mistyped(RecoveryKeyError::Length)) => Ok(RecoveredView::Incomplete),
            Err(RecoveryError::Mistyped(RecoveryKeyError::Group(group))) => {
                let group = u32::try_from(group).unwrap_or_default();
                Ok(RecoveredView::Mistyped { group })
            }
            Err(RecoveryError::Wrong) => Ok(RecoveredView::Wrong),
            Err(error) => Err(recovery_error(error)),
        }
    }

    pub(super) async fn recall_passphrase(
        &self,
        request: PassphraseRequest,
    ) -> Reply<VaultCareView> {
        let passphrase = Passphrase::new(request.passphrase.into_text());
        let recalled = self.vault()?.recall(passphrase).await;
        recalled.map_err(|error| match error {
            RecoveryError::Wrong => ApiError::new(ErrorCode::PassphraseWrong, error),
            other => recovery_error(other),
        })?;
        self.refresh_connections().await;
        self.vault_care(NoRequest {}).await
    }

    pub(super) async fn give_up_lost_keys(&self, _: NoRequest) -> Reply<VaultCareView> {
        let given_up = self.vault()?.give_up_lost_keys().await;
        given_up.map_err(store_error)?;
        self.refresh_connections().await;
        self.vault_care(NoRequest {}).await
    }
}

fn lost_view(lost: &LostKey) -> LostKeyView {
    LostKeyView {
        lost_at: lost.lost_at.map(rfc3339),
        entries: lost.rows,
        from_passphrase: lost.from_passphrase,
    }
}

fn new_key(request: NewKeyRequest) -> NewKey {
    match request {
        NewKeyRequest::Keyring => NewKey::Keyring,
        NewKeyRequest::Passphrase { passphrase } => {
            NewKey::Passphrase(Passphrase::new(passphrase.into_text()))
        }
    }
}

fn change_error(error: ChangeKeyError) -> ApiError {
    match error {
        ChangeKeyError::Passphrase(error) => passphrase_error(error),
        ChangeKeyError::Locked(_) => ApiError::new(ErrorCode::VaultLocked, error),
        ChangeKeyError::NotLost => ApiError::new(ErrorCode::Changed, error),
        ChangeKeyError::Custody(_) => ApiError::new(ErrorCode::KeyNotKept, error),
        ChangeKeyError::Seal(_) | ChangeKeyError::Store(_) => store_error(error),
    }
}

fn recovery_error(error: RecoveryError) -> ApiError {
    match error {
        RecoveryError::Locked(_) => ApiError::new(ErrorCode::VaultLocked, error),
        RecoveryError::Changed => ApiError::new(ErrorCode::Changed, error),
        RecoveryError::Key(error) => change_error(error),
        other => store_error(other),
    }
}
