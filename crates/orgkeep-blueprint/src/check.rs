//! Checks an existing project against the rules of product.md, 6.
//!
//! Files come one after the other, in any order, as bytes; only what belongs to an External Client App is kept.

mod component;
mod folder;
mod ignored;
mod inspection;
mod interest;
mod project;
mod remedy;
mod rule;
mod rules;
mod script;
mod secret;

use orgkeep_domain::text::neutral;

use crate::plan::Pattern;
use crate::position::Position;
use crate::tree::{RelativePath, Tree};

pub use inspection::Inspection;
pub use interest::{Interest, LONGEST_READ, interest, is_worth_entering};
pub use remedy::{Remedy, remedy};
pub use rule::{Rule, RuleText, Severity};

/// What is known of a project beside its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expectation {
    /// The pattern that it is meant to follow; `None` guesses.
    pub pattern: Option<Pattern>,
    /// The Dev Hub's org id, 15 or 18 characters; `None` takes the one that the files agree on.
    pub dev_hub: Option<String>,
}

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// In which file.
    pub path: RelativePath,
    /// Where in it.
    pub position: Position,
    /// What is there. Never the secret itself.
    pub what: String,
}

/// The outcome of an inspection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// In the order of files, places and rules.
    pub findings: Vec<Finding>,
    /// The pattern that each project follows, by the folder of its `sfdx-project.json`.
    pub patterns: Vec<(String, Option<Pattern>)>,
    /// How many files were looked into.
    pub files: usize,
    /// How many of them are metadata of External Client Apps. With none there was nothing to judge.
    pub components: usize,
}

impl Finding {
    /// Names and links come from files that anybody may have written: they are made fit to show, and cut.
    fn new(rule: Rule, path: &RelativePath, position: Position, what: &str) -> Self {
        const LONGEST: usize = 300;
        Self {
            rule,
            path: path.clone(),
            position,
            what: neutral(what, LONGEST),
        }
    }
}

impl Report {
    /// How many findings are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let of_severity = |finding: &&Finding| finding.rule.text().severity == severity;
        self.findings.iter().filter(of_severity).count()
    }

    /// The folder of the project to which a file belongs, `""` for the outermost one.
    #[must_use]
    pub fn folder_of(&self, path: &RelativePath) -> &str {
        self.project_of(path).map_or("", |(folder, _)| folder)
    }

    /// The pattern of the project to which a file belongs, where it can be told.
    #[must_use]
    pub fn pattern_of(&self, path: &RelativePath) -> Option<Pattern> {
        self.project_of(path).and_then(|(_, pattern)| *pattern)
    }

    fn project_of(&self, path: &RelativePath) -> Option<&(String, Option<Pattern>)> {
        let holding = self
            .patterns
            .iter()
            .filter(|(folder, _)| path.is_in(folder));
        holding.max_by_key(|(folder, _)| folder.len())
    }

    /// The rules that nothing breaks.
    #[must_use]
    pub fn kept(&self) -> Vec<Rule> {
        let broken = |rule: &Rule| self.findings.iter().any(|finding| finding.rule == *rule);
        Rule::ALL.into_iter().filter(|rule| !broken(rule)).collect()
    }
}

/// Whether a secret stands in a text, which is then not to be shown.
#[must_use]
pub fn holds_secret(text: &[u8]) -> bool {
    !secret::secrets(text).is_empty()
}

/// Checks a whole tree at once.
#[must_use]
pub fn check(tree: &Tree, expectation: Expectation) -> Report {
    let mut inspection = Inspection::new(expectation);
    for (path, text) in &tree.files {
        inspection.read(path, text.as_bytes());
    }
    inspection.finish()
}
