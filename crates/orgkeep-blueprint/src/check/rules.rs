//! The rules, on one project at a time.

mod form;
mod install;
mod link;
mod policy;

use super::component::Component;
use super::folder::Folder;
use super::ignored::Ignored;
use super::{Expectation, Finding, Rule};
use crate::blueprint::Distribution;
use crate::metadata::Kind;
use crate::plan::Pattern;
use crate::position::Position;
use crate::tree::RelativePath;

/// What came out for one project.
pub(super) struct Judged {
    pub pattern: Option<Pattern>,
    pub found: Vec<Finding>,
}

/// One project under the eyes of the rules.
struct Case<'a> {
    folder: &'a Folder,
    pattern: Option<Pattern>,
    found: Vec<Finding>,
}

pub(super) fn judge(folder: &Folder, expectation: &Expectation, ignored: &Ignored) -> Judged {
    let pattern = expectation
        .pattern
        .or(folder.recipe)
        .or_else(|| guess(folder));
    let mut case = Case {
        folder,
        pattern,
        found: Vec::new(),
    };
    form::check(&mut case);
    link::check(&mut case, expectation.dev_hub.as_deref());
    policy::check(&mut case);
    install::check(&mut case, ignored);
    Judged {
        pattern,
        found: case.found,
    }
}

/// The pattern that a project seems to follow.
fn guess(folder: &Folder) -> Option<Pattern> {
    let of_kind = |kind: Kind| folder.components.iter().filter(move |one| one.kind == kind);
    let apps: Vec<&Component> = of_kind(Kind::App).collect();
    let directory = |app: &&Component| {
        let (_, project) = folder.project.as_ref()?;
        project
            .directory_of(&app.path)
            .map(|(_, directory)| directory)
    };
    let runs_script = apps.iter().filter_map(directory).any(|one| one.runs_script);
    let is_unlocked = apps
        .iter()
        .filter_map(directory)
        .any(|one| one.is_unlocked());
    let is_packaged = apps.iter().any(|app| {
        app.root.text_of("distributionState") == Some(Distribution::Packaged.metadata())
    });
    let has_global = of_kind(Kind::GlobalOauthSettings).next().is_some();
    if apps.is_empty() {
        None
    } else if is_packaged || (is_unlocked && !has_global) {
        Some(if apps.len() > 1 {
            Pattern::Dual
        } else {
            Pattern::Packaged
        })
    } else if runs_script {
        Some(Pattern::Bootstrap)
    } else {
        Some(Pattern::Plain)
    }
}

impl<'a> Case<'a> {
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &'a Component> + use<'a> {
        self.folder
            .components
            .iter()
            .filter(move |one| one.kind == kind)
    }

    fn is_packaged(&self) -> bool {
        matches!(self.pattern, Some(Pattern::Packaged | Pattern::Dual))
    }

    fn find(
        &mut self,
        rule: Rule,
        path: &RelativePath,
        position: Position,
        what: impl Into<String>,
    ) {
        self.found
            .push(Finding::new(rule, path, position, &what.into()));
    }
}
