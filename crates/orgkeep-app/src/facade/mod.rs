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
mod rotation;
mod schedule;
mod sign_in;
mod source;
mod testing;
mod unsaved;
mod vault;
mod verification;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;
use orgkeep_api::activity::ActivityNewsView;
use orgkeep_api::attempt::AttemptView;
use orgkeep_api::checkup::VerificationView;
use orgkeep_api::connection::ConnectionsView;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::label::ArrangementView;
use orgkeep_api::source_check::FolderDragView;
use orgkeep_api::vault::VaultView;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_vault::vault::{OpenError, Vault, VaultSettings};
use tokio::sync::{Mutex, Notify, watch};
use tokio::task::JoinHandle;

use crate::attempt::rfc3339;
use crate::session::Sessions;
use crate::source::stop::Stop;
use crate::surroundings::Surroundings;
use crate::testing::{Board, Schedule};
use crate::unlock::unusable_view;
use backup::Restoring;
use creation::Apps;
use dependents::PreviewedDependents;
use import::Previewed;
use move_checks::MoveChecks;
use moves::Moves;
use sign_in::SignIn;
use testing::RunningTests;

/// The whole program without a window. Clones share it.
#[derive(Clone)]
pub struct Orgkeep {
    shared: Arc<Shared>,
}

struct Shared {
    /// `None` when the store cannot be used; the vault's view says why.
    vault: Option<Vault>,
    http: Option<HttpClient>,
    /// `None` when the store cannot be used.
    sessions: Option<Sessions>,
    rule: AuthorityRule,
    around: Surroundings,
    vault_view: watch::Sender<VaultView>,
    connections: watch::Sender<ConnectionsView>,
    arrangement: watch::Sender<ArrangementView>,
    attempt: watch::Sender<AttemptView>,
    verification: watch::Sender<VerificationView>,
    folder_drag: watch::Sender<FolderDragView>,
    activity: watch::Sender<ActivityNewsView>,
    /// The run of Verify; a new one takes its place.
    verifying: Mutex<Option<JoinHandle<()>>>,
    /// Ends the check of a folder that is running.
    checking: watch::Sender<Stop>,
    sign_in: Mutex<Option<SignIn>>,
    previews: Previews,
    apps: Apps,
    moves: Moves,
    move_checks: MoveChecks,
    restoring: Mutex<Restoring>,
    /// Held while Salesforce is told about one token.
    settling: Mutex<()>,
    /// Whether somebody wanted to close the window while tokens were not stored.
    closing: AtomicBool,
    /// When a host that asked to wait may be told of a token again.
    sweep_due: Mutex<Option<Timestamp>>,
    /// Held while the list is read and shown, so that what is older is never shown later.
    listing: Mutex<()>,
    tests: Board,
    /// The run of many tests, in progress or over.
    testing: Mutex<Option<RunningTests>>,
    schedule: Mutex<Option<Schedule>>,
}

/// What was shown to the person and can be imported.
#[derive(Default)]
struct Previews {
    connections: Mutex<Option<Previewed>>,
    dependents: Mutex<Option<PreviewedDependents>>,
    /// Ends the import that asks the Salesforce CLI.
    stop: Notify,
}

impl Shared {
    fn new(
        vault: Option<Vault>,
        http: Option<HttpClient>,
        rule: AuthorityRule,
        around: Surroundings,
        view: VaultView,
    ) -> Self {
        Self {
            sessions: sessions(vault.as_ref(), http.as_ref(), &around),
            vault,
            http,
            rule,
            around,
            vault_view: watch::Sender::new(view),
            connections: watch::Sender::new(list::no_connections()),
            arrangement: watch::Sender::new(list::usual_arrangement()),
            attempt: watch::Sender::new(AttemptView::Idle),
            verification: watch::Sender::new(verification::nothing_verified()),
            folder_drag: watch::Sender::default(),
            activity: watch::Sender::default(),
            verifying: Mutex::new(None),
            checking: watch::Sender::default(),
            sign_in: Mutex::new(None),
            previews: Previews::default(),
            apps: Apps::default(),
            moves: Moves::default(),
            move_checks: MoveChecks::default(),
            restoring: Mutex::default(),
            settling: Mutex::new(()),
            closing: AtomicBool::new(false),
            sweep_due: Mutex::new(None),
            listing: Mutex::new(()),
            tests: Board::default(),
            testing: Mutex::new(None),
            schedule: Mutex::new(None),
        }
    }
}

/// Both are needed for calls to Salesforce.
fn sessions(
    vault: Option<&Vault>,
    http: Option<&HttpClient>,
    around: &Surroundings,
) -> Option<Sessions> {
    let clock = Arc::clone(&around.clock);
    Some(Sessions::new(vault?.clone(), http?.clone(), clock))
}

impl Orgkeep {
    /// Opens the store, reads the list, and begins to ask for the key. A store that cannot be used is a state
    /// of the page, not an error.
    pub async fn open(settings: VaultSettings, around: Surroundings) -> Self {
        let rule = settings.rule;
        let orgkeep = Self::of_store(Vault::open(settings), rule, around);
        tokio::join!(
            orgkeep.refresh_connections(),
            orgkeep.refresh_arrangement(),
            orgkeep.refresh_left_apps()
        );
        orgkeep.begin_schedule().await;
        orgkeep.follow_activity();
        orgkeep.follow_vault();
        orgkeep.follow_schedule();
        orgkeep.watch_earlier_sign_ins();
        orgkeep.follow_store();
        orgkeep.follow_unsaved();
        orgkeep
    }

    /// The same for a program that carries out one command and ends. It asks nobody for the key, which is for whoever
    /// opened the store, and goes on with nothing that an earlier run began.
    #[must_use]
    pub fn of_store(
        opened: Result<Vault, OpenError>,
        rule: AuthorityRule,
        around: Surroundings,
    ) -> Self {
        let (vault, view) = match opened {
            Ok(vault) => {
                let since = rfc3339(around.clock.now());
                (Some(vault), VaultView::Opening { since })
            }
            Err(error) => (None, unusable_view(&error)),
        };
        let http = HttpClient::new(rule == AuthorityRule::Practice).ok();
        Self {
            shared: Arc::new(Shared::new(vault, http, rule, around, view)),
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
        self.shared.vault.as_ref().ok_or_else(unusable)
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
