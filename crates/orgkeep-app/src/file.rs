//! Files that the person chose: read whole, and written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// The longest file that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// Why a file was not read. No error names the file or repeats anything of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadFileError {
    /// It is a folder, a device or the like.
    #[error("it is not a file")]
    NotAFile,
    /// It has more than [`LONGEST`] bytes.
    #[error("it is longer than 1 MiB")]
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
    // Looked at before it is opened: opening a pipe waits for whoever writes into it.
    if !fs::metadata(path)?.is_file() {
        return Err(ReadFileError::NotAFile);
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Err(ReadFileError::TooLong);
    }
    String::from_utf8(bytes).map_err(|_| ReadFileError::NotText)
}

/// Writes a file, durably. Whoever reads it meanwhile reads what was there before, and so does everybody if
/// it fails.
///
/// # Errors
/// What the system says; it names no path.
pub fn write_text(path: &Path, text: &str) -> io::Result<()> {
    // A link stays one: what it points to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut file = beside(&path, folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// A new file in the same folder, for those who may read the one whose place it takes.
#[cfg(unix)]
fn beside(path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    let before = fs::metadata(path).map(|found| found.permissions());
    let usual = fs::Permissions::from_mode(0o666);
    Builder::new()
        .prefix(".orgkeep-")
        .permissions(before.unwrap_or(usual))
        .tempfile_in(folder)
}

#[cfg(not(unix))]
fn beside(_path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    Builder::new().prefix(".orgkeep-").tempfile_in(folder)
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
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
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
