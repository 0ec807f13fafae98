//! The vault's state as the page sees it.

use std::error::Error;

use orgkeep_api::vault::{CustodyView, LockReasonView, StoreReasonView, VaultView};
use orgkeep_vault::error::StoreError;
use orgkeep_vault::folder::FolderError;
use orgkeep_vault::lock_state::{LockReason, LockState};
use orgkeep_vault::vault::OpenError;

use crate::attempt::rfc3339;

/// A lock state, told in the words of its screen.
pub(crate) fn vault_view(state: LockState, custody: CustodyView) -> VaultView {
    match state {
        LockState::Open => VaultView::Open { custody },
        LockState::Unlocking { since } => VaultView::Opening {
            since: rfc3339(since),
        },
        LockState::Locked(reason) => VaultView::Locked {
            reason: reason_view(reason),
            detail: reason.to_string(),
        },
    }
}

fn reason_view(reason: LockReason) -> LockReasonView {
    match reason {
        LockReason::KeyringTimeout | LockReason::Waiting => LockReasonView::KeyringTimeout,
        LockReason::KeyringLocked | LockReason::NotAsked => LockReasonView::KeyringLocked,
        LockReason::KeyringDenied => LockReasonView::KeyringDenied,
        LockReason::KeyringAbsent => LockReasonView::KeyringAbsent,
        LockReason::KeyringEmpty => LockReasonView::KeyringEmpty,
        LockReason::KeyringForgetful | LockReason::KeyringFailed => LockReasonView::KeyringFailed,
        LockReason::StoreFailed => LockReasonView::StoreFailed,
        LockReason::KeyForgotten => LockReasonView::KeyForgotten,
        LockReason::KeyAmbiguous | LockReason::KeyMalformed => LockReasonView::KeyMalformed,
        LockReason::KeyWrong | LockReason::NewerFormat => LockReasonView::KeyWrong,
        LockReason::PassphraseNeeded => LockReasonView::PassphraseNeeded,
        LockReason::NoKeyYet => LockReasonView::NoKeyYet,
    }
}

/// A store that did not open.
pub(crate) fn unusable_view(reason: StoreReasonView, error: &OpenError) -> VaultView {
    VaultView::Unusable {
        reason,
        detail: with_causes(error),
    }
}

/// Why a store did not open.
pub(crate) fn open_reason(error: &OpenError) -> StoreReasonView {
    match error {
        OpenError::NewerSchema { .. } | OpenError::UnknownTable { .. } => StoreReasonView::Newer,
        OpenError::Folder(FolderError::Network(_)) => StoreReasonView::NetworkFileSystem,
        OpenError::Folder(FolderError::Synced(_)) => StoreReasonView::SyncedFolder,
        OpenError::Folder(FolderError::ReadOnly(_)) => StoreReasonView::ReadOnly,
        OpenError::Folder(FolderError::Full(_)) => StoreReasonView::Full,
        OpenError::Store(error) => store_reason(error),
        _ => StoreReasonView::Inaccessible,
    }
}

/// Why a store is not read or written.
pub(crate) fn store_reason(error: &StoreError) -> StoreReasonView {
    match error {
        StoreError::Corrupt(_) => StoreReasonView::Damaged,
        StoreError::ReadOnly(_) => StoreReasonView::ReadOnly,
        StoreError::Full(_) => StoreReasonView::Full,
        StoreError::Busy(_) => StoreReasonView::Busy,
        StoreError::Failed(_) | StoreError::Abandoned => StoreReasonView::Inaccessible,
    }
}

/// An error with its causes.
fn with_causes(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    let words: Vec<String> = causes.map(ToString::to_string).collect();
    words.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// security.md, D16.
    #[test]
    fn what_is_wrong_with_a_keyring_is_told_apart() {
        let reasons = [
            LockReason::KeyringAbsent,
            LockReason::KeyringEmpty,
            LockReason::KeyringLocked,
            LockReason::KeyringDenied,
            LockReason::KeyringTimeout,
            LockReason::KeyringFailed,
            LockReason::StoreFailed,
        ];
        let views = reasons.map(reason_view);
        for (place, view) in views.iter().enumerate() {
            assert!(!views[..place].contains(view), "{view:?} for two reasons");
        }
    }
}
