//! A key that Salesforce does not know: is it new, or wrong?

use std::time::Duration;

use jiff::Timestamp;
use orgkeep_api::key::{KeyEvidenceView, KeyVerdictView};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::draft_record::DraftRecord;

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

impl KeyEvidence {
    /// Gathers it from the draft and from the connections that use the same key.
    pub(crate) fn of(
        draft: &DraftRecord,
        key: &ConsumerKey,
        connections: &[ConnectionRecord],
        now: Timestamp,
    ) -> Self {
        let typed_at = draft.key_typed_at.unwrap_or(draft.created_at);
        let in_use = connections.iter().any(|other| other.consumer_key == *key);
        Self {
            well_formed: key.looks_issued(),
            typed_at,
            worked_before: draft.key_known_at.is_some() || in_use,
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
