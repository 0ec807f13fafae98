//! A key that Salesforce does not know: is it new, or wrong?

use std::time::Duration;

use jiff::Timestamp;
use orgkeep_api::key::{KeyEvidenceView, KeyVerdictView};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::draft_record::DraftRecord;
use orgkeep_vault::pending_record::PendingRecord;

use crate::attempt::rfc3339;

/// How long a key may have been typed and still be taken for new. It becomes active within 30 minutes
/// (salesforce.md, 3.5), and some time passes between copying and typing it.
const STILL_NEW: Duration = Duration::from_secs(45 * 60);

/// What speaks for a new key, and what against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyEvidence {
    well_formed: bool,
    typed_at: Timestamp,
    worked_before: bool,
    young: bool,
}

/// What is written down about a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyHistory {
    typed_at: Timestamp,
    /// When Salesforce was last seen to know it.
    known_at: Option<Timestamp>,
}

impl From<&DraftRecord> for KeyHistory {
    fn from(draft: &DraftRecord) -> Self {
        Self {
            typed_at: draft.key_typed_at.unwrap_or(draft.created_at),
            known_at: draft.key_known_at,
        }
    }
}

impl From<&PendingRecord> for KeyHistory {
    fn from(pending: &PendingRecord) -> Self {
        Self {
            typed_at: pending.key_typed_at,
            known_at: pending.key_known_at,
        }
    }
}

impl From<&ConnectionRecord> for KeyHistory {
    fn from(connection: &ConnectionRecord) -> Self {
        Self {
            typed_at: connection.created_at,
            known_at: Some(connection.authenticated_at),
        }
    }
}

impl KeyEvidence {
    /// Gathers it from the key's own history and from the connections that use the same key.
    pub(crate) fn of(
        history: KeyHistory,
        key: &ConsumerKey,
        connections: &[ConnectionRecord],
        now: Timestamp,
    ) -> Self {
        let typed_at = history.typed_at;
        let in_use = connections
            .iter()
            .any(|other| other.consumer_key() == Some(key));
        Self {
            well_formed: key.looks_issued(),
            typed_at,
            worked_before: history.known_at.is_some() || in_use,
            young: now.duration_since(typed_at) < STILL_NEW.try_into().unwrap_or_default(),
        }
    }

    /// Whether everything speaks for a key that is not active yet.
    pub(crate) fn is_not_active_yet(&self) -> bool {
        self.well_formed && self.young && !self.worked_before
    }
}

/// The evidence as the page sees it.
pub(crate) fn evidence_view(evidence: &KeyEvidence) -> KeyEvidenceView {
    KeyEvidenceView {
        verdict: if evidence.is_not_active_yet() {
            KeyVerdictView::NotActiveYet
        } else {
            KeyVerdictView::ProbablyWrong
        },
        well_formed: evidence.well_formed,
        typed_at: rfc3339(evidence.typed_at),
        worked_before: evidence.worked_before,
    }
}
