//! Files that the person chose: read whole, and written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// The longest file that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// What the names of files begin with that are not complete yet.
const PREFIX: &str = ".orgkeep-";

/// Why a file was not read. No error names the file or repeats anything of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadFileError {
    /// It is a folder, a device or the like.
    #[error("it is not a file")]
    NotAFile,
    /// It is longer than any file of its kind.
    #[error("it is too long")]
    TooLong,
    /// It is not UTF-8.
    #[error("it is not text")]
    NotText,
    /// The system refused.
    #[error("it could not be read: {}", .0.kind())]
    Refused(#[from] io::Error),
}

/// The text of a file.
///
/// # Errors
/// [`ReadFileError`].
pub(crate) fn read_text(path: &Path) -> Result<String, ReadFileError> {
    let bytes = read_bytes(path, LONGEST)?;
    String::from_utf8(bytes).map_err(|_| ReadFileError::NotText)
}

/// The bytes of a file that has so many at most.
///
/// # Errors
/// [`ReadFileError`].
pub(crate) fn read_bytes(path: &Path, longest: u64) -> Result<Vec<u8>, ReadFileError> {
    // Looked at before it is opened: opening a pipe waits for whoever writes into it.
    if !fs::metadata(path)?.is_file() {
        return Err(ReadFileError::NotAFile);
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(longest + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > longest {
        return Err(ReadFileError::TooLong);
    }
    Ok(bytes)
}

/// Writes a file, durably: a new one for this user only, and for those who could read the one whose place it takes.
/// Whoever reads it meanwhile reads what was there before, and so does everybody if it fails.
///
/// # Errors
/// What the system says; it names no path.
pub fn write_text(path: &Path, text: &str) -> io::Result<()> {
    let path = &target_of(path);
    put(path, beside(path, folder_of(path)?)?, text.as_bytes())
}

/// The same for what only this user may read, whoever could read the file whose place it takes.
///
/// # Errors
/// What the system says; it names no path.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let path = &target_of(path);
    let file = Builder::new()
        .prefix(PREFIX)
        .tempfile_in(folder_of(path)?)?;
    put(path, file, content)
}

/// A link stays one: what it points to is replaced.
fn target_of(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn folder_of(path: &Path) -> io::Result<&Path> {
    Ok(path.parent().ok_or(io::ErrorKind::InvalidInput)?)
}

fn put(path: &Path, mut file: NamedTempFile, content: &[u8]) -> io::Result<()> {
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder_of(path)?)
}

/// A new file in the same folder, for those who may read the one whose place it takes.
#[cfg(unix)]
fn beside(path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    let before = fs::metadata(path).map(|found| found.permissions());
    let own = fs::Permissions::from_mode(0o600);
    Builder::new()
        .prefix(PREFIX)
        .permissions(before.unwrap_or(own))
        .tempfile_in(folder)
}

#[cfg(not(unix))]
fn beside(_path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    Builder::new().prefix(PREFIX).tempfile_in(folder)
}

/// The new name is durable once its folder is.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_file_is_read_as_it_was_and_nothing_lies_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("größe.toml");
        write_text(&path, "first").unwrap();
        write_text(&path, "second ö").unwrap();
        assert_eq!(read_text(&path).unwrap(), "second ö");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_replaced_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("folder");
        fs::create_dir(&path).unwrap();
        assert!(write_text(&path, "text").is_err());
        assert!(write_text(&folder.path().join("missing/file"), "text").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn who_could_read_it_can_read_it_and_a_link_stays_one() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&path, "before").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write_text(&link, "after").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let new = folder.path().join("new");
        write_text(&new, "for nobody else yet").unwrap();
        assert_eq!(mode(&new), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_is_for_this_user_whoever_could_read_it_before() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "before").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        write_private(&path, b"after").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"after");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let length = usize::try_from(LONGEST).unwrap();
        fs::write(&path, "x".repeat(length)).unwrap();
        assert_eq!(read_text(&path).unwrap().len(), length);
        fs::write(&path, "x".repeat(length + 1)).unwrap();
        assert!(matches!(read_text(&path), Err(ReadFileError::TooLong)));
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(matches!(read_text(&path), Err(ReadFileError::NotText)));
        let not_a_file = read_text(folder.path());
        assert!(matches!(not_a_file, Err(ReadFileError::NotAFile)));
        let missing = read_text(&folder.path().join("missing")).unwrap_err();
        assert_eq!(
            missing.to_string(),
            "it could not be read: entity not found"
        );
    }
}
