//! Testing one connection: renewed if need be, then one API call.

use std::time::Duration;

use orgkeep_domain::authority::Authority;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::outcome::{Evidence, TestOutcome, TestedCredentials};
use orgkeep_domain::verdict::Verdict;
use orgkeep_salesforce::http::CallError;
use orgkeep_salesforce::probe::{Proof, probe};
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::test_history::Telling;
use tokio::time::{Instant, timeout};

use crate::pause::{Pauses, answers_again, heed};

use super::error::{Obstacle, SessionError};
use super::sessions::{Session, Sessions, ended};
use super::test_run::Tested;

/// How long one test may take. A renewal that it began goes on by itself.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// Who wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// Somebody asks for this one connection, and is answered whatever its host said before.
    Person,
    /// A run of many, or the schedule. Hosts that asked to wait are left alone until then.
    Run,
}

/// A test in progress: what is tested, and what it took so far.
struct Testing {
    record: ConnectionRecord,
    renewed: bool,
}

impl Sessions {
    /// Tests a connection with the credentials in force, and keeps the result. Credentials that were typed in and
    /// not authorized yet play no part. A sign-in that is known to have ended is told as it was when that was found, and
    /// nothing is sent.
    ///
    /// # Errors
    /// [`SessionError`] when nothing could be tested: the vault is locked, the row is gone or damaged.
    pub async fn test(&self, id: &ConnectionId) -> Result<TestOutcome, SessionError> {
        let outcome = self.tested(id, Asking::Person).await.outcome?;
        let kept = vec![(id.clone(), outcome.clone())];
        self.vault.keep_tests(kept, Telling::Each).await?;
        Ok(outcome)
    }

    /// The same without keeping it.
    pub(super) async fn tested(&self, id: &ConnectionId, asking: Asking) -> Tested {
        let tested = |asked, outcome| Tested {
            id: id.clone(),
            asked,
            outcome,
        };
        match self.record_and_end(id).await {
            Err(error) => tested(false, Err(error)),
            Ok((record, over)) => {
                let asked = over.is_none();
                tested(asked, self.judged(record, over, asking).await)
            }
        }
    }

    /// The connection, and how it ended if that is known.
    async fn record_and_end(
        &self,
        id: &ConnectionId,
    ) -> Result<(ConnectionRecord, Option<Obstacle>), SessionError> {
        let record = self.vault.connection(id).await?;
        let record = record.ok_or(SessionError::NotFound)?;
        let over = match ended(&record) {
            Some(verdict) => Some(self.as_it_ended(&record, verdict).await?),
            None => None,
        };
        Ok((record, over))
    }

    async fn judged(
        &self,
        record: ConnectionRecord,
        over: Option<Obstacle>,
        asking: Asking,
    ) -> Result<TestOutcome, SessionError> {
        let (began, began_at) = (Instant::now(), self.clock.now().as_millisecond());
        let id = record.id.clone();
        let mut testing = Testing {
            record,
            renewed: false,
        };
        let found = match over {
            Some(obstacle) => Err(SessionError::Ended(obstacle)),
            None => match timeout(DEADLINE, self.prove(&id, &mut testing, asking)).await {
                Ok(found) => found,
                // Salesforce has answered; it is the store that lets it wait.
                Err(_late) if self.unsaved().borrow().contains_key(&id) => {
                    Err(SessionError::Unsaved)
                }
                Err(_late) => Err(CallError::TimedOut.into()),
            },
        };
        let took = began.elapsed();
        testing.outcome(found, began_at, took)
    }

    /// What the test that found the end was told, if it was a test.
    async fn as_it_ended(
        &self,
        record: &ConnectionRecord,
        verdict: Verdict,
    ) -> Result<Obstacle, SessionError> {
        let tests = self.vault.tests(&record.id).await?;
        let found = tests.into_iter().find(|test| {
            test.verdict == verdict
                && test.cause.is_some()
                && test.evidence.credentials.generation == record.generation
        });
        Ok(match found {
            Some(test) => Obstacle {
                cause: test.cause,
                words: test.words,
                ..Obstacle::plain(verdict)
            },
            None => Obstacle::plain(verdict),
        })
    }

    async fn prove(
        &self,
        id: &ConnectionId,
        testing: &mut Testing,
        asking: Asking,
    ) -> Result<Proof, SessionError> {
        let session = self.session(id).await?;
        testing.uses(&session);
        let host = session.record().instance.clone();
        self.may_ask(&host, asking).await?;
        let first = match session.has_access() {
            true => Some(probe(&self.http, session.api()).await),
            false => None,
        };
        let answer = match first {
            None | Some(Err(CallError::TokenRefused(_))) => {
                let login = session.record().login.clone();
                self.may_ask(&login, asking).await?;
                let renewed = self.renewed(id, session.generation()).await;
                let session = self.heeding(&login, renewed).await?;
                testing.renewed = true;
                testing.uses(&session);
                probe(&self.http, session.api()).await
            }
            Some(answer) => answer,
        };
        self.heeding(&host, answer.map_err(SessionError::from))
            .await
    }

    /// A host that asked to wait is asked by nobody but a person.
    async fn may_ask(&self, host: &Authority, asking: Asking) -> Result<(), SessionError> {
        let pauses = match asking {
            Asking::Person => return Ok(()),
            Asking::Run => Pauses::of(&self.vault, &*self.clock).await,
        };
        match pauses.until(host) {
            Some(until) => Err(SessionError::Postponed { until }),
            None => Ok(()),
        }
    }

    /// Keeps what the host says of waiting, and that it answers again.
    async fn heeding<T>(
        &self,
        host: &Authority,
        answer: Result<T, SessionError>,
    ) -> Result<T, SessionError> {
        match &answer {
            Ok(_) => answers_again(&self.vault, &*self.clock, host).await,
            Err(SessionError::Hindered(obstacle)) => {
                heed(&self.vault, &*self.clock, host, obstacle.retry_after).await;
            }
            Err(_) => {}
        }
        answer
    }
}

impl Testing {
    fn uses(&mut self, session: &Session) {
        self.record = session.record().clone();
    }

    fn outcome(
        self,
        found: Result<Proof, SessionError>,
        began_at: i64,
        took: Duration,
    ) -> Result<TestOutcome, SessionError> {
        let usage = found.as_ref().ok().and_then(|proof| proof.usage);
        let obstacle = match found {
            Ok(proof) => self.judge(&proof),
            Err(SessionError::Ended(obstacle) | SessionError::Hindered(obstacle)) => obstacle,
            Err(untested) => return Err(untested),
        };
        Ok(TestOutcome {
            verdict: obstacle.verdict,
            cause: obstacle.cause,
            words: obstacle.words,
            evidence: Evidence {
                began_at,
                took,
                credentials: self.credentials(),
                renewed: self.renewed,
                usage,
            },
        })
    }

    /// Whoever answered must be who is registered.
    fn judge(&self, proof: &Proof) -> Obstacle {
        let verdict = if proof.org != self.record.org_id {
            Verdict::OrgRefreshed
        } else if proof.user == self.record.user_id {
            Verdict::Working
        } else {
            Verdict::OtherAnswer
        };
        Obstacle::plain(verdict)
    }

    fn credentials(&self) -> TestedCredentials {
        TestedCredentials {
            authentication: self.record.authentication,
            consumer_key: self.record.consumer_key().cloned(),
            authorized_at: self.record.authenticated_at.as_millisecond(),
            generation: self.record.generation,
        }
    }
}
