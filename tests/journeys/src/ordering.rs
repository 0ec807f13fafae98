//! What a person does to have an app made for them, and to look after it.

use std::time::Duration;

use anyhow::{Context as _, bail};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::creation::{
    AppGoalRequest, AppPlanView, CreateAppRequest, CreationRequest, PlanAppRequest, PlannedAppView,
};
use orgkeep_api::creation_state::{
    BegunAppView, CreationStateView, CreationView, FailedAppView, MadeAppView,
};
use orgkeep_api::design::AppFields;
use orgkeep_api::register::{DraftView, SaveDraftRequest, WizardStepView};
use orgkeep_simulator::{ClientApp, OrgKey};

use crate::waiting::wait_for;
use crate::world::World;

/// An app for Orgkeep alone, as it is typed.
#[must_use]
pub fn app_fields(name: &str) -> AppFields {
    AppFields {
        label: name.to_owned(),
        contact_email: "admin@example.com".to_owned(),
        ..AppFields::default()
    }
}

/// The app for a draft, without a secret.
#[must_use]
pub fn for_draft(maker: &str, draft: &DraftView) -> PlanAppRequest {
    PlanAppRequest {
        connection: maker.to_owned(),
        goal: AppGoalRequest::Draft {
            id: draft.id.clone(),
        },
        confidential: false,
    }
}

/// As it was planned, in a sandbox, where nothing has the name.
#[must_use]
pub fn as_planned(plan: PlanAppRequest) -> CreateAppRequest {
    CreateAppRequest {
        plan,
        changes_existing: false,
        production_confirmed: false,
    }
}

impl World {
    /// Deployments take so long from now on, and a new key is known at once.
    pub fn deployments_take(&self, time: Duration) {
        self.simulator.set_metadata_times(time, Duration::ZERO);
    }

    /// A draft in which nothing is typed but the app.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn draft_of_app(&self, name: &str) -> anyhow::Result<DraftView> {
        self.unlocked().await?;
        let draft = self.ask(self.orgkeep.new_draft(NoRequest {})).await?;
        let mut fields = draft.fields;
        fields.app = app_fields(name);
        let request = SaveDraftRequest {
            id: draft.id,
            step: WizardStepView::Prerequisites,
            fields,
        };
        Ok(self.ask(self.orgkeep.save_draft(request)).await?)
    }

    /// What would happen.
    ///
    /// # Errors
    /// When it cannot be planned.
    pub async fn plan(&self, request: &PlanAppRequest) -> anyhow::Result<PlannedAppView> {
        match self.ask(self.orgkeep.plan_app(request.clone())).await? {
            AppPlanView::Planned { plan } => Ok(plan),
            other => bail!("it is not planned: {other:?}"),
        }
    }

    /// Waits until apps stand so.
    ///
    /// # Errors
    /// When they do not.
    pub async fn wait_creation(
        &self,
        wanted: impl FnMut(&CreationView) -> bool,
    ) -> anyhow::Result<CreationView> {
        wait_for(self.orgkeep.watch_creation(), wanted).await
    }

    /// What came of the app that is being made or taken back.
    ///
    /// # Errors
    /// When it does not end.
    pub async fn creation_over(&self) -> anyhow::Result<CreationStateView> {
        let is_over = |view: &CreationView| {
            !matches!(
                view.state,
                CreationStateView::Idle
                    | CreationStateView::Starting { .. }
                    | CreationStateView::Running { .. }
            )
        };
        Ok(self.wait_creation(is_over).await?.state)
    }

    /// The app that is there now.
    ///
    /// # Errors
    /// When it did not come about.
    pub async fn made(&self) -> anyhow::Result<MadeAppView> {
        match self.creation_over().await? {
            CreationStateView::Made { made } => Ok(made),
            other => bail!("no app was made: {other:?}"),
        }
    }

    /// Why no app came about, or was not taken back.
    ///
    /// # Errors
    /// When it did.
    pub async fn not_made(&self) -> anyhow::Result<FailedAppView> {
        match self.creation_over().await? {
            CreationStateView::Failed { failed } => Ok(failed),
            other => bail!("it did not fail: {other:?}"),
        }
    }

    /// Has an app made.
    ///
    /// # Errors
    /// When it does not come about.
    pub async fn make(&self, request: CreateAppRequest) -> anyhow::Result<MadeAppView> {
        self.ask(self.orgkeep.create_app(request)).await?;
        self.made().await
    }

    /// Goes on with an app, or takes it back, and says whether it is there.
    ///
    /// # Errors
    /// When it does neither.
    pub async fn end_app(&self, app: &BegunAppView, undo: bool) -> anyhow::Result<bool> {
        let request = CreationRequest { id: app.id.clone() };
        if undo {
            self.ask(self.orgkeep.undo_app(request)).await?;
        } else {
            self.ask(self.orgkeep.continue_app(request)).await?;
        }
        match self.creation_over().await? {
            CreationStateView::Made { .. } => Ok(true),
            CreationStateView::Undone { .. } => Ok(false),
            other => bail!("neither made nor undone: {other:?}"),
        }
    }

    /// How many parts of an app an org has.
    #[must_use]
    pub fn parts(&self, org: OrgKey, api_name: &str) -> usize {
        self.simulator.metadata_of(org, api_name).len()
    }

    /// The app as the org has it. Its callback is this world's from now on: each world has a port of its own.
    ///
    /// # Errors
    /// When the org has none.
    pub fn adapt(&self, org: OrgKey, made: &MadeAppView) -> anyhow::Result<ClientApp> {
        let name = made.app.api_name.replace('_', " ");
        let apps = self.simulator.apps(org);
        let app = apps.into_iter().find(|app| app.name == name);
        let app = app.context("the org has no such app")?;
        let callback = self.callback.as_str().to_owned();
        self.simulator
            .change_app(&app.client_id, |app| app.callbacks = vec![callback])?;
        if let Some(secret) = &app.secret {
            self.secrets.keep("consumer secret", secret);
        }
        Ok(app)
    }
}
