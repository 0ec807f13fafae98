//! The person's browsers. Only Linux tells which there are; elsewhere the default one is opened.

use orgkeep_app::surroundings::{Browser, BrowserAddress, InstalledBrowser, OutsideError};
use orgkeep_domain::browser::BrowserChoice;

/// The browsers of this system.
pub struct SystemBrowser;

impl Browser for SystemBrowser {
    fn open(&self, address: &BrowserAddress, choice: &BrowserChoice) -> Result<(), OutsideError> {
        if choice.id.is_none() && !choice.private {
            return open_default(address);
        }
        open_chosen(address, choice)
    }

    fn installed(&self) -> Vec<InstalledBrowser> {
        installed()
    }
}

fn open_default(address: &BrowserAddress) -> Result<(), OutsideError> {
    let none = || OutsideError("no browser could be started".to_owned());
    tauri_plugin_opener::open_url(address.as_str(), None::<&str>).map_err(|_| none())?;
    // The system's opener starts well even where it then finds nothing to open the address with.
    if knows_its_browsers() && installed().is_empty() && std::env::var_os("BROWSER").is_none() {
        return Err(none());
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn knows_its_browsers() -> bool {
    true
}

#[cfg(not(target_os = "linux"))]
fn knows_its_browsers() -> bool {
    false
}

#[cfg(target_os = "linux")]
use super::desktop_entry::{installed, open_chosen};

#[cfg(not(target_os = "linux"))]
fn installed() -> Vec<InstalledBrowser> {
    Vec::new()
}

#[cfg(not(target_os = "linux"))]
fn open_chosen(_: &BrowserAddress, _: &BrowserChoice) -> Result<(), OutsideError> {
    Err(OutsideError(
        "this system offers no choice of browsers".to_owned(),
    ))
}
