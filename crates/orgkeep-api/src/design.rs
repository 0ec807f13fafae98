//! What an External Client App shall be: what a person chose, and what follows from it.

use serde::{Deserialize, Serialize};

use crate::checklist::{ChecklistStepView, ChoiceFields, ConflictView, NoteView, SettingId};

/// What a person typed and chose of an app. Kept as typed, right or wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppFields {
    /// The app's name; empty means `Orgkeep`.
    pub label: String,
    /// Its API name; empty means the one that Salesforce makes of the name.
    pub api_name: String,
    /// Whom Salesforce writes to about it. Only source files need it.
    pub contact_email: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Ids of the products that it serves, besides Orgkeep.
    pub presets: Vec<String>,
    /// Answers to the products' questions.
    pub inputs: Vec<InputFields>,
    /// Answers where products disagree, or leave a setting open.
    pub choices: Vec<ChoiceFields>,
}

/// An answer to a question of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InputFields {
    /// The product's id.
    pub preset: String,
    /// The question's key.
    pub key: String,
    /// The answer.
    pub value: String,
}

/// What follows from [`AppFields`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DesignView {
    /// The name in force.
    pub label: String,
    /// The API name in force.
    pub api_name: String,
    /// The chosen products, Orgkeep first: their titles.
    pub products: Vec<String>,
    /// What must be there before the first step.
    pub before: Vec<NoteView>,
    /// What to enter in Salesforce, in the order of its pages. Nothing is ticked where there is no draft.
    pub checklist: Vec<ChecklistStepView>,
    /// Where the chosen products disagree.
    pub conflicts: Vec<ConflictView>,
    /// What a product leaves to the administrator.
    pub open: Vec<OpenSettingView>,
    /// What a product asks for and does not get.
    pub given_up: Vec<GivenUpView>,
    /// What to know about the products' wishes.
    pub remarks: Vec<RemarkView>,
    /// Answers that are missing or wrong.
    pub problems: Vec<ProblemView>,
}

/// A setting that a product leaves to the administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct OpenSettingView {
    /// Which one.
    pub setting: SettingId,
    /// What is in force.
    pub chosen: String,
    /// The values to choose from.
    pub options: Vec<String>,
}

/// A wish that is not fulfilled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct GivenUpView {
    /// Whose it is: the product's title.
    pub product: String,
    /// About which setting.
    pub setting: SettingId,
    /// What it asks for.
    pub wanted: String,
    /// What is in force instead.
    pub instead: String,
    /// Whether the platform has moved on, so that nothing is lost.
    pub obsolete: bool,
}

/// What to know about wishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RemarkView {
    /// About which setting.
    pub setting: SettingId,
    /// In words.
    pub text: String,
    /// Whose wishes: the products' titles.
    pub products: Vec<String>,
}

/// An answer that is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ProblemView {
    /// Whose question it is.
    pub question: QuestionId,
    /// What is wrong.
    pub problem: AnswerProblemId,
}

/// A question whose answer can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum QuestionId {
    /// The app's name.
    Label,
    /// Its API name.
    ApiName,
    /// The contact e-mail.
    ContactEmail,
    /// What it is for.
    Description,
    /// A question of a product.
    #[serde(rename_all = "camelCase")]
    Input {
        /// The product's id.
        preset: String,
        /// The question's key.
        key: String,
    },
    /// All callback URLs together.
    Callbacks,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AnswerProblemId {
    /// There is none.
    Missing,
    /// It does not have the form that it needs.
    Malformed,
    /// It is neither https nor http on localhost.
    NotHttps,
    /// It has too many characters.
    TooLong,
}
