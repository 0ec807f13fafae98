//! What others hold before it is there.

use std::sync::Arc;

use tauri::AppHandle;
use tokio::sync::SetOnce;

use crate::host::Host;

/// Filled once. Clones share it.
pub struct Late<T>(Arc<SetOnce<T>>);

/// The handle of the program with a window: filled before the window opens, so that nobody can ask for a dialog or a program
/// without one.
pub type LateApp = Late<AppHandle>;

/// The host of this window: filled when the store has been read, which the window need not wait for.
pub type LateHost = Late<Host>;

impl<T> Late<T> {
    /// It is there.
    pub fn fill(&self, value: T) {
        let _filled_already = self.0.set(value);
    }

    /// It, if it is there.
    pub fn get(&self) -> Option<&T> {
        self.0.get()
    }

    /// It, once it is there.
    pub async fn wait(&self) -> &T {
        self.0.wait().await
    }
}

impl<T> Clone for Late<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Late<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}
