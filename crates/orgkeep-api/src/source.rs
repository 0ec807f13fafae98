//! Source trees: which pattern fits, and what would be written.

use serde::{Deserialize, Serialize};

use crate::design::{AppFields, ProblemView};

/// How an app gets into orgs as source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum PatternId {
    /// Pattern 1: packaged, one consumer for all orgs.
    Packaged,
    /// Pattern 2: source and a bootstrap script, one consumer for each org.
    Bootstrap,
    /// Two of Pattern 1, for production and for everything below it.
    Dual,
    /// One deployment into one org.
    Plain,
}

/// Questions that decide between the patterns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChooserView {
    /// In the order in which they decide.
    pub questions: Vec<QuestionView>,
}

/// A question that yes or no answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    /// Under which the answer is passed.
    pub key: String,
    /// The question.
    pub text: String,
}

/// Asks which pattern fits.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecommendRequest {
    /// Keys of the questions that are answered with yes.
    pub yes: Vec<String>,
}

/// Which pattern fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RecommendationView {
    /// The pattern; nothing when every answer is no.
    pub pattern: Option<PatternId>,
    /// What speaks for it, in sentences.
    pub because: Vec<String>,
    /// What was answered with yes and does not go together with it: those questions.
    pub given_up: Vec<String>,
}

/// What a source tree is to be made of.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SourceRequest {
    /// The app.
    pub app: AppFields,
    /// The pattern.
    pub pattern: PatternId,
    /// The Dev Hub's link; for the packaged patterns.
    pub link: LinkFields,
    /// Orgs with policies of their own; for dual those of production.
    pub environments: Vec<EnvironmentFields>,
    /// The app below production; for dual.
    pub below: BelowFields,
    /// The folder: an absolute path, or one that begins with `~/`.
    pub folder: String,
}

/// What ties a package to its Dev Hub: the two values, or the two retrieved files as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkFields {
    /// `oauthLink`, or the text of the retrieved `.ecaOauth-meta.xml`.
    pub oauth_link: String,
    /// `orgScopedExternalApp`, or the text of the retrieved `.eca-meta.xml`.
    pub org_scoped_app: String,
}

/// An org with policies of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnvironmentFields {
    /// Its alias, which is also the name of the folder.
    pub alias: String,
    /// As whom client credentials run there; empty where they are off.
    pub run_as: String,
}

/// The app for everything below production.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BelowFields {
    /// Its link.
    pub link: LinkFields,
    /// Its callback URLs beside Orgkeep's, one for each line; empty takes those of production.
    pub callbacks: String,
    /// Its orgs with policies of their own.
    pub environments: Vec<EnvironmentFields>,
}

/// What writing would do. Nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum SourcePlanView {
    /// Something is missing or wrong.
    #[serde(rename_all = "camelCase")]
    Refused {
        /// What is wrong with the app's own fields.
        problems: Vec<ProblemView>,
        /// What is wrong with everything else.
        faults: Vec<SourceFaultView>,
    },
    /// The tree can be written.
    #[serde(rename_all = "camelCase")]
    Ready {
        /// The folder, in full.
        folder: String,
        /// Whether the folder is there already and holds something.
        occupied: bool,
        /// The files, in the order of their paths.
        files: Vec<PlannedFileView>,
        /// Names exactly what was shown: the tree and what stands in the folder.
        token: String,
    },
}

/// What is wrong with a source request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SourceFaultView {
    /// Where.
    pub place: SourcePlaceId,
    /// What, in a sentence that says what to do.
    pub text: String,
}

/// The parts of a source request that can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SourcePlaceId {
    /// The app as a whole.
    App,
    /// The Dev Hub's link.
    Link,
    /// Orgs with policies of their own.
    Environments,
    /// The link of the app below production.
    BelowLink,
    /// The callback URLs of the app below production.
    BelowCallbacks,
    /// The orgs below production.
    BelowEnvironments,
    /// The folder.
    Folder,
}

/// One file that would be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PlannedFileView {
    /// Its path in the folder, with `/`.
    pub path: String,
    /// What writing does to it.
    pub change: PlannedChangeView,
    /// Its text.
    pub text: String,
}

/// What writing does to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum PlannedChangeView {
    /// It is not there yet.
    New,
    /// It is there, byte for byte.
    Same,
    /// It is there with another text, which would be lost.
    #[serde(rename_all = "camelCase")]
    Replaced {
        /// The lines of both, in order.
        difference: Vec<DifferenceLineView>,
    },
}

/// One line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DifferenceLineView {
    /// Whether the line stays, goes or comes.
    pub change: LineChangeId,
    /// The line, without its end.
    pub text: String,
}

/// What happens to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LineChangeId {
    /// It stays.
    Same,
    /// It goes.
    Removed,
    /// It comes.
    Added,
}

/// Writes a source tree that was shown.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteSourceRequest {
    /// What it is made of.
    pub source: SourceRequest,
    /// The token of what was shown. Another tree, or a folder that has changed since, is refused.
    pub token: String,
}

/// A source tree that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct WrittenSourceView {
    /// The folder, in full.
    pub folder: String,
    /// How many files were written.
    pub written: u32,
    /// How many of them took the place of another text.
    pub replaced: u32,
    /// The commands to run next, in order; each is one line for a shell in that folder.
    pub commands: Vec<String>,
}
