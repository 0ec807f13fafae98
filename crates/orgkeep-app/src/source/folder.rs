//! The folder of a source tree: where it really is, and that nothing in it leads elsewhere.

use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use orgkeep_blueprint::check::LONGEST_READ;
use orgkeep_blueprint::tree::RelativePath;

/// A folder by its real path: absolute, with every link above it resolved. It need not be there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder(PathBuf);

/// Why a text or a path is no folder for a source tree.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Nothing was given.
    #[error("Name a folder.")]
    Missing,
    /// It begins neither at the root nor at the home.
    #[error("Give the whole path, or one that begins with ~/.")]
    NotAbsolute,
    /// It goes up again from a folder that is not there.
    #[error("This path goes up from a folder that is not there. Give it without “..”.")]
    Upward,
    /// It is the root of a disk.
    #[error("The root of a disk is no place for source. Name a folder in it.")]
    Root,
    /// It is a link.
    #[error("This is a link to another place. Give that place.")]
    Link,
    /// Something else stands there, or above it.
    #[error("A file stands there. Name a folder.")]
    NotAFolder,
    /// It cannot be looked at.
    #[error("This folder cannot be looked at. Check who may read it.")]
    Unreachable(#[source] io::Error),
}

/// Why a file of a folder is not read.
#[derive(Debug, thiserror::Error)]
pub enum StandingError {
    /// It, or a folder above it, is a link.
    #[error(
        "{0} is a link. Orgkeep does not go through links; remove it, or choose another folder"
    )]
    Link(RelativePath),
    /// A folder stands where a file should, or a file where a folder should.
    #[error("{0} is not what it should be: a file stands for a folder, or a folder for a file")]
    OtherKind(RelativePath),
    /// It is longer than any file of a project that matters.
    #[error("{0} is longer than 1 MiB. Move it away, or choose another folder")]
    TooLong(RelativePath),
    /// It cannot be read.
    #[error("{path} cannot be read")]
    Read {
        /// Which file.
        path: RelativePath,
        /// Why.
        source: io::Error,
    },
}

impl Folder {
    /// Takes what a person typed: an absolute path, or one that begins with `~/`.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn parse(text: &str, home: Option<&Path>) -> Result<Self, FolderError> {
        let text = text.trim();
        let path = match (text.strip_prefix('~'), home) {
            (Some(""), Some(home)) => home.to_owned(),
            (Some(rest), Some(home)) if rest.starts_with(['/', '\\']) => {
                home.join(rest.trim_start_matches(['/', '\\']))
            }
            _ => PathBuf::from(text),
        };
        Self::at(&path)
    }

    /// Takes a path, and finds out where it really is. What is not there yet is taken as it is written.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn at(path: &Path) -> Result<Self, FolderError> {
        if path.as_os_str().is_empty() {
            return Err(FolderError::Missing);
        }
        if !path.is_absolute() {
            return Err(FolderError::NotAbsolute);
        }
        // A slash at the end would make the system follow a link.
        let path: PathBuf = path.components().collect();
        if path
            .symlink_metadata()
            .is_ok_and(|found| found.is_symlink())
        {
            return Err(FolderError::Link);
        }
        let real = real_path(&path)?;
        if real.file_name().is_none() {
            return Err(FolderError::Root);
        }
        match real.metadata() {
            Ok(found) if !found.is_dir() => Err(FolderError::NotAFolder),
            _ => Ok(Self(real)),
        }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The folder, opened so that nothing outside of it can be reached; `None` if it is not there.
    pub(super) fn open(&self) -> io::Result<Option<Dir>> {
        match Dir::open_ambient_dir(&self.0, ambient_authority()) {
            Ok(dir) => Ok(Some(dir)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The folder, made with those above it if need be.
    pub(super) fn make(&self) -> io::Result<Dir> {
        std::fs::create_dir_all(&self.0)?;
        // A link may have been put above it since it was resolved.
        if std::fs::canonicalize(&self.0)? != self.0 {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Dir::open_ambient_dir(&self.0, ambient_authority())
    }
}

/// Resolves links in the part of a path that is there.
fn real_path(path: &Path) -> Result<PathBuf, FolderError> {
    let mut missing: Vec<OsString> = Vec::new();
    let mut there = path;
    loop {
        match std::fs::canonicalize(there) {
            Ok(real) => {
                missing.reverse();
                return Ok(missing.iter().fold(real, |path, part| path.join(part)));
            }
            // A link that leads nowhere.
            Err(_)
                if there
                    .symlink_metadata()
                    .is_ok_and(|found| found.is_symlink()) =>
            {
                return Err(FolderError::Link);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(FolderError::NotAFolder);
            }
            Err(error) => return Err(FolderError::Unreachable(error)),
        }
        let last = there.components().next_back();
        let (Some(Component::Normal(name)), Some(parent)) = (last, there.parent()) else {
            return Err(FolderError::Upward);
        };
        missing.push(name.to_owned());
        there = parent;
    }
}

/// What stands at a path of a folder; `None` if nothing does.
pub(super) fn standing(dir: &Dir, path: &RelativePath) -> Result<Option<Vec<u8>>, StandingError> {
    let read = |source| StandingError::Read {
        path: path.clone(),
        source,
    };
    let parts = path.as_str().match_indices('/').map(|(at, _)| at);
    let ends = parts.chain([path.as_str().len()]);
    for end in ends {
        let part = path.as_str().get(..end).unwrap_or_default();
        let is_last = end == path.as_str().len();
        match dir.symlink_metadata(part) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(read(error)),
            Ok(found) if found.is_symlink() => return Err(StandingError::Link(path.clone())),
            Ok(found) if found.is_file() == is_last && found.is_dir() != is_last => {}
            Ok(_) => return Err(StandingError::OtherKind(path.clone())),
        }
    }
    let file = dir.open(path.as_str()).map_err(read)?;
    let mut bytes = Vec::new();
    let limit = LONGEST_READ as u64 + 1;
    file.take(limit).read_to_end(&mut bytes).map_err(read)?;
    if bytes.len() > LONGEST_READ {
        return Err(StandingError::TooLong(path.clone()));
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn real(path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap()
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_taken_with_those_above_it() {
        let base = tempfile::tempdir().unwrap();
        let folder = Folder::at(&base.path().join("a/b")).unwrap();
        assert_eq!(folder.path(), real(base.path()).join("a/b"));
        assert!(folder.open().unwrap().is_none());
        folder.make().unwrap();
        assert!(folder.open().unwrap().is_some());
    }

    #[test]
    fn a_tilde_is_the_home() {
        let home = tempfile::tempdir().unwrap();
        let of = |text| Folder::parse(text, Some(home.path())).map(|folder| folder.0);
        assert_eq!(of(" ~/eca ").unwrap(), real(home.path()).join("eca"));
        assert!(matches!(of("~other/eca"), Err(FolderError::NotAbsolute)));
        assert!(matches!(of("eca"), Err(FolderError::NotAbsolute)));
        assert!(matches!(of(""), Err(FolderError::Missing)));
        let homeless = Folder::parse("~/eca", None);
        assert!(matches!(homeless, Err(FolderError::NotAbsolute)));
    }

    #[test]
    fn a_file_or_the_root_is_no_folder() {
        let base = tempfile::tempdir().unwrap();
        let file = base.path().join("x");
        fs::write(&file, "").unwrap();
        for path in [file.clone(), file.join("below")] {
            let refused = Folder::at(&path);
            assert!(
                matches!(refused, Err(FolderError::NotAFolder)),
                "{refused:?}"
            );
        }
        let root = base.path().ancestors().last().unwrap();
        assert!(matches!(Folder::at(root), Err(FolderError::Root)));
        let up = Folder::at(&base.path().join("no/../../x"));
        assert!(matches!(up, Err(FolderError::Upward)), "{up:?}");
    }

    #[cfg(unix)]
    #[test]
    fn links_above_are_resolved_and_the_folder_itself_is_none() {
        use std::os::unix::fs::symlink;
        let base = tempfile::tempdir().unwrap();
        fs::create_dir(base.path().join("real")).unwrap();
        symlink(base.path().join("real"), base.path().join("link")).unwrap();
        symlink(base.path().join("nowhere"), base.path().join("dead")).unwrap();
        let inside = Folder::at(&base.path().join("link/new")).unwrap();
        assert_eq!(inside.path(), real(base.path()).join("real/new"));
        for path in ["link", "link/", "dead", "dead/new"] {
            let refused = Folder::at(&base.path().join(path));
            assert!(
                matches!(refused, Err(FolderError::Link)),
                "{path} {refused:?}"
            );
        }
    }
}
