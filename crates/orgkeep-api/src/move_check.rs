//! A dry run for many connections: whose app could be created through it, what stands in the way, and who is a Dev Hub.

use serde::{Deserialize, Serialize};

use crate::creation::AppProblemView;
use crate::creation_state::CreationFailureView;

/// The dry run of many connections, as one whole snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MoveChecksView {
    /// Whether it goes on.
    pub running: bool,
    /// How many connections it is about; none before the first one.
    pub total: u32,
    /// What was found so far.
    pub found: Vec<MoveCheckView>,
}

/// What a dry run found about one connection. Nothing was changed by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MoveCheckView {
    /// Which connection.
    pub connection: String,
    /// Whether its org is a Dev Hub; none where its user may not know.
    pub is_dev_hub: Option<bool>,
    /// Whether its app could be created through it.
    pub creation: MoveCreationView,
}

/// Whether an External Client App could be created through a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum MoveCreationView {
    /// Salesforce would take it.
    Possible,
    /// The same app is there already: it would be taken over.
    Present,
    /// Another app has its name.
    NameTaken,
    /// Nothing can be tried in this org before it is done.
    NotTried,
    /// Salesforce would not take it: mostly a permission that the user lacks.
    #[serde(rename_all = "camelCase")]
    Refused {
        /// Why, in Salesforce's words.
        problems: Vec<AppProblemView>,
    },
    /// The org could not be asked.
    #[serde(rename_all = "camelCase")]
    Hindered {
        /// Why.
        failure: CreationFailureView,
    },
}

/// Begins a dry run; one that goes on is ended.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckMovesRequest {
    /// Of which connections.
    pub connections: Vec<String>,
}
