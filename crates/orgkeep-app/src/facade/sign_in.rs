//! Starting a sign-in, and passing on what the person wants of it.

use orgkeep_api::attempt::{
    AttemptView, ConnectRequest, PasteRequest, PasteVerdictView, PastedView,
};
use orgkeep_api::command::Done;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_domain::attempt::{Draft, Purpose};
use orgkeep_domain::authority::Authority;
use orgkeep_domain::client::{ClientApp, ConsumerKey};
use orgkeep_domain::connection::ConnectionName;
use orgkeep_secret::AuthorizationCode;
use orgkeep_vault::draft_record::{DraftError, DraftRecord};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::{Orgkeep, not_found, store_error};
use crate::attempt::intent::{Intent, Intents};
use crate::attempt::{Attempt, Errand, Progress};
use crate::draft::merged;

/// The one sign-in of this program, running or just over.
pub(super) struct SignIn {
    id: String,
    intents: mpsc::Sender<Intent>,
    task: JoinHandle<()>,
}

impl Orgkeep {
    pub(super) async fn begin_sign_in(&self, request: ConnectRequest) -> Result<Done, ApiError> {
        let mut sign_in = self.shared.sign_in.lock().await;
        if matches!(*self.shared.attempt.borrow(), AttemptView::Running { .. }) {
            let busy = "a sign-in is running already";
            return Err(ApiError::new(ErrorCode::SignInRunning, busy));
        }
        if let Some(over) = sign_in.take() {
            // Its port may still be lingering for the browser's last request; at most a second.
            let _ended: Result<(), tokio::task::JoinError> = over.task.await;
        }
        let record = self.draft_record(&request.draft).await?;
        let (errand, draft) = self.prepare(record, request.all_scopes).await?;
        *sign_in = Some(self.start(errand, draft)?);
        Ok(Done {})
    }

    async fn prepare(
        &self,
        record: DraftRecord,
        all_scopes: bool,
    ) -> Result<(Errand, Draft), ApiError> {
        let invalid = |what: &str| ApiError::new(ErrorCode::Invalid, what);
        let name = ConnectionName::parse(&record.fields.name).map_err(|_| invalid("the name"))?;
        let key =
            ConsumerKey::parse(&record.fields.consumer_key).map_err(|_| invalid("the key"))?;
        let authority = Authority::parse(&record.fields.login_address, self.shared.rule)
            .ok()
            .filter(Authority::is_trusted)
            .ok_or_else(|| invalid("the address"))?;
        if !self.is_open() {
            return Err(ApiError::new(ErrorCode::VaultLocked, "the vault is locked"));
        }
        let secret = self.vault()?.open_draft_secret(&record.id).await;
        let secret = secret.map_err(|error| match error {
            DraftError::TypedForAnother => invalid("the secret was typed for another key"),
            other => store_error(other),
        })?;
        let products = orgkeep_blueprint::preset::presets().unwrap_or_default();
        let scopes = merged(&products, &record.fields).scopes;
        let draft = Draft {
            authority,
            client: ClientApp { key, secret },
            callback: self.shared.around.callback.clone(),
            scopes: (!all_scopes).then_some(scopes),
            purpose: Purpose::Register { expected_org: None },
        };
        let presets = record.fields.presets.clone();
        Ok((
            Errand {
                draft: record.id,
                name,
                presets,
            },
            draft,
        ))
    }

    fn start(&self, errand: Errand, draft: Draft) -> Result<SignIn, ApiError> {
        let id = uuid::Uuid::new_v4().to_string();
        let (sender, intents) = mpsc::channel(8);
        let attempt = self.attempt(&id, errand, &draft, intents)?;
        let this = self.clone();
        let task = tokio::spawn(async move {
            attempt.run(draft).await;
            this.refresh_connections().await;
            this.sweep_revocations().await;
        });
        Ok(SignIn {
            id,
            intents: sender,
            task,
        })
    }

    fn attempt(
        &self,
        id: &str,
        errand: Errand,
        draft: &Draft,
        intents: Intents,
    ) -> Result<Attempt, ApiError> {
        let first = Progress::first_view(
            id.to_owned(),
            errand.draft.to_string(),
            errand.name.to_string(),
            draft.authority.host().to_owned(),
        );
        let around = self.shared.around.clone();
        Ok(Attempt {
            errand,
            vault: self.vault()?.clone(),
            http: self.http()?.clone(),
            rule: self.shared.rule,
            progress: Progress::begin(
                first,
                draft.callback.as_str().to_owned(),
                self.shared.attempt.clone(),
                around.clock.clone(),
            ),
            around,
            intents,
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
        let verdict: PasteVerdictView = self
            .wish(&request.id, |answer| Intent::Paste(address, answer))
            .await?;
        Ok(PastedView { verdict })
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
            let (answer, _nobody_waits) = oneshot::channel();
            let _over = intents.send(Intent::Cancel(answer)).await;
            drop(intents);
            let _ended: Result<(), tokio::task::JoinError> = task.await;
        }
    }
}
