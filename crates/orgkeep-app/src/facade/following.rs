//! What other programs change in the store is shown at once: the command line shares it with a running window.

use std::sync::Arc;

use super::Orgkeep;

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
                let Ok(count) = vault.change_count().await else {
                    continue;
                };
                if seen.replace(count) != Some(count) {
                    this.refresh_connections().await;
                }
            }
        });
    }
}
