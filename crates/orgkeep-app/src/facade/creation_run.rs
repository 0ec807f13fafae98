//! One app at work: begun, followed, and what came of it.

use orgkeep_api::command::Done;
use orgkeep_api::creation_state::{AftermathId, BegunAppView, CreationStateView, FailedAppView};
use orgkeep_api::error::ApiError;
use orgkeep_domain::activity::{ActivityKind, ActivityResult, Deed, Detail};
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::creation_record::{AppGoal, AppHome, CreationId, CreationRecord};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Orgkeep;
use super::creation::running;
use crate::creation::{Created, CreationError, CreationOrder, Creations};
use crate::creation_view::{begun_view, creation_failure, goal_view, made_view};
use crate::session::SessionError;

/// The app that is being made or taken back, or was.
pub(super) struct Creating {
    progress: watch::Receiver<Option<CreationRecord>>,
    task: JoinHandle<()>,
}

/// Through which connection an app is made, and for what.
#[derive(Clone, Copy)]
struct About<'a> {
    connection: &'a ConnectionId,
    /// None where a draft or a connection that it was for is gone.
    goal: Option<&'a AppGoal>,
}

/// What is to be done with an app.
pub(super) enum Errand {
    Make(Box<CreationOrder>),
    GoOn(CreationId),
    TakeBack(CreationId),
}

impl Errand {
    async fn carry_out(&self, creations: &Creations) -> Result<Option<Created>, CreationError> {
        match self {
            Self::Make(order) => creations.create(order).await.map(Some),
            Self::GoOn(id) => creations.resume(id).await.map(Some),
            Self::TakeBack(id) => creations.undo(id).await.map(|()| None),
        }
    }

    fn kind(&self) -> ActivityKind {
        match self {
            Self::Make(_) | Self::GoOn(_) => ActivityKind::CreateApp,
            Self::TakeBack(_) => ActivityKind::UndoApp,
        }
    }

    /// What metadata calls the app, where no journal says so yet.
    fn api_name(&self) -> Option<&str> {
        match self {
            Self::Make(order) => Some(order.blueprint.parts().identity.api_name.as_str()),
            Self::GoOn(_) | Self::TakeBack(_) => None,
        }
    }
}

impl Orgkeep {
    /// Begins, unless an app is at work already.
    pub(super) async fn begin_errand(
        &self,
        connection: ConnectionId,
        goal: Option<AppGoal>,
        errand: Errand,
    ) -> Result<Done, ApiError> {
        self.must_be_open()?;
        let mut run = self.shared.apps.run.lock().await;
        if self.is_creating() {
            return Err(running());
        }
        if let Some(over) = run.take() {
            let _ended = over.task.await;
        }
        let (sender, progress) = watch::channel(None);
        let creations = self.creations()?.shown(sender);
        self.show_creation(CreationStateView::Starting {
            connection: connection.to_string(),
            goal: goal.as_ref().map(goal_view),
        });
        let (this, followed) = (self.clone(), progress.clone());
        let task = tokio::spawn(async move {
            let about = About {
                connection: &connection,
                goal: goal.as_ref(),
            };
            this.follow_errand((&creations, followed), about, &errand)
                .await;
        });
        *run = Some(Creating { progress, task });
        Ok(Done {})
    }

    /// Stops an app that is being made, wherever it is: its journal knows. Nothing else is stopped.
    pub(super) async fn stop_making(&self, id: &CreationId) {
        let mut run = self.shared.apps.run.lock().await;
        let is_it = |own: &mut Creating| {
            let shown = own.progress.borrow();
            shown
                .as_ref()
                .is_some_and(|record| record.id == *id && !record.undoing)
        };
        if self.is_creating()
            && let Some(Creating { task, .. }) = run.take_if(is_it)
        {
            task.abort();
            let _aborted = task.await;
            self.show_creation(CreationStateView::Idle);
        }
    }

    /// Stops what runs because the program ends or changes its folder. The next start offers to go on.
    pub(super) async fn end_creation(&self) {
        if let Some(Creating { task, .. }) = self.shared.apps.run.lock().await.take() {
            task.abort();
            let _aborted = task.await;
        }
    }

    pub(super) fn show_creation(&self, state: CreationStateView) {
        self.shared.apps.view.send_modify(|view| {
            if let CreationStateView::Running { app } = &state {
                view.left.retain(|own| own.id != app.id);
                view.unused.retain(|own| own.id != app.id);
            }
            view.state = state;
        });
    }

    /// Reads what was begun and is neither finished nor taken back, and what was made and is not used.
    pub(super) async fn refresh_left_apps(&self) {
        let Ok(vault) = self.vault() else {
            return;
        };
        let all = match vault.creations().await {
            Ok(all) => all,
            Err(error) => {
                tracing::warn!(%error, "the journal of apps cannot be read");
                return;
            }
        };
        let dismissed = self.shared.apps.dismissed.lock().await.clone();
        let is_left =
            |own: &CreationRecord| own.is_unfinished() && !dismissed.contains(own.id.as_str());
        let unused = self.unused_apps(&all).await;
        let mut left = Vec::new();
        for record in all.into_iter().filter(is_left) {
            left.push(self.begun(&record).await);
        }
        self.shared.apps.view.send_if_modified(|view| {
            let is_new = (&view.left, &view.unused) != (&left, &unused);
            (view.left, view.unused) = (left, unused);
            is_new
        });
    }

    fn is_creating(&self) -> bool {
        matches!(
            self.shared.apps.view.borrow().state,
            CreationStateView::Starting { .. } | CreationStateView::Running { .. }
        )
    }

    async fn follow_errand(
        &self,
        (creations, mut progress): (&Creations, watch::Receiver<Option<CreationRecord>>),
        about: About<'_>,
        errand: &Errand,
    ) {
        let ended = {
            let work = errand.carry_out(creations);
            tokio::pin!(work);
            loop {
                tokio::select! {
                    ended = &mut work => break ended,
                    Ok(()) = progress.changed() => {
                        let shown = progress.borrow_and_update().clone();
                        self.show_progress(shown).await;
                    }
                }
            }
        };
        let last = progress.borrow().clone();
        let state = match self.settled(ended, last.as_ref()).await {
            Ok(state) => state,
            Err(error) => self.fell_through(error, last, (about, errand)).await,
        };
        self.refresh_connections().await;
        self.refresh_left_apps().await;
        self.show_creation(state);
    }

    async fn show_progress(&self, record: Option<CreationRecord>) {
        if let Some(record) = record {
            let app = self.begun(&record).await;
            self.show_creation(CreationStateView::Running { app });
        }
    }

    /// What came of it. A finished app's key goes where it belongs.
    async fn settled(
        &self,
        ended: Result<Option<Created>, CreationError>,
        last: Option<&CreationRecord>,
    ) -> Result<CreationStateView, CreationError> {
        let record = last.ok_or(CreationError::Unexpected);
        let Some(created) = ended? else {
            let app = self.begun(record?).await;
            return Ok(CreationStateView::Undone { app });
        };
        let record = record?;
        let vault = self.vault().map_err(|_| SessionError::Abandoned)?;
        let home = self.home_of(&record.asked.connection).await?;
        let handed_over = vault.hand_over_creation(&created.id, home).await?;
        let app = self.begun(record).await;
        let made = made_view(created, app, handed_over);
        Ok(CreationStateView::Made { made })
    }

    /// Where the app's org is signed in to. The addresses were authenticated with the connection's secrets.
    async fn home_of(&self, connection: &ConnectionId) -> Result<AppHome, CreationError> {
        let vault = self.vault().map_err(|_| SessionError::Abandoned)?;
        let stored = vault.stored_session(connection).await;
        let stored = stored.map_err(SessionError::from)?;
        let (login, instance) = (&stored.secrets.login, &stored.secrets.instance);
        let own = if instance.is_my_domain() {
            instance
        } else {
            login
        };
        Ok(AppHome {
            login_address: own.origin().to_owned(),
            org_type: stored.record.org_type,
            name: stored.record.name.to_string(),
        })
    }

    async fn fell_through(
        &self,
        error: CreationError,
        last: Option<CreationRecord>,
        (about, errand): (About<'_>, &Errand),
    ) -> CreationStateView {
        tracing::warn!(%error, "an app was not made or not taken back");
        let named = last.as_ref().map(|record| record.asked.api_name.as_str());
        let deed = Deed::ended(errand.kind(), ActivityResult::Failed);
        self.tell_of(
            about.connection,
            match named.or(errand.api_name()) {
                Some(name) => deed.with(Detail::subject(name)),
                None => deed,
            },
        )
        .await;
        let mut left = false;
        let mut app = None;
        if let Some(last) = last {
            // Where nothing came, the journal is gone.
            let kept = self.creation_record(last.id.as_str()).await.ok();
            left = kept.as_ref().is_some_and(CreationRecord::is_unfinished);
            app = Some(self.begun(&kept.unwrap_or(last)).await);
        }
        let failed = FailedAppView {
            app,
            goal: about.goal.map(goal_view),
            failure: creation_failure(error),
            aftermath: match left {
                true => AftermathId::Unfinished,
                false => AftermathId::Nothing,
            },
        };
        CreationStateView::Failed { failed }
    }

    pub(super) async fn begun(&self, record: &CreationRecord) -> BegunAppView {
        let connection = self
            .connection_record(record.asked.connection.as_str())
            .await;
        let name = connection.map(|found| found.name.to_string());
        begun_view(record, name.unwrap_or_default())
    }
}
