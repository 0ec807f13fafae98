//! A folder that exists only in memory.

use core::fmt;
use std::collections::BTreeMap;

/// A path inside a folder, with `/` between its parts. It cannot lead out of the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelativePath(String);

/// A text that is no path inside a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a path inside a folder")]
pub struct RelativePathError;

/// The longest path, in bytes: more than any of the three systems takes.
const LONGEST_PATH: usize = 4096;

impl RelativePath {
    /// Takes `a/b/c`; no empty part, no `.` or `..`, no backslash, no control character.
    ///
    /// # Errors
    /// [`RelativePathError`].
    pub fn parse(text: &str) -> Result<Self, RelativePathError> {
        let fits = (1..=LONGEST_PATH).contains(&text.len());
        let plain = !text.chars().any(|c| c.is_control() || c == '\\');
        let sound = text.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if fits && plain && sound {
            Ok(Self(text.to_owned()))
        } else {
            Err(RelativePathError)
        }
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the file.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The path of the folder, `""` for the outermost one.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether the file is meant to be run.
    #[must_use]
    pub fn is_script(&self) -> bool {
        self.0.ends_with(".sh")
    }

    /// Whether it is `folder` or something in it; `""` and `.` hold everything.
    #[must_use]
    pub fn is_in(&self, folder: &str) -> bool {
        let folder = folder.trim_start_matches("./").trim_end_matches('/');
        if folder.is_empty() || folder == "." {
            return true;
        }
        self.0
            .strip_prefix(folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for RelativePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Files with their texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// By path.
    pub files: BTreeMap<RelativePath, String>,
}

impl Tree {
    /// Adds a file of ours. A path that is none is left out; a test holds every tree to its golden copy.
    pub(crate) fn add(&mut self, path: &str, text: impl Into<String>) {
        if let Ok(path) = RelativePath::parse(path) {
            self.files.insert(path, text.into());
        }
    }

    /// One file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        let path = RelativePath::parse(path).ok()?;
        self.files.get(&path).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_lead_out() {
        assert!(RelativePath::parse("app/externalClientApps/X.eca-meta.xml").is_ok());
        for text in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "a/",
            "./a",
            "a\\b",
            "a\nb",
        ] {
            assert_eq!(RelativePath::parse(text), Err(RelativePathError), "{text}");
        }
    }

    #[test]
    fn a_folder_holds_what_is_in_it() {
        let path = RelativePath::parse("app/main/x.xml").unwrap();
        for folder in ["", ".", "app", "./app/", "app/main"] {
            assert!(path.is_in(folder), "{folder}");
        }
        assert!(!path.is_in("ap") && !path.is_in("main"));
        assert_eq!((path.folder(), path.file_name()), ("app/main", "x.xml"));
    }
}
