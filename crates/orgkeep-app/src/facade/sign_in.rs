//! Starting a sign-in, and passing on what the person wants of it.

use std::future::Future;

use orgkeep_api::attempt::{AttemptView, ConnectRequest, StageView, TargetView};
use orgkeep_api::command::Done;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::failure::FailureView;
use orgkeep_api::paste::{PasteRequest, PasteVerdictView, PastedView};
use orgkeep_secret::AuthorizationCode;
use orgkeep_vault::creation_record::AppGoal;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::preparation::Prepared;
use super::{Orgkeep, not_found, store_error};
use crate::attempt::intent::{Intent, Intents};
use crate::attempt::{Attempt, Errand, Progress, Route};
use crate::decoding::decoded;

/// The one sign-in of this program, running or just over.
pub(super) struct SignIn {
    id: String,
    intents: mpsc::Sender<Intent>,
    task: JoinHandle<()>,
}

/// A sign-in that was begun.
pub(super) struct Begun {
    pub(super) id: String,
    /// What became of it; nothing where the program ended before that.
    pub(super) end: oneshot::Receiver<Result<(), FailureView>>,
}

impl Orgkeep {
    pub(super) async fn begin_sign_in(&self, request: ConnectRequest) -> Result<Done, ApiError> {
        self.begin(async {
            let record = self.draft_record(&request.draft).await?;
            self.prepare(record, request.all_scopes, None).await
        })
        .await
    }

    /// Prepares a sign-in and starts it, unless one is running.
    pub(super) async fn begin(
        &self,
        preparing: impl Future<Output = Result<Prepared, ApiError>>,
    ) -> Result<Done, ApiError> {
        self.begin_followed(preparing).await.map(|_| Done {})
    }

    /// The same for whoever wants to know what became of it.
    pub(super) async fn begin_followed(
        &self,
        preparing: impl Future<Output = Result<Prepared, ApiError>>,
    ) -> Result<Begun, ApiError> {
        let mut sign_in = self.shared.sign_in.lock().await;
        if matches!(*self.shared.attempt.borrow(), AttemptView::Running { .. }) {
            let busy = "a sign-in is running already";
            return Err(ApiError::new(ErrorCode::SignInRunning, busy));
        }
        if let Some(over) = sign_in.take() {
            // Its port may still be lingering for the browser's last request; at most a second.
            let _ended: Result<(), tokio::task::JoinError> = over.task.await;
        }
        let prepared = preparing.await?;
        let (started, begun) = self.start(prepared)?;
        *sign_in = Some(started);
        Ok(begun)
    }

    pub(super) fn start(&self, prepared: Prepared) -> Result<(SignIn, Begun), ApiError> {
        let Prepared { errand, route } = prepared;
        let id = uuid::Uuid::new_v4().to_string();
        let (sender, intents) = mpsc::channel(8);
        let attempt = self.attempt(&id, errand, &route, intents)?;
        self.follow_waits();
        let this = self.clone();
        let (told, end) = oneshot::channel();
        let task = tokio::spawn(async move {
            let ended = attempt.run(route).await;
            this.refresh_connections().await;
            let _nobody_asked = told.send(ended);
            this.begin_sweep();
        });
        let begun = Begun {
            id: id.clone(),
            end,
        };
        let started = SignIn {
            id,
            intents: sender,
            task,
        };
        Ok((started, begun))
    }

    /// Shows on the board that the key of a move is waited for, and that it is not any more.
    fn follow_waits(&self) {
        let (this, mut views) = (self.clone(), self.shared.attempt.subscribe());
        tokio::spawn(async move {
            let mut waited = false;
            loop {
                let (waits, over) = match &*views.borrow_and_update() {
                    AttemptView::Running { attempt } => {
                        let waits = matches!(attempt.stage, StageView::WaitingForKey { .. });
                        (waits, false)
                    }
                    _ => (false, true),
                };
                if waits != waited {
                    waited = waits;
                    this.refresh_moves().await;
                }
                if over || views.changed().await.is_err() {
                    break;
                }
            }
        });
    }

    fn attempt(
        &self,
        id: &str,
        errand: Errand,
        route: &Route,
        intents: Intents,
    ) -> Result<Attempt, ApiError> {
        let first = Progress::first_view(
            id.to_owned(),
            errand.target.view(),
            errand.name.to_string(),
            route,
        );
        let around = self.shared.around.clone();
        Ok(Attempt {
            errand,
            vault: self.vault()?.clone(),
            http: self.http()?.clone(),
            rule: self.shared.rule,
            progress: Progress::begin(
                first,
                route.callback().map(str::to_owned),
                self.shared.attempt.clone(),
                around.clock.clone(),
            ),
            around,
            intents,
            background: self.shared.revocations.background.clone(),
        })
    }

    /// Passes a wish on and waits for its answer. No answer means that the attempt is past it.
    pub(super) async fn wish<Answer>(
        &self,
        id: &str,
        intent: impl FnOnce(oneshot::Sender<Answer>) -> Intent,
    ) -> Result<Answer, ApiError> {
        let intents = {
            let sign_in = self.shared.sign_in.lock().await;
            let same = sign_in.as_ref().filter(|sign_in| sign_in.id == id);
            same.ok_or_else(not_found)?.intents.clone()
        };
        let too_late = || ApiError::new(ErrorCode::TooLate, "the sign-in is past this point");
        let (answer, answered) = oneshot::channel();
        intents.send(intent(answer)).await.map_err(|_| too_late())?;
        answered.await.map_err(|_| too_late())
    }

    pub(super) async fn paste(&self, request: PasteRequest) -> Result<PastedView, ApiError> {
        let address = AuthorizationCode::new(request.address.into_text());
        let told = decoded(&address);
        let verdict: PasteVerdictView = self
            .wish(&request.id, |answer| Intent::Paste(address, answer))
            .await?;
        let decoded = (verdict == PasteVerdictView::NotACallback).then_some(told);
        Ok(PastedView { verdict, decoded })
    }

    /// The browser is opened as it is chosen now.
    pub(super) async fn open_again(&self, id: &str) -> Result<Done, ApiError> {
        let target = self.running_target().ok_or_else(not_found)?;
        let browser = match &target {
            TargetView::Draft { id } => self.draft_record(id).await?.fields.browser,
            TargetView::Connection { id, .. } => self.connection_record(id).await?.browser,
        };
        let opened = self
            .wish(id, |answer| Intent::OpenAgain(browser, answer))
            .await?;
        opened
            .map(|()| Done {})
            .map_err(|error| ApiError::new(ErrorCode::Browser, error))
    }

    fn running_target(&self) -> Option<TargetView> {
        match &*self.shared.attempt.borrow() {
            AttemptView::Running { attempt } => Some(attempt.target.clone()),
            _ => None,
        }
    }

    /// Whether the sign-in that runs is for what an app was made for.
    pub(super) fn is_signing_in_for(&self, goal: Option<&AppGoal>) -> bool {
        match (self.running_target(), goal) {
            (Some(TargetView::Draft { id }), Some(AppGoal::Draft(draft))) => id == draft.as_str(),
            (Some(TargetView::Connection { id, .. }), Some(AppGoal::Migration(moving))) => {
                id == moving.as_str()
            }
            _ => false,
        }
    }

    /// Kept with what was typed as well, for a wait that goes on after the next start.
    pub(super) async fn keep_opening_when_active(
        &self,
        id: &str,
        opens: bool,
    ) -> Result<Done, ApiError> {
        self.wish(id, |answer| Intent::OpenWhenActive(opens, answer))
            .await?;
        match self.running_target() {
            Some(TargetView::Draft { id }) => {
                let mut record = self.draft_record(&id).await?;
                record.fields.opens_when_active = opens;
                let kept = self.vault()?.save_draft(&record.id, record.fields).await;
                kept.map(|_| Done {}).map_err(store_error)
            }
            Some(TargetView::Connection { id, .. }) => self.keep_opening(&id, opens).await,
            None => Ok(Done {}),
        }
    }

    /// Forgets the result or failure on the page.
    pub(super) fn leave_attempt(&self, id: &str) -> Result<Done, ApiError> {
        let mut running = false;
        self.shared.attempt.send_if_modified(|view| {
            let shown = match view {
                AttemptView::Idle => return false,
                AttemptView::Running { .. } => {
                    running = true;
                    return false;
                }
                AttemptView::Failed { failed } => &failed.id,
                AttemptView::Connected { connected } => &connected.id,
            };
            let same = shown == id;
            if same {
                *view = AttemptView::Idle;
            }
            same
        });
        if running {
            let busy = "the sign-in is still running";
            return Err(ApiError::new(ErrorCode::SignInRunning, busy));
        }
        Ok(Done {})
    }

    /// Ends the sign-in because the program ends or changes its folder. A save that has begun is finished.
    pub(super) async fn end_sign_in(&self) {
        let taken = self.shared.sign_in.lock().await.take();
        if let Some(SignIn { intents, task, .. }) = taken {
            // Nobody is left to want anything: the attempt ends as interrupted, and a wait for a key goes on
            // after the next start.
            drop(intents);
            let _ended: Result<(), tokio::task::JoinError> = task.await;
        }
    }
}
