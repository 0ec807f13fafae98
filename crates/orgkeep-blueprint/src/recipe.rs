//! Blueprints and plans as files, to keep and to hand on. They hold no secret, because a blueprint has none.

mod plan_record;
mod record;
mod team;

use crate::blueprint::Blueprint;
use crate::plan::{Pattern, Plan, PlanError};

use plan_record::PlanRecord;
use record::AppRecord;

pub use team::{TeamRecipe, TeamRecipeError, parse_team_recipe, write_team_recipe};

/// Why a text is no blueprint.
#[derive(Debug, thiserror::Error)]
pub enum RecipeError {
    /// It is not TOML, or lacks something, or has something that does not belong there.
    #[error("this is not a blueprint file")]
    Syntax(#[from] toml::de::Error),
    /// A value is not one.
    #[error("the value of {0} is not usable")]
    Value(&'static str),
    /// The values contradict each other.
    #[error(transparent)]
    Blueprint(#[from] crate::blueprint::BlueprintError),
    /// The parts of the plan contradict each other.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// A blueprint as a file.
#[must_use]
pub fn write_blueprint(blueprint: &Blueprint) -> String {
    toml::to_string(&AppRecord::of(blueprint)).unwrap_or_default()
}

/// Reads what [`write_blueprint`] wrote.
///
/// # Errors
/// [`RecipeError`].
pub fn parse_blueprint(text: &str) -> Result<Blueprint, RecipeError> {
    toml::from_str::<AppRecord>(text)?.blueprint()
}

/// A plan as a file.
#[must_use]
pub fn write_plan(plan: &Plan) -> String {
    toml::to_string(&PlanRecord::of(plan)).unwrap_or_default()
}

/// Reads what [`write_plan`] wrote.
///
/// # Errors
/// [`RecipeError`].
pub fn parse_plan(text: &str) -> Result<Plan, RecipeError> {
    toml::from_str::<PlanRecord>(text)?.plan()
}

/// The pattern that a plan's file names, if nothing else in it is looked at.
pub(crate) fn pattern_of(text: &str) -> Option<Pattern> {
    let table: toml::Table = toml::from_str(text).ok()?;
    Pattern::from_key(table.get("pattern")?.as_str()?)
}
