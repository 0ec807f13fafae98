//! The facade: everything the page can ask for, carried out.
//!
//! Each group of commands has a file; [`Orgkeep`] holds what they share. It knows nothing of windows.

mod activity;
mod app_check;
mod backup;
mod blueprints;
mod care;
mod commands;
mod connections;
mod contract;
mod creation;
mod creation_run;
mod dependents;
mod dev_hub;
mod diagnosis;
mod drafts;
mod files;
mod following;
mod import;
mod list;
mod login;
mod migration;
mod move_checks;
mod move_report;
mod move_run;
mod moves;
mod opening;
mod practice;
mod preparation;
mod reauthentication;
mod revocations;
mod rotation;
mod schedule;
mod set_aside;
mod shared;
mod sign_in;
mod source;
mod testing;
mod unsaved;
mod unused_apps;
mod vault;
mod verification;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::vault::{StoreReasonView, VaultView};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_vault::vault::{OpenError, Vault, VaultSettings};

use crate::attempt::{address, rfc3339};
use crate::session::Sessions;
use crate::surroundings::Surroundings;
use crate::unlock::{open_reason, unusable_view};
use shared::Shared;

/// The whole program without a window. Clones share it.
#[derive(Clone)]
pub struct Orgkeep {
    shared: Arc<Shared>,
}

impl Orgkeep {
    /// Opens the store, reads the list, and begins to ask for the key. A store that cannot be used is a state
    /// of the page, not an error.
    pub async fn open(settings: VaultSettings, around: Surroundings) -> Self {
        let orgkeep = Self::read(settings, around).await;
        orgkeep.wake_up().await;
        orgkeep
    }

    /// Opens the store, reads what is shown first, and meanwhile looks whether it is damaged. Until [`Orgkeep::wake_up`],
    /// nothing goes on by itself.
    pub async fn read(settings: VaultSettings, around: Surroundings) -> Self {
        let (rule, folder) = (settings.rule, settings.folder.clone());
        let opened = Vault::open(settings);
        let vault = opened.as_ref().ok().cloned();
        let orgkeep = Self::at(Some(folder.clone()), opened, rule, around.clone());
        let looked = async {
            match vault {
                Some(vault) => vault.look().await,
                None => Ok(()),
            }
        };
        let reading = async {
            orgkeep.recall_addresses().await;
            orgkeep.refresh_arrangement().await;
            orgkeep.refresh_connections().await;
        };
        match tokio::join!(looked, reading) {
            (Ok(()), ()) => orgkeep,
            (Err(error), ()) => Self::at(Some(folder), Err(error.into()), rule, around),
        }
    }

    /// Begins what goes on by itself: asking for the key, tests that are due, following the store.
    pub async fn wake_up(&self) {
        self.begin_schedule().await;
        self.follow_vault();
        self.follow_schedule();
        self.watch_earlier_sign_ins();
        self.follow_store();
        self.follow_unsaved();
    }

    /// The same for a program that carries out one command and ends. It asks nobody for the key, which is for whoever
    /// opened the store, and goes on with nothing that an earlier run began.
    #[must_use]
    pub fn of_store(
        opened: Result<Vault, OpenError>,
        rule: AuthorityRule,
        around: Surroundings,
    ) -> Self {
        Self::at(None, opened, rule, around)
    }

    fn at(
        folder: Option<PathBuf>,
        opened: Result<Vault, OpenError>,
        rule: AuthorityRule,
        around: Surroundings,
    ) -> Self {
        let (vault, damaged, view) = match opened {
            Ok(vault) => {
                let since = rfc3339(around.clock.now());
                (Ok(vault), None, VaultView::Opening { since })
            }
            Err(error) => {
                let reason = open_reason(&error);
                let damaged = folder.filter(|_| reason == StoreReasonView::Damaged);
                (Err(reason), damaged, unusable_view(reason, &error))
            }
        };
        let http = HttpClient::new(rule == AuthorityRule::Practice).ok();
        let shared = Shared::new(vault, damaged, http, rule, around, view);
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Brings back which addresses of private networks were confirmed. Until then such a host is not asked.
    pub async fn recall_addresses(&self) {
        if let (Ok(vault), Ok(http)) = (self.vault(), self.http()) {
            address::recall(vault, http).await;
        }
    }

    /// Cancels what is running and lets go of the port. A renewal under way is finished.
    pub async fn close(self) {
        if let Some(run) = self.shared.verifying.lock().await.take() {
            run.abort();
        }
        self.end_tests().await;
        self.end_creation().await;
        self.end_moves().await;
        self.end_move_checks().await;
        self.end_sign_in().await;
        self.shared.revocations.background.end().await;
        if let Ok(sessions) = self.sessions() {
            sessions.settle().await;
        }
    }

    /// Tells the page whether a person holds something over the window.
    pub fn drag_over(&self, over: bool) {
        self.shared.folder_drag.send_modify(|drag| drag.over = over);
    }

    /// Tells the page what a person dropped on the window.
    pub fn dropped(&self, path: &Path) {
        self.shared.folder_drag.send_modify(|drag| {
            drag.over = false;
            drag.drops = drag.drops.saturating_add(1);
            drag.path = Some(path.to_string_lossy().into_owned());
        });
    }

    fn vault(&self) -> Result<&Vault, ApiError> {
        let unusable = || ApiError::new(ErrorCode::Store, "the store cannot be used");
        self.shared.vault.as_ref().map_err(|_| unusable())
    }

    /// The way to use connections.
    ///
    /// # Errors
    /// [`ApiError`] when the store cannot be used, or no certificate can be verified.
    pub fn sessions(&self) -> Result<&Sessions, ApiError> {
        self.vault()?;
        self.http()?;
        let missing = || ApiError::new(ErrorCode::Internal, "there are no sessions");
        self.shared.sessions.as_ref().ok_or_else(missing)
    }

    fn http(&self) -> Result<&HttpClient, ApiError> {
        let missing = || {
            ApiError::new(
                ErrorCode::Internal,
                "there is no way to verify certificates",
            )
        };
        self.shared.http.as_ref().ok_or_else(missing)
    }
}

/// An error of the store, told to the page without its cause: causes may hold values.
fn store_error(error: impl std::fmt::Display) -> ApiError {
    tracing::warn!(%error, "the store refused");
    ApiError::new(ErrorCode::Store, error)
}

fn connection_id(text: &str) -> Result<ConnectionId, ApiError> {
    ConnectionId::parse(text).map_err(|_| not_found())
}

fn not_found() -> ApiError {
    ApiError::new(ErrorCode::NotFound, "it is not there any more")
}

/// Does work that waits for a disk, which may be slow or far away.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| ApiError::new(ErrorCode::Internal, "the program is ending"))
}
