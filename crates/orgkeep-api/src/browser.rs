//! The browsers of this computer, and which one a connection signs in with.

use serde::{Deserialize, Serialize};

/// Every browser that can be chosen, the system's default first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BrowsersView {
    /// The browsers.
    pub installed: Vec<InstalledBrowserView>,
}

/// One browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct InstalledBrowserView {
    /// Its id, as the system names it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it can open a private window for an address.
    pub private_window: bool,
    /// Whether it is the system's default.
    pub is_default: bool,
}

/// Which browser a sign-in opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BrowserFields {
    /// The browser's id; `null` for the system's default.
    pub id: Option<String>,
    /// In a private window, where no session of another org is signed in.
    pub private: bool,
}
