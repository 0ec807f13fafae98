//! The person's own blueprints.

use serde::{Deserialize, Serialize};

use crate::checklist::PresetView;
use crate::design::{AppFields, DesignView};

/// All blueprints: those of known products, and the person's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BlueprintsView {
    /// What known products ask for.
    pub presets: Vec<PresetView>,
    /// The person's own, last changed first.
    pub own: Vec<BlueprintSummaryView>,
}

/// One of the person's own blueprints, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BlueprintSummaryView {
    /// Which one.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The titles of the products that it serves.
    pub products: Vec<String>,
    /// How many answers are missing or wrong.
    pub problems: u32,
    /// RFC 3339.
    pub updated_at: String,
}

/// One of the person's own blueprints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BlueprintView {
    /// Which one.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What was typed and chosen.
    pub app: AppFields,
    /// What follows from it.
    pub design: DesignView,
    /// The products that an app can serve.
    pub presets: Vec<PresetView>,
    /// RFC 3339.
    pub updated_at: String,
}

/// Names a blueprint.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BlueprintRequest {
    /// Which one.
    pub id: String,
}

/// Makes a new blueprint.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewBlueprintRequest {
    /// Its name; empty takes a free one.
    pub name: String,
    /// What it begins with.
    pub app: AppFields,
}

/// Keeps what was typed.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveBlueprintRequest {
    /// Which one.
    pub id: String,
    /// Its name.
    pub name: String,
    /// All fields.
    pub app: AppFields,
}

/// One side of a comparison.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum ComparedRequest {
    /// What a known product asks for.
    #[serde(rename_all = "camelCase")]
    Preset {
        /// The product's id.
        id: String,
    },
    /// One of the person's own.
    #[serde(rename_all = "camelCase")]
    Own {
        /// Which one.
        id: String,
    },
}

/// Compares two blueprints.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompareRequest {
    /// One.
    pub left: ComparedRequest,
    /// The other.
    pub right: ComparedRequest,
}

/// Two blueprints side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ComparisonView {
    /// The name of one.
    pub left: String,
    /// The name of the other.
    pub right: String,
    /// Every setting, in the order of Salesforce's pages.
    pub lines: Vec<ComparedLineView>,
}

/// One setting of two blueprints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ComparedLineView {
    /// The label on Salesforce's page.
    pub label: String,
    /// What one says; none for nothing.
    pub left: Vec<String>,
    /// What the other says.
    pub right: Vec<String>,
    /// Whether they differ.
    pub differs: bool,
}

/// A file that the person saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SavedFileView {
    /// Where it is; nothing if the person chose no place.
    pub path: Option<String>,
}

/// A folder or file that the person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ChosenView {
    /// Where it is; nothing if the person chose none.
    pub path: Option<String>,
}

/// A blueprint that came out of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ImportedView {
    /// The blueprint; nothing if the person chose no file.
    pub blueprint: Option<BlueprintView>,
}
