//! What a sign-in prints as JSON.

use orgkeep_api::attempt::FailedView;
use orgkeep_api::failure::FailureView;
use orgkeep_app::inventory::{InventoryEntry, VERSION};
use orgkeep_vault::connection_record::ConnectionRecord;
use serde::Serialize;

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

    pub fn failed(failed: &FailedView) -> Self {
        Self {
            version: VERSION,
            outcome: Outcome::Failed,
            connection: None,
            failure: Some(FailureResult {
                reason: failed.reason.clone(),
                words: failure_words(&failed.reason),
                server_code: failed.server_code.clone(),
                server_words: failed.server_words.clone(),
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
