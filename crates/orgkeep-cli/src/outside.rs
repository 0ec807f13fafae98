//! What is outside a program without a window.

use std::path::PathBuf;

use orgkeep_app::surroundings::{
    Browser, BrowserAddress, Clipboard, FileDialog, FileKind, InstalledBrowser, Notifier,
    OutsideError, Pending,
};
use orgkeep_domain::browser::BrowserChoice;

use crate::print;

/// Prints the address in place of opening it: alone on a line of standard error, so that a person can copy it and a
/// script can find it. It holds the state of the sign-in, and is printed only for whoever asked for it.
pub struct PrintedAddress;

impl Browser for PrintedAddress {
    fn open(&self, address: &BrowserAddress, _choice: &BrowserChoice) -> Result<(), OutsideError> {
        print::word(address.as_str());
        Ok(())
    }

    fn installed(&self) -> Vec<InstalledBrowser> {
        Vec::new()
    }
}

/// Nothing is copied from a command line.
pub struct NoClipboard;

impl Clipboard for NoClipboard {
    fn put(&self, _address: &BrowserAddress) -> Result<(), OutsideError> {
        Err(OutsideError("there is no clipboard here".to_owned()))
    }

    fn take_back(&self) {}
}

/// Files are named by arguments; no dialog asks for them.
pub struct NoFileDialog;

impl FileDialog for NoFileDialog {
    fn choose_folder(&self) -> Pending<Option<PathBuf>> {
        Box::pin(async { None })
    }

    fn choose_file(&self, _kind: FileKind) -> Pending<Option<PathBuf>> {
        Box::pin(async { None })
    }

    fn choose_place(&self, _suggested: &str) -> Pending<Option<PathBuf>> {
        Box::pin(async { None })
    }
}

/// The one file or folder that was named in the arguments.
pub struct GivenFile(pub PathBuf);

impl FileDialog for GivenFile {
    fn choose_folder(&self) -> Pending<Option<PathBuf>> {
        let given = self.0.clone();
        Box::pin(async { Some(given) })
    }

    fn choose_file(&self, _kind: FileKind) -> Pending<Option<PathBuf>> {
        self.choose_folder()
    }

    fn choose_place(&self, _suggested: &str) -> Pending<Option<PathBuf>> {
        Box::pin(async { None })
    }
}

/// The person looks at the terminal.
pub struct ToldOnTerminal;

impl Notifier for ToldOnTerminal {
    fn key_is_active(&self, _connection: &str) {
        print::word("Salesforce knows the key now.");
    }

    fn stopped_working(&self, connections: &[String]) {
        print::word(&format!("Stopped working: {}.", connections.join(", ")));
    }
}
