//! Dev Hubs, and what may be done with them.

use serde::Serialize;

use crate::connection::{AuthenticationView, ConnectionRowView};

/// The section of the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DevHubsView {
    /// The connections that were registered as Dev Hubs, by name.
    pub hubs: Vec<ConnectionRowView>,
    /// For each way to sign in, whether a Dev Hub can be registered with it.
    pub registering: Vec<DevHubRuleView>,
}

/// One line of the dated table of rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DevHubRuleView {
    /// With which way to sign in.
    pub authentication: AuthenticationView,
    /// Whether it may be done.
    pub allowed: bool,
    /// Why it may not, or what fails.
    pub reason: Option<HubReasonView>,
    /// The month in which it was last seen to be so, `2026-08`.
    pub seen: String,
    /// Where it is written down.
    pub source: String,
}

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum HubReasonView {
    /// Scratch orgs cannot be signed up through an External Client App.
    SignUpFails,
    /// A sign-up names an app, and a password has none.
    NoApp,
    /// A Dev Hub stays as it was registered.
    RegisterAnother,
}

/// Something about Dev Hub that the person should know before anything is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct HubQuestionView {
    /// Since when it is asked, RFC 3339.
    pub since: String,
    /// Until when, RFC 3339. No answer by then counts as no.
    pub deadline: String,
    /// What it is about.
    pub matter: HubMatterView,
    /// The org's own name.
    pub org_name: String,
    /// The line of the table that it rests on, where one does.
    pub rule: Option<DevHubRuleView>,
}

/// What a question about Dev Hub is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum HubMatterView {
    /// The org has Dev Hub enabled, and this app cannot sign up scratch orgs.
    OrgIsDevHub,
    /// It is to be a Dev Hub, and the org has none that this user sees.
    OrgIsNoDevHub,
}
