//! The secret-free picture of an attempt that everyone else sees.

use std::sync::Arc;

use jiff::Timestamp;
use orgkeep_api::attempt::{
    AttemptView, ConnectedView, FailedView, HintView, RunningView, StageView, StepId,
    StepStateView, StepView, TargetView,
};
use orgkeep_api::connection::ConnectionView;
use orgkeep_domain::failure::Failure;
use tokio::sync::watch;

use super::route::Route;
use crate::surroundings::Clock;
use crate::view::failure_view;

/// Publishes whole snapshots with a rising revision.
pub(crate) struct Progress {
    view: RunningView,
    callback: Option<String>,
    publish: watch::Sender<AttemptView>,
    clock: Arc<dyn Clock>,
}

impl Progress {
    /// The picture of an attempt that begins now.
    pub(crate) fn begin(
        view: RunningView,
        callback: Option<String>,
        publish: watch::Sender<AttemptView>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let first = view.stage.clone();
        let mut progress = Self {
            view,
            callback,
            publish,
            clock,
        };
        progress.enter(first);
        progress
    }

    /// A first snapshot for an attempt.
    pub(crate) fn first_view(
        id: String,
        target: TargetView,
        name: String,
        route: &Route,
    ) -> RunningView {
        RunningView {
            id,
            revision: 0,
            target,
            name,
            host: route.authority().host().to_owned(),
            stage: match route {
                Route::Browser(..) => StageView::CheckingKey,
                Route::Password(_) => StageView::LoggingIn,
            },
            steps: route
                .steps()
                .iter()
                .map(|&id| StepView {
                    id,
                    state: StepStateView::Later,
                    at: None,
                })
                .collect(),
            can_cancel: true,
            hints: Vec::new(),
        }
    }

    /// The attempt is now doing something else.
    pub(crate) fn enter(&mut self, stage: StageView) {
        self.view.can_cancel = !matches!(stage, StageView::Saving);
        let current = step_of(&stage);
        tracing::trace!(step = name_of(current), "the sign-in comes to a step");
        for step in &mut self.view.steps {
            if step.state != StepStateView::Done {
                step.state = if step.id == current {
                    StepStateView::Now
                } else {
                    StepStateView::Later
                };
            }
        }
        self.view.stage = stage;
        self.publish();
    }

    /// What the attempt is doing.
    pub(crate) fn stage(&self) -> StageView {
        self.view.stage.clone()
    }

    /// A step is done; shown with the next stage.
    pub(crate) fn done(&mut self, id: StepId) {
        let now = self.clock.now();
        if let Some(step) = self.view.steps.iter_mut().find(|step| step.id == id) {
            step.state = StepStateView::Done;
            step.at = Some(rfc3339(now));
        }
    }

    /// What the listener noticed so far.
    pub(crate) fn hint(&mut self, hints: Vec<HintView>) {
        if self.view.hints != hints {
            self.view.hints = hints;
            self.publish();
        }
    }

    /// The end, with nothing saved.
    pub(crate) fn fail(mut self, failure: &Failure) {
        for step in &mut self.view.steps {
            if step.state == StepStateView::Now {
                step.state = StepStateView::Failed;
            }
        }
        let failed = FailedView {
            id: self.view.id,
            target: self.view.target,
            name: self.view.name,
            reason: failure_view(&failure.reason),
            server_code: failure.words.code.clone(),
            server_words: failure.words.description.clone(),
            steps: self.view.steps,
            callback: self.callback,
        };
        self.publish.send_replace(AttemptView::Failed { failed });
    }

    /// The end, with everything saved.
    pub(crate) fn connected(self, connection: ConnectionView, renewed: bool) {
        let connected = ConnectedView {
            id: self.view.id,
            target: self.view.target,
            connection,
            renewed,
        };
        let connected = Box::new(connected);
        self.publish
            .send_replace(AttemptView::Connected { connected });
    }

    fn publish(&mut self) {
        self.view.revision += 1;
        let attempt = self.view.clone();
        self.publish.send_replace(AttemptView::Running { attempt });
    }
}

/// The step that lights up during a stage.
fn step_of(stage: &StageView) -> StepId {
    match stage {
        StageView::CheckingKey
        | StageView::ConfirmingAddress { .. }
        | StageView::WaitingForKey { .. }
        | StageView::KeyActive { .. } => StepId::KeyKnown,
        StageView::LoggingIn => StepId::LoggedIn,
        StageView::Listening => StepId::Listening,
        StageView::AwaitingConsent { .. } => StepId::AnswerReceived,
        StageView::Exchanging => StepId::Exchanged,
        StageView::Identifying
        | StageView::ConfirmingIdentity { .. }
        | StageView::ConfirmingDevHub { .. } => StepId::Identified,
        StageView::Saving => StepId::Saved,
    }
}

fn name_of(step: StepId) -> &'static str {
    match step {
        StepId::KeyKnown => "checking the key",
        StepId::LoggedIn => "logging in",
        StepId::Listening => "listening",
        StepId::BrowserOpened => "opening the browser",
        StepId::AnswerReceived => "waiting for the answer",
        StepId::Exchanged => "exchanging",
        StepId::Identified => "identifying",
        StepId::Saved => "saving",
    }
}

/// RFC 3339 to the millisecond: what a person can see.
pub(crate) fn rfc3339(time: Timestamp) -> String {
    format!("{time:.3}")
}
