//! What depends on connections.

use serde::{Deserialize, Serialize};

use crate::import::LineErrorView;

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum DependentKindView {
    /// A deployment pipeline.
    Pipeline,
    /// A job.
    Job,
    /// A mapping.
    Mapping,
}

/// What is said of a dependent, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DependentFields {
    /// What it is.
    pub kind: DependentKindView,
    /// What people call it.
    pub name: String,
    /// The tool that it belongs to; may be empty.
    pub product: String,
}

/// What depends on one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DependentsView {
    /// By kind and name.
    pub dependents: Vec<DependentView>,
}

/// One dependent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DependentView {
    /// Which.
    pub id: String,
    /// What is said of it.
    pub fields: DependentFields,
}

/// Adds a dependent.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddDependentRequest {
    /// The connection that it names.
    pub connection: String,
    /// What is said of it.
    pub fields: DependentFields,
}

/// Changes a dependent.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeDependentRequest {
    /// The connection that it names.
    pub connection: String,
    /// Which.
    pub id: String,
    /// What is said of it now.
    pub fields: DependentFields,
}

/// Names a dependent.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DependentRequest {
    /// The connection that it names.
    pub connection: String,
    /// Which.
    pub id: String,
}

/// What a list of dependents would add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DependentsPreviewView {
    /// Names this preview; `None` where the person chose nothing.
    pub id: Option<String>,
    /// The file.
    pub place: String,
    /// What can be added.
    pub lines: Vec<DependentLineView>,
    /// Lines that cannot be taken.
    pub errors: Vec<LineErrorView>,
}

/// One line of such a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DependentLineView {
    /// Which line, from 1.
    pub line: u32,
    /// The name of its connection.
    pub connection: String,
    /// What is said of it.
    pub fields: DependentFields,
}

/// Adds what a preview showed, all of it or nothing.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportDependentsRequest {
    /// Which preview.
    pub preview: String,
}

/// What was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DependentsAddedView {
    /// How many are new; the others were listed already.
    pub added: u32,
}
