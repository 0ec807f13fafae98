//! Using an org: opening it in the browser, its limits, and its release.

use serde::{Deserialize, Serialize};

use crate::browser::BrowserFields;
use crate::testing::VerdictView;

/// Opens an org in the connection's browser, signed in, with a link for one use that the page never sees.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenOrgRequest {
    /// Which connection.
    pub id: String,
    /// Where in the org the browser arrives.
    pub landing: Landing,
}

/// Where in the org the browser arrives.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum Landing {
    /// The home page.
    Home,
    /// The first page of Setup.
    Setup,
    /// A path as typed: it begins with one slash and stays within the org.
    #[serde(rename_all = "camelCase")]
    Path {
        /// The path.
        path: String,
    },
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum OpenedView {
    /// The browser has it.
    Opened,
    /// Salesforce gave no link.
    #[serde(rename_all = "camelCase")]
    Hindered {
        /// Why.
        found: VerdictView,
    },
}

/// Which browser signs in to a connection and opens its org.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionBrowserRequest {
    /// Which connection.
    pub id: String,
    /// The browser.
    pub browser: BrowserFields,
}

/// What an org lets programs use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum OrgLimitsView {
    /// As the org tells it now.
    #[serde(rename_all = "camelCase")]
    Known {
        /// When it was asked, RFC 3339.
        at: String,
        /// By name.
        limits: Vec<OrgLimitView>,
    },
    /// The org did not tell.
    #[serde(rename_all = "camelCase")]
    Hindered {
        /// Why.
        found: VerdictView,
    },
}

/// One limit of an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OrgLimitView {
    /// As Salesforce spells it: `DailyApiRequests`.
    pub name: String,
    /// The most there is.
    pub max: u32,
    /// What is left.
    pub remaining: u32,
}

/// The release of Salesforce that an org is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ReleaseView {
    /// `Winter '27`.
    pub label: String,
    /// The newest version of the API there, such as `68.0`.
    pub api_version: String,
    /// When the org told, RFC 3339.
    pub at: String,
}
