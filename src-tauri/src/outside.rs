//! The person's browser and clipboard, through kept crates.

use std::sync::{Mutex, PoisonError};

use orgkeep_app::surroundings::{Browser, BrowserAddress, Clipboard, OutsideError};

/// The system's default browser.
pub struct SystemBrowser;

impl Browser for SystemBrowser {
    fn open(&self, address: &BrowserAddress) -> Result<(), OutsideError> {
        tauri_plugin_opener::open_url(address.as_str(), None::<&str>)
            .map_err(|_| OutsideError("no browser could be started".to_owned()))
    }
}

/// The system's clipboard. On X11 the text lives in this program, so the connection is kept.
#[derive(Default)]
pub struct SystemClipboard {
    open: Mutex<Option<arboard::Clipboard>>,
}

impl Clipboard for SystemClipboard {
    fn put(&self, address: &BrowserAddress) -> Result<(), OutsideError> {
        let refused = |_| OutsideError("the clipboard did not take the link".to_owned());
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.is_none() {
            *open = Some(arboard::Clipboard::new().map_err(refused)?);
        }
        let Some(clipboard) = open.as_mut() else {
            return Ok(());
        };
        clipboard
            .set()
            .text(address.as_str().to_owned())
            .map_err(refused)
    }
}
