//! Does Salesforce know the key? Asked without a browser, and again while a new key becomes active.
//!
//! The wait is written down with what was typed, so that it goes on after the next start.

use std::time::Duration;

use jiff::Timestamp;
use orgkeep_api::attempt::{StageView, StepId};
use orgkeep_domain::attempt::{Draft, IssuerRule};
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_domain::id::OrgId;
use orgkeep_salesforce::discovery::{issuer_rule, org_of};
use orgkeep_salesforce::http::CallError;
use orgkeep_salesforce::preflight::{Preflight, preflight};

use super::driver::Attempt;
use super::intent::{Intent, unless_cancelled};
use super::progress::rfc3339;
use crate::evidence::{KeyEvidence, evidence_view};

/// What was learned before the browser opens.
pub(crate) struct Learned {
    pub(crate) issuer: IssuerRule,
    /// The org behind the address, where the address tells.
    pub(crate) org: Option<OrgId>,
}

/// What one look brought.
enum Look {
    /// The browser may open.
    Settled,
    /// It is worth looking again. If it stays so, this is why the attempt fails.
    NotYet(Failure),
}

impl Attempt {
    /// Waits until Salesforce would ask the person to sign in, and learns issuer and org on the way.
    pub(super) async fn known_key(
        &mut self,
        draft: &Draft,
        evidence: &KeyEvidence,
    ) -> Result<Learned, Failure> {
        let (http, authority) = (&self.http, &draft.authority);
        let asked = async {
            tokio::join!(
                preflight(http, draft),
                issuer_rule(http, authority, self.rule),
                org_of(http, authority)
            )
        };
        let (answer, issuer, org) = unless_cancelled(&mut self.intents, asked).await?;
        if let Look::NotYet(unknown) = judge(answer)? {
            self.wait_for_key(draft, evidence, unknown).await?;
            self.around
                .notifier
                .key_is_active(self.errand.name.as_str());
            self.wait_for_the_person().await?;
        }
        self.note_known_key().await;
        self.progress.done(StepId::KeyKnown);
        Ok(Learned {
            issuer: issuer?,
            org,
        })
    }

    /// Looks again and again, until Salesforce knows the key or the time is over.
    async fn wait_for_key(
        &mut self,
        draft: &Draft,
        evidence: &KeyEvidence,
        mut unknown: Failure,
    ) -> Result<(), Failure> {
        let now = self.around.clock.now();
        let since = self.errand.waiting_since.unwrap_or(now);
        let until = later(since, self.around.timing.key_give_up);
        if self.around.keeps_waits {
            // If it cannot be written down, the wait lasts as long as the program.
            let target = &self.errand.target;
            let _kept = target.mark_key_waiting(&self.vault, Some(since)).await;
        }
        let mut checks = 1;
        while self.around.clock.now() < until {
            self.pause(since, until, checks, evidence).await?;
            let again = unless_cancelled(&mut self.intents, preflight(&self.http, draft)).await?;
            match again.map_or_else(|_| Ok(None), |answer| judge(Ok(answer)).map(Some))? {
                Some(Look::Settled) => return Ok(()),
                Some(Look::NotYet(failure)) => unknown = failure,
                // In half an hour a network may fail once; that says nothing of the key.
                None => {}
            }
            checks += 1;
        }
        Err(unknown)
    }

    /// The time between two looks, with whatever the person wants meanwhile.
    async fn pause(
        &mut self,
        since: Timestamp,
        until: Timestamp,
        checks: u32,
        evidence: &KeyEvidence,
    ) -> Result<(), Failure> {
        // The last look is at the end of the time, and not after it.
        let now = self.around.clock.now();
        let left = Duration::try_from(until.duration_since(now)).unwrap_or_default();
        let pause = self.around.timing.key_check_every.min(left);
        let next = later(now, pause);
        let over = tokio::time::sleep(pause);
        tokio::pin!(over);
        loop {
            self.progress.enter(StageView::WaitingForKey {
                since: rfc3339(since),
                next_check_at: rfc3339(next),
                until: rfc3339(until),
                checks,
                evidence: evidence_view(evidence),
                opens_browser: self.errand.opens_when_active,
            });
            tokio::select! {
                () = &mut over => return Ok(()),
                intent = self.intents.recv() => self.wished_meanwhile(intent).await?,
            }
        }
    }

    /// Opens the browser only when the person wants it: they may be doing something else.
    async fn wait_for_the_person(&mut self) -> Result<(), Failure> {
        if self.errand.opens_when_active {
            return Ok(());
        }
        self.note_known_key().await;
        self.progress.enter(StageView::KeyActive {
            since: rfc3339(self.around.clock.now()),
        });
        loop {
            match self.intents.recv().await {
                Some(Intent::GoOn(answer)) => {
                    let _gone = answer.send(());
                    return Ok(());
                }
                other => self.wished_meanwhile(other).await?,
            }
        }
    }

    async fn wished_meanwhile(&mut self, intent: Option<Intent>) -> Result<(), Failure> {
        match intent {
            None => Err(FailureReason::Interrupted.into()),
            Some(Intent::Cancel(answer)) => {
                let _gone = answer.send(());
                Err(FailureReason::Cancelled.into())
            }
            Some(Intent::OpenWhenActive(opens, answer)) => {
                self.errand.opens_when_active = opens;
                let _gone = answer.send(());
                Ok(())
            }
            // The others have no meaning before the browser is open; the dropped answer says so.
            Some(_) => Ok(()),
        }
    }

    async fn note_known_key(&self) {
        let now = self.around.clock.now();
        // Only the evidence about a later refusal would be weaker.
        let _kept = self.errand.target.mark_key_known(&self.vault, now).await;
    }
}

fn judge(answer: Result<Preflight, CallError>) -> Result<Look, Failure> {
    match answer {
        // An answer that cannot be judged proves nothing against the key: the person will see it.
        Ok(Preflight::Acceptable) | Err(CallError::Unexpected) => Ok(Look::Settled),
        Ok(Preflight::KeyUnknown(failure)) => Ok(Look::NotYet(failure)),
        Ok(Preflight::Refused(failure)) => Err(failure),
        Err(error) => Err(FailureReason::from(error).into()),
    }
}

fn later(time: Timestamp, by: Duration) -> Timestamp {
    time.checked_add(by).unwrap_or(time)
}
