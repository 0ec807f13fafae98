//! Does Salesforce know the key? Asked without a browser, and again while a new key becomes active.

use std::time::Duration;

use orgkeep_api::attempt::{StageView, StepId};
use orgkeep_domain::attempt::{Draft, IssuerRule};
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_domain::id::OrgId;
use orgkeep_salesforce::discovery::{issuer_rule, org_of};
use orgkeep_salesforce::http::{CallError, HttpClient};
use orgkeep_salesforce::preflight::{Preflight, preflight};

use super::intent::{Intents, unless_cancelled};
use super::progress::{Progress, rfc3339};
use crate::surroundings::Surroundings;

/// What was learned before the browser opens.
pub(crate) struct Learned {
    pub(crate) issuer: IssuerRule,
    /// The org behind the address, where the address tells.
    pub(crate) org: Option<OrgId>,
}

/// Waits until Salesforce would ask the person to sign in, and learns issuer and org on the way.
pub(crate) async fn known_key(
    http: &HttpClient,
    draft: &Draft,
    around: &Surroundings,
    intents: &mut Intents,
    progress: &mut Progress,
) -> Result<Learned, Failure> {
    let since = around.clock.now();
    let started = around.clock.awake_and_asleep();
    let (issuer, org) = (
        issuer_rule(http, &draft.authority),
        org_of(http, &draft.authority),
    );
    let asked = async { tokio::join!(preflight(http, draft), issuer, org) };
    let (mut answer, issuer, org) = unless_cancelled(intents, asked).await?;
    let mut checks = 1;
    while !settled(answer)? {
        let waited = around.clock.awake_and_asleep().saturating_sub(started);
        if waited >= around.timing.key_give_up {
            return Err(FailureReason::KeyUnknown.into());
        }
        let pause = around.timing.key_check_every;
        progress.enter(StageView::WaitingForKey {
            since: rfc3339(since),
            next_check_at: rfc3339(later(around.clock.now(), pause)),
            until: rfc3339(later(since, around.timing.key_give_up)),
            checks,
        });
        unless_cancelled(intents, tokio::time::sleep(pause)).await?;
        let again = unless_cancelled(intents, preflight(http, draft)).await?;
        // In half an hour a network may fail once; that says nothing of the key.
        answer = again.or(Ok(Preflight::KeyUnknown));
        checks += 1;
    }
    progress.done(StepId::KeyKnown);
    Ok(Learned {
        issuer: issuer?,
        org,
    })
}

/// Whether the browser may open; `false` when it is worth asking again.
fn settled(answer: Result<Preflight, CallError>) -> Result<bool, Failure> {
    match answer {
        // An answer that cannot be judged proves nothing against the key: the person will see it.
        Ok(Preflight::Acceptable) | Err(CallError::Unexpected) => Ok(true),
        Ok(Preflight::KeyUnknown) => Ok(false),
        Ok(Preflight::Refused(failure)) => Err(failure),
        Err(error) => Err(FailureReason::from(error).into()),
    }
}

fn later(time: jiff::Timestamp, by: Duration) -> jiff::Timestamp {
    time.checked_add(by).unwrap_or(time)
}
