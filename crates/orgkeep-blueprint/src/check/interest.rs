//! Which files of a project are worth reading, by path alone.

use crate::metadata::Kind;
use crate::tree::RelativePath;

/// No file of a project that matters is longer, in bytes.
pub const LONGEST_READ: usize = 1024 * 1024;

/// Why a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interest {
    /// It says something about an External Client App, or about how it is installed.
    Structure,
    /// It is text, in which a secret can stand.
    Secrets,
    /// It is not text.
    None,
}

/// Folders that tools make.
const SKIPPED: &[&str] = &[
    ".git",
    ".sf",
    ".sfdx",
    "node_modules",
    ".husky",
    "coverage",
    "artifacts",
];

/// Endings of files that are not text, or that no person writes.
const NOT_TEXT: &[&str] = &[
    "7z", "avif", "bmp", "class", "dll", "doc", "docx", "dylib", "eot", "exe", "gif", "gz", "ico",
    "jar", "jpeg", "jpg", "mov", "mp3", "mp4", "otf", "pdf", "png", "ppt", "pptx", "resource",
    "so", "svg", "tar", "tgz", "tif", "tiff", "ttf", "wasm", "webm", "webp", "woff", "woff2",
    "xls", "xlsx", "zip",
];

/// Whether a folder may hold anything of interest, by its own name.
#[must_use]
pub fn is_worth_entering(folder_name: &str) -> bool {
    !SKIPPED.contains(&folder_name)
}

/// Why a file is read.
#[must_use]
pub fn interest(path: &RelativePath) -> Interest {
    if !path.folder().split('/').all(is_worth_entering) {
        return Interest::None;
    }
    let name = path.file_name();
    if is_metadata(path) || is_project_file(name) || is_script(name) {
        return Interest::Structure;
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if NOT_TEXT.iter().any(|not| not.eq_ignore_ascii_case(ending)) {
        Interest::None
    } else {
        Interest::Secrets
    }
}

/// Whether a file is metadata of ours, rightly named or not.
pub(super) fn is_metadata(path: &RelativePath) -> bool {
    is_candidate(path.file_name()) || (is_in_our_folder(path) && path.as_str().ends_with(".xml"))
}

pub(super) fn is_in_our_folder(path: &RelativePath) -> bool {
    let folder = path.folder().rsplit('/').next();
    folder.is_some_and(|last| Kind::of_folder(last).is_some())
}

fn is_candidate(name: &str) -> bool {
    let stem = name.strip_suffix("-meta.xml").unwrap_or(name);
    let suffix = stem.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    suffix.strip_prefix("eca").is_some_and(|rest| {
        let is_word = rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_word && !rest.starts_with(|first: char| first.is_ascii_lowercase())
    })
}

fn is_project_file(name: &str) -> bool {
    matches!(name, "sfdx-project.json" | ".gitignore" | "blueprint.toml")
        || is_scratch_definition(name)
}

pub(super) fn is_scratch_definition(name: &str) -> bool {
    name.contains("scratch-def") && name.ends_with(".json")
}

/// Whether a file can hold commands that install packages.
pub(super) fn is_script(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(ending, "sh" | "yml" | "yaml" | "md" | "ps1" | "bat" | "cmd") || name == "Jenkinsfile"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Interest {
        interest(&RelativePath::parse(path).unwrap())
    }

    #[test]
    fn only_what_matters_is_read() {
        for path in [
            "app/externalClientApps/X.eca-meta.xml",
            "app/X.ecaGlobalOauth-meta.xml",
            "app/extlClntAppOauthSettings/X.xml",
            "deep/sfdx-project.json",
            "config/project-scratch-def.json",
            ".github/workflows/release.yml",
            ".gitignore",
        ] {
            assert_eq!(of(path), Interest::Structure, "{path}");
        }
        for path in [
            "force-app/main/default/classes/A.cls",
            ".env",
            "LICENSE",
            "src/a.js",
        ] {
            assert_eq!(of(path), Interest::Secrets, "{path}");
        }
        for path in [
            "node_modules/a/b.js",
            ".git/config",
            "docs/a.PNG",
            "x/.sfdx/a.json",
        ] {
            assert_eq!(of(path), Interest::None, "{path}");
        }
    }
}
