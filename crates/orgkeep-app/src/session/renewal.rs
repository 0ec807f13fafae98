//! One renewal, by the protocol of security.md (refresh-token rotation), step by step.

use std::sync::Arc;
use std::time::Duration;

use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::failure::ServerWords;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::verdict::{Circumstances, Verdict};
use orgkeep_salesforce::discovery::org_of;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::refresh::{Claims, Expected, RefreshError, RefreshGrant, Renewal, refresh};
use orgkeep_salesforce::revoke::revoke;
use orgkeep_secret::RefreshToken;
use orgkeep_vault::connection_record::{
    AppCredentials, ConnectionRecord, Credentials, StoredSession,
};
use orgkeep_vault::error::StoreError;
use orgkeep_vault::renewal::{NewTokens, Renewed, Spend};
use orgkeep_vault::token_lock::{TokenLock, TokenLockError};
use orgkeep_vault::vault::Vault;
use tokio::sync::watch;

use super::error::{Obstacle, SessionError};
use super::flight::Landed;
use super::keeping::{Keeping, UnsavedTokens};
use super::sessions::ended;
use super::turn::{self, MOST_TURNS, Turn, is_in_use};

/// How long another program may take with the same connection.
const LOCK_PATIENCE: Duration = Duration::from_secs(30);
/// What a renewal needs.
#[derive(Debug)]
pub(super) struct Renewals {
    pub(super) vault: Vault,
    pub(super) http: HttpClient,
    pub(super) keeping: Keeping,
}

/// The token that is being spent.
struct Spending<'a> {
    lock: &'a TokenLock,
    stored: &'a StoredSession,
    app: &'a AppCredentials,
    attempt: u32,
}

impl Renewals {
    pub(super) fn new(vault: Vault, http: HttpClient) -> Self {
        Self {
            vault,
            http,
            keeping: Keeping::default(),
        }
    }

    pub(super) fn unsaved(&self) -> watch::Receiver<UnsavedTokens> {
        self.keeping.unsaved()
    }

    /// Replaces the tokens of this generation, unless that has happened already.
    pub(super) async fn renew(self: Arc<Self>, id: ConnectionId, generation: u32) -> Landed {
        step("asked");
        let lock = match self.vault.token_lock(&id, LOCK_PATIENCE).await {
            Ok(lock) => lock,
            Err(TokenLockError::Held) => return self.without_lock(&id, generation).await,
            Err(failed) => return Err(SessionError::Lock(Arc::new(failed))),
        };
        step("locked");
        for turn in 1..=MOST_TURNS {
            match self.turn(&lock, generation).await? {
                Turn::Over(landed) => {
                    drop(lock);
                    step("released");
                    return landed;
                }
                Turn::Again if turn == MOST_TURNS => break,
                Turn::Again => turn::pause().await,
            }
        }
        Err(SessionError::Hindered(Obstacle::busy()))
    }

    /// Nothing is spent without the lock. Whoever has it may be done by now.
    async fn without_lock(&self, id: &ConnectionId, generation: u32) -> Landed {
        let stored = self.vault.stored_session(id).await?;
        if stored.record.generation == generation {
            Err(SessionError::Hindered(Obstacle::busy()))
        } else {
            Ok(())
        }
    }

    /// Reads again, marks the token as spent, sends it once, and acts on the answer.
    async fn turn(&self, lock: &TokenLock, generation: u32) -> Result<Turn, SessionError> {
        let stored = self.vault.stored_session(lock.connection()).await?;
        step("read");
        if stored.record.generation != generation {
            return Ok(Turn::Over(Ok(())));
        }
        if let Some(verdict) = ended(&stored.record) {
            return Err(SessionError::Ended(Obstacle::plain(verdict)));
        }
        let app = match &stored.secrets.credentials {
            Credentials::App(app) => app,
            Credentials::Password(login) => {
                return Ok(Turn::Over(self.log_in(lock, &stored, login).await));
            }
        };
        let Some(token) = &app.refresh else {
            let obstacle = Obstacle::plain(Verdict::NotRenewable);
            return Ok(Turn::Over(self.end(&stored.record, obstacle).await));
        };
        match self.vault.spend(lock, generation).await? {
            Spend::Moved => Ok(Turn::Over(Ok(()))),
            Spend::Gone => Err(SessionError::NotFound),
            Spend::UsedUp => {
                let obstacle = Obstacle::plain(Verdict::AnswerLost);
                Ok(Turn::Over(self.end(&stored.record, obstacle).await))
            }
            Spend::Allowed { attempt } => {
                step("marked");
                let spending = Spending {
                    lock,
                    stored: &stored,
                    app,
                    attempt,
                };
                self.send(&spending, token).await
            }
        }
    }

    async fn send(
        &self,
        spending: &Spending<'_>,
        token: &RefreshToken,
    ) -> Result<Turn, SessionError> {
        let grant = RefreshGrant {
            login: &spending.stored.secrets.login,
            consumer_key: &spending.app.consumer_key,
            consumer_secret: spending.app.consumer_secret.as_ref(),
            token,
        };
        step("sending");
        let answer = refresh(&self.http, &grant).await;
        step("answered");
        match answer {
            Ok(renewal) => Ok(Turn::Over(self.keep(spending, renewal).await)),
            Err(RefreshError::Refused { cause, words }) => {
                self.refused(spending, cause, words).await
            }
            Err(RefreshError::Call {
                error,
                may_have_acted,
            }) => {
                if !may_have_acted {
                    self.take_back(spending).await?;
                }
                Ok(Turn::Over(Err(error.into())))
            }
        }
    }

    /// Stores the successor before anything is done with it, however long that takes: it exists nowhere else.
    async fn keep(&self, spending: &Spending<'_>, renewal: Renewal) -> Landed {
        let (stored, rule) = (spending.stored, self.vault.rule());
        let generation = stored.record.generation;
        if renewal.names_nothing {
            let connection = &stored.record.id;
            tracing::warn!(%connection, "an empty refresh token was answered; the one that was sent is kept");
        }
        let tokens = Arc::new(NewTokens {
            access: renewal.access,
            refresh: renewal.refresh,
            instance: renewal.claims.instance(&stored.secrets.login, rule),
            scopes: renewal.scopes,
        });
        let renewed = self
            .keeping
            .store(&self.vault, spending.lock, generation, &tokens)
            .await;
        step("stored");
        match renewed {
            Renewed::Stored(generation) => self.judge(spending, &renewal.claims, generation).await,
            Renewed::Superseded | Renewed::Gone => {
                if let Some(orphan) = &tokens.refresh {
                    revoke(&self.http, &stored.secrets.login, orphan).await;
                }
                Ok(())
            }
        }
    }

    /// Tokens that do not fit the connection are not used.
    async fn judge(&self, spending: &Spending<'_>, claims: &Claims, generation: u32) -> Landed {
        let stored = spending.stored;
        let expected = Expected {
            login: &stored.secrets.login,
            rule: self.vault.rule(),
            org: &stored.record.org_id,
            user: &stored.record.user_id,
            consumer_secret: spending.app.consumer_secret.as_ref(),
        };
        let Err(error) = claims.judge(&expected) else {
            return Ok(());
        };
        tracing::warn!(%error, "the new tokens are not used");
        let record = ConnectionRecord {
            generation,
            ..stored.record.clone()
        };
        self.end(&record, Obstacle::plain(Verdict::OtherAnswer))
            .await
    }

    async fn refused(
        &self,
        spending: &Spending<'_>,
        cause: Cause,
        words: ServerWords,
    ) -> Result<Turn, SessionError> {
        self.take_back(spending).await?;
        if is_in_use(cause) {
            return Ok(Turn::Again);
        }
        let record = &spending.stored.record;
        let obstacle = Obstacle {
            verdict: self.verdict(spending, cause).await,
            cause: Some(cause),
            words,
            retry_after: None,
        };
        let verdict = obstacle.verdict;
        Ok(Turn::Over(
            if verdict.is_final() || verdict == Verdict::UserInactive {
                self.end(record, obstacle).await
            } else {
                Err(SessionError::Hindered(obstacle))
            },
        ))
    }

    async fn verdict(&self, spending: &Spending<'_>, cause: Cause) -> Verdict {
        let record = &spending.stored.record;
        let known = Circumstances {
            answer_lost: spending.attempt > 1 && record.upkeep.rotates != Some(false),
            rotates: record.upkeep.rotates == Some(true),
            org_replaced: false,
        };
        let verdict = Verdict::of(cause, known);
        if !verdict.is_final() {
            return verdict;
        }
        let now_there = org_of(&self.http, &record.instance).await;
        let org_replaced = now_there.is_some_and(|org| org != record.org_id);
        Verdict::of(
            cause,
            Circumstances {
                org_replaced,
                ..known
            },
        )
    }

    /// Only for the tokens that were sent: if somebody signed in meanwhile, that counts.
    pub(super) async fn end(&self, record: &ConnectionRecord, obstacle: Obstacle) -> Landed {
        let (id, generation) = (&record.id, record.generation);
        if self
            .vault
            .end_sign_in(id, generation, obstacle.verdict)
            .await?
        {
            Err(SessionError::Ended(obstacle))
        } else {
            Ok(())
        }
    }

    async fn take_back(&self, spending: &Spending<'_>) -> Result<(), StoreError> {
        let generation = spending.stored.record.generation;
        self.vault.not_spent(spending.lock, generation).await
    }
}

pub(super) fn step(step: &'static str) {
    tracing::trace!(step, "renewing a session");
}
