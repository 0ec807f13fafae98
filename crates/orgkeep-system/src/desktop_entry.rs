//! Browsers as Linux desktops know them: desktop entries that take https addresses (freedesktop.org, Desktop Entry
//! Specification). A private window is an action that the entry offers, or an argument that the browser is known to
//! take.

use std::process::{Command, Stdio};

use freedesktop_desktop_entry::{DesktopEntry, desktop_entries, get_languages_from_env};
use orgkeep_app::surroundings::{BrowserAddress, InstalledBrowser, OutsideError};
use orgkeep_domain::browser::BrowserChoice;

use crate::launch::start;

const HTTPS: &str = "x-scheme-handler/https";

/// The argument for a private window, by a part of the entry's id. Some entries, such as Debian's of Chromium, offer
/// no action for it.
const PRIVATE_ARGUMENTS: [(&str, &str); 7] = [
    ("chrom", "--incognito"),
    ("brave", "--incognito"),
    ("vivaldi", "--incognito"),
    ("firefox", "--private-window"),
    ("librewolf", "--private-window"),
    ("edge", "--inprivate"),
    ("opera", "--private"),
];

/// Every browser, the default first, then by name.
pub fn installed() -> Vec<InstalledBrowser> {
    let locales = get_languages_from_env();
    let default = default_id();
    let mut found: Vec<InstalledBrowser> = browsers(&locales)
        .into_iter()
        .map(|entry| InstalledBrowser {
            name: entry
                .name(&locales)
                .map_or_else(|| entry.id().to_owned(), std::borrow::Cow::into_owned),
            private_window: private_command(&entry).is_some(),
            is_default: default.as_deref() == Some(entry.id()),
            id: entry.id().to_owned(),
        })
        .collect();
    found.sort_by(|a, b| (!a.is_default, &a.name).cmp(&(!b.is_default, &b.name)));
    found.dedup_by(|a, b| a.id == b.id);
    found
}

/// Starts the chosen browser, in a private window if that was chosen.
pub fn open_chosen(address: &BrowserAddress, choice: &BrowserChoice) -> Result<(), OutsideError> {
    let missing = || OutsideError("the chosen browser is not installed".to_owned());
    let id = choice.id.clone().or_else(default_id).ok_or_else(missing)?;
    let locales = get_languages_from_env();
    let entry = browsers(&locales)
        .into_iter()
        .find(|entry| entry.id() == id);
    let entry = entry.ok_or_else(missing)?;
    let command = if choice.private {
        let none = || OutsideError("the chosen browser opens no private window".to_owned());
        private_command(&entry).ok_or_else(none)?
    } else {
        entry.parse_exec().map_err(|_| missing())?
    };
    start(&command, address)
}

/// How a private window is opened; `None` where that is not known.
fn private_command(entry: &DesktopEntry) -> Option<Vec<String>> {
    if let Some(action) = private_action(entry) {
        return entry.parse_exec_action(&action).ok();
    }
    let mut command = entry.parse_exec().ok()?;
    let known = |(name, _): &&(&str, &str)| entry.id().to_ascii_lowercase().contains(name);
    let (_, argument) = PRIVATE_ARGUMENTS.iter().find(known)?;
    command.push((*argument).to_owned());
    Some(command)
}

fn browsers(locales: &[String]) -> Vec<DesktopEntry> {
    let takes_https = |entry: &DesktopEntry| {
        let types = entry.mime_type().unwrap_or_default();
        types.contains(&HTTPS) && !entry.hidden() && !entry.no_display()
    };
    let all = desktop_entries(locales);
    all.into_iter().filter(takes_https).collect()
}

/// The action for a private window, as browsers name it: `new-private-window`, `new-incognito-window`.
fn private_action(entry: &DesktopEntry) -> Option<String> {
    let actions = entry.actions()?;
    let named = |action: &&&str| action.contains("private") || action.contains("incognito");
    actions
        .iter()
        .find(named)
        .map(|action| (*action).to_owned())
}

/// The id of the default browser, without `.desktop`.
fn default_id() -> Option<String> {
    let asked = Command::new("xdg-settings")
        .args(["get", "default-web-browser"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(asked.stdout).ok()?;
    let id = text.trim().strip_suffix(".desktop")?;
    (!id.is_empty()).then(|| id.to_owned())
}
