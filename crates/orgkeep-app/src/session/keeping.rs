//! Storing new tokens, however long that takes: until it succeeds they exist in this program's memory alone.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::error::StoreError;
use orgkeep_vault::renewal::{NewTokens, RenewError, Renewed};
use orgkeep_vault::token_lock::TokenLock;
use orgkeep_vault::vault::Vault;
use tokio::sync::watch;
use tokio::time::sleep;

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(500);

/// What keeps new tokens from being stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaved {
    /// The disk is full.
    DiskFull,
    /// The file or its folder may not be written.
    NotWritable,
    /// Another program holds the store.
    Busy,
    /// The vault was locked meanwhile.
    Locked,
    /// Anything else.
    Other,
}

/// Whose tokens wait to be stored, and for what.
pub type UnsavedTokens = BTreeMap<ConnectionId, Unsaved>;

/// Stores them.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    unsaved: watch::Sender<UnsavedTokens>,
}

impl Keeping {
    pub(super) fn unsaved(&self) -> watch::Receiver<UnsavedTokens> {
        self.unsaved.subscribe()
    }

    /// Stores them as the successors of this generation. A full disk gets the room back that was kept for this.
    pub(super) async fn store(
        &self,
        vault: &Vault,
        lock: &TokenLock,
        generation: u32,
        tokens: &Arc<NewTokens>,
    ) -> Renewed {
        let id = lock.connection();
        loop {
            match vault.renew(lock, generation, tokens).await {
                Ok(renewed) => {
                    self.unsaved
                        .send_if_modified(|unsaved| unsaved.remove(id).is_some());
                    return renewed;
                }
                Err(error) => {
                    tracing::warn!(%error, "new tokens could not be stored yet");
                    let why = Unsaved::from(&error);
                    if why == Unsaved::DiskFull {
                        vault.free_reserve();
                    }
                    self.unsaved
                        .send_if_modified(|unsaved| unsaved.insert(id.clone(), why) != Some(why));
                    sleep(PAUSE).await;
                }
            }
        }
    }
}

impl From<&RenewError> for Unsaved {
    fn from(error: &RenewError) -> Self {
        match error {
            RenewError::Locked(_) => Self::Locked,
            RenewError::Store(StoreError::Full(_)) => Self::DiskFull,
            RenewError::Store(StoreError::ReadOnly(_)) => Self::NotWritable,
            RenewError::Store(StoreError::Busy(_)) => Self::Busy,
            RenewError::Store(_) | RenewError::Row(_) | RenewError::Seal(_) => Self::Other,
        }
    }
}
