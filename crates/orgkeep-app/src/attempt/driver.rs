//! The driver: listen, ask for consent, exchange, identify, confirm, save. One for every purpose.

use std::sync::Arc;

use jiff::Timestamp;
use orgkeep_api::attempt::{StageView, StepId};
use orgkeep_api::failure::FailureView;
use orgkeep_domain::attempt::{
    Authorized, AwaitingConsent, Draft, Exchanging, Identifying, IssuerRule, Purpose,
};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::connection::ConnectionName;
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_domain::id::DraftId;
use orgkeep_loopback::{BindError, Listener};
use orgkeep_salesforce::exchange::exchange;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::request::{authorize_url, make_state, make_verifier};
use orgkeep_vault::commit::{CommitOutcome, Committed, NewConnection, SaveError};
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::vault::Vault;
use tokio::task::JoinSet;

use super::consent::Waiting;
use super::held::Held;
use super::intent::{Intents, unless_cancelled};
use super::progress::Progress;
use super::route::Route;
use super::target::Target;
use crate::background::Background;
use crate::beside::Beside;
use crate::evidence::KeyEvidence;
use crate::surroundings::{BrowserAddress, Surroundings};
use crate::view::{connection_view, failure_view};

/// What the attempt is for, besides the [`Draft`] of the authorization itself.
pub(crate) struct Errand {
    pub(crate) target: Target,
    pub(crate) name: ConnectionName,
    pub(crate) presets: Vec<String>,
    /// What the sign-in opens, remembered with the connection.
    pub(crate) browser: BrowserChoice,
    /// Whether the browser opens by itself once a new key is active.
    pub(crate) opens_when_active: bool,
    /// Since when the key has been waited for, if an earlier run of the program began it.
    pub(crate) waiting_since: Option<Timestamp>,
    /// Whether it is registered as a Dev Hub.
    pub(crate) is_dev_hub: bool,
}

impl Errand {
    /// A connection that is there stays what it is called, and what it opens.
    pub(crate) fn again(record: &ConnectionRecord, target: Target) -> Self {
        Self {
            target,
            name: record.name.clone(),
            presets: record.presets.clone(),
            browser: record.browser.clone(),
            opens_when_active: true,
            waiting_since: None,
            is_dev_hub: record.is_dev_hub_registration,
        }
    }
}

/// One attempt, ready to run.
pub(crate) struct Attempt {
    pub(crate) errand: Errand,
    pub(crate) vault: Vault,
    pub(crate) http: HttpClient,
    pub(crate) rule: AuthorityRule,
    pub(crate) around: Surroundings,
    pub(crate) intents: Intents,
    pub(crate) progress: Progress,
    /// Where tokens that are not kept are let go.
    pub(crate) background: Background,
}

impl Attempt {
    /// Runs to one of its two ends. When this returns, the port is free again, and with it the right to sign in.
    ///
    /// # Errors
    /// Why there is no connection.
    pub(crate) async fn run(mut self, route: Route) -> Result<(), FailureView> {
        let mut held = Held::default();
        let end = self.signed_in(route, &mut held).await;
        held.step_down();
        let ended = match end {
            Ok(committed) => {
                let beside =
                    Beside::of(&self.vault, &committed.record, self.around.clock.now()).await;
                let callback = &self.around.callback;
                let connection = connection_view(&committed.record, &beside, callback);
                let renewed = committed.outcome != CommitOutcome::Created;
                self.progress.connected(connection, renewed);
                Ok(())
            }
            Err(failure) => {
                tracing::info!(reason = ?failure.reason, "sign-in ended without a connection");
                // The marker only matters for the next start; a failure to clear it shows one notice too many.
                let (target, vault) = (&self.errand.target, &self.vault);
                let _kept = target.mark_authorizing(vault, None).await;
                if failure.reason != FailureReason::Interrupted {
                    let _kept = target.mark_key_waiting(vault, None).await;
                }
                self.tell(&failure.reason).await;
                self.progress.fail(&failure);
                Err(failure_view(&failure.reason))
            }
        };
        held.release().await;
        ended
    }

    async fn signed_in(&mut self, route: Route, held: &mut Held) -> Result<Committed, Failure> {
        self.free_for(&route).await?;
        self.known_address(&route).await?;
        let identifying = match route {
            Route::Browser(draft, evidence) => self.consented(draft, &evidence, held).await?,
            Route::Password(draft) => self.logged_in(draft).await?,
        };
        let authorized = self.confirmed(identifying).await?;
        self.saved(authorized).await
    }

    async fn consented(
        &mut self,
        mut draft: Draft,
        evidence: &KeyEvidence,
        held: &mut Held,
    ) -> Result<Identifying, Failure> {
        let learned = self.known_key(&draft, evidence).await?;
        if let Purpose::Register { expected_org } = &mut draft.purpose {
            *expected_org = expected_org.take().or(learned.org);
        }
        self.progress.enter(StageView::Listening);
        held.lock = Some(self.sign_in_lock().await?);
        let bound = unless_cancelled(&mut self.intents, Listener::bind(&draft.callback)).await?;
        let mut listener = bound.map_err(|error| port_failure(&error))?;
        self.progress.done(StepId::Listening);
        let answer = self.consent(draft, learned.issuer, &mut listener).await;
        // The port is let go as soon as there is an answer, and beside everything that follows.
        held.closing = Some(tokio::spawn(listener.close()));
        self.exchanged(answer?).await
    }

    async fn consent(
        &mut self,
        draft: Draft,
        issuer: IssuerRule,
        listener: &mut Listener,
    ) -> Result<Exchanging, Failure> {
        let callback = draft.callback.clone();
        let awaiting = draft.ask_consent(make_state(), make_verifier(), issuer);
        let address = address_of(&awaiting)?;
        let since = self.around.clock.now();
        // Durable before the browser opens: a start after kill -9 can then say what happened.
        let marked = self
            .errand
            .target
            .mark_authorizing(&self.vault, Some(since));
        marked.await.map_err(|_| FailureReason::NotSaved)?;
        let started = self.around.clock.awake_and_asleep();
        let waiting = Waiting {
            around: &self.around,
            listener,
            callback,
            address,
            progress: &mut self.progress,
            started,
            since,
            starting: JoinSet::new(),
            browser_opened: None,
            nothing_came_back: false,
            copied: None,
        };
        let browser = self.errand.browser.clone();
        waiting.answer(awaiting, browser, &mut self.intents).await
    }

    async fn exchanged(&mut self, exchanging: Exchanging) -> Result<Identifying, Failure> {
        self.progress.enter(StageView::Exchanging);
        let spent = exchange(&self.http, exchanging, self.rule);
        let identifying = unless_cancelled(&mut self.intents, spent).await??;
        self.progress.done(StepId::Exchanged);
        Ok(identifying)
    }

    async fn saved(&mut self, authorized: Box<Authorized>) -> Result<Committed, Failure> {
        self.progress.enter(StageView::Saving);
        let authorized: Arc<Authorized> = authorized.into();
        let error = match self.commit(&authorized).await {
            Ok(committed) => return Ok(committed),
            Err(error) => error,
        };
        tracing::warn!(%error, "the connection was not saved");
        if let Some(authorized) = Arc::into_inner(authorized) {
            self.not_kept(authorized).await;
        }
        Err(match error {
            SaveError::Locked(_) => FailureReason::VaultLocked.into(),
            SaveError::Duplicate(other) => self.taken_by(&other).await,
            _ => FailureReason::NotSaved.into(),
        })
    }

    async fn commit(&self, authorized: &Arc<Authorized>) -> Result<Committed, SaveError> {
        let (vault, proven) = (&self.vault, Arc::clone(authorized));
        match &self.errand.target {
            Target::Draft(draft) => {
                let new = self.new_connection(authorized, draft);
                vault.commit(proven, new).await
            }
            Target::Connection(_) => vault.commit_again(proven).await,
            Target::Pending(pending) => vault.commit_pending(proven, pending.clone()).await,
            Target::Migration(pending) => vault.commit_migration(proven, pending.clone()).await,
            Target::Return(earlier) => vault.commit_return(proven, earlier.clone()).await,
        }
    }

    fn new_connection(&self, authorized: &Authorized, draft: &DraftId) -> NewConnection {
        NewConnection {
            name: self.errand.name.clone(),
            environment: authorized.identity.environment(&self.errand.name),
            presets: self.errand.presets.clone(),
            browser: self.errand.browser.clone(),
            is_dev_hub: self.errand.is_dev_hub,
            draft: Some(draft.clone()),
        }
    }
}

fn address_of(awaiting: &AwaitingConsent) -> Result<Arc<BrowserAddress>, Failure> {
    let url = authorize_url(awaiting).map_err(|_| FailureReason::BrowserFailed)?;
    Ok(Arc::new(BrowserAddress::from(&url)))
}

/// Each obstacle at the port has its own explanation.
pub(crate) fn port_failure(error: &BindError) -> Failure {
    match error {
        BindError::Occupied { holder } => FailureReason::PortOccupied {
            holder: holder
                .as_ref()
                .map(|holder| format!("{} (process {})", holder.name, holder.pid)),
        },
        BindError::Reserved | BindError::PermissionDenied => FailureReason::PortReserved,
        BindError::TooManyFiles | BindError::NoLoopback | BindError::Other(_) => {
            FailureReason::PortUnavailable
        }
    }
    .into()
}
