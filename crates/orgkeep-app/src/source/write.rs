//! Writes a tree that was shown.

use std::io;
use std::path::PathBuf;

use orgkeep_blueprint::tree::Tree;

use super::change::Change;
use super::folder::Folder;
use super::replace::{ReplaceError, replace_all};
use super::survey::{Before, SurveyError, SurveyedFile, survey};
use super::token::Token;

/// A tree that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The folder, in full.
    pub folder: PathBuf,
    /// How many files were written.
    pub written: usize,
    /// How many of them took the place of another text.
    pub replaced: usize,
    /// The commands to run next in that folder, in order.
    pub commands: Vec<String>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The tree, or what stands in the folder, is not what was shown.
    #[error("the folder has changed since it was looked at")]
    Changed,
    /// The folder cannot be compared with the tree.
    #[error(transparent)]
    Survey(#[from] SurveyError),
    /// The folder cannot be made.
    #[error("the folder cannot be made")]
    Folder(#[source] io::Error),
    /// A file cannot be written.
    #[error(transparent)]
    File(#[from] ReplaceError),
}

/// Writes a tree into a folder, all of it or nothing, if both are still what `token` names.
///
/// # Errors
/// [`WriteError`]. The files that were there are whole.
pub fn write(folder: &Folder, tree: &Tree, token: &Token) -> Result<Written, WriteError> {
    let survey = survey(folder, tree)?;
    if survey.token != *token {
        return Err(WriteError::Changed);
    }
    let changes: Vec<Change<'_>> = survey.files.iter().filter_map(change).collect();
    let dir = folder.make().map_err(WriteError::Folder)?;
    replace_all(&dir, &changes)?;
    Ok(Written {
        folder: survey.folder.clone(),
        written: changes.len(),
        replaced: survey.replaced().count(),
        commands: commands(tree),
    })
}

fn change(file: &SurveyedFile) -> Option<Change<'_>> {
    let before = match &file.before {
        Before::Same => return None,
        Before::Nothing => None,
        Before::Other(bytes) => Some(bytes.as_slice()),
    };
    Some(Change {
        path: &file.path,
        text: &file.text,
        before,
    })
}

/// What to run next: the first block of commands in the tree's own README.
#[must_use]
pub fn commands(tree: &Tree) -> Vec<String> {
    let readme = tree.text("README.md").unwrap_or_default();
    let block = readme.lines().skip_while(|line| *line != "```sh").skip(1);
    block
        .take_while(|line| *line != "```")
        .map(str::to_owned)
        .collect()
}
