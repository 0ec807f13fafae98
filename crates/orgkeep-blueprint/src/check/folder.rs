//! One project: everything below an `sfdx-project.json`.

use std::collections::BTreeMap;

use super::component::Component;
use super::project::Project;
use super::script::Script;
use crate::plan::Pattern;
use crate::tree::RelativePath;

/// What is known of one project.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Its project file, with its path.
    pub project: Option<(RelativePath, Project)>,
    /// Metadata of External Client Apps.
    pub components: Vec<Component>,
    /// Files that can install packages.
    pub scripts: Vec<Script>,
    /// Whether it defines scratch orgs.
    pub has_scratch_definition: bool,
    /// The pattern that its recipe names.
    pub recipe: Option<Pattern>,
}

/// Sorts what was read into projects. What stands above every project file belongs to the outermost folder.
pub(super) struct Folders(BTreeMap<String, Folder>);

impl Folders {
    pub(super) fn new(projects: Vec<(RelativePath, Project)>) -> Self {
        let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
        for (path, project) in projects {
            let folder = folders.entry(path.folder().to_owned()).or_default();
            folder.project = Some((path, project));
        }
        Self(folders)
    }

    /// The project of a path: the nearest one above it.
    pub(super) fn of(&mut self, path: &RelativePath) -> &mut Folder {
        let nearest = self.0.keys().filter(|folder| path.is_in(folder));
        let nearest = nearest.max_by_key(|folder| folder.len());
        let nearest = nearest.cloned().unwrap_or_default();
        self.0.entry(nearest).or_default()
    }

    /// By folder, with everything in the order of paths.
    pub(super) fn into_iter(self) -> impl Iterator<Item = (String, Folder)> {
        self.0.into_iter().map(|(name, mut folder)| {
            folder
                .components
                .sort_by(|one, other| one.path.cmp(&other.path));
            folder
                .scripts
                .sort_by(|one, other| one.path.cmp(&other.path));
            (name, folder)
        })
    }
}
