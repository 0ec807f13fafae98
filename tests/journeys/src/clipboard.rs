//! A clipboard that writes down what it is given.

use orgkeep_app::surroundings::{BrowserAddress, Clipboard, OutsideError};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::outside::PATIENCE;

/// A clipboard that remembers.
#[derive(Debug)]
pub struct RecordingClipboard {
    texts: watch::Sender<Vec<String>>,
    /// What is on it now, and whether Orgkeep put it there.
    now: watch::Sender<Option<(String, bool)>>,
}

impl Default for RecordingClipboard {
    fn default() -> Self {
        Self {
            texts: watch::Sender::new(Vec::new()),
            now: watch::Sender::new(None),
        }
    }
}

impl RecordingClipboard {
    /// What is on it now.
    #[must_use]
    pub fn now(&self) -> Option<String> {
        self.now.borrow().as_ref().map(|(text, _)| text.clone())
    }

    /// Somebody copies something else.
    pub fn copy(&self, text: &str) {
        self.now.send_replace(Some((text.to_owned(), false)));
    }

    /// Waits until nothing is on it.
    ///
    /// # Errors
    /// When it stays.
    pub async fn is_emptied(&self) -> anyhow::Result<()> {
        let mut now = self.now.subscribe();
        timeout(PATIENCE, now.wait_for(Option::is_none)).await??;
        Ok(())
    }

    /// Everything that was put on it.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.texts.borrow().clone()
    }
}

impl Clipboard for RecordingClipboard {
    fn put(&self, address: &BrowserAddress) -> Result<(), OutsideError> {
        let text = address.as_str().to_owned();
        self.now.send_replace(Some((text.clone(), true)));
        self.texts.send_modify(|texts| texts.push(text));
        Ok(())
    }

    fn take_back(&self) {
        self.now.send_if_modified(|now| {
            let own = now.as_ref().is_some_and(|(_, own)| *own);
            if own {
                *now = None;
            }
            own
        });
    }
}
