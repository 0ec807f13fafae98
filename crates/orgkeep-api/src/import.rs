//! Taking over what other tools know of orgs.

use serde::{Deserialize, Serialize};

use crate::connection::{AuthenticationView, OrgTypeView};

/// Where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ImportSource {
    /// The home of the Salesforce CLI of this user.
    CliHome,
    /// The same, and the Salesforce CLI itself gives the tokens of those that are imported.
    ThroughCli,
    /// A home of the Salesforce CLI in a folder that the person chooses.
    ChosenCliHome,
    /// A list, CSV or JSON, in a file that the person chooses.
    ChosenList,
}

/// Where somebody can look beside files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ImportSourcesView {
    /// Whether the Salesforce CLI itself is installed, and can be asked.
    pub through_cli: bool,
}

/// Asks what could be imported. Nothing is changed, and nobody is contacted.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewImportRequest {
    /// Where to look.
    pub source: ImportSource,
}

/// What could be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ImportPreviewView {
    /// Names this preview; `None` where the person changed their mind and chose nothing.
    pub id: Option<String>,
    /// The folder or file that was looked at.
    pub place: String,
    /// Every entry that was found, usable or not, in the order of their names.
    pub entries: Vec<ImportEntryView>,
    /// Lines of a list that cannot be taken.
    pub errors: Vec<LineErrorView>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ImportEntryView {
    /// Names it in this preview: a file of the home, or a line of the list.
    pub key: String,
    /// What it would be called.
    pub name: String,
    /// Who signs in, if that is known.
    pub username: String,
    /// The host that it is known by.
    pub host: String,
    /// What kind of org it is, if that is known.
    pub org_type: Option<OrgTypeView>,
    /// How it signs in.
    pub authentication: AuthenticationView,
    /// Whether scratch orgs are created from it.
    pub is_dev_hub: bool,
    /// Other apps that its user signed in through with the Salesforce CLI. They are not taken over.
    pub other_apps: Vec<String>,
    /// What can be done with it.
    pub state: ImportStateView,
}

/// What can be done with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ImportStateView {
    /// It can become a connection with its tokens.
    Ready {
        /// Whether its app may replace the refresh token with each use: then it must not be used in two places.
        may_rotate: bool,
    },
    /// It can become a draft: everything is known but how to sign in.
    Draft {
        /// Why its tokens cannot be used.
        reason: NoTokensView,
    },
    /// It is here already.
    Matched {
        /// What it is called here.
        name: String,
    },
    /// Nothing can be made of it.
    Unusable {
        /// Why.
        reason: UnusableView,
        /// The day on which the org came to its end, `2026-11-20`.
        day: Option<String>,
    },
}

/// Why an entry comes without tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum NoTokensView {
    /// A list never has any.
    List,
    /// The key of the home was not found.
    KeyMissing,
    /// The key of the home does not open them.
    OtherKey,
    /// They were taken out of the file.
    Redacted,
    /// They are not encrypted as the Salesforce CLI does.
    Malformed,
    /// There are none.
    Absent,
    /// The file does not say which user or which app they belong to.
    OwnerUnknown,
}

/// Why nothing can be made of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum UnusableView {
    /// Its file is far too long.
    TooLong,
    /// It is a link, a folder or a device.
    NotAFile,
    /// The system refuses to read it.
    Unreadable,
    /// Its file is damaged.
    Damaged,
    /// Its file is named after another user than it speaks of.
    OtherUser,
    /// It names no org.
    NoOrg,
    /// It names no address.
    NoAddress,
    /// Its address is not one of Salesforce's own.
    ForeignHost,
    /// The org has come to its end.
    Expired,
}

/// What is wrong with a line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LineErrorView {
    /// Which line, from 1.
    pub line: u32,
    /// Which column.
    pub field: String,
    /// What is wrong with it.
    pub fault: LineFaultView,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LineFaultView {
    /// Nothing stands there.
    Missing,
    /// It is none of the known words.
    Unknown,
    /// It is too long.
    TooLong,
    /// It is no address to sign in at.
    Address,
    /// An earlier line says the same.
    Repeated,
    /// There is no connection of this name.
    NoConnection,
    /// Several connections have this name.
    SeveralConnections,
}

/// Imports chosen entries of a preview, all of them or none.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunImportRequest {
    /// Which preview.
    pub preview: String,
    /// Which entries.
    pub chosen: Vec<ChosenEntry>,
}

/// One entry that was chosen.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChosenEntry {
    /// Its key in the preview.
    pub key: String,
    /// Whether its tokens come along; else it becomes a draft.
    pub with_tokens: bool,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ImportResultView {
    /// The ids of the new connections.
    pub connections: Vec<String>,
    /// The ids of the new drafts.
    pub drafts: Vec<String>,
    /// How many of the chosen were here already, or are not there any more.
    pub left_out: u32,
    /// Those whose tokens the Salesforce CLI did not give. Nothing of them was imported.
    pub not_given: Vec<NotGivenView>,
}

/// An org whose tokens the Salesforce CLI did not give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct NotGivenView {
    /// What it would have been called.
    pub name: String,
    /// Who signs in.
    pub username: String,
    /// Why.
    pub reason: NotGivenReason,
}

/// Why the Salesforce CLI did not give the tokens of an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum NotGivenReason {
    /// The user name begins with a hyphen, and would be taken for an option.
    Name,
    /// The system did not start it.
    NotStarted,
    /// It did not answer in time.
    TooLate,
    /// It said far too much.
    TooLong,
    /// It ended with an error: it is too old for the question, or has no sign-in to show.
    Refused,
    /// It hides the value.
    Hidden,
    /// What it said makes no sense.
    Senseless,
    /// It gave the tokens of another app or another server than its file names.
    OtherSignIn,
}
