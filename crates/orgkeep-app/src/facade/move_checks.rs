//! The dry run for many connections. It changes nothing: what it sends to an org is sent to be checked only.

use orgkeep_api::command::{Done, NoRequest};
use orgkeep_api::creation_state::CreationFailureView;
use orgkeep_api::error::ApiError;
use orgkeep_api::move_check::{CheckMovesRequest, MoveCheckView, MoveChecksView, MoveCreationView};
use orgkeep_blueprint::blueprint::Blueprint;
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::app_fields::AppFields;
use orgkeep_vault::connection_record::ConnectionRecord;
use tokio::sync::{Mutex, watch};
use tokio::task::{JoinHandle, JoinSet};

use super::contract::Reply;
use super::creation::blueprint_for;
use super::preparation::invalid;
use super::{Orgkeep, connection_id};
use crate::creation::{Plan, Standing, Trial};
use crate::creation_view::{creation_failure, problems_view};
use crate::design::answerable;

/// How many orgs are asked at once. Each carries out a deployment, which takes its turn there.
const AT_ONCE: usize = 4;

/// The dry run of this program.
#[derive(Default)]
pub(super) struct MoveChecks {
    view: watch::Sender<MoveChecksView>,
    run: Mutex<Option<JoinHandle<()>>>,
}

impl Orgkeep {
    pub(super) fn watch_move_checks(&self) -> watch::Receiver<MoveChecksView> {
        self.shared.move_checks.view.subscribe()
    }

    pub(super) async fn check_moves(&self, request: CheckMovesRequest) -> Reply<Done> {
        self.must_be_open()?;
        let ids = request.connections.iter().map(|id| connection_id(id));
        let ids = ids.collect::<Result<Vec<_>, _>>()?;
        self.end_move_checks().await;
        let mut run = self.shared.move_checks.run.lock().await;
        self.shared.move_checks.view.send_replace(MoveChecksView {
            running: true,
            total: u32::try_from(ids.len()).unwrap_or(u32::MAX),
            found: Vec::new(),
        });
        let this = self.clone();
        *run = Some(tokio::spawn(async move { this.check_each(ids).await }));
        Ok(Done {})
    }

    pub(super) async fn cancel_move_checks(&self, _: NoRequest) -> Reply<Done> {
        self.end_move_checks().await;
        Ok(Done {})
    }

    pub(super) async fn close_move_checks(&self, _: NoRequest) -> Reply<Done> {
        self.end_move_checks().await;
        let nothing = MoveChecksView::default();
        self.shared.move_checks.view.send_replace(nothing);
        Ok(Done {})
    }

    /// Ends the run, if one goes on. What was found is kept.
    pub(super) async fn end_move_checks(&self) {
        let task = self.shared.move_checks.run.lock().await.take();
        if let Some(task) = task {
            task.abort();
            let _ended: Result<(), tokio::task::JoinError> = task.await;
        }
        let view = &self.shared.move_checks.view;
        view.send_if_modified(|checks| std::mem::take(&mut checks.running));
    }

    async fn check_each(&self, ids: Vec<ConnectionId>) {
        // Dropped with this task, it ends those that go on.
        let mut checks = JoinSet::new();
        let begin = |checks: &mut JoinSet<_>, id| {
            let this = self.clone();
            checks.spawn(async move { this.checked(&id).await });
        };
        // A check that waits for its turn would take as much memory as one that goes on.
        let mut waiting = ids.into_iter();
        for id in waiting.by_ref().take(AT_ONCE) {
            begin(&mut checks, id);
        }
        let view = &self.shared.move_checks.view;
        while let Some(ended) = checks.join_next().await {
            if let Some(id) = waiting.next() {
                begin(&mut checks, id);
            }
            if let Ok(found) = ended {
                view.send_modify(|checks| checks.found.push(found));
            }
        }
        view.send_modify(|checks| checks.running = false);
        // A sign-in that was tried may have changed a connection's status.
        self.refresh_connections().await;
    }

    async fn checked(&self, id: &ConnectionId) -> MoveCheckView {
        let creation = self.creation_through(id).await;
        let creation = creation.unwrap_or_else(|failure| MoveCreationView::Hindered { failure });
        let is_dev_hub = match (&creation, self.sessions()) {
            (MoveCreationView::Hindered { .. }, _) | (_, Err(_)) => None,
            (_, Ok(sessions)) => sessions.is_dev_hub(id).await.ok(),
        };
        MoveCheckView {
            connection: id.to_string(),
            is_dev_hub,
            creation,
        }
    }

    /// The app that would serve Orgkeep and the connection's products.
    async fn creation_through(
        &self,
        id: &ConnectionId,
    ) -> Result<MoveCreationView, CreationFailureView> {
        use CreationFailureView::{ConnectionGone, NotKept};
        let record = self.connection_record(id.as_str()).await;
        let record = record.map_err(|_| ConnectionGone)?;
        let creations = self.creations().map_err(|_| NotKept)?;
        let blueprint = ordinary_app(&record).map_err(|_| CreationFailureView::NothingKnown)?;
        let planned = creations.plan(&record.id, &blueprint).await;
        planned.map(found).map_err(creation_failure)
    }
}

/// A user's name has the form of an address, and no app is created with it.
fn ordinary_app(record: &ConnectionRecord) -> Result<Blueprint, ApiError> {
    let app = AppFields {
        contact_email: record.username.clone(),
        presets: answerable(&record.presets),
        ..AppFields::default()
    };
    blueprint_for(&app, false).map_err(|_| invalid("the app"))
}

fn found(plan: Plan) -> MoveCreationView {
    match (plan.standing, plan.trial) {
        (Standing::Same, _) => MoveCreationView::Present,
        (Standing::Different(_) | Standing::NotChangeable { .. } | Standing::ConnectedApp, _) => {
            MoveCreationView::NameTaken
        }
        (Standing::Free, Trial::Passed) => MoveCreationView::Possible,
        (Standing::Free, Trial::NotPossible(_) | Trial::NotNeeded) => MoveCreationView::NotTried,
        (Standing::Free, Trial::Refused(problems)) => MoveCreationView::Refused {
            problems: problems_view(problems),
        },
    }
}
