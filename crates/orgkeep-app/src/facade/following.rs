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
            loop {
                bell.rung().await;
                let Some(shared) = shared.upgrade() else {
                    break;
                };
                // Nothing of it is held during a breath.
                if (Self { shared }).refresh_if_changed().await {
                    tokio::time::sleep(BREATH).await;
                }
            }
        });
    }
}
