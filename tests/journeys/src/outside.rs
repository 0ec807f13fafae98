//! The browser and the clipboard of a test: both write down every address they are given.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use orgkeep_app::surroundings::{Browser, BrowserAddress, Clipboard, OutsideError};
use tokio::sync::watch;

/// Long enough for a busy machine; only a test that fails waits so long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A browser that opens nothing.
#[derive(Debug)]
pub struct RecordingBrowser {
    addresses: watch::Sender<Vec<String>>,
    broken: AtomicBool,
}

impl Default for RecordingBrowser {
    fn default() -> Self {
        Self {
            addresses: watch::Sender::new(Vec::new()),
            broken: AtomicBool::new(false),
        }
    }
}

impl RecordingBrowser {
    /// From now on no browser starts, or one does again.
    pub fn break_down(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }

    /// Every address so far, those of a broken browser included.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        self.addresses.borrow().clone()
    }

    /// How many addresses there were.
    #[must_use]
    pub fn count(&self) -> usize {
        self.addresses.borrow().len()
    }

    /// Waits for the address of this number; the first is 1.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn opened(&self, number: usize) -> anyhow::Result<String> {
        let mut addresses = self.addresses.subscribe();
        let enough = addresses.wait_for(|addresses| addresses.len() >= number);
        let addresses = tokio::time::timeout(PATIENCE, enough).await;
        let addresses = addresses.context("no browser was opened")??;
        let index = number.saturating_sub(1);
        addresses
            .get(index)
            .cloned()
            .context("addresses start at 1")
    }
}

impl Browser for RecordingBrowser {
    fn open(&self, address: &BrowserAddress) -> Result<(), OutsideError> {
        let address = address.as_str().to_owned();
        self.addresses
            .send_modify(|addresses| addresses.push(address));
        if self.broken.load(Ordering::SeqCst) {
            return Err(OutsideError("no browser could be started".to_owned()));
        }
        Ok(())
    }
}

/// A clipboard that remembers.
#[derive(Debug)]
pub struct RecordingClipboard {
    texts: watch::Sender<Vec<String>>,
}

impl Default for RecordingClipboard {
    fn default() -> Self {
        Self {
            texts: watch::Sender::new(Vec::new()),
        }
    }
}

impl RecordingClipboard {
    /// Everything that was put on it.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.texts.borrow().clone()
    }
}

impl Clipboard for RecordingClipboard {
    fn put(&self, address: &BrowserAddress) -> Result<(), OutsideError> {
        let text = address.as_str().to_owned();
        self.texts.send_modify(|texts| texts.push(text));
        Ok(())
    }
}
