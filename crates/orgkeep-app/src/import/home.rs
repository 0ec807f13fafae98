//! A home of the Salesforce CLI on the disk. It is only read, and no link leads out of it.

use std::io::{self, Read as _};
use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use orgkeep_import::cli::auth_file::{LONGEST_FILE, Unusable, is_auth_file};

/// The largest home that is read, in auth files.
const MOST_FILES: usize = 5_000;

/// What stands in a home.
#[derive(Debug)]
pub(crate) struct Home {
    /// By name.
    pub(crate) auth_files: Vec<(String, Result<Vec<u8>, Unusable>)>,
    pub(crate) alias_file: Option<Vec<u8>>,
    pub(crate) key_file: Option<Vec<u8>>,
}

/// Why a folder is no home.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HomeError {
    /// There is no such folder.
    #[error("the Salesforce CLI has no home there")]
    Missing,
    /// It has more than [`MOST_FILES`] auth files.
    #[error("the folder has more than {MOST_FILES} auth files")]
    TooMany,
    /// The system refuses.
    #[error("the folder cannot be read: {}", .0.kind())]
    Refused(io::Error),
}

/// Reads a home. Blocks.
///
/// # Errors
/// [`HomeError`]. A file that cannot be read is told with its name, and is no error.
pub(crate) fn read_home(path: &Path) -> Result<Home, HomeError> {
    let folder = Dir::open_ambient_dir(path, ambient_authority()).map_err(refused)?;
    let mut names = Vec::new();
    for entry in folder.entries().map_err(refused)? {
        let name = entry.map_err(refused)?.file_name();
        // A name that is no text is none that the CLI gave.
        if let Some(name) = name.to_str().filter(|name| is_auth_file(name)) {
            names.push(name.to_owned());
        }
        if names.len() > MOST_FILES {
            return Err(HomeError::TooMany);
        }
    }
    names.sort_unstable();
    let read = |name: String| {
        let content = read_file(&folder, &name);
        (name, content)
    };
    Ok(Home {
        auth_files: names.into_iter().map(read).collect(),
        alias_file: read_file(&folder, "alias.json").ok(),
        key_file: read_file(&folder, "key.json").ok(),
    })
}

/// Looked at before it is opened: opening a pipe waits for whoever writes into it.
fn read_file(folder: &Dir, name: &str) -> Result<Vec<u8>, Unusable> {
    let unreadable = |_: io::Error| Unusable::Unreadable;
    if !folder.symlink_metadata(name).map_err(unreadable)?.is_file() {
        return Err(Unusable::NotAFile);
    }
    let mut bytes = Vec::new();
    let file = folder.open(name).map_err(unreadable)?;
    let longest = LONGEST_FILE as u64;
    file.take(longest + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    match bytes.len() > LONGEST_FILE {
        true => Err(Unusable::TooLong),
        false => Ok(bytes),
    }
}

fn refused(error: io::Error) -> HomeError {
    match error.kind() {
        io::ErrorKind::NotFound => HomeError::Missing,
        _ => HomeError::Refused(error),
    }
}
