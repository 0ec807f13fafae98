//! The vault's folder and the files in it: for this user only, from the first byte.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::file_system;

/// Why a folder or file is not fit for a vault.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system refused.
    #[error("the folder or file cannot be used")]
    Refused(#[source] io::Error),
    /// The disk, or the share of it that this user has, is full.
    #[error("the disk is full")]
    Full(#[source] io::Error),
    /// Its owner, or how its disk is mounted, does not let this user write.
    #[error("the folder or file may not be written")]
    ReadOnly(#[source] io::Error),
    /// It lies on a network file system, where SQLite's locks do not hold.
    #[error("the folder lies on a network file system ({0})")]
    Network(String),
    /// Some program keeps it in step with another place.
    #[error("the folder is kept in step with another place, by {0}")]
    Synced(&'static str),
    /// The store's file is a link, a folder or a device.
    #[error("the store is not a plain file")]
    NotAPlainFile,
}

impl From<io::Error> for FolderError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(error),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly(error)
            }
            _ => Self::Refused(error),
        }
    }
}

/// Makes the folder if need be, for this user only, and gives its real path.
pub(crate) fn prepare(folder: &Path) -> Result<PathBuf, FolderError> {
    make(folder)?;
    let folder = folder.canonicalize()?;
    restrict(&folder, 0o700)?;
    if let Some(name) = file_system::network_name(&folder)? {
        return Err(FolderError::Network(name));
    }
    match file_system::synced_by(&folder) {
        Some(program) => Err(FolderError::Synced(program)),
        None => Ok(folder),
    }
}

/// What SQLite puts beside its main file, under the same name and this.
pub(crate) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Makes an empty file if there is none. Gives whether it did. SQLite copies the mode of its main file to
/// the files it puts beside it, and opens them wherever they lead.
pub(crate) fn prepare_file(path: &Path) -> Result<bool, FolderError> {
    for beside in BESIDE {
        let found = fs::symlink_metadata(with(path, beside));
        if found.is_ok_and(|found| !is_plain(&found)) {
            return Err(FolderError::NotAPlainFile);
        }
    }
    match fs::symlink_metadata(path) {
        Ok(found) if is_plain(&found) => {
            restrict(path, 0o600)?;
            Ok(false)
        }
        Ok(_) => Err(FolderError::NotAPlainFile),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            private_options().create_new(true).open(path)?.sync_all()?;
            sync_folder_of(path)?;
            Ok(true)
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes a folder beside the store, for this user only, if it is not there.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    make(folder)
}

/// Opens a file beside the store, made for this user only if it is not there.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    private_options().create(true).truncate(false).open(path)
}

/// Puts a new file in place as a whole: after a crash it is there complete or not at all.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    use std::io::Write as _;

    let draft = path.with_extension("new");
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private_options().create_new(true).open(&draft)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    sync_folder_of(path)
}

#[cfg(unix)]
fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

#[cfg(unix)]
fn private_options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let no_follow = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .mode(0o600)
        .custom_flags(no_follow);
    options
}

#[cfg(not(unix))]
fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    options
}

/// Takes rights away that somebody has given, as an unpacked archive may have done.
#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let found = fs::metadata(path)?.permissions().mode() & 0o777;
    if found == mode {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Whether anybody but the owner has rights on it.
#[cfg(unix)]
pub(crate) fn is_shared(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

/// On Windows the folder inherits the rights of the user's profile, which nobody else has.
#[cfg(not(unix))]
pub(crate) fn is_shared(_path: &Path) -> bool {
    false
}

/// On Windows the folder inherits the rights of the user's profile: the user and the system.
#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn is_plain(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    found.is_file() && found.nlink() == 1
}

#[cfg(not(unix))]
fn is_plain(found: &fs::Metadata) -> bool {
    found.is_file()
}

/// A path with something at its end.
pub(crate) fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Makes a new name in a folder durable.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync)
}

/// Makes the names in a folder durable.
#[cfg(unix)]
pub(crate) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_folder_and_its_files_are_for_the_user_only() {
        let root = tempfile::tempdir().unwrap();
        let folder = prepare(&root.path().join("a/b")).unwrap();
        assert_eq!(mode(&folder), 0o700);
        assert!(prepare_file(&folder.join("store")).unwrap());
        assert_eq!(mode(&folder.join("store")), 0o600);
        write_private(&folder.join("key"), b"1").unwrap();
        write_private(&folder.join("key"), b"2").unwrap();
        assert_eq!(mode(&folder.join("key")), 0o600);
        assert_eq!(fs::read(folder.join("key")).unwrap(), b"2");
    }

    #[test]
    fn a_disk_that_takes_nothing_is_told_apart_from_other_troubles() {
        use io::ErrorKind as Kind;
        let judged = |kind: Kind| FolderError::from(io::Error::from(kind));
        for kind in [Kind::StorageFull, Kind::QuotaExceeded] {
            assert!(matches!(judged(kind), FolderError::Full(_)), "{kind}");
        }
        for kind in [Kind::PermissionDenied, Kind::ReadOnlyFilesystem] {
            assert!(matches!(judged(kind), FolderError::ReadOnly(_)), "{kind}");
        }
        let other = judged(Kind::NotADirectory);
        assert!(matches!(other, FolderError::Refused(_)), "{other:?}");
    }

    #[test]
    fn rights_that_somebody_gave_are_taken_back() {
        let root = tempfile::tempdir().unwrap();
        let store = root.path().join("store");
        fs::write(&store, b"").unwrap();
        fs::set_permissions(&store, fs::Permissions::from_mode(0o666)).unwrap();
        fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
        prepare(root.path()).unwrap();
        assert!(!prepare_file(&store).unwrap());
        assert_eq!((mode(root.path()), mode(&store)), (0o700, 0o600));
    }

    #[test]
    fn links_folders_and_pipes_are_refused_and_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("target");
        fs::write(&target, b"precious").unwrap();
        let path = |name: &str| root.path().join(name);
        std::os::unix::fs::symlink(&target, path("symbolic")).unwrap();
        std::os::unix::fs::symlink(root.path().join("nothing"), path("dangling")).unwrap();
        fs::hard_link(&target, path("hard")).unwrap();
        fs::create_dir(path("folder")).unwrap();
        for name in ["symbolic", "dangling", "hard", "folder"] {
            let refused = prepare_file(&path(name));
            assert!(
                matches!(refused, Err(FolderError::NotAPlainFile)),
                "{name}: {refused:?}"
            );
        }
        assert!(open_private(&path("symbolic")).is_err());
        assert_eq!(fs::read(&target).unwrap(), b"precious");
    }
}
