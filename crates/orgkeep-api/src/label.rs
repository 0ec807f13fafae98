//! What the admin writes on connections, and how they arrange the list.

use serde::{Deserialize, Serialize};

use crate::app_check::PostureId;
use crate::connection::{AuthenticationView, EnvironmentView, OrgTypeView};
use crate::health::HealthView;

/// The mark that the admin gave a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ColourView {
    /// None: the strip shows the environment.
    Plain,
    /// Red.
    Red,
    /// Orange.
    Orange,
    /// Yellow.
    Yellow,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Purple.
    Purple,
}

/// When a connection ends by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ExpiryView {
    /// Salesforce ends this way to sign in.
    #[serde(rename_all = "camelCase")]
    SignInEnds {
        /// The release, in Salesforce's own words.
        release: String,
        /// The month, `2027-06`, where Salesforce named one.
        month: Option<String>,
    },
    /// With its session: there is no refresh token.
    WithSession,
    /// With its key: the app has another one.
    #[serde(rename_all = "camelCase")]
    WithKey {
        /// When, RFC 3339.
        at: String,
    },
    /// With its org: scratch orgs and trials have an end.
    #[serde(rename_all = "camelCase")]
    OrgEnds {
        /// When, RFC 3339.
        at: String,
    },
    /// By the policy that Salesforce gives an app, unless its admin chose another.
    #[serde(rename_all = "camelCase")]
    ByDefaultPolicy {
        /// When, RFC 3339.
        at: String,
    },
}

/// What changes on one connection or on many. What is left out stays.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LabelRequest {
    /// Which ones.
    pub ids: Vec<String>,
    /// Tags to give.
    pub add_tags: Vec<String>,
    /// Tags to take away.
    pub remove_tags: Vec<String>,
    /// Whether they stand among the first.
    pub favourite: Option<bool>,
    /// Their mark.
    pub colour: Option<ColourView>,
    /// Who looks after them; empty for nobody.
    pub owner: Option<String>,
    /// The admin's label.
    pub environment: Option<EnvironmentView>,
}

/// New notes of a connection.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoteRequest {
    /// Which one.
    pub id: String,
    /// All of them, with line breaks.
    pub notes: String,
}

/// What the list is narrowed to. An empty part lets everything through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListFilter {
    /// Words that must all occur.
    pub search: String,
    /// Health.
    pub statuses: Vec<HealthView>,
    /// Kinds of org.
    pub org_types: Vec<OrgTypeView>,
    /// Ways to sign in.
    pub authentications: Vec<AuthenticationView>,
    /// The admin's labels.
    pub environments: Vec<EnvironmentView>,
    /// What looks at the apps came to. Filters that were kept before there were any say nothing of it.
    #[serde(default)]
    pub postures: Vec<PostureId>,
    /// Tags: one of them.
    pub tags: Vec<String>,
    /// Who looks after it: one of them.
    pub owners: Vec<String>,
    /// Only favourites.
    pub favourites: bool,
    /// Only what ends soon.
    pub ending: bool,
}

/// A filter that the admin keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedFilter {
    /// What it is called.
    pub name: String,
    /// What it says.
    pub filter: ListFilter,
}

/// Names a filter.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedFilterRequest {
    /// Which one.
    pub name: String,
}

/// Which connections go into a file for others, and how.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportInventoryRequest {
    /// Which ones; all of them where none are named.
    pub ids: Option<Vec<String>>,
    /// The form of the file.
    pub format: InventoryFormat,
}

/// The form of a file with connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum InventoryFormat {
    /// A table for spreadsheets.
    Csv,
    /// A document for scripts.
    Json,
}

/// What the rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ListSort {
    /// The admin's name.
    Name,
    /// The admin's label.
    Environment,
    /// The way to sign in.
    Authentication,
    /// Health, what needs a person first.
    Status,
    /// What the last look at the app came to, the worst first.
    Posture,
    /// The last sign-in.
    Authenticated,
}

/// How the rows stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListOrder {
    /// By what.
    pub sort: ListSort,
    /// The other way round.
    pub descending: bool,
    /// Favourites before all others.
    pub favourites_first: bool,
    /// In families: a production org, its sandboxes, and then what has none.
    pub grouped: bool,
    /// The families that are folded.
    pub folded: Vec<String>,
}

/// How the admin arranged the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ArrangementView {
    /// How the rows stand.
    pub order: ListOrder,
    /// The filters that were kept, by name.
    pub filters: Vec<SavedFilter>,
}

/// A new name and label for a connection.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RelabelRequest {
    /// Which one.
    pub id: String,
    /// The new name.
    pub name: String,
    /// The new label.
    pub environment: EnvironmentView,
}
