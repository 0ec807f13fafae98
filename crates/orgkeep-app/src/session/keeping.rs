//! Storing new tokens, however long that takes: until it succeeds they exist in this program's memory alone.

use std::collections::BTreeSet;
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

/// Whose tokens wait to be stored.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    unsaved: watch::Sender<BTreeSet<ConnectionId>>,
}

impl Keeping {
    pub(super) fn unsaved(&self) -> watch::Receiver<BTreeSet<ConnectionId>> {
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
                    self.unsaved.send_if_modified(|unsaved| unsaved.remove(id));
                    return renewed;
                }
                Err(error) => {
                    tracing::warn!(%error, "new tokens could not be stored yet");
                    if matches!(error, RenewError::Store(StoreError::Full(_))) {
                        vault.free_reserve();
                    }
                    self.unsaved
                        .send_if_modified(|unsaved| unsaved.insert(id.clone()));
                    sleep(PAUSE).await;
                }
            }
        }
    }
}
