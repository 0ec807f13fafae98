//! Tokens of removed connections: revoked at Salesforce, or named and tried again.

use orgkeep_api::connection::ConnectionRowView;
use orgkeep_api::removal::{RevocationOutcomeView, RevocationView};
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::revoke::{Revocation, revoke};
use orgkeep_vault::error::SecretError;
use orgkeep_vault::revocation_record::{RevocationId, RevocationRecord, UnwantedToken};
use orgkeep_vault::vault::Vault;

use crate::attempt::rfc3339;
use crate::pause::{Pauses, heed};
use crate::surroundings::Clock;

/// Tries one token and writes down what came of it.
pub(crate) async fn settle(
    vault: &Vault,
    http: &HttpClient,
    clock: &dyn Clock,
    id: &RevocationId,
) -> RevocationOutcomeView {
    let unwanted = match vault.revocation_token(id).await {
        Ok(unwanted) => unwanted,
        // Another process was quicker: only a confirmed token leaves the queue.
        Err(SecretError::NotFound) => return RevocationOutcomeView::Revoked,
        Err(_) => return RevocationOutcomeView::Unconfirmed,
    };
    let (host, token) = (&unwanted.host, &unwanted.token);
    let outcome = match token {
        UnwantedToken::Refresh(token) => revoke(http, host, token).await,
        UnwantedToken::Access(token) => revoke(http, host, token).await,
    };
    if let Revocation::Unconfirmed { retry_after } = outcome {
        heed(vault, clock, host, retry_after).await;
    }
    let written = match outcome {
        Revocation::Revoked | Revocation::AlreadyDead => vault.revocation_confirmed(id).await,
        Revocation::Unconfirmed { .. } => vault.revocation_failed(id, clock.now()).await,
    };
    if let Err(error) = written {
        tracing::warn!(%error, "the outcome of a revocation was not written down");
    }
    match outcome {
        Revocation::Revoked => RevocationOutcomeView::Revoked,
        Revocation::AlreadyDead => RevocationOutcomeView::AlreadyDead,
        Revocation::Unconfirmed { .. } => RevocationOutcomeView::Unconfirmed,
    }
}

/// The tokens that Salesforce has not confirmed, without the tokens.
pub(crate) fn unconfirmed(
    pending: &[RevocationRecord],
    rows: &[ConnectionRowView],
    pauses: &Pauses,
) -> Vec<RevocationView> {
    let view = |record: &RevocationRecord| {
        let of = record.connection.as_ref().map(ConnectionId::as_str);
        RevocationView {
            id: record.id.as_str().to_owned(),
            name: record.connection_name.clone(),
            replaced: of.is_some_and(|id| rows.iter().any(|row| row.id == id)),
            host: record.host.host().to_owned(),
            since: rfc3339(record.created_at),
            tries: record.tries,
            not_before: pauses.until(&record.host).map(rfc3339),
        }
    };
    pending.iter().map(view).collect()
}
