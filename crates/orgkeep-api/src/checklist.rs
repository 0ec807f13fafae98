//! What to create in Salesforce: products, the checklist, and where products disagree.

use serde::{Deserialize, Serialize};

/// A product that an app can serve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PresetView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// A few words on it.
    pub note: String,
    /// Whether it is always part of the app (Orgkeep itself).
    pub always: bool,
}

/// One step of the checklist, in the order of Salesforce's pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChecklistStepView {
    /// Which step; its words are in the page.
    pub id: ChecklistStepId,
    /// Whether it is ticked.
    pub ticked: bool,
    /// What to enter, in order.
    pub values: Vec<ChecklistValueView>,
    /// The Setup page where it happens, if the org's address is known.
    pub page: Option<SetupPageId>,
}

/// One value to enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChecklistValueView {
    /// The label on Salesforce's page.
    pub label: String,
    /// Exactly what to enter or choose.
    pub value: String,
    /// Whether it is typed (and so worth copying) or chosen.
    pub copyable: bool,
}

/// The steps of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ChecklistStepId {
    /// Open External Client App Manager.
    OpenManager,
    /// New External Client App: name, contact, distribution.
    BasicInformation,
    /// Enable OAuth and paste the callback URLs.
    Callback,
    /// Choose the scopes.
    Scopes,
    /// Flow Enablement.
    Flows,
    /// Security, then Create.
    Security,
    /// Policies.
    Policies,
    /// Show Consumer Key and Secret.
    Credentials,
}

/// Pages of an org's Setup that Orgkeep can open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SetupPageId {
    /// External Client App Manager.
    ExternalClientAppManager,
    /// External Client App Settings.
    ExternalClientAppSettings,
    /// Usage of External Client Apps over OAuth.
    ExternalClientAppUsage,
    /// Usage of Connected Apps over OAuth.
    ConnectedAppsUsage,
    /// Manage Connected Apps.
    ConnectedApps,
    /// App Manager.
    AppManager,
    /// OAuth and OpenID Connect Settings.
    OauthSettings,
    /// OAuth Custom Scopes.
    CustomScopes,
    /// Deployment Status.
    DeploymentStatus,
    /// My Domain.
    MyDomain,
    /// Dev Hub.
    DevHub,
    /// Login History.
    LoginHistory,
}

/// Settings on which products can disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SettingId {
    /// Client Credentials Flow.
    ClientCredentialsFlow,
    /// Authorization Code and Credentials Flow.
    CodeAndCredentialsFlow,
    /// The option of that flow: credentials only in the body.
    CredentialsInBody,
    /// Require secret for Web Server Flow.
    SecretForWebServerFlow,
    /// Require secret for Refresh Token Flow.
    SecretForRefreshTokenFlow,
    /// Require PKCE.
    RequirePkce,
    /// Permitted Users.
    PermittedUsers,
    /// IP Relaxation.
    IpRelaxation,
    /// Refresh Token Policy.
    RefreshTokenPolicy,
    /// The timeout of a session.
    SessionTimeout,
}

/// One setting on which the chosen products disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConflictView {
    /// Which setting.
    pub setting: SettingId,
    /// Who wants what.
    pub wishes: Vec<WishView>,
    /// What Orgkeep proposes.
    pub proposed: String,
    /// What is in force: the person's choice, or the proposal.
    pub chosen: String,
    /// The values to choose from.
    pub options: Vec<String>,
}

/// What one product wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct WishView {
    /// The product's title.
    pub product: String,
    /// The value it asks for.
    pub value: String,
}
