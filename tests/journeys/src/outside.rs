//! Browser, clipboard, dialogs, notifications and computer of a test. What they are given, they write down.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use orgkeep_app::surroundings::{
    Browser, BrowserAddress, Computer, Family, InstalledBrowser, Notifier, OutsideError,
    Surroundings, Timing,
};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::CallbackUrl;
use tokio::sync::watch;

use crate::clipboard::RecordingClipboard;
use crate::clock::JumpingClock;
use crate::file_dialog::DecidedFileDialog;
use crate::salesforce_cli::{Keychain, ScriptedCli};

/// Long enough for a busy machine; only a test that fails waits so long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Everything outside one world. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// The person's browser.
    pub browser: Arc<RecordingBrowser>,
    /// The clipboard.
    pub clipboard: Arc<RecordingClipboard>,
    /// Dialogs for files and folders.
    pub files: Arc<DecidedFileDialog>,
    /// The keyring that has the key of the Salesforce CLI.
    pub keychain: Keychain,
    /// The Salesforce CLI itself.
    pub cli: Arc<ScriptedCli>,
    /// Notifications.
    pub notifier: Arc<RecordingNotifier>,
    /// The computer.
    pub computer: Arc<PlainComputer>,
    /// The clock.
    pub clock: Arc<JumpingClock>,
}

impl Outside {
    /// Of a user whose home folder this is.
    #[must_use]
    pub fn of(home: &Path) -> Self {
        let outside = Self::default();
        outside.cli.lives_in(home.join("sfdx"));
        outside
    }

    /// What Orgkeep is given here, without a practice org and without another folder.
    #[must_use]
    pub fn around(&self, callback: &CallbackUrl, timing: Timing) -> Surroundings {
        let outside = self.clone();
        Surroundings {
            browser: outside.browser,
            clipboard: outside.clipboard,
            files: outside.files,
            salesforce_cli: outside.keychain.cli_of(&outside.cli),
            notifier: outside.notifier,
            computer: outside.computer,
            clock: outside.clock,
            reopen: None,
            practice: None,
            callback: callback.clone(),
            timing,
            program: "Orgkeep".to_owned(),
            keeps_waits: true,
        }
    }
}

/// A browser that opens nothing.
#[derive(Debug)]
pub struct RecordingBrowser {
    addresses: watch::Sender<Vec<String>>,
    choices: watch::Sender<Vec<BrowserChoice>>,
    broken: AtomicBool,
    uninstalled: AtomicBool,
}

impl Default for RecordingBrowser {
    fn default() -> Self {
        Self {
            addresses: watch::Sender::new(Vec::new()),
            choices: watch::Sender::new(Vec::new()),
            broken: AtomicBool::new(false),
            uninstalled: AtomicBool::new(false),
        }
    }
}

impl RecordingBrowser {
    /// From now on no browser starts, or one does again.
    pub fn break_down(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }

    /// From now on the computer has no browser at all.
    pub fn uninstall(&self) {
        self.uninstalled.store(true, Ordering::SeqCst);
    }

    /// Which browser was chosen each time.
    #[must_use]
    pub fn choices(&self) -> Vec<BrowserChoice> {
        self.choices.borrow().clone()
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
    fn open(&self, address: &BrowserAddress, choice: &BrowserChoice) -> Result<(), OutsideError> {
        let address = address.as_str().to_owned();
        self.choices
            .send_modify(|choices| choices.push(choice.clone()));
        self.addresses
            .send_modify(|addresses| addresses.push(address));
        if self.broken.load(Ordering::SeqCst) {
            return Err(OutsideError("no browser could be started".to_owned()));
        }
        Ok(())
    }

    fn installed(&self) -> Vec<InstalledBrowser> {
        if self.uninstalled.load(Ordering::SeqCst) {
            return Vec::new();
        }
        let browser = |id: &str, name: &str, is_default| InstalledBrowser {
            id: id.to_owned(),
            name: name.to_owned(),
            private_window: true,
            is_default,
        };
        vec![
            browser("chromium", "Chromium", true),
            browser("firefox", "Firefox", false),
        ]
    }
}

/// Notifications that are kept.
#[derive(Debug)]
pub struct RecordingNotifier {
    names: watch::Sender<Vec<String>>,
    stopped: watch::Sender<Vec<Vec<String>>>,
}

impl Default for RecordingNotifier {
    fn default() -> Self {
        Self {
            names: watch::Sender::new(Vec::new()),
            stopped: watch::Sender::new(Vec::new()),
        }
    }
}

impl RecordingNotifier {
    /// The connections whose key was said to be active.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.names.borrow().clone()
    }

    /// The connections that were said to have stopped working, one list for each notification.
    #[must_use]
    pub fn stopped(&self) -> Vec<Vec<String>> {
        self.stopped.borrow().clone()
    }
}

impl Notifier for RecordingNotifier {
    fn key_is_active(&self, connection: &str) {
        self.names
            .send_modify(|names| names.push(connection.to_owned()));
    }

    fn stopped_working(&self, connections: &[String]) {
        self.stopped
            .send_modify(|stopped| stopped.push(connections.to_vec()));
    }
}

/// A computer on which everything is in order, until something is not.
#[derive(Debug)]
pub struct PlainComputer {
    no_ipv6: AtomicBool,
    free_space: AtomicU64,
    authorities: AtomicUsize,
}

impl Default for PlainComputer {
    fn default() -> Self {
        Self {
            no_ipv6: AtomicBool::new(false),
            free_space: AtomicU64::new(1 << 40),
            authorities: AtomicUsize::new(140),
        }
    }
}

impl PlainComputer {
    /// Takes ::1 away.
    pub fn remove_ipv6(&self) {
        self.no_ipv6.store(true, Ordering::SeqCst);
    }

    /// Leaves so many bytes on the disk.
    pub fn fill_disk(&self, left: u64) {
        self.free_space.store(left, Ordering::SeqCst);
    }

    /// Trusts nobody any more.
    pub fn forget_authorities(&self) {
        self.authorities.store(0, Ordering::SeqCst);
    }
}

impl Computer for PlainComputer {
    fn has_loopback(&self, family: Family) -> bool {
        family == Family::V4 || !self.no_ipv6.load(Ordering::SeqCst)
    }

    fn free_space(&self, _folder: &Path) -> Option<u64> {
        Some(self.free_space.load(Ordering::SeqCst))
    }

    fn trusted_authorities(&self) -> usize {
        self.authorities.load(Ordering::SeqCst)
    }

    fn versions(&self) -> Vec<(String, String)> {
        vec![("System".to_owned(), "1".to_owned())]
    }
}
