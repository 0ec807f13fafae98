//! Starting a sign-in, and passing on what the person wants of it.

use jiff::Timestamp;
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
use crate::address::usable_authority;
use crate::attempt::intent::{Intent, Intents};
use crate::attempt::{Attempt, Errand, Progress};
use crate::decoding::decoded;
use crate::design::merged;
use crate::evidence::KeyEvidence;

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
        let (errand, draft) = self.prepare(record, request.all_scopes, None).await?;
        *sign_in = Some(self.start(errand, draft)?);
        Ok(Done {})
    }

    async fn prepare(
        &self,
        record: DraftRecord,
        all_scopes: bool,
        waiting_since: Option<Timestamp>,
    ) -> Result<(Errand, Draft), ApiError> {
        let invalid = |what: &str| ApiError::new(ErrorCode::Invalid, what);
        let name = ConnectionName::parse(&record.fields.name).map_err(|_| invalid("the name"))?;
        let key =
            ConsumerKey::parse(&record.fields.consumer_key).map_err(|_| invalid("the key"))?;
        let authority = usable_authority(&record, self.shared.rule);
        let authority = authority.ok_or_else(|| invalid("the address"))?;
        if !self.is_open() {
            return Err(ApiError::new(ErrorCode::VaultLocked, "the vault is locked"));
        }
        let secret = self.vault()?.open_draft_secret(&record.id).await;
        let secret = secret.map_err(|error| match error {
            DraftError::TypedForAnother => invalid("the secret was typed for another key"),
            other => store_error(other),
        })?;
        let errand = Errand {
            evidence: self.key_evidence(&record, &key).await,
            name,
            presets: record.fields.app.presets.clone(),
            browser: record.fields.browser.clone(),
            opens_when_active: record.fields.opens_when_active,
            waiting_since,
            draft: record.id.clone(),
        };
        let client = ClientApp { key, secret };
        Ok((errand, self.request(&record, authority, client, all_scopes)))
    }

    /// What is asked of Salesforce for a draft.
    pub(super) fn request(
        &self,
        record: &DraftRecord,
        authority: Authority,
        client: ClientApp,
        all_scopes: bool,
    ) -> Draft {
        let products = orgkeep_blueprint::preset::presets().unwrap_or_default();
        let scopes = merged(&products, &record.fields.app).scopes;
        let username = record.fields.username.trim();
        Draft {
            authority,
            client,
            callback: self.shared.around.callback.clone(),
            scopes: (!all_scopes).then_some(scopes),
            login_hint: (!username.is_empty()).then(|| username.to_owned()),
            purpose: Purpose::Register { expected_org: None },
        }
    }

    pub(super) async fn key_evidence(
        &self,
        record: &DraftRecord,
        key: &ConsumerKey,
    ) -> KeyEvidence {
        let known = match self.vault() {
            Ok(vault) => vault.connections().await.unwrap_or_default().records,
            Err(_) => Vec::new(),
        };
        KeyEvidence::of(record, key, &known, self.shared.around.clock.now())
    }

    /// Goes on waiting for a key, where an earlier run of the program left off.
    pub(super) async fn resume_waiting(&self) {
        let mut sign_in = self.shared.sign_in.lock().await;
        if sign_in.is_some() {
            return;
        }
        let Ok(vault) = self.vault() else { return };
        let drafts = vault.drafts().await.unwrap_or_default();
        let waiting = drafts
            .into_iter()
            .filter_map(|record| record.key_waiting_since.map(|since| (since, record)));
        let Some((since, record)) = waiting.max_by_key(|(since, _)| *since) else {
            return;
        };
        let id = record.id.clone();
        let resumed = match self.prepare(record, false, Some(since)).await {
            Ok((errand, draft)) => self.start(errand, draft),
            Err(error) => Err(error),
        };
        match resumed {
            Ok(started) => *sign_in = Some(started),
            Err(error) => {
                tracing::warn!(%error, "a wait for a key could not go on");
                let _kept = vault.mark_key_waiting(&id, None).await;
            }
        }
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
        let told = decoded(&address);
        let verdict: PasteVerdictView = self
            .wish(&request.id, |answer| Intent::Paste(address, answer))
            .await?;
        let decoded = (verdict == PasteVerdictView::NotACallback).then_some(told);
        Ok(PastedView { verdict, decoded })
    }

    /// The browser is opened as it is chosen now.
    pub(super) async fn open_again(&self, id: &str) -> Result<Done, ApiError> {
        let choice = match &*self.shared.attempt.borrow() {
            AttemptView::Running { attempt } => attempt.draft.clone(),
            _ => return Err(not_found()),
        };
        let browser = self.draft_record(&choice).await?.fields.browser;
        let opened = self
            .wish(id, |answer| Intent::OpenAgain(browser, answer))
            .await?;
        opened
            .map(|()| Done {})
            .map_err(|error| ApiError::new(ErrorCode::Browser, error))
    }

    /// Kept with the draft as well, for a wait that goes on after the next start.
    pub(super) async fn open_when_active(&self, id: &str, opens: bool) -> Result<Done, ApiError> {
        self.wish(id, |answer| Intent::OpenWhenActive(opens, answer))
            .await?;
        let draft = match &*self.shared.attempt.borrow() {
            AttemptView::Running { attempt } => attempt.draft.clone(),
            _ => return Ok(Done {}),
        };
        let mut record = self.draft_record(&draft).await?;
        record.fields.opens_when_active = opens;
        let kept = self.vault()?.save_draft(&record.id, record.fields).await;
        kept.map(|_| Done {}).map_err(store_error)
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
