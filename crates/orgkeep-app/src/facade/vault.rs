//! Opening the vault, and following what the keyring says.

use std::sync::Arc;

use orgkeep_api::command::Done;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::typed::TypedSecret;
use orgkeep_api::vault::CustodyView;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_secret::Passphrase;
use orgkeep_vault::lock_state::LockState;
use orgkeep_vault::passphrase::PassphraseError;
use orgkeep_vault::unlock::Prompt;

use super::{Orgkeep, store_error};
use crate::unlock::vault_view;

impl Orgkeep {
    /// Begins to ask for the key, and shows every change of the lock's state.
    pub(super) fn follow_vault(&self) {
        let Ok(vault) = &self.shared.vault else {
            return;
        };
        // Nobody has done anything yet that would explain a password window of the system.
        vault.begin_unlock(Prompt::Forbidden);
        let mut states = vault.lock_state();
        // Weak, so that a program that changes its folder lets go of the store and its key.
        let shared = Arc::downgrade(&self.shared);
        tokio::spawn(async move {
            loop {
                let state = *states.borrow_and_update();
                let Some(shared) = shared.upgrade() else {
                    break;
                };
                let this = Self { shared };
                this.show_lock(state).await;
                if state == LockState::Open {
                    this.refresh_if_changed().await;
                    this.resume_waiting().await;
                    this.begin_sweep();
                }
                drop(this);
                if states.changed().await.is_err() {
                    break;
                }
            }
        });
    }

    async fn show_lock(&self, state: LockState) {
        let passphrase = match &self.shared.vault {
            Ok(vault) => vault.has_passphrase().await.unwrap_or(false),
            Err(_) => false,
        };
        let view = vault_view(state, self.custody(passphrase));
        self.shared.vault_view.send_replace(view);
    }

    pub(super) fn custody(&self, passphrase: bool) -> CustodyView {
        match self.shared.rule {
            AuthorityRule::Practice => CustodyView::PracticeFile,
            AuthorityRule::Salesforce if passphrase => CustodyView::Passphrase,
            AuthorityRule::Salesforce => CustodyView::Keyring,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        let vault = self.shared.vault.as_ref();
        vault.is_ok_and(|vault| *vault.lock_state().borrow() == LockState::Open)
    }

    pub(super) fn ask_keyring(&self) -> Result<Done, ApiError> {
        self.vault()?.begin_unlock(Prompt::Allowed);
        Ok(Done {})
    }

    pub(super) async fn open_with(&self, typed: TypedSecret) -> Result<Done, ApiError> {
        let passphrase = Passphrase::new(typed.into_text());
        let opened = self.vault()?.unlock_with_passphrase(passphrase).await;
        opened.map(|()| Done {}).map_err(passphrase_error)
    }

    pub(super) async fn protect_with(&self, typed: TypedSecret) -> Result<Done, ApiError> {
        let passphrase = Passphrase::new(typed.into_text());
        let chosen = self.vault()?.choose_passphrase(passphrase).await;
        chosen.map(|()| Done {}).map_err(passphrase_error)
    }
}

pub(super) fn passphrase_error(error: PassphraseError) -> ApiError {
    match error {
        PassphraseError::Wrong => ApiError::new(ErrorCode::PassphraseWrong, error),
        PassphraseError::TooShort => ApiError::new(ErrorCode::PassphraseTooShort, error),
        other => store_error(other),
    }
}
