//! The driver: listen, ask for consent, exchange, identify, confirm, save. One for every purpose.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use orgkeep_api::attempt::{StageView, StepId};
use orgkeep_domain::attempt::{
    Authorized, AwaitingConsent, Draft, Exchanging, Identifying, IssuerRule, Purpose, Tokens,
};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::connection::{ConnectionName, Environment};
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_domain::id::DraftId;
use orgkeep_loopback::{BindError, Listener};
use orgkeep_salesforce::exchange::exchange;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::request::{authorize_url, make_state, make_verifier};
use orgkeep_salesforce::revoke::revoke;
use orgkeep_vault::commit::{CommitOutcome, Committed, NewConnection, SaveError};
use orgkeep_vault::sign_in_lock::{Holder, SignInLock, SignInLockError};
use orgkeep_vault::vault::Vault;
use tokio::task::{JoinError, JoinHandle};

use super::consent::{Waiting, open};
use super::intent::{Intents, unless_cancelled};
use super::progress::{Progress, rfc3339};
use super::target::Target;
use crate::beside::Beside;
use crate::evidence::KeyEvidence;
use crate::surroundings::{BrowserAddress, Surroundings};
use crate::view::connection_view;

/// How often, and how far apart, a nameless holder of the sign-in lock is looked at again: as long as a listener
/// takes to close.
const NAME_TRIES: u32 = 50;
const NAME_PAUSE: Duration = Duration::from_millis(20);

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
    pub(crate) evidence: KeyEvidence,
}

/// What other copies have to do without during a sign-in. The lock is let go last: whoever has it finds the port free.
#[derive(Default)]
struct Held {
    closing: Option<JoinHandle<()>>,
    lock: Option<SignInLock>,
}

impl Held {
    /// The sign-in is over, and only the port is to be let go.
    fn step_down(&self) {
        if let Some(lock) = &self.lock {
            lock.step_down();
        }
    }

    async fn release(self) {
        if let Some(closing) = self.closing {
            let _ended: Result<(), JoinError> = closing.await;
        }
        drop(self.lock);
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
}

impl Attempt {
    /// Runs to one of its two ends. When this returns, the port is free again, and with it the right to sign in.
    pub(crate) async fn run(mut self, draft: Draft) {
        let mut held = Held::default();
        let end = self.authorize(draft, &mut held).await;
        held.step_down();
        match end {
            Ok(committed) => {
                let beside = Beside::of(&self.vault, &committed.record).await;
                let connection = connection_view(&committed.record, &beside);
                let renewed = committed.outcome != CommitOutcome::Created;
                self.progress.connected(connection, renewed);
            }
            Err(failure) => {
                tracing::info!(reason = ?failure.reason, "sign-in ended without a connection");
                // The marker only matters for the next start; a failure to clear it shows one notice too many.
                let (target, vault) = (&self.errand.target, &self.vault);
                let _kept = target.mark_authorizing(vault, None).await;
                if failure.reason != FailureReason::Interrupted {
                    let _kept = target.mark_key_waiting(vault, None).await;
                }
                self.progress.fail(&failure);
            }
        }
        held.release().await;
    }

    async fn authorize(&mut self, mut draft: Draft, held: &mut Held) -> Result<Committed, Failure> {
        let learned = self.known_key(&draft).await?;
        if let Purpose::Register { expected_org } = &mut draft.purpose {
            *expected_org = learned.org;
        }
        self.progress.enter(StageView::Listening);
        held.lock = Some(self.sign_in_lock().await?);
        let bound = unless_cancelled(&mut self.intents, Listener::bind(&draft.callback)).await?;
        let mut listener = bound.map_err(|error| port_failure(&error))?;
        self.progress.done(StepId::Listening);
        let answer = self.consent(draft, learned.issuer, &mut listener).await;
        // The port is let go as soon as there is an answer, and beside everything that follows.
        held.closing = Some(tokio::spawn(listener.close()));
        let identifying = self.exchanged(answer?).await?;
        let authorized = self.confirmed(identifying).await?;
        self.saved(authorized).await
    }

    /// Whoever has the lock is named to the person. One without a name has only just taken it, or is done and still
    /// lets go of the port: that is waited for.
    async fn sign_in_lock(&mut self) -> Result<SignInLock, Failure> {
        let holder = Holder {
            program: self.around.program.clone(),
            process: std::process::id(),
            since: self.around.clock.now(),
        };
        let mut tries = 0;
        loop {
            match SignInLock::acquire(self.vault.folder(), &holder) {
                Err(SignInLockError::Held(None)) if tries < NAME_TRIES => tries += 1,
                outcome => return outcome.map_err(lock_failure),
            }
            unless_cancelled(&mut self.intents, tokio::time::sleep(NAME_PAUSE)).await?;
        }
    }

    async fn consent(
        &mut self,
        draft: Draft,
        issuer: IssuerRule,
        listener: &mut Listener,
    ) -> Result<Exchanging, Failure> {
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
        let opened = open(&self.around, &address, self.errand.browser.clone()).await;
        if opened.is_ok() {
            self.progress.done(StepId::BrowserOpened);
        }
        let waiting = Waiting {
            around: &self.around,
            listener,
            address,
            progress: &mut self.progress,
            started,
            since,
            browser_opened: opened.is_ok(),
            nothing_came_back: false,
        };
        waiting.answer(awaiting, &mut self.intents).await
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
        let vault = &self.vault;
        let saved = match &self.errand.target {
            Target::Draft(draft) => {
                let new = self.new_connection(&authorized, draft);
                vault.commit(*authorized, new).await
            }
            Target::Connection(_) => vault.commit_again(*authorized).await,
            Target::Pending(pending) => vault.commit_pending(*authorized, pending.clone()).await,
            Target::Migration(pending) => {
                vault.commit_migration(*authorized, pending.clone()).await
            }
            Target::Return(earlier) => vault.commit_return(*authorized, earlier.clone()).await,
        };
        saved.map_err(|error| {
            tracing::warn!(%error, "the connection was not saved");
            match error {
                SaveError::Locked(_) => FailureReason::VaultLocked.into(),
                _ => FailureReason::NotSaved.into(),
            }
        })
    }

    fn new_connection(&self, authorized: &Authorized, draft: &DraftId) -> NewConnection {
        let environment = Environment::guess(
            authorized.identity.org_type(),
            authorized.draft.authority.host(),
            self.errand.name.as_str(),
        );
        NewConnection {
            name: self.errand.name.clone(),
            environment,
            presets: self.errand.presets.clone(),
            browser: self.errand.browser.clone(),
            draft: Some(draft.clone()),
        }
    }

    /// Tokens that nobody keeps are revoked, beside everything else: each would count as one of the five
    /// that Salesforce allows.
    pub(super) fn let_go(&self, tokens: Tokens) {
        let http = self.http.clone();
        tokio::spawn(async move {
            let outcome = match &tokens.refresh {
                Some(refresh) => revoke(&http, &tokens.instance, refresh).await,
                None => revoke(&http, &tokens.instance, &tokens.access).await,
            };
            tracing::info!(?outcome, "tokens of an unfinished sign-in were let go");
        });
    }
}

fn lock_failure(error: SignInLockError) -> Failure {
    match error {
        SignInLockError::Held(held) => FailureReason::AnotherSignIn {
            who: held.as_ref().map_or_else(String::new, who),
            since: held.map_or_else(String::new, |held| rfc3339(held.since)),
        }
        .into(),
        SignInLockError::Failed(_) => FailureReason::NotSaved.into(),
    }
}

fn who(holder: &Holder) -> String {
    format!("{} (process {})", holder.program, holder.process)
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
