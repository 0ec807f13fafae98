//! The practice org as the page sees it. Nothing in it is real.

use serde::{Deserialize, Serialize};

use crate::connection::OrgTypeView;

/// Which of the two this window is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AppView {
    /// The version of Orgkeep.
    pub version: String,
    /// The practice org, when this is the practice window.
    pub practice: Option<PracticeView>,
}

/// What can be practised on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PracticeView {
    /// The simulated orgs.
    pub orgs: Vec<PracticeOrgView>,
    /// Faults that can be switched on.
    pub scenarios: Vec<ScenarioView>,
}

/// One simulated org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PracticeOrgView {
    /// Its short name.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What kind of org it is.
    pub org_type: OrgTypeView,
    /// Its My Domain.
    pub login_url: String,
    /// The user to sign in as; the sign-in page shows the password.
    pub username: String,
    /// Its External Client Apps.
    pub apps: Vec<PracticeAppView>,
}

/// One External Client App of a simulated org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PracticeAppView {
    /// Its short name.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Whether it has a consumer secret.
    pub has_secret: bool,
}

/// A fault that can be switched on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ScenarioView {
    /// Its name in kebab-case.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it does, in one sentence.
    pub description: String,
    /// Whether it is on.
    pub on: bool,
}

/// Switches a fault.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScenarioRequest {
    /// Which one.
    pub id: String,
    /// On or off.
    pub on: bool,
}

/// Fills a draft with user name, password and security token of a simulated org.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PracticeLoginRequest {
    /// The draft to fill.
    pub draft: String,
    /// The org's short name.
    pub org: String,
}

/// Fills a draft with the values of a simulated app.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PracticeAppRequest {
    /// The draft to fill.
    pub draft: String,
    /// The org's short name.
    pub org: String,
    /// The app's short name.
    pub app: String,
}
