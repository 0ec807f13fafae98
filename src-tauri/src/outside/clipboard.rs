//! The person's clipboard.

use std::sync::{Mutex, PoisonError};

use orgkeep_app::surroundings::{BrowserAddress, Clipboard, OutsideError};

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
