//! Taking files one after the other, and judging them when all are there.

use super::component::Component;
use super::folder::{Folder, Folders};
use super::ignored::Ignored;
use super::interest::{
    Interest, interest, is_in_our_folder, is_metadata, is_scratch_definition, is_script,
};
use super::project::Project;
use super::rules::{Judged, judge};
use super::script::Script;
use super::secret::secrets;
use super::{Expectation, Finding, Report, Rule};
use crate::plan::Pattern;
use crate::position::Position;
use crate::recipe::pattern_of;
use crate::tree::RelativePath;
use crate::xml;

/// An inspection under way. It keeps what belongs to External Client Apps, and of other files nothing.
#[derive(Debug, Default)]
pub struct Inspection {
    expectation: Expectation,
    files: usize,
    findings: Vec<Finding>,
    ignored: Ignored,
    projects: Vec<(RelativePath, Project)>,
    components: Vec<Component>,
    scripts: Vec<Script>,
    scratch_definitions: Vec<RelativePath>,
    recipes: Vec<(RelativePath, Pattern)>,
}

impl Inspection {
    /// Begins.
    #[must_use]
    pub fn new(expectation: Expectation) -> Self {
        Self {
            expectation,
            ..Self::default()
        }
    }

    /// Takes a file. Nothing that stands in it makes this fail or panic.
    pub fn read(&mut self, path: &RelativePath, bytes: &[u8]) {
        let interest = interest(path);
        if interest == Interest::None {
            return;
        }
        self.files += 1;
        for (at, secret) in secrets(bytes) {
            let position = Position::of(bytes, at);
            self.find(Rule::SecretInFile, path, position, secret.words());
        }
        if interest == Interest::Structure {
            self.read_structure(path, bytes);
        }
    }

    fn read_structure(&mut self, path: &RelativePath, bytes: &[u8]) {
        let name = path.file_name();
        let is_metadata = is_metadata(path);
        let Ok(text) = std::str::from_utf8(bytes) else {
            if is_metadata || name == "sfdx-project.json" {
                self.find(Rule::NotReadable, path, Position::START, "It is not UTF-8.");
            }
            return;
        };
        if is_metadata {
            self.read_metadata(path, text);
        } else if name == "sfdx-project.json" {
            match Project::parse(path, text) {
                Ok(project) => self.projects.push((path.clone(), project)),
                Err(at) => self.find(Rule::NotReadable, path, at, "It is not a project file."),
            }
        } else if name == ".gitignore" {
            self.ignored.add(path.folder(), text);
        } else if name == "blueprint.toml" {
            self.recipes
                .extend(pattern_of(text).map(|pattern| (path.clone(), pattern)));
        } else if is_scratch_definition(name) {
            self.scratch_definitions.push(path.clone());
        } else if is_script(name) {
            self.scripts.extend(Script::parse(path, text));
        }
    }

    fn read_metadata(&mut self, path: &RelativePath, text: &str) {
        let root = match xml::parse(text) {
            Ok(root) => root,
            Err(error) => {
                let position = Position::of(text.as_bytes(), error.at());
                let what = format!("As XML, {error}.");
                return self.find(Rule::NotReadable, path, position, &what);
            }
        };
        let name = root.name.clone();
        match Component::new(path.clone(), root, text.to_owned()) {
            Some(component) => self.components.push(component),
            None if is_in_our_folder(path) => {
                let what = format!("It holds {name}, which is no part of an External Client App.");
                self.find(Rule::WrongFolderOrSuffix, path, Position::START, &what);
            }
            None => {}
        }
    }

    /// Judges what was taken.
    #[must_use]
    pub fn finish(mut self) -> Report {
        let mut findings = std::mem::take(&mut self.findings);
        let (expectation, ignored, files) = (
            self.expectation.clone(),
            std::mem::take(&mut self.ignored),
            self.files,
        );
        let components = self.components.len();
        let mut patterns = Vec::new();
        for (name, folder) in self.sorted() {
            let Judged { pattern, found } = judge(&folder, &expectation, &ignored);
            patterns.push((name, pattern));
            findings.extend(found);
        }
        findings.sort_by(|one, other| {
            let key = |finding: &Finding| (finding.path.clone(), finding.position, finding.rule);
            key(one).cmp(&key(other))
        });
        Report {
            findings,
            patterns,
            files,
            components,
        }
    }

    /// Everything at its project.
    fn sorted(self) -> impl Iterator<Item = (String, Folder)> {
        let mut folders = Folders::new(self.projects);
        for component in self.components {
            let path = component.path.clone();
            folders.of(&path).components.push(component);
        }
        for script in self.scripts {
            let path = script.path.clone();
            folders.of(&path).scripts.push(script);
        }
        for path in self.scratch_definitions {
            folders.of(&path).has_scratch_definition = true;
        }
        for (path, pattern) in self.recipes {
            folders.of(&path).recipe = Some(pattern);
        }
        folders.into_iter()
    }

    fn find(&mut self, rule: Rule, path: &RelativePath, position: Position, what: &str) {
        self.findings.push(Finding::new(rule, path, position, what));
    }
}
