//! An External Client App that Orgkeep makes: what is asked for, and what is going to happen.

use serde::{Deserialize, Serialize};

use crate::creation_state::CreationFailureView;
use crate::design::{AppFields, ProblemView};

/// What an app is made for: where its key goes when it is there.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum AppGoalRequest {
    /// A registration that is not finished; the app is the one that it describes.
    #[serde(rename_all = "camelCase")]
    Draft {
        /// Which draft.
        id: String,
    },
    /// A connection that is to move to the app.
    #[serde(rename_all = "camelCase")]
    Migration {
        /// Which connection.
        id: String,
        /// What the app shall be.
        app: AppFields,
    },
}

/// Asks what making an app would do.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanAppRequest {
    /// The connection that makes it, in the org that is to have it.
    pub connection: String,
    /// What it is for.
    pub goal: AppGoalRequest,
    /// Whether it has a secret also where the chosen products need none.
    pub confidential: bool,
}

/// Makes an app that was shown.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateAppRequest {
    /// What was shown.
    pub plan: PlanAppRequest,
    /// Whether another app that has the name is changed to this one.
    pub changes_existing: bool,
    /// Whether the person confirmed once more that the org is in production.
    pub production_confirmed: bool,
}

/// Names an app that was begun.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreationRequest {
    /// Its journal.
    pub id: String,
}

/// Takes something off the page that was read, or keeps an app that nothing uses.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DismissAppRequest {
    /// Its journal; none where nothing was begun.
    pub id: Option<String>,
    /// Whether an app that is there shall stay, and not be offered to be taken back again.
    pub for_good: bool,
}

/// What making an app would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum AppPlanView {
    /// It can be tried.
    #[serde(rename_all = "camelCase")]
    Planned {
        /// What would happen.
        plan: PlannedAppView,
    },
    /// Answers are missing or wrong, so that there is no app to make.
    #[serde(rename_all = "camelCase")]
    Unfit {
        /// Which ones.
        problems: Vec<ProblemView>,
        /// What does not go together, in one sentence, where no answer alone is wrong.
        said: Option<String>,
    },
    /// The org could not be asked.
    #[serde(rename_all = "camelCase")]
    Hindered {
        /// Why.
        failure: CreationFailureView,
    },
}

/// What would happen. Nothing was changed by asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PlannedAppView {
    /// The org's 18-character id.
    pub org_id: String,
    /// The org's own name.
    pub org_name: String,
    /// Whether it is in production: then the person is asked once more.
    pub production: bool,
    /// What metadata calls the app.
    pub api_name: String,
    /// Whether it will have a secret.
    pub has_secret: bool,
    /// What is sent, in this order.
    pub parts: Vec<AppPartView>,
    /// What the org has under the name.
    pub standing: AppStandingView,
    /// What a dry run came to.
    pub trial: AppTrialView,
    /// Whether the org's setting for reading secrets is switched on for a moment, and put back.
    pub changes_setting: bool,
}

/// One part of an app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AppPartView {
    /// The type of metadata, as Salesforce calls it.
    pub type_name: String,
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub values: Vec<AppValueView>,
}

/// One value of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AppValueView {
    /// The element, as Salesforce calls it.
    pub element: String,
    /// The text.
    pub value: String,
}

/// What an org has under an app's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum AppStandingView {
    /// Nothing.
    Free,
    /// The same app: it is taken over.
    Same,
    /// Another app. It can be changed, or the new one gets another name.
    #[serde(rename_all = "camelCase")]
    Different {
        /// Where it differs.
        differences: Vec<AppDifferenceView>,
    },
    /// Another app, with elements that Orgkeep does not write: the new app needs another name.
    #[serde(rename_all = "camelCase")]
    NotChangeable {
        /// Where it differs.
        differences: Vec<AppDifferenceView>,
        /// What would be lost.
        elements: Vec<AppElementView>,
    },
    /// A Connected App: the new app needs another name.
    ConnectedApp,
}

/// Where an app is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AppDifferenceView {
    /// The type of metadata.
    pub type_name: String,
    /// The element; empty where the whole part is missing.
    pub element: String,
    /// What it should say.
    pub wanted: Option<String>,
    /// What it says.
    pub found: Option<String>,
}

/// An element of an app in its org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AppElementView {
    /// The type of metadata.
    pub type_name: String,
    /// The element, as Salesforce calls it.
    pub element: String,
}

/// What a dry run came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum AppTrialView {
    /// Salesforce would take it.
    Passed,
    /// Salesforce would not.
    #[serde(rename_all = "camelCase")]
    Refused {
        /// Why, for each part.
        problems: Vec<AppProblemView>,
    },
    /// Nothing can be tried in this org before it is done.
    NotPossible,
    /// Nothing was tried, because nothing would be sent.
    NotNeeded,
}

/// What Salesforce says about a part that it does not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AppProblemView {
    /// The type of metadata; empty where the whole app is meant.
    pub type_name: String,
    /// What the catalogue calls the cause; none where it does not know it.
    pub cause: Option<String>,
    /// Salesforce's code, as received.
    pub code: Option<String>,
    /// Salesforce's words, as received.
    pub message: String,
    /// The elements that it is about.
    pub fields: Vec<String>,
}
