//! `sfdx-project.json` as far as it matters, with the places of its directories.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::position::{Position, offset_of};
use crate::tree::RelativePath;

/// Directories in the order in which they are installed.
#[derive(Debug, Default)]
pub(super) struct Project {
    pub directories: Vec<Directory>,
}

#[derive(Debug)]
pub(super) struct Directory {
    /// From the outermost folder, without a slash at the end.
    pub path: String,
    /// The name of the package, if it is one.
    pub package: Option<String>,
    /// Whether it is deployed as it is.
    pub is_source: bool,
    /// Whether each org has a folder of its own in it.
    pub is_aliasfied: bool,
    /// Whether something runs after it is deployed.
    pub runs_script: bool,
    /// Packages that are installed before it.
    pub dependencies: Vec<String>,
    /// Where its path stands.
    pub position: Position,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProjectWire<'a> {
    #[serde(borrow, default)]
    package_directories: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DirectoryWire<'a> {
    #[serde(borrow)]
    path: Cow<'a, str>,
    package: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    aliasfy: serde_json::Value,
    post_deployment_script: Option<String>,
    #[serde(default)]
    dependencies: Vec<DependencyWire>,
}

#[derive(Deserialize)]
struct DependencyWire {
    package: Option<String>,
}

impl Project {
    /// Reads the file. On failure, the place at which it shows.
    pub(super) fn parse(path: &RelativePath, text: &str) -> Result<Self, Position> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let wire: ProjectWire<'_> = serde_json::from_str(text).map_err(|error| Position {
            line: error.line().max(1),
            column: error.column().max(1),
        })?;
        let directories: Result<Vec<Directory>, Position> = wire
            .package_directories
            .into_iter()
            .map(|raw| Directory::parse(path.folder(), raw.get(), text))
            .collect();
        Ok(Self {
            directories: directories?,
        })
    }

    /// The directory of a file, with its place in the order: the innermost one that holds it.
    pub(super) fn directory_of(&self, path: &RelativePath) -> Option<(usize, &Directory)> {
        let holding = self.directories.iter().enumerate();
        let holding = holding.filter(|(_, directory)| path.is_in(&directory.path));
        holding.max_by_key(|(_, directory)| directory.path.len())
    }
}

impl Directory {
    fn parse(folder: &str, raw: &str, text: &str) -> Result<Self, Position> {
        let bytes = text.as_bytes();
        let wire: DirectoryWire<'_> =
            serde_json::from_str(raw).map_err(|_| Position::of(bytes, offset_of(raw, text)))?;
        // A path with escapes is a copy, and has no place of its own.
        let at = match &wire.path {
            Cow::Borrowed(path) => offset_of(path, text),
            Cow::Owned(_) => offset_of(raw, text),
        };
        let inner = wire.path.trim_start_matches("./").trim_end_matches('/');
        let inner = if inner == "." { "" } else { inner };
        let joined = [folder, inner]
            .map(str::to_owned)
            .into_iter()
            .filter(|part| !part.is_empty());
        Ok(Self {
            path: joined.collect::<Vec<_>>().join("/"),
            package: wire.package,
            is_source: wire.kind.as_deref() == Some("source"),
            is_aliasfied: !matches!(
                wire.aliasfy,
                serde_json::Value::Null | serde_json::Value::Bool(false)
            ),
            runs_script: wire.post_deployment_script.is_some(),
            dependencies: wire
                .dependencies
                .into_iter()
                .filter_map(|one| one.package)
                .collect(),
            position: Position::of(bytes, at),
        })
    }

    /// Whether it is built in the Dev Hub.
    pub(super) fn is_unlocked(&self) -> bool {
        self.package.is_some() && !self.is_source
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Project, Position> {
        Project::parse(
            &RelativePath::parse("deep/sfdx-project.json").unwrap(),
            text,
        )
    }

    #[test]
    fn directories_know_their_place() {
        let text = "{\n  \"packageDirectories\": [\n    { \"path\": \"./app/\", \"package\": \"x\" },\n    { \"aliasfy\": {\"mergeMode\": true}, \"type\": \"source\",\n      \"path\": \"policies\" }\n  ]\n}";
        let project = parse(text).unwrap();
        let seen: Vec<_> = project
            .directories
            .iter()
            .map(|d| {
                (
                    d.path.as_str(),
                    d.is_unlocked(),
                    d.is_aliasfied,
                    d.position.line,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("deep/app", true, false, 3),
                ("deep/policies", false, true, 5)
            ]
        );
        let inside = RelativePath::parse("deep/policies/uat/x").unwrap();
        assert_eq!(
            project.directory_of(&inside).map(|(index, _)| index),
            Some(1)
        );
    }

    #[test]
    fn what_is_no_project_file_says_where() {
        assert_eq!(parse("{\n x").err(), Some(Position { line: 2, column: 2 }));
        let wrong = "{\"packageDirectories\": [\n{\"path\": 1}]}";
        assert_eq!(parse(wrong).err(), Some(Position { line: 2, column: 1 }));
        assert!(parse("{}").unwrap().directories.is_empty());
    }
}
