//! The way to a stored session, and what is asked with one.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use orgkeep_domain::activity::{ActivityKind, ActivityResult, Deed, Detail};
use orgkeep_domain::connection::ConnectionStatus;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::limit::OrgLimit;
use orgkeep_domain::organization::Release;
use orgkeep_domain::verdict::Verdict;
use orgkeep_salesforce::dev_hub::is_dev_hub;
use orgkeep_salesforce::http::{CallError, HttpClient};
use orgkeep_salesforce::limits::limits;
use orgkeep_salesforce::probe::probe;
use orgkeep_salesforce::release::release;
use orgkeep_salesforce::session::ApiSession;
use orgkeep_salesforce::single_access::{FrontdoorUrl, LandingPath, single_access};
use orgkeep_vault::connection_record::{ConnectionRecord, StoredSession};
use orgkeep_vault::vault::Vault;
use tokio::sync::watch;

use super::error::{Obstacle, SessionError};
use super::flight::Flights;
use super::keeping::UnsavedTokens;
use super::renewal::Renewals;
use super::runs::Runs;
use crate::scope_view::may_open;
use crate::surroundings::Clock;

/// The sessions of one vault. Clones share what is under way.
#[derive(Clone)]
pub struct Sessions {
    pub(super) vault: Vault,
    pub(super) http: HttpClient,
    pub(super) clock: Arc<dyn Clock>,
    renewals: Arc<Renewals>,
    flights: Arc<Flights>,
    pub(super) runs: Runs,
}

/// A connection that can be used: its record and its tokens, from one state of the store.
#[derive(Debug)]
pub struct Session {
    stored: StoredSession,
}

impl Session {
    /// The connection.
    #[must_use]
    pub fn record(&self) -> &ConnectionRecord {
        &self.stored.record
    }

    /// Which set of tokens it is.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.stored.secrets.generation
    }

    /// Whether there is an access token. One that came from elsewhere may have a refresh token alone.
    pub(super) fn has_access(&self) -> bool {
        !self.stored.secrets.access.is_empty()
    }

    /// For a call.
    #[must_use]
    pub fn api(&self) -> ApiSession<'_> {
        ApiSession {
            instance: &self.stored.secrets.instance,
            access: &self.stored.secrets.access,
        }
    }
}

impl Sessions {
    /// Sessions of a vault, through one HTTP client.
    #[must_use]
    pub fn new(vault: Vault, http: HttpClient, clock: Arc<dyn Clock>) -> Self {
        Self {
            renewals: Arc::new(Renewals::new(vault.clone(), http.clone())),
            flights: Arc::default(),
            runs: Runs::default(),
            vault,
            http,
            clock,
        }
    }

    /// The session as it is stored. Nothing is sent: it may be over.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when the sign-in is known to have ended.
    pub async fn session(&self, id: &ConnectionId) -> Result<Session, SessionError> {
        let stored = self.vault.stored_session(id).await?;
        match ended(&stored.record) {
            Some(verdict) => Err(SessionError::Ended(Obstacle::plain(verdict))),
            None => Ok(Session { stored }),
        }
    }

    /// The session as it is stored, or a first one where it came from elsewhere without an access token.
    ///
    /// # Errors
    /// [`SessionError`].
    pub(crate) async fn usable(&self, id: &ConnectionId) -> Result<Session, SessionError> {
        let session = self.session(id).await?;
        match session.has_access() {
            true => Ok(session),
            false => self.renewed(id, session.generation()).await,
        }
    }

    /// A session that is newer than the one of this generation, which Salesforce did not take. Renews it, or takes
    /// what another task or program has stored meanwhile. The renewal goes on even if this is dropped.
    ///
    /// # Errors
    /// [`SessionError`]. The stored tokens are never changed by a failure, only marked as ended.
    pub async fn renewed(
        &self,
        id: &ConnectionId,
        generation: u32,
    ) -> Result<Session, SessionError> {
        let flight = || Arc::clone(&self.renewals).renew(id.clone(), generation);
        let newer = || async {
            let session = self.session(id).await?;
            Ok((session.generation() != generation).then_some(session))
        };
        let found = self.flights.until_newer(id, flight, newer).await?;
        found.ok_or_else(|| SessionError::Hindered(Obstacle::busy()))
    }

    /// Makes a call, with a renewed session if the stored one is over.
    ///
    /// # Errors
    /// [`SessionError`].
    pub async fn call<T, F>(
        &self,
        id: &ConnectionId,
        ask: impl Fn(Arc<Session>) -> F,
    ) -> Result<T, SessionError>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        let session = Arc::new(self.usable(id).await?);
        match ask(Arc::clone(&session)).await {
            Err(CallError::TokenRefused(_)) => {
                let renewed = self.renewed(id, session.generation()).await?;
                Ok(ask(Arc::new(renewed)).await?)
            }
            answer => Ok(answer?),
        }
    }

    /// The org's limits, by name. One API call.
    ///
    /// # Errors
    /// [`SessionError`].
    pub async fn limits(&self, id: &ConnectionId) -> Result<Vec<OrgLimit>, SessionError> {
        let http = &self.http;
        let ask = async |session: Arc<Session>| limits(http, session.api()).await;
        self.call(id, ask).await
    }

    /// The release that a connection's org is on, asked of its server without the session. No API call; `None` where it
    /// is not told.
    pub async fn release(&self, id: &ConnectionId) -> Option<Release> {
        let session = self.session(id).await.ok()?;
        release(&self.http, session.api().instance).await.ok()
    }

    /// Whether the org is a Dev Hub for the connection's user. One API call.
    ///
    /// # Errors
    /// [`SessionError`].
    pub async fn is_dev_hub(&self, id: &ConnectionId) -> Result<bool, SessionError> {
        let http = &self.http;
        let ask = async |session: Arc<Session>| is_dev_hub(http, session.api()).await;
        self.call(id, ask).await
    }

    /// A link for one use that opens the org in a browser. The session is proven first, because its end is not told
    /// apart from other refusals there (salesforce.md, 3.9). Two calls.
    ///
    /// # Errors
    /// [`SessionError`]; its cause is `webScopeMissing` where the app may not do this, which is known without asking
    /// where its scopes are, or where a password signs in.
    pub async fn link_into_org(
        &self,
        id: &ConnectionId,
        landing: &LandingPath,
    ) -> Result<FrontdoorUrl, SessionError> {
        let record = self.vault.connection(id).await?;
        if !may_open(&record.ok_or(SessionError::NotFound)?) {
            return Err(SessionError::Hindered(Obstacle::because("webScopeMissing")));
        }
        let http = &self.http;
        let ask = async |session: Arc<Session>| {
            probe(http, session.api()).await?;
            single_access(http, session.api(), landing).await
        };
        let made = self.call(id, ask).await;
        self.tell_opened(id, made.as_ref().err()).await;
        made
    }

    /// Told when the link is made: from then on whoever has it is in the org.
    async fn tell_opened(&self, id: &ConnectionId, error: Option<&SessionError>) {
        let deed = match error {
            None => Deed::done(ActivityKind::OpenOrg),
            Some(SessionError::Ended(obstacle) | SessionError::Hindered(obstacle)) => {
                let why = Detail::Verdict(obstacle.verdict);
                Deed::ended(ActivityKind::OpenOrg, ActivityResult::Failed).with(why)
            }
            Some(_nothing_was_asked) => return,
        };
        if let Err(error) = self.vault.tell_of(id, deed).await {
            tracing::warn!(%error, "the activity does not tell of an opened org");
        }
    }

    /// The connections whose new tokens could not be stored yet and exist only in this program's memory. While
    /// there are any, it should not end.
    #[must_use]
    pub fn unsaved(&self) -> watch::Receiver<UnsavedTokens> {
        self.renewals.unsaved()
    }

    /// Waits until no renewal is under way, and every run of tests that nobody follows any more has written down what it
    /// found. A program that ends earlier may lose tokens.
    pub async fn settle(&self) {
        self.flights.all_landed().await;
        self.runs.all_ended().await;
    }
}

/// Why nothing is sent for a connection any more. A user who became active again is worth another try.
#[must_use]
pub fn ended(record: &ConnectionRecord) -> Option<Verdict> {
    if record.upkeep.is_apart {
        return Some(Verdict::NotRenewable);
    }
    let verdict = record.upkeep.last_verdict.map(|last| last.verdict);
    match record.status {
        ConnectionStatus::Connected | ConnectionStatus::Untested => None,
        ConnectionStatus::SignInAgain if verdict == Some(Verdict::UserInactive) => None,
        ConnectionStatus::SignInAgain => Some(verdict.unwrap_or(Verdict::Revoked)),
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("vault", &self.vault)
            .finish_non_exhaustive()
    }
}
