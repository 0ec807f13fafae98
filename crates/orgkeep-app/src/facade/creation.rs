//! Making an External Client App through a connection: what would happen, and the commands that begin and end it.

use std::collections::HashSet;

use orgkeep_api::command::Done;
use orgkeep_api::creation::{
    AppGoalRequest, AppPlanView, CreateAppRequest, CreationRequest, DismissAppRequest,
    PlanAppRequest,
};
use orgkeep_api::creation_state::{
    CreationFailureView, CreationStateView, CreationView, FailedAppView,
};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_blueprint::blueprint::Blueprint;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_vault::app_fields::AppFields;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::creation_record::{AppGoal, CreationId, CreationRecord, CreationRowError};
use tokio::sync::{Mutex, watch};

use super::contract::Reply;
use super::creation_run::{Creating, Errand};
use super::preparation::invalid;
use super::{Orgkeep, not_found, store_error};
use crate::creation::{CreationOrder, Creations, OnExisting};
use crate::creation_view::{creation_failure, plan_view, unfit_view};
use crate::design::{answerable, answers, take_app};
use crate::source::plan::{Unfit, blueprint_of};

/// Apps on their way.
pub(super) struct Apps {
    pub(super) view: watch::Sender<CreationView>,
    /// One is made at a time.
    pub(super) run: Mutex<Option<Creating>>,
    /// What was taken off the page until the next start.
    pub(super) dismissed: Mutex<HashSet<String>>,
}

impl Default for Apps {
    fn default() -> Self {
        let nothing = CreationView {
            state: CreationStateView::Idle,
            left: Vec::new(),
            unused: Vec::new(),
        };
        Self {
            view: watch::Sender::new(nothing),
            run: Mutex::new(None),
            dismissed: Mutex::default(),
        }
    }
}

/// Which app is to be made, by what, and for what.
struct WantedApp {
    maker: ConnectionRecord,
    goal: AppGoal,
    blueprint: Result<Blueprint, Unfit>,
}

impl Orgkeep {
    pub(super) fn watch_creation(&self) -> watch::Receiver<CreationView> {
        self.shared.apps.view.subscribe()
    }

    pub(super) async fn plan_app(&self, request: PlanAppRequest) -> Reply<AppPlanView> {
        let wanted = self.wanted_app(request).await?;
        let blueprint = match wanted.blueprint {
            Ok(blueprint) => blueprint,
            Err(unfit) => return Ok(unfit_view(&unfit)),
        };
        self.must_be_open()?;
        let planned = self.creations()?.plan(&wanted.maker.id, &blueprint).await;
        let api_name = blueprint.parts().identity.api_name.as_str();
        match planned {
            Ok(plan) => Ok(AppPlanView::Planned {
                plan: plan_view(plan, api_name),
            }),
            Err(error) => {
                // The sign-in that was tried may have changed the connection's status.
                self.refresh_connections().await;
                let failure = creation_failure(error);
                Ok(AppPlanView::Hindered { failure })
            }
        }
    }

    pub(super) async fn create_app(&self, request: CreateAppRequest) -> Reply<Done> {
        let wanted = self.wanted_app(request.plan).await?;
        let blueprint = wanted.blueprint.map_err(|_| invalid("the app"))?;
        let (connection, goal) = (wanted.maker.id, wanted.goal);
        let order = CreationOrder {
            connection: connection.clone(),
            blueprint,
            goal: Some(goal.clone()),
            on_existing: match request.changes_existing {
                true => OnExisting::Update,
                false => OnExisting::Leave,
            },
            production_confirmed: request.production_confirmed,
        };
        self.begin_errand(connection, Some(goal), Errand::Make(Box::new(order)))
            .await
    }

    pub(super) async fn continue_app(&self, request: CreationRequest) -> Reply<Done> {
        let record = self.creation_record(&request.id).await?;
        let (asked, id) = (record.asked, record.id);
        let errand = match record.undoing {
            true => Errand::TakeBack(id),
            false => Errand::GoOn(id),
        };
        self.begin_errand(asked.connection, asked.goal, errand)
            .await
    }

    pub(super) async fn undo_app(&self, request: CreationRequest) -> Reply<Done> {
        self.must_be_open()?;
        let record = self.creation_record(&request.id).await?;
        self.must_not_be_used(&record).await?;
        self.stop_making(&record.id).await;
        let asked = record.asked;
        self.begin_errand(asked.connection, asked.goal, Errand::TakeBack(record.id))
            .await
    }

    /// What was begun comes back at the next start. What cannot be taken back, because the org has another app in its
    /// place, is forgotten; and so is an app that is kept for good.
    pub(super) async fn dismiss_app(&self, request: DismissAppRequest) -> Reply<Done> {
        if let (true, Some(id)) = (request.for_good, &request.id) {
            self.keep_unused_app(id).await?;
            self.refresh_left_apps().await;
            return Ok(Done {});
        }
        let state = self.shared.apps.view.borrow().state.clone();
        let (shown, is_lost) = match &state {
            CreationStateView::Idle => (None, false),
            CreationStateView::Starting { .. } | CreationStateView::Running { .. } => {
                return Err(running());
            }
            CreationStateView::Made { made } => (Some(&made.app.id), false),
            CreationStateView::Undone { app } => (Some(&app.id), false),
            CreationStateView::Failed { failed } => {
                (failed.app.as_ref().map(|app| &app.id), is_lost(failed))
            }
        };
        if shown == request.id.as_ref() {
            if let Some(id) = shown
                .filter(|_| is_lost)
                .and_then(|id| CreationId::parse(id))
            {
                let forgotten = self.vault()?.forget_creation(&id).await;
                forgotten.map_err(store_error)?;
            }
            self.show_creation(CreationStateView::Idle);
        }
        if let Some(id) = request.id {
            // An id is only kept if there is such an app.
            if let Ok(record) = self.creation_record(&id).await {
                let mut dismissed = self.shared.apps.dismissed.lock().await;
                dismissed.insert(record.id.as_str().to_owned());
            }
        }
        self.refresh_left_apps().await;
        Ok(Done {})
    }

    pub(super) fn creations(&self) -> Result<Creations, ApiError> {
        let (vault, http) = (self.vault()?.clone(), self.http()?.clone());
        let timing = self.shared.around.timing.creation;
        Ok(Creations::new(
            vault,
            self.sessions()?.clone(),
            http,
            timing,
        ))
    }

    async fn wanted_app(&self, request: PlanAppRequest) -> Result<WantedApp, ApiError> {
        let maker = self.connection_record(&request.connection).await?;
        let (goal, app) = match request.goal {
            AppGoalRequest::Draft { id } => {
                let draft = self.draft_record(&id).await?;
                if draft.fields.is_dev_hub {
                    return Err(invalid("a Dev Hub signs in through a Connected App"));
                }
                (AppGoal::Draft(draft.id), draft.fields.app)
            }
            AppGoalRequest::Migration { id, app } => {
                let moving = self.connection_record(&id).await?;
                self.may_be_moved(&moving.id).await?;
                if moving.authentication == AuthenticationType::ExternalClientApp {
                    return Err(invalid(
                        "it signs in through an External Client App already",
                    ));
                }
                if moving.org_id != maker.org_id {
                    return Err(invalid("the app would be in another org"));
                }
                let mut app = take_app(app);
                if app.presets.is_empty() {
                    app.presets = answerable(&moving.presets);
                }
                (AppGoal::Migration(moving.id), app)
            }
        };
        Ok(WantedApp {
            maker,
            goal,
            blueprint: blueprint_for(&app, request.confidential),
        })
    }

    pub(super) async fn creation_record(&self, id: &str) -> Result<CreationRecord, ApiError> {
        let id = CreationId::parse(id).ok_or_else(not_found)?;
        let found = self.vault()?.creation(&id).await;
        found.map_err(|error| match error {
            CreationRowError::NotFound => not_found(),
            other => store_error(other),
        })
    }
}

pub(super) fn running() -> ApiError {
    let busy = "an app is being made already";
    ApiError::new(ErrorCode::CreationRunning, busy)
}

/// Nothing of what was made is there any more.
fn is_lost(failed: &FailedAppView) -> bool {
    let undoing = failed.app.as_ref().is_some_and(|app| app.undoing);
    undoing && failed.failure == CreationFailureView::NotOurs
}

/// The app that was typed. A public client has no secret that could be lost, and so is made where the products allow it.
pub(super) fn blueprint_for(app: &AppFields, confidential: bool) -> Result<Blueprint, Unfit> {
    let blueprint = blueprint_of(&app.presets, &answers(app))?;
    Ok(match confidential {
        true => blueprint.confidential(),
        false => blueprint,
    })
}
