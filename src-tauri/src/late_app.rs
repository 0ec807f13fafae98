//! The handle of the program with a window, for what is made before there is one.

use std::sync::{Arc, OnceLock};

use tauri::AppHandle;

/// Filled once, before the window opens: nobody can ask for a dialog or a program without one. Clones share it.
#[derive(Clone, Default)]
pub struct LateApp(Arc<OnceLock<AppHandle>>);

impl LateApp {
    /// The program is there.
    pub fn fill(&self, app: AppHandle) {
        let _filled_already = self.0.set(app);
    }

    /// The program, once it is there.
    pub fn get(&self) -> Option<&AppHandle> {
        self.0.get()
    }
}
