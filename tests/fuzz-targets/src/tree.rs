//! Files of teams: recipes, and source trees.

use orgkeep_blueprint::check::{Expectation, Inspection};
use orgkeep_blueprint::metadata::Component;
use orgkeep_blueprint::recipe::{
    parse_blueprint, parse_plan, parse_team_recipe, write_blueprint, write_plan, write_team_recipe,
};
use orgkeep_blueprint::tree::RelativePath;

use crate::first_line;

/// A team's recipe, a blueprint or a plan.
pub fn recipe(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let recipe = parse_team_recipe(text);
    if let Ok(recipe) = &recipe {
        let again = parse_team_recipe(&write_team_recipe(recipe));
        assert!(again.is_ok_and(|again| again == *recipe), "{recipe:?}");
    }
    let blueprint = parse_blueprint(text);
    if let Ok(blueprint) = &blueprint {
        let again = parse_blueprint(&write_blueprint(blueprint));
        assert!(again.is_ok_and(|again| again == *blueprint));
    }
    let plan = parse_plan(text);
    if let Ok(plan) = &plan {
        let again = parse_plan(&write_plan(plan));
        assert!(again.is_ok_and(|again| again == *plan));
    }
    recipe.is_ok() || blueprint.is_ok() || plan.is_ok()
}

/// A file of a source tree: its path in a line, then what is in it.
pub fn source_tree(bytes: &[u8]) -> bool {
    let Some((path, file)) = first_line(bytes) else {
        return false;
    };
    let Ok(path) = RelativePath::parse(path) else {
        return false;
    };
    let mut inspection = Inspection::new(Expectation::default());
    inspection.read(&path, file);
    let report = inspection.finish();
    for finding in &report.findings {
        assert!(finding.position.line >= 1);
    }
    let text = String::from_utf8_lossy(file);
    let component = Component::of_file(path.as_str(), &text);
    report.components > 0 || component.is_some() || !report.findings.is_empty()
}
