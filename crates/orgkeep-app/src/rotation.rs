//! A new key and secret as the page sees them.

use jiff::Timestamp;
use orgkeep_api::rotation::RotationView;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::rotation_record::{RotationRecord, RotationStep};
use orgkeep_vault::vault::Vault;

use crate::attempt::rfc3339;

/// What the store knows of one; what cannot be read is left out.
pub(crate) async fn rotation_of(
    vault: &Vault,
    record: &ConnectionRecord,
) -> Option<RotationRecord> {
    match vault.rotation(&record.id).await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(%error, "a rotation cannot be shown");
            None
        }
    }
}

/// Nothing once the pair before has stopped working, or another app is in force.
pub(crate) fn rotation_view(
    rotation: &RotationRecord,
    connection: &ConnectionRecord,
    now: Timestamp,
) -> Option<RotationView> {
    if rotation.is_unfinished() {
        return Some(RotationView::Unfinished {
            can_undo: rotation.step <= RotationStep::Staged,
            began_at: rfc3339(rotation.began_at),
        });
    }
    let key = connection.consumer_key();
    let end = rotation.ends_at.filter(|end| *end > now)?;
    let ends_at = rfc3339(end);
    if key == Some(&rotation.old_key) {
        Some(RotationView::Waiting { ends_at })
    } else if key == rotation.new_key.as_ref() {
        Some(RotationView::Done { ends_at })
    } else {
        None
    }
}
