//! Walks a folder and reads what can matter, one file at a time.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use orgkeep_blueprint::check::{Interest, LONGEST_READ, interest, is_worth_entering};
use orgkeep_blueprint::tree::RelativePath;
use walkdir::{DirEntry, WalkDir};

use super::stop::Stop;

/// Something that could matter and was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// Its path in the folder, as far as it can be shown.
    pub path: String,
    /// Why.
    pub why: WhyUnread,
}

/// Why a file or folder was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyUnread {
    /// The system refused it.
    Refused,
    /// Its name is no UTF-8, or has a control character or a backslash in it.
    Name,
    /// It is longer than 1 MiB, more than any file of a project that matters.
    TooLong,
}

/// Reads every file of interest and gives it to `visit`, until `stop` ends it. Links are not followed.
///
/// # Errors
/// The folder itself cannot be read. Everything else that is not read is returned, in the order of paths.
pub(super) fn walk(
    folder: &Path,
    stop: &Stop,
    mut visit: impl FnMut(&RelativePath, &[u8]),
) -> io::Result<Vec<Unread>> {
    std::fs::read_dir(folder)?;
    let mut unread = Vec::new();
    let mut buffer = Vec::new();
    let entries = WalkDir::new(folder).min_depth(1).into_iter();
    let entries = entries.filter_entry(may_matter);
    for entry in entries.take_while(|_| !stop.is_wanted()) {
        let read = match entry {
            Ok(entry) => read(folder, &entry, &mut buffer),
            Err(error) => Err(Unread {
                path: shown(folder, error.path().unwrap_or(folder)),
                why: WhyUnread::Refused,
            }),
        };
        match read {
            Ok(Some(path)) => visit(&path, &buffer),
            Ok(None) => {}
            Err(left) => unread.push(left),
        }
    }
    unread.sort();
    Ok(unread)
}

/// Whether to go into a folder. A name that is no text is no folder of a tool.
fn may_matter(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_str();
    !entry.file_type().is_dir() || name.is_none_or(is_worth_entering)
}

/// Reads one file into `buffer`; `None` for what is no file, or of no interest.
fn read(
    folder: &Path,
    entry: &DirEntry,
    buffer: &mut Vec<u8>,
) -> Result<Option<RelativePath>, Unread> {
    if !entry.file_type().is_file() {
        return Ok(None);
    }
    let unread = |why| Unread {
        path: shown(folder, entry.path()),
        why,
    };
    let path = relative(folder, entry.path()).ok_or_else(|| unread(WhyUnread::Name))?;
    if interest(&path) == Interest::None {
        return Ok(None);
    }
    buffer.clear();
    let file = File::open(entry.path()).map_err(|_| unread(WhyUnread::Refused))?;
    let limit = LONGEST_READ as u64 + 1;
    let length = file.take(limit).read_to_end(buffer);
    match length {
        Ok(length) if length <= LONGEST_READ => Ok(Some(path)),
        Ok(_) => Err(unread(WhyUnread::TooLong)),
        Err(_) => Err(unread(WhyUnread::Refused)),
    }
}

fn relative(folder: &Path, path: &Path) -> Option<RelativePath> {
    let inner = path.strip_prefix(folder).ok()?;
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    RelativePath::parse(&parts?.join("/")).ok()
}

/// A path that may be anything, in a form that can be shown.
fn shown(folder: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(folder).unwrap_or(path);
    let text = inner.to_string_lossy();
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}
