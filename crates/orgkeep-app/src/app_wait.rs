//! Which connections have an app to move to that cannot be signed in through yet.

use std::collections::HashSet;

use jiff::Timestamp;
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::creation_record::{AppGoal, CreationRecord};
use orgkeep_vault::pending_record::PendingRecord;

use crate::evidence::KeyEvidence;

/// Those whose app is being made, whose key Salesforce is waited for to know, or whose key was made a moment ago.
pub(crate) fn waiting_for_apps(
    pending: &[PendingRecord],
    creations: &[CreationRecord],
    now: Timestamp,
) -> HashSet<ConnectionId> {
    let unfinished = creations.iter().filter(|made| made.is_unfinished());
    let being_made = unfinished.filter_map(|made| match &made.asked.goal {
        Some(AppGoal::Migration(connection)) if !made.undoing => Some(connection),
        _ => None,
    });
    let typed = pending.iter().filter(|typed| {
        let of_key =
            |made: &CreationRecord| made.consumer_key.as_ref() == Some(&typed.consumer_key);
        let made_here = creations.iter().any(of_key);
        typed.moves() && (typed.key_waiting_since.is_some() || made_here && is_new(typed, now))
    });
    let typed = typed.map(|typed| &typed.id.connection);
    being_made.chain(typed).cloned().collect()
}

fn is_new(typed: &PendingRecord, now: Timestamp) -> bool {
    KeyEvidence::of(typed.into(), &typed.consumer_key, &[], now).is_not_active_yet()
}
