//! A running sign-in as the page sees it. The page never computes what stage an attempt is in.

use serde::{Deserialize, Serialize};

use crate::address::AddressQuestionView;
use crate::connection::ConnectionView;
use crate::dev_hub::HubQuestionView;
use crate::failure::FailureView;
use crate::identity::IdentityQuestionView;
use crate::key::KeyEvidenceView;

/// The sign-in of this window, as one whole snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum AttemptView {
    /// No sign-in.
    Idle,
    /// One is running.
    #[serde(rename_all = "camelCase")]
    Running {
        /// What is known of it.
        attempt: RunningView,
    },
    /// One ended without a connection. Nothing was saved or changed.
    #[serde(rename_all = "camelCase")]
    Failed {
        /// Why.
        failed: FailedView,
    },
    /// One ended with a connection.
    #[serde(rename_all = "camelCase")]
    Connected {
        /// Which.
        connected: Box<ConnectedView>,
    },
}

/// A running attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RunningView {
    /// Which attempt.
    pub id: String,
    /// Rises with every snapshot of the same attempt.
    pub revision: u32,
    /// What it is for.
    pub target: TargetView,
    /// The connection's name.
    pub name: String,
    /// Where sign-in happens.
    pub host: String,
    /// What it is doing.
    pub stage: StageView,
    /// Every step, with its state.
    pub steps: Vec<StepView>,
    /// Whether it can still be cancelled: not from Saving on.
    pub can_cancel: bool,
    /// What the listener noticed.
    pub hints: Vec<HintView>,
}

/// What an attempt is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum TargetView {
    /// A registration that is not finished.
    #[serde(rename_all = "camelCase")]
    Draft {
        /// Which.
        id: String,
    },
    /// A connection that is there, and stays as it is until the attempt has succeeded.
    #[serde(rename_all = "camelCase")]
    Connection {
        /// Which.
        id: String,
        /// What it signs in for.
        purpose: PurposeView,
    },
}

/// Why a connection that is there signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum PurposeView {
    /// To be authenticated again, with the credentials in force or new ones.
    Reauthenticate,
    /// To be moved to an External Client App.
    Migrate,
    /// To go back to the sign-in that it had before it was moved.
    GoBack,
}

/// What an attempt is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum StageView {
    /// Asking Salesforce, without a browser, whether it knows the key.
    CheckingKey,
    /// Salesforce does not know the key yet; Orgkeep looks again by itself.
    #[serde(rename_all = "camelCase")]
    WaitingForKey {
        /// Since when, RFC 3339.
        since: String,
        /// When it looks again, RFC 3339.
        next_check_at: String,
        /// When it gives up, RFC 3339.
        until: String,
        /// How often it has looked.
        checks: u32,
        /// What speaks for a new key, and what against it.
        evidence: KeyEvidenceView,
        /// Whether the browser opens by itself once the key is active.
        opens_browser: bool,
    },
    /// The key has become active; the browser opens when the person says so.
    #[serde(rename_all = "camelCase")]
    KeyActive {
        /// Since when, RFC 3339.
        since: String,
    },
    /// Sending user name and password, once.
    LoggingIn,
    /// Taking the callback port.
    Listening,
    /// Waiting for the person at Salesforce.
    #[serde(rename_all = "camelCase")]
    AwaitingConsent {
        /// Since when, RFC 3339.
        since: String,
        /// Until when, RFC 3339.
        deadline: String,
        /// Where Salesforce sends the answer, exactly as it was asked.
        callback: String,
        /// Whether a browser was opened; if not, the link is there to copy.
        browser_opened: bool,
        /// After a while without an answer: time to offer the paste field.
        nothing_came_back: bool,
    },
    /// Swapping the code for tokens.
    Exchanging,
    /// Asking whose tokens they are.
    Identifying,
    /// Somebody else came back than the connection has: waiting for the person's answer.
    #[serde(rename_all = "camelCase")]
    ConfirmingIdentity {
        /// The question.
        question: Box<IdentityQuestionView>,
    },
    /// Something about Dev Hub is to be known first: waiting for the person's answer.
    #[serde(rename_all = "camelCase")]
    ConfirmingDevHub {
        /// The question.
        question: Box<HubQuestionView>,
    },
    /// The login host leads into a private network: waiting for the person's answer. Nothing was sent there.
    #[serde(rename_all = "camelCase")]
    ConfirmingAddress {
        /// The question.
        question: Box<AddressQuestionView>,
    },
    /// Writing. It can no longer be cancelled.
    Saving,
}

/// One step of the attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// Which step.
    pub id: StepId,
    /// Where it stands.
    pub state: StepStateView,
    /// When it was done, RFC 3339.
    pub at: Option<String>,
}

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum StepId {
    /// Salesforce took user name and password.
    LoggedIn,
    /// Salesforce knows the key.
    KeyKnown,
    /// Listening on the callback port.
    Listening,
    /// The browser is open.
    BrowserOpened,
    /// The answer is here.
    AnswerReceived,
    /// The code is swapped for tokens.
    Exchanged,
    /// Org and user are known.
    Identified,
    /// Everything is in the vault.
    Saved,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum StepStateView {
    /// Done.
    Done,
    /// Being done.
    Now,
    /// Not yet.
    Later,
    /// This is where it failed.
    Failed,
}

/// Something the listener noticed while waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum HintView {
    /// An answer for an older or foreign sign-in arrived and was ignored.
    OldAnswer,
    /// The browser forces https on localhost.
    BrowserForcesHttps,
}

/// A failed attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct FailedView {
    /// Which attempt.
    pub id: String,
    /// What it was for, with everything typed still there.
    pub target: TargetView,
    /// The connection's name.
    pub name: String,
    /// Why. Its words are in `ui/src/text/failures.ts`.
    pub reason: FailureView,
    /// Salesforce's own code. `None` where there was none, or none that can be read.
    pub server_code: Option<String>,
    /// Salesforce's own words, made fit to show.
    pub server_words: Option<String>,
    /// Every step, with the failed one marked.
    pub steps: Vec<StepView>,
    /// The callback that Orgkeep sent; a login with a password sends none.
    pub callback: Option<String>,
}

/// A finished attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConnectedView {
    /// Which attempt.
    pub id: String,
    /// What it was for. A draft is gone now.
    pub target: TargetView,
    /// The connection.
    pub connection: ConnectionView,
    /// Whether an existing record of the same org, user and app was renewed instead of a new one made.
    pub renewed: bool,
}

/// Starts a sign-in for a draft.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectRequest {
    /// Which draft.
    pub draft: String,
    /// Ask for all scopes of the app instead of the listed ones, after a refusal.
    pub all_scopes: bool,
}

/// Names an attempt.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttemptRequest {
    /// Which one.
    pub id: String,
}
