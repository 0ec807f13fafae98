//! The registration wizard: drafts, the checklist, and what is wrong with a field.

use serde::{Deserialize, Serialize};

use crate::browser::BrowserFields;
use crate::checklist::{
    ChecklistStepId, ChecklistStepView, ConflictView, PresetView, SettingId, SetupPageId,
};
use crate::connection::OrgTypeView;
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
    /// What the checks say of the fields.
    pub checks: DraftChecksView,
    /// The products an app can serve.
    pub presets: Vec<PresetView>,
    /// What to enter in Salesforce.
    pub checklist: Vec<ChecklistStepView>,
    /// Where the chosen products disagree.
    pub conflicts: Vec<ConflictView>,
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
    /// The login address.
    pub login_url: String,
    /// The Consumer ID.
    pub consumer_key: String,
    /// Who will sign in, to fill Salesforce's page beforehand; may be empty.
    pub username: String,
    /// The browser to sign in with.
    pub browser: BrowserFields,
    /// Whether the browser opens by itself once a new key is active.
    pub opens_when_active: bool,
    /// Ids of the products the app will serve, besides Orgkeep.
    pub presets: Vec<String>,
    /// Ids of the checklist steps that are done.
    pub ticked: Vec<ChecklistStepId>,
    /// The person's answers where products disagree.
    pub choices: Vec<ChoiceFields>,
}

/// One answer to a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChoiceFields {
    /// Which setting.
    pub setting: SettingId,
    /// The chosen value.
    pub value: String,
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

/// What the check says of the login address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum LoginUrlCheckView {
    /// Nothing typed yet.
    Empty,
    /// A My Domain: the right place for a Local app.
    #[serde(rename_all = "camelCase")]
    MyDomain {
        /// Scheme and host.
        origin: String,
        /// What was changed to get there from what was typed.
        repairs: Vec<RepairView>,
    },
    /// login.salesforce.com or test.salesforce.com: works only if the right org is signed in to.
    #[serde(rename_all = "camelCase")]
    Generic {
        /// Scheme and host.
        origin: String,
        /// What was changed to get there from what was typed.
        repairs: Vec<RepairView>,
    },
    /// Not a login host of Salesforce that Orgkeep knows: only the person can vouch for it, by typing it.
    #[serde(rename_all = "camelCase")]
    Custom {
        /// The host as it really is, in punycode where it has other letters.
        host: String,
        /// What kind of host it seems to be.
        looks_like: CustomHostView,
        /// The org's My Domain, where the host tells it.
        suggestion: Option<String>,
        /// Whether the person typed the host to confirm it.
        confirmed: bool,
        /// What was changed to get there from what was typed.
        repairs: Vec<RepairView>,
    },
    /// Not usable, for one reason.
    #[serde(rename_all = "camelCase")]
    Refused {
        /// The reason.
        reason: AddressReasonView,
    },
}

/// What was changed in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum RepairView {
    /// `https://` was put in front, or took the place of `http://`.
    Scheme,
    /// What followed the host was dropped.
    Path,
    /// The port was dropped.
    Port,
    /// A Lightning page became its org's My Domain.
    Lightning,
    /// A Setup page became its org's My Domain.
    Setup,
    /// A Visualforce page became its org's My Domain.
    Visualforce,
    /// Another page of the org became its My Domain.
    OtherPage,
}

/// What a host that is not trusted seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CustomHostView {
    /// An Experience Cloud site: its users sign in there, admins seldom.
    Site,
    /// An instance of the time before My Domain.
    OldInstance,
    /// Salesforce's alternative name for a My Domain.
    AlternativeName,
    /// Letters of another alphabet that look like others.
    Homograph,
    /// A name that looks like Salesforce's and is not.
    Lookalike,
    /// Any other host.
    Other,
}

/// The person vouches for a login host by typing it.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfirmHostRequest {
    /// The draft.
    pub draft: String,
    /// The host as typed, to be compared with the one in the address.
    pub host: String,
}

/// Why an address is not usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AddressReasonView {
    /// Not a web address.
    Malformed,
    /// An address of another kind than a web page's.
    Scheme,
    /// It carries a user name or password.
    UserInfo,
    /// The host cannot be a Salesforce server.
    Host,
    /// A host of Salesforce's at which nobody signs in to an org.
    NotALoginHost,
    /// A page of an org whose address does not tell the org's My Domain.
    MyDomainUnknown,
    /// The practice window only takes addresses of this machine.
    NotPractice,
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
    /// The draft whose address counts.
    pub draft: String,
    /// Which page.
    pub page: SetupPageId,
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
