//! Changes a set of files as one, as far as a file system allows.
//!
//! Every text is written out beside its place first, and only then moved there. Until the last move, a failure puts
//! back what stood there. What a crash leaves behind is whole files, some of them old.

use std::io::{self, Write as _};

use cap_std::fs::{Dir, Permissions};
use cap_tempfile::TempFile;
use orgkeep_blueprint::tree::RelativePath;

use super::change::Change;

/// A file could not be written. Everything stands as before.
#[derive(Debug, thiserror::Error)]
#[error("{path} could not be written, and nothing was changed")]
pub struct ReplaceError {
    /// Which file.
    pub path: RelativePath,
    /// Why.
    pub source: io::Error,
}

/// Changes the files of a folder.
pub(super) fn replace_all(dir: &Dir, changes: &[Change<'_>]) -> Result<(), ReplaceError> {
    let mut made = MadeFolders::default();
    let result = made.make_for(dir, changes).and_then(|parents| {
        let written = write_beside(dir, &parents, changes)?;
        move_all(dir, written, changes)
    });
    if result.is_err() {
        made.remove(dir);
    }
    result
}

/// Folders that were not there before.
#[derive(Default)]
struct MadeFolders(Vec<String>);

impl MadeFolders {
    /// The folder of each file, made where it is missing.
    fn make_for(&mut self, dir: &Dir, changes: &[Change<'_>]) -> Result<Vec<Dir>, ReplaceError> {
        let parents = changes.iter().map(|change| {
            self.make(dir, change.path.folder())
                .map_err(failed(change.path))
        });
        parents.collect()
    }

    fn make(&mut self, dir: &Dir, folder: &str) -> io::Result<Dir> {
        let mut at = String::new();
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            if !at.is_empty() {
                at.push('/');
            }
            at.push_str(part);
            match dir.create_dir(&at) {
                Ok(()) => self.0.push(at.clone()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        dir.open_dir(if at.is_empty() { "." } else { &at })
    }

    fn remove(self, dir: &Dir) {
        for folder in self.0.iter().rev() {
            // Only an empty folder can be removed, and what is in it by now is not ours.
            let _left: io::Result<()> = dir.remove_dir(folder);
        }
    }
}

fn write_beside<'d>(
    dir: &Dir,
    parents: &'d [Dir],
    changes: &[Change<'_>],
) -> Result<Vec<TempFile<'d>>, ReplaceError> {
    let written = parents.iter().zip(changes).map(|(parent, change)| {
        let permissions = permissions(dir, change);
        written(parent, change.text.as_bytes(), permissions).map_err(failed(change.path))
    });
    written.collect()
}

fn written<'d>(
    parent: &'d Dir,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> io::Result<TempFile<'d>> {
    let mut file = TempFile::new(parent)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// A file keeps its permissions, and a script can be run by whoever can read it. `None` leaves what the system gives.
fn permissions(dir: &Dir, change: &Change<'_>) -> Option<Permissions> {
    let old = dir.metadata(change.path.as_str()).ok();
    let old = old.map(|found| found.permissions());
    if change.path.is_script() {
        runnable(old)
    } else {
        old
    }
}

#[cfg(unix)]
fn runnable(old: Option<Permissions>) -> Option<Permissions> {
    use cap_std::fs::PermissionsExt as _;
    let mode = old.map_or(0o644, |old| old.mode());
    Some(Permissions::from_mode(mode | ((mode & 0o444) >> 2)))
}

#[cfg(not(unix))]
fn runnable(old: Option<Permissions>) -> Option<Permissions> {
    old
}

fn move_all(
    dir: &Dir,
    written: Vec<TempFile<'_>>,
    changes: &[Change<'_>],
) -> Result<(), ReplaceError> {
    for (index, (file, change)) in written.into_iter().zip(changes).enumerate() {
        if let Err(source) = file.replace(change.path.file_name()) {
            put_back(dir, changes.get(..index).unwrap_or_default());
            return Err(failed(change.path)(source));
        }
    }
    Ok(())
}

/// Undoes moves. What cannot be undone stays, whole: there is nothing better left to do.
fn put_back(dir: &Dir, changes: &[Change<'_>]) {
    for change in changes.iter().rev() {
        let _stays: io::Result<()> = match change.before {
            None => dir.remove_file(change.path.as_str()),
            Some(bytes) => restore(dir, change, bytes),
        };
    }
}

fn restore(dir: &Dir, change: &Change<'_>, bytes: &[u8]) -> io::Result<()> {
    let folder = change.path.folder();
    let parent = dir.open_dir(if folder.is_empty() { "." } else { folder })?;
    let old = dir.metadata(change.path.as_str())?.permissions();
    written(&parent, bytes, Some(old))?.replace(change.path.file_name())
}

fn failed(path: &RelativePath) -> impl FnOnce(io::Error) -> ReplaceError {
    let path = path.clone();
    move |source| ReplaceError { path, source }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use cap_std::ambient_authority;

    use super::*;

    /// Every file of a folder, and its folders with a slash behind them.
    fn all(folder: &Path) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_dir() {
                let inner = all(&entry.path());
                found.extend(
                    inner
                        .into_iter()
                        .map(|(path, text)| (format!("{name}/{path}"), text)),
                );
                found.insert(format!("{name}/"), String::new());
            } else {
                found.insert(name, fs::read_to_string(entry.path()).unwrap());
            }
        }
        found
    }

    fn paths(texts: &[&str]) -> Vec<RelativePath> {
        let parsed = texts.iter().map(|text| RelativePath::parse(text).unwrap());
        parsed.collect()
    }

    /// Changes every path to `new`, and gives the folder before and after.
    fn change(
        base: &Path,
        texts: &[&str],
    ) -> (BTreeMap<String, String>, BTreeMap<String, String>, bool) {
        let paths = paths(texts);
        let standing: Vec<Option<Vec<u8>>> = paths
            .iter()
            .map(|path| fs::read(base.join(path.as_str())).ok())
            .collect();
        let changes: Vec<Change<'_>> = paths
            .iter()
            .zip(&standing)
            .map(|(path, before)| Change {
                path,
                text: "new",
                before: before.as_deref(),
            })
            .collect();
        let before = all(base);
        let dir = Dir::open_ambient_dir(base, ambient_authority()).unwrap();
        let done = replace_all(&dir, &changes).is_ok();
        (before, all(base), done)
    }

    #[test]
    fn old_and_new_files_get_their_text_and_nothing_else_is_left() {
        let base = tempfile::tempdir().unwrap();
        fs::write(base.path().join("a"), "old").unwrap();
        let (_, after, done) = change(base.path(), &["a", "b/c/d"]);
        assert!(done);
        let names: Vec<&str> = after.keys().map(String::as_str).collect();
        assert_eq!(names, ["a", "b/", "b/c/", "b/c/d"]);
        assert!(after["a"] == "new" && after["b/c/d"] == "new");
    }

    #[test]
    fn when_the_last_move_fails_the_old_files_are_whole_again() {
        let base = tempfile::tempdir().unwrap();
        fs::write(base.path().join("a"), "old").unwrap();
        // A folder that is not empty cannot be replaced by a file.
        fs::create_dir_all(base.path().join("z/in")).unwrap();
        let (before, after, done) = change(base.path(), &["a", "b/c", "z"]);
        assert!(!done);
        assert_eq!(after, before);
    }

    #[test]
    fn when_a_folder_cannot_be_made_nothing_was_touched() {
        let base = tempfile::tempdir().unwrap();
        fs::write(base.path().join("a"), "old").unwrap();
        fs::write(base.path().join("z"), "a file").unwrap();
        let (before, after, done) = change(base.path(), &["a", "b/c", "z/d"]);
        assert!(!done);
        assert_eq!(after, before);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_permissions_and_a_script_can_be_run() {
        use std::os::unix::fs::PermissionsExt as _;
        let base = tempfile::tempdir().unwrap();
        let mode = |name: &str| {
            fs::metadata(base.path().join(name))
                .unwrap()
                .permissions()
                .mode()
                & 0o777
        };
        fs::write(base.path().join("a"), "old").unwrap();
        fs::set_permissions(base.path().join("a"), fs::Permissions::from_mode(0o600)).unwrap();
        assert!(change(base.path(), &["a", "run.sh"]).2);
        assert_eq!((mode("a"), mode("run.sh")), (0o600, 0o755));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_leads_nobody_out_of_the_folder() {
        let (base, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(outside.path().join("x"), "theirs").unwrap();
        std::os::unix::fs::symlink(outside.path(), base.path().join("b")).unwrap();
        let dir = Dir::open_ambient_dir(base.path(), ambient_authority()).unwrap();
        let paths = paths(&["b/x"]);
        let changes = [Change {
            path: &paths[0],
            text: "new",
            before: None,
        }];
        assert!(replace_all(&dir, &changes).is_err());
        assert_eq!(
            fs::read_to_string(outside.path().join("x")).unwrap(),
            "theirs"
        );
    }
}
