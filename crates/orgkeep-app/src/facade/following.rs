//! What is changed in the store is shown at once, also by other programs: the command line shares it with a running window.

use std::sync::Arc;
use std::time::Duration;

use orgkeep_api::vault::StoreNewsView;
use tokio::sync::watch;

use super::Orgkeep;

/// Between two looks at the store. A test of a thousand connections changes the store again and again.
const BREATH: Duration = Duration::from_millis(100);

impl Orgkeep {
    pub(super) fn watch_store(&self) -> watch::Receiver<StoreNewsView> {
        self.shared.store.subscribe()
    }

    /// Reads the list again and tells the page whenever the store has changed, for as long as the program is open.
    pub(super) fn follow_store(&self) {
        let Ok(vault) = &self.shared.vault else {
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
                // Nothing of it is held during a breath.
                if (Self { shared }).has_news(&mut seen).await {
                    tokio::time::sleep(BREATH).await;
                }
            }
        });
    }

    /// Whether the store has changed since it was last seen. A store that cannot be read now is told where somebody uses it.
    async fn has_news(self, seen: &mut Option<u32>) -> bool {
        let Ok(vault) = &self.shared.vault else {
            return false;
        };
        let Ok(count) = vault.change_count().await else {
            return false;
        };
        if seen.replace(count) == Some(count) {
            return false;
        }
        self.refresh_if_changed().await;
        let news = &self.shared.store;
        news.send_modify(|news| news.changes = news.changes.wrapping_add(1));
        true
    }
}
