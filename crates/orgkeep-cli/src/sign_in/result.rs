//! What a sign-in prints as JSON.

use orgkeep_api::failure::FailureView;
use orgkeep_api::identity::{DoubtView, IdentityView};
use orgkeep_app::inventory::{InventoryEntry, VERSION};
use orgkeep_vault::connection_record::ConnectionRecord;
use serde::Serialize;

use super::Failure;
use crate::words::{Words, failure_words};

/// The one document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInResult {
    version: u32,
    outcome: Outcome,
    connection: Option<InventoryEntry>,
    failure: Option<FailureResult>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Outcome {
    /// A new connection.
    Registered,
    /// A connection that was there signs in with new tokens.
    Renewed,
    Failed,
    Cancelled,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FailureResult {
    #[serde(flatten)]
    reason: FailureView,
    #[serde(flatten)]
    words: Words,
    server_code: Option<String>,
    server_words: Option<String>,
    identity: Option<Refused>,
}

/// Who came back in place of whom.
#[derive(Serialize)]
struct Refused {
    doubt: DoubtView,
    expected: IdentityView,
    found: IdentityView,
}

impl SignInResult {
    pub fn connected(record: &ConnectionRecord, renewed: bool) -> Self {
        Self {
            version: VERSION,
            outcome: if renewed {
                Outcome::Renewed
            } else {
                Outcome::Registered
            },
            connection: Some(InventoryEntry::from(record)),
            failure: None,
        }
    }

    pub fn failed(failure: &Failure) -> Self {
        let failed = &failure.view;
        let identity = failure.question.clone().map(|question| Refused {
            doubt: question.doubt,
            expected: question.expected,
            found: question.found,
        });
        Self {
            version: VERSION,
            outcome: Outcome::Failed,
            connection: None,
            failure: Some(FailureResult {
                reason: failed.reason.clone(),
                words: failure_words(&failed.reason),
                server_code: failed.server_code.clone(),
                server_words: failed.server_words.clone(),
                identity,
            }),
        }
    }

    pub fn cancelled() -> Self {
        Self {
            version: VERSION,
            outcome: Outcome::Cancelled,
            connection: None,
            failure: None,
        }
    }
}
