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
pub enum Asking {
    /// Somebody asks for this one connection, and is answered whatever its host said before.
    Person,
    /// A run of many, or the schedule. Hosts that asked to wait are left alone until then.
    Run,
}

/// A test in progress: what is tested, and what it took so far.
struct Testing {
    record: ConnectionRecord,
    /// Whether anything was sent.
    asked: bool,
    renewed: bool,
}

/// What a test found.
#[derive(Debug)]
pub struct Proven {
    /// Whether Salesforce was asked. Where the sign-in is known to have ended, it is not.
    pub asked: bool,
    /// What was found, or is known.
    pub outcome: TestOutcome,
}

impl Sessions {
    /// Tests a connection with the credentials in force, and keeps the result. Credentials that were typed in and
    /// not authorized yet play no part. A sign-in that is known to have ended is told as it was when that was found;
    /// nothing is sent then, and the history gets it only if it does not have it.
    ///
    /// # Errors
    /// [`SessionError`] when nothing could be tested: the vault is locked, the row is gone or damaged.
    pub async fn test(&self, id: &ConnectionId) -> Result<Proven, SessionError> {
        let tested = self.tested(id, Asking::Person).await;
        let kept = tested.to_keep().into_iter().collect();
        let asked = tested.asked;
        let outcome = tested.outcome?;
        self.vault.keep_tests(kept, Telling::Each).await?;
        Ok(Proven { asked, outcome })
    }

    /// The same without keeping it.
    pub(super) async fn tested(&self, id: &ConnectionId, asking: Asking) -> Tested {
        let tested = |asked, is_known, outcome| Tested {
            id: id.clone(),
            asked,
            is_known,
            outcome,
        };
        let record = match self.vault.connection(id).await {
            Ok(Some(record)) => record,
            Ok(None) => return tested(false, false, Err(SessionError::NotFound)),
            Err(error) => return tested(false, false, Err(error.into())),
        };
        let over = ended(&record);
        let mut testing = Testing {
            record,
            asked: false,
            renewed: false,
        };
        let Some(verdict) = over else {
            let (began, began_at) = (Instant::now(), self.clock.now().as_millisecond());
            let found = self.found(id, &mut testing, asking).await;
            let asked = testing.asked;
            let outcome = testing.outcome(found, began_at, began.elapsed());
            return tested(asked, false, outcome);
        };
        match self.as_it_ended(&testing.record, verdict).await {
            Err(error) => tested(false, false, Err(error)),
            Ok(Some(known)) => tested(false, true, Ok(known)),
            Ok(None) => {
                let found_at = testing.record.health_at().as_millisecond();
                let found = Err(SessionError::Ended(Obstacle::plain(verdict)));
                tested(
                    false,
                    false,
                    testing.outcome(found, found_at, Duration::ZERO),
                )
            }
        }
    }

    async fn found(
        &self,
        id: &ConnectionId,
        testing: &mut Testing,
        asking: Asking,
    ) -> Result<Proof, SessionError> {
        match timeout(DEADLINE, self.prove(id, testing, asking)).await {
            Ok(found) => found,
            // Salesforce has answered; it is the store that lets it wait.
            Err(_late) if self.unsaved().borrow().contains_key(id) => Err(SessionError::Unsaved),
            Err(_late) => Err(CallError::TimedOut.into()),
        }
    }

    /// The test that found the end, if it was a test: best one that was told why.
    async fn as_it_ended(
        &self,
        record: &ConnectionRecord,
        verdict: Verdict,
    ) -> Result<Option<TestOutcome>, SessionError> {
        let mut tests = self.vault.tests(&record.id).await?;
        tests.retain(|test| {
            test.verdict == verdict && test.evidence.credentials.generation == record.generation
        });
        let best = tests.iter().position(|test| test.cause.is_some());
        Ok(tests.into_iter().nth(best.unwrap_or_default()))
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
        testing.asked = session.has_access();
        let first = match session.has_access() {
            true => Some(probe(&self.http, session.api()).await),
            false => None,
        };
        let answer = match first {
            None | Some(Err(CallError::TokenRefused(_))) => {
                let login = session.record().login.clone();
                self.may_ask(&login, asking).await?;
                testing.asked = true;
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
