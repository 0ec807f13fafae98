//! What all groups of commands share.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use orgkeep_api::attempt::AttemptView;
use orgkeep_api::checkup::VerificationView;
use orgkeep_api::connection::ConnectionsView;
use orgkeep_api::label::ArrangementView;
use orgkeep_api::source_check::FolderDragView;
use orgkeep_api::vault::{StoreNewsView, StoreReasonView, VaultView};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_vault::vault::Vault;
use tokio::sync::{Mutex, Notify, watch};
use tokio::task::JoinHandle;

use super::backup::Restoring;
use super::creation::Apps;
use super::dependents::PreviewedDependents;
use super::import::Previewed;
use super::move_checks::MoveChecks;
use super::moves::Moves;
use super::revocations::Revocations;
use super::sign_in::SignIn;
use super::testing::RunningTests;
use super::{list, verification};
use crate::session::Sessions;
use crate::source::stop::Stop;
use crate::surroundings::Surroundings;
use crate::testing::{Board, Schedule};

/// One program; clones of [`super::Orgkeep`] share it.
pub(super) struct Shared {
    /// Or why the store cannot be used.
    pub(super) vault: Result<Vault, StoreReasonView>,
    /// Where a store is that did not open because it is damaged.
    pub(super) damaged: Option<PathBuf>,
    pub(super) http: Option<HttpClient>,
    /// `None` when the store cannot be used.
    pub(super) sessions: Option<Sessions>,
    pub(super) rule: AuthorityRule,
    pub(super) around: Surroundings,
    pub(super) vault_view: watch::Sender<VaultView>,
    pub(super) connections: watch::Sender<ConnectionsView>,
    pub(super) arrangement: watch::Sender<ArrangementView>,
    pub(super) attempt: watch::Sender<AttemptView>,
    pub(super) verification: watch::Sender<VerificationView>,
    pub(super) folder_drag: watch::Sender<FolderDragView>,
    pub(super) store: watch::Sender<StoreNewsView>,
    /// The run of Verify; a new one takes its place.
    pub(super) verifying: Mutex<Option<JoinHandle<()>>>,
    /// Ends the check of a folder that is running.
    pub(super) checking: watch::Sender<Stop>,
    pub(super) sign_in: Mutex<Option<SignIn>>,
    pub(super) previews: Previews,
    pub(super) apps: Apps,
    pub(super) moves: Moves,
    pub(super) move_checks: MoveChecks,
    pub(super) restoring: Mutex<Restoring>,
    pub(super) revocations: Revocations,
    /// Whether somebody wanted to close the window while tokens were not stored.
    pub(super) closing: AtomicBool,
    /// Held while the list is read and shown, so that what is older is never shown later. The store's count of changes that
    /// it shows.
    pub(super) listing: Mutex<Option<u32>>,
    pub(super) tests: Board,
    /// The run of many tests, in progress or over.
    pub(super) testing: Mutex<Option<RunningTests>>,
    pub(super) schedule: Mutex<Option<Schedule>>,
}

/// What was shown to the person and can be imported.
#[derive(Default)]
pub(super) struct Previews {
    pub(super) connections: Mutex<Option<Previewed>>,
    pub(super) dependents: Mutex<Option<PreviewedDependents>>,
    /// Ends the import that asks the Salesforce CLI.
    pub(super) stop: Notify,
}

impl Shared {
    pub(super) fn new(
        vault: Result<Vault, StoreReasonView>,
        damaged: Option<PathBuf>,
        http: Option<HttpClient>,
        rule: AuthorityRule,
        around: Surroundings,
        view: VaultView,
    ) -> Self {
        Self {
            sessions: sessions(vault.as_ref().ok(), http.as_ref(), &around),
            vault,
            damaged,
            http,
            rule,
            around,
            vault_view: watch::Sender::new(view),
            connections: watch::Sender::new(list::no_connections()),
            arrangement: watch::Sender::new(list::usual_arrangement()),
            attempt: watch::Sender::new(AttemptView::Idle),
            verification: watch::Sender::new(verification::nothing_verified()),
            folder_drag: watch::Sender::default(),
            store: watch::Sender::default(),
            verifying: Mutex::new(None),
            checking: watch::Sender::default(),
            sign_in: Mutex::new(None),
            previews: Previews::default(),
            apps: Apps::default(),
            moves: Moves::default(),
            move_checks: MoveChecks::default(),
            restoring: Mutex::default(),
            revocations: Revocations::default(),
            closing: AtomicBool::new(false),
            listing: Mutex::new(None),
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
