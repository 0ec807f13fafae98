//! The registration wizard: drafts, the checklist, and what is wrong with a field.

use serde::{Deserialize, Serialize};

use crate::address::LoginUrlCheckView;
use crate::browser::BrowserFields;
use crate::checklist::{ChecklistStepId, PresetView, SetupPageId};
use crate::connection::{AuthenticationView, OrgTypeView};
use crate::design::{AppFields, DesignView};
use crate::retirement::RetirementView;
use crate::typed::TypedSecret;

/// All drafts, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DraftsView {
    /// The drafts.
    pub drafts: Vec<DraftView>,
}

/// One registration that is not finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// Which draft.
    pub id: String,
    /// The wizard step it was left at.
    pub step: WizardStepView,
    /// The fields as typed.
    pub fields: DraftFields,
    /// The sealed secret: whether there is one, and how long it is.
    pub secret: Option<SealedSecretView>,
    /// The sealed password, for a login.
    pub password: Option<SealedSecretView>,
    /// The sealed security token, for a login.
    pub security_token: Option<SealedSecretView>,
    /// When the chosen way to sign in comes to an end, if it does: said before anything is done.
    pub retirement: Option<RetirementView>,
    /// Whether it will be registered as a Dev Hub: then the way to sign in is fixed.
    pub is_dev_hub: bool,
    /// What the checks say of the fields.
    pub checks: DraftChecksView,
    /// The products an app can serve.
    pub presets: Vec<PresetView>,
    /// What follows from the chosen products: the checklist, and where they disagree.
    pub design: DesignView,
    /// Whether pages of the org's Setup can be opened, because its own address is known.
    pub has_setup: bool,
    /// When the last sign-in was cut off by the end of the app, RFC 3339.
    pub interrupted_at: Option<String>,
    /// RFC 3339.
    pub updated_at: String,
}

/// What the person typed and chose. Kept as typed, right or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DraftFields {
    /// The connection's name.
    pub name: String,
    /// What kind of org it is.
    pub org_type: OrgTypeView,
    /// How the connection will sign in.
    pub authentication: AuthenticationView,
    /// Whether the person accepted that this way to sign in comes to an end.
    pub retirement_accepted: bool,
    /// The login address.
    pub login_url: String,
    /// The Consumer ID.
    pub consumer_key: String,
    /// Who will sign in: for a login itself, or to fill Salesforce's page beforehand, and then it may be empty.
    pub username: String,
    /// The browser to sign in with.
    pub browser: BrowserFields,
    /// Whether the browser opens by itself once a new key is active.
    pub opens_when_active: bool,
    /// The External Client App that the org is to have.
    pub app: AppFields,
    /// Ids of the checklist steps that are done.
    pub ticked: Vec<ChecklistStepId>,
}

/// The steps of the wizard that a draft can be left at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum WizardStepView {
    /// What to create in Salesforce.
    Prerequisites,
    /// Address, key, secret.
    Credentials,
}

/// A secret that is sealed in the vault and cannot be shown again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SealedSecretView {
    /// Its length.
    pub characters: u32,
}

/// What the checks say of each field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DraftChecksView {
    /// The name.
    pub name: FieldCheckView,
    /// The login address.
    pub login_url: LoginUrlCheckView,
    /// The Consumer ID.
    pub consumer_key: FieldCheckView,
    /// The user name of a login.
    pub username: FieldCheckView,
    /// Whether all that is needed to connect is there.
    pub ready: bool,
}

/// What a check says of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum FieldCheckView {
    /// Nothing typed yet.
    Empty,
    /// Fine.
    Fine,
    /// Too long.
    TooLong,
    /// It has characters that no such value has.
    Malformed,
}

/// Names a draft.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DraftRequest {
    /// Which one.
    pub id: String,
}

/// Keeps what was typed.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveDraftRequest {
    /// Which draft.
    pub id: String,
    /// Where the person is.
    pub step: WizardStepView,
    /// All fields.
    pub fields: DraftFields,
}

/// Seals a secret into a draft, or takes it out.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DraftSecretRequest {
    /// Which draft.
    pub id: String,
    /// The secret as typed; `null` when the app has none.
    pub secret: Option<TypedSecret>,
}

/// Opens a page of the org's own Setup in the browser.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetupPageRequest {
    /// Whose org.
    pub of: SetupOwner,
    /// Which page.
    pub page: SetupPageId,
}

/// Whose address tells where Setup is.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum SetupOwner {
    /// A draft.
    Draft {
        /// Which one.
        id: String,
    },
    /// A connection.
    Connection {
        /// Which one.
        id: String,
    },
}

/// The callback port, before anyone depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum PortView {
    /// Free.
    Free,
    /// Another program listens on it.
    #[serde(rename_all = "camelCase")]
    Occupied {
        /// Its name and process id, where the system tells them.
        holder: Option<String>,
    },
    /// The system keeps it for itself.
    Reserved,
    /// It cannot be used for another cause.
    #[serde(rename_all = "camelCase")]
    Unavailable {
        /// The cause.
        detail: String,
    },
}
