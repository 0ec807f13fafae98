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
    /// Where its wishes are written down.
    pub source: PresetSourceView,
    /// The callback URLs that it wants. The key of a question in braces stands for its answer.
    pub callbacks: Vec<String>,
    /// What it asks the administrator.
    pub inputs: Vec<InputView>,
}

/// The document that says what a product asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PresetSourceView {
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
}

/// A question of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct InputView {
    /// Under which the answer is stored.
    pub key: String,
    /// What answer it takes.
    pub kind: InputKindId,
    /// The question.
    pub label: String,
    /// An example.
    pub hint: String,
    /// Whether the checklist is complete without it.
    pub optional: bool,
}

/// What answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum InputKindId {
    /// A callback URL, exactly as the product shows it.
    Callback,
    /// The address at which the product is used.
    Instance,
    /// Names of profiles, separated by commas.
    Profiles,
    /// Names of permission sets, separated by commas.
    PermissionSets,
    /// A Salesforce user name.
    Username,
}

/// One answer to a conflict, or to a setting that a product leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChoiceFields {
    /// Which setting.
    pub setting: SettingId,
    /// The chosen value.
    pub value: String,
}

/// Something to know, before the first step or in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    /// In words.
    pub text: String,
    /// What kind of note it is.
    pub kind: NoteKindId,
    /// The Setup page that it speaks of.
    pub page: Option<SetupPageId>,
}

/// The kinds of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum NoteKindId {
    /// What goes wrong most often here.
    Hint,
    /// How the page differs in some orgs.
    Variant,
    /// How long something takes.
    Wait,
    /// What a product's own document says, and what to think of it.
    Remark,
    /// What a product asks for and does not get.
    GivenUp,
}

/// One step of the checklist, in the order of Salesforce's pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChecklistStepView {
    /// Which step.
    pub id: ChecklistStepId,
    /// What to do.
    pub title: String,
    /// Where on Salesforce's pages.
    pub place: String,
    /// Whether it is ticked.
    pub ticked: bool,
    /// What to enter, in order.
    pub values: Vec<ChecklistValueView>,
    /// What to know.
    pub notes: Vec<NoteView>,
    /// The Setup page where it happens.
    pub page: SetupPageId,
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
