//! What other programs change in the store is shown at once: the command line shares it with a running window.

use std::sync::Arc;
use std::time::Duration;

use super::Orgkeep;

/// Between two looks at the list. A test of a thousand connections changes the store again and again.
const BREATH: Duration = Duration::from_millis(100);

impl Orgkeep {
    /// Reads the list again whenever the store has changed, for as long as the program is open.
    pub(super) fn follow_store(&self) {
        let Some(vault) = &self.shared.vault else {
            return;
        };
        let bell = vault.change_bell();
        // Weak, so that a program that changes its folder lets go of the store and its key.
        let shared = Arc::downgrade(&self.shared);
        tokio::spawn(async move {
            let mut seen = None;
            loop {
                bell.rung().await;
                let Some(shared) = shared.upgrade() else {
                    break;
                };
                let this = Self { shared };
                let Ok(vault) = this.vault() else {
                    break;
                };
                // A store that cannot be read now is told where somebody uses it.
                let count = vault.change_count().await.ok();
                let changed = count.is_some() && seen != count;
                if changed {
                    seen = count;
                    this.refresh_connections().await;
                }
                drop(this);
                if changed {
                    tokio::time::sleep(BREATH).await;
                }
            }
        });
    }
}
