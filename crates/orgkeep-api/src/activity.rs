//! What happened, as the page sees it. The words are in `ui/src/text/activity.ts`, one for each.

use serde::{Deserialize, Serialize};

use crate::connection::EnvironmentView;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ActivityKindView {
    /// A connection was registered.
    Register,
    /// A registration updated a connection that was there.
    Recognise,
    /// A connection was authenticated again.
    Reauthenticate,
    /// Pending credentials were authorized.
    Authorize,
    /// A connection was taken over from another tool.
    Import,
    /// A connection was moved to an External Client App.
    Migrate,
    /// A connection went back to its earlier sign-in.
    GoBack,
    /// That was wiped.
    ForgetEarlier,
    /// An External Client App was made.
    CreateApp,
    /// What was made of it was taken back.
    UndoApp,
    /// The policies of an app were brought back.
    ApplyPolicies,
    /// The app of a connection got a new key and secret.
    RotateSecret,
    /// Credentials were typed.
    KeepPending,
    /// They were thrown away.
    DiscardPending,
    /// A connection was tested.
    Test,
    /// Several connections were tested.
    TestRun,
    /// A sign-in was found to have ended.
    SignInEnded,
    /// An org was opened in the browser.
    OpenOrg,
    /// A connection got another name.
    Rename,
    /// A connection got another environment.
    Relabel,
    /// A connection was removed.
    Remove,
    /// Salesforce was told that a token is not wanted any more.
    Revoke,
    /// The vault got its key.
    MakeKey,
    /// The vault got another key.
    ChangeKey,
    /// A recovery sheet was made.
    MakeRecovery,
    /// A backup was saved.
    SaveBackup,
    /// A backup was restored.
    RestoreBackup,
    /// The inventory was saved as a file.
    ExportInventory,
    /// The vault was opened with its passphrase.
    OpenVault,
    /// A blueprint was made or taken from a file.
    AddBlueprint,
    /// A blueprint was removed.
    RemoveBlueprint,
    /// A blueprint was saved as a file.
    ExportBlueprint,
    /// A checklist was saved as a file.
    ExportChecklist,
    /// A source tree was written.
    WriteSource,
    /// A file of a source tree was mended.
    MendSource,
    /// The report on moves was saved as a file.
    ExportMoves,
    /// The activity was saved as a file.
    ExportActivity,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ActivityResultView {
    /// As it should.
    Done,
    /// It did not happen.
    Failed,
    /// The person ended it.
    Cancelled,
    /// Salesforce has not confirmed it.
    Unconfirmed,
}

/// The programs that do things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ProgramView {
    /// The window.
    Window,
    /// `orgkeep`.
    CommandLine,
}

/// Which entries are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActivityFilterRequest {
    /// Only those about this connection, which may be gone.
    pub connection: Option<String>,
    /// Only these kinds; none means all.
    pub kinds: Vec<ActivityKindView>,
    /// Only these results; none means all.
    pub results: Vec<ActivityResultView>,
    /// Only those of this program.
    pub program: Option<ProgramView>,
    /// Not before this moment, RFC 3339.
    pub from: Option<String>,
    /// Before this moment, RFC 3339.
    pub until: Option<String>,
}

/// Asks for entries, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActivityRequest {
    /// Which ones.
    pub filter: ActivityFilterRequest,
    /// Only those before this number; none for the newest.
    pub before: Option<u32>,
}

/// Some entries, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ActivityView {
    /// The entries.
    pub entries: Vec<ActivityEntryView>,
    /// Where older ones begin; none when there are no older ones.
    pub before: Option<u32>,
    /// The connections that have entries, by name; with the newest entries only.
    pub connections: Vec<ActivityConnectionView>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ActivityEntryView {
    /// Its place in the whole activity, from 1.
    pub number: u32,
    /// When, RFC 3339.
    pub at: String,
    /// What was done; none for what a newer version wrote.
    pub kind: Option<ActivityKindView>,
    /// How it ended; none for what a newer version wrote.
    pub result: Option<ActivityResultView>,
    /// The connection, as it was then.
    pub connection: Option<ActivityConnectionView>,
    /// The account on this computer.
    pub person: Option<String>,
    /// The program.
    pub program: Option<ProgramView>,
    /// What else there is to say.
    pub detail: Option<ActivityDetailView>,
}

/// A connection that an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ActivityConnectionView {
    /// Which one; none where it never came to be.
    pub id: Option<String>,
    /// What it was called.
    pub name: String,
    /// Its org's 18-character id.
    pub org_id: Option<String>,
    /// Whether it is still registered.
    pub is_there: bool,
}

/// What else there is to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ActivityDetailView {
    /// What a test found, or why a sign-in ended.
    #[serde(rename_all = "camelCase")]
    Verdict {
        /// In one word.
        verdict: String,
    },
    /// Why Salesforce refused.
    #[serde(rename_all = "camelCase")]
    Cause {
        /// The entry of the error catalogue.
        cause: String,
    },
    /// What stood in the way on this side.
    #[serde(rename_all = "camelCase")]
    Obstacle {
        /// In one word: a kind of `FailureView`, or `passphraseWrong`.
        obstacle: String,
    },
    /// What the connection was called before.
    #[serde(rename_all = "camelCase")]
    EarlierName {
        /// The name.
        name: String,
    },
    /// How the connection was labelled before.
    #[serde(rename_all = "camelCase")]
    EarlierEnvironment {
        /// The label.
        environment: EnvironmentView,
    },
    /// What it was done to.
    #[serde(rename_all = "camelCase")]
    Subject {
        /// Its name.
        name: String,
    },
    /// What a run of tests came to.
    #[serde(rename_all = "camelCase")]
    Tested {
        /// How many were tested.
        tested: u32,
        /// How many of them work.
        working: u32,
    },
    /// How many entries or files.
    #[serde(rename_all = "camelCase")]
    Count {
        /// How many.
        count: u32,
    },
}

/// The forms in which the activity is handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ActivityFormat {
    /// For spreadsheets.
    Csv,
    /// For scripts.
    Json,
}

/// Saves entries as a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportActivityRequest {
    /// Which ones.
    pub filter: ActivityFilterRequest,
    /// In which form.
    pub format: ActivityFormat,
}
