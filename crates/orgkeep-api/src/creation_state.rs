//! An External Client App that Orgkeep makes: how far it is, and what came of it.

use serde::Serialize;

use crate::creation::{AppDifferenceView, AppElementView, AppProblemView};
use crate::testing::VerdictView;

/// Apps on their way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CreationView {
    /// The one that is being made or taken back, or what came of it.
    pub state: CreationStateView,
    /// What was begun and is neither finished nor taken back, the oldest first: it can go on, or be taken back.
    pub left: Vec<BegunAppView>,
    /// What Orgkeep made and no connection uses, the oldest first: it can be taken back. Its goal is where its key waits.
    pub unused: Vec<BegunAppView>,
}

/// The app that is being made or taken back, or what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum CreationStateView {
    /// Nothing to show.
    Idle,
    /// The org is being looked at; nothing was written down yet.
    #[serde(rename_all = "camelCase")]
    Starting {
        /// The connection that makes it.
        connection: String,
        /// What it is for; `null` where that is gone.
        goal: Option<AppGoalView>,
    },
    /// It is being made or taken back.
    #[serde(rename_all = "camelCase")]
    Running {
        /// Which app, and how far.
        app: BegunAppView,
    },
    /// It is there.
    #[serde(rename_all = "camelCase")]
    Made {
        /// What came of it.
        made: MadeAppView,
    },
    /// It was taken back.
    #[serde(rename_all = "camelCase")]
    Undone {
        /// Which app.
        app: BegunAppView,
    },
    /// It did not come about.
    #[serde(rename_all = "camelCase")]
    Failed {
        /// Why, and what is left.
        failed: FailedAppView,
    },
}

/// An app that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BegunAppView {
    /// Its journal.
    pub id: String,
    /// The connection that makes it.
    pub connection: String,
    /// What that is called; empty where it is gone.
    pub connection_name: String,
    /// What metadata calls the app.
    pub api_name: String,
    /// What it is for.
    pub goal: Option<AppGoalView>,
    /// How far it is.
    pub step: CreationStepId,
    /// Whether it is being taken back.
    pub undoing: bool,
    /// Whether the org's setting for reading secrets is changed and will be put back.
    pub setting_changed: bool,
    /// When it began, RFC 3339.
    pub began_at: String,
}

/// What an app is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum AppGoalView {
    /// A registration that is not finished.
    #[serde(rename_all = "camelCase")]
    Draft {
        /// Which draft.
        id: String,
    },
    /// A connection that is to move to it.
    #[serde(rename_all = "camelCase")]
    Migration {
        /// Which connection.
        id: String,
    },
}

/// How far an app is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CreationStepId {
    /// It is decided what is sent.
    Planned,
    /// Salesforce carries it out.
    Sending,
    /// The consumer key is read.
    ReadingKey,
    /// The secret is read, if it has one.
    Securing,
    /// The policies are written.
    Policies,
    /// All of it is there.
    Done,
}

/// An app that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct MadeAppView {
    /// Which app.
    pub app: BegunAppView,
    /// Where it comes from.
    pub origin: AppOriginId,
    /// The first and last characters of its consumer key.
    pub consumer_key: String,
    /// Whether key and secret are where they belong; otherwise that was thrown away meanwhile.
    pub handed_over: bool,
    /// What did not work and did not matter enough to stop, in Salesforce's words.
    pub warnings: Vec<String>,
}

/// Where an app comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AppOriginId {
    /// There was none.
    Made,
    /// It was there as it should be.
    Adopted,
    /// It was there and was changed.
    Updated,
}

/// An app that did not come about, or was not taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FailedAppView {
    /// Which app; none where nothing was begun.
    pub app: Option<BegunAppView>,
    /// What it was for; `null` where that is gone.
    pub goal: Option<AppGoalView>,
    /// Why.
    pub failure: CreationFailureView,
    /// What is left of it in the org.
    pub aftermath: AftermathId,
}

/// What a failure leaves in the org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AftermathId {
    /// Nothing: the org is as it was.
    Nothing,
    /// Something may be there. It can go on, or be taken back.
    Unfinished,
}

/// Why an app was not planned, made, taken back or looked at. The words are in `ui/src/text/creation.ts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum CreationFailureView {
    /// The connection cannot be used, or Salesforce refuses the call.
    #[serde(rename_all = "camelCase")]
    Hindered {
        /// What was found.
        found: VerdictView,
    },
    /// The connection is gone.
    ConnectionGone,
    /// The vault is locked.
    VaultLocked,
    /// The vault could not be read or written.
    NotKept,
    /// Another program works on apps of this org.
    Busy,
    /// The connection's access tokens are JWTs, which the Metadata API does not take.
    JwtToken,
    /// The org is in production, and that was not confirmed.
    NotConfirmed,
    /// A Connected App has the name.
    NameOfConnectedApp,
    /// Another app has the name.
    #[serde(rename_all = "camelCase")]
    Differs {
        /// Where it differs.
        differences: Vec<AppDifferenceView>,
    },
    /// What is there has elements that hold others, which Orgkeep does not write and so could lose.
    #[serde(rename_all = "camelCase")]
    NotCarried {
        /// Which ones.
        elements: Vec<AppElementView>,
    },
    /// Salesforce does not take the app.
    #[serde(rename_all = "camelCase")]
    Refused {
        /// Why, for each part.
        problems: Vec<AppProblemView>,
    },
    /// Salesforce takes too long.
    TooSlow,
    /// The org answers with something else than was made.
    Unexpected,
    /// Nobody has said what the app should be.
    NothingKnown,
    /// The app of this name is not the one that was made: nothing was removed.
    NotOurs,
    /// The org has no External Client App with the connection's key.
    NoApp,
    /// The connection signs in without a consumer secret.
    NoSecret,
    /// The org's release cannot replace a key and secret: that came with Winter '26, API version 65.
    OrgTooOld,
    /// The app has a second pair of key and secret already.
    SpareThere,
    /// Credentials were typed for the connection, and wait for a sign-in.
    OthersPending,
    /// The program ended or somebody stopped it.
    Stopped,
}
