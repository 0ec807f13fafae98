//! Source trees: what is written for a plan (product.md, 6).

mod bootstrap;
mod common;
mod dual;
mod packaged;
mod plain;
mod project;
mod template;

use crate::plan::{Plan, PlanParts};
use crate::tree::Tree;

/// The version of the API that everything written names.
pub const API_VERSION: &str = "66.0";

/// The file that says what a tree was made of.
pub const RECIPE: &str = "config/blueprint.toml";

/// The files of a plan. They pass the checker, and the same plan gives the same bytes.
#[must_use]
pub fn write_tree(plan: &Plan) -> Tree {
    let mut tree = Tree::default();
    match plan.parts() {
        PlanParts::Plain(blueprint) => plain::write(blueprint, &mut tree),
        PlanParts::Packaged(app) => packaged::write(app, &mut tree),
        PlanParts::Bootstrap {
            blueprint,
            environments,
        } => bootstrap::write(blueprint, environments, &mut tree),
        PlanParts::Dual {
            production,
            non_production,
        } => dual::write(production, non_production, &mut tree),
    }
    tree.add(RECIPE, crate::recipe::write_plan(plan));
    tree
}
