//! What writing a tree would do, before anything is written.

use std::io;
use std::path::PathBuf;

use cap_std::fs::Dir;
use orgkeep_blueprint::tree::{RelativePath, Tree};

use super::difference::{DifferenceLine, difference};
use super::folder::{Folder, StandingError, standing};
use super::token::Token;

/// What writing a tree into a folder would do.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The folder, in full.
    pub folder: PathBuf,
    /// Whether the folder is there already and holds something.
    pub occupied: bool,
    /// The files of the tree, in the order of their paths.
    pub files: Vec<SurveyedFile>,
    /// Names exactly this: the tree, the folder, and what stands in it at these paths.
    pub token: Token,
}

/// One file of the tree.
#[derive(Debug, Clone)]
pub struct SurveyedFile {
    /// Its path in the folder.
    pub path: RelativePath,
    /// Its text.
    pub text: String,
    /// What stands there now.
    pub before: Before,
}

/// What stands at the path of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// Nothing.
    Nothing,
    /// The same, byte for byte.
    Same,
    /// Something else, which would be lost.
    Other(Vec<u8>),
}

/// Why a folder cannot be compared with a tree.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    /// The folder cannot be opened.
    #[error("the folder cannot be looked at")]
    Folder(#[source] io::Error),
    /// Something in it cannot be read.
    #[error(transparent)]
    Standing(#[from] StandingError),
}

impl SurveyedFile {
    /// The lines of the old and the new text; empty where nothing would be lost.
    #[must_use]
    pub fn difference(&self) -> Vec<DifferenceLine> {
        match &self.before {
            Before::Other(old) => difference(old, &self.text),
            Before::Nothing | Before::Same => Vec::new(),
        }
    }
}

impl Survey {
    /// The files whose text would be lost.
    pub fn replaced(&self) -> impl Iterator<Item = &SurveyedFile> {
        let files = self.files.iter();
        files.filter(|file| matches!(file.before, Before::Other(_)))
    }
}

/// Compares a tree with what stands in a folder.
///
/// # Errors
/// [`SurveyError`].
pub fn survey(folder: &Folder, tree: &Tree) -> Result<Survey, SurveyError> {
    let dir = folder.open().map_err(SurveyError::Folder)?;
    let files: Result<Vec<SurveyedFile>, StandingError> = tree
        .files
        .iter()
        .map(|(path, text)| {
            Ok(SurveyedFile {
                before: before(dir.as_ref(), path, text)?,
                path: path.clone(),
                text: text.clone(),
            })
        })
        .collect();
    let files = files?;
    Ok(Survey {
        folder: folder.path().to_owned(),
        occupied: is_occupied(dir.as_ref()).map_err(SurveyError::Folder)?,
        token: token(folder, &files),
        files,
    })
}

fn is_occupied(dir: Option<&Dir>) -> io::Result<bool> {
    let entries = dir.map(Dir::entries).transpose()?;
    Ok(entries.is_some_and(|mut entries| entries.next().is_some()))
}

fn before(dir: Option<&Dir>, path: &RelativePath, text: &str) -> Result<Before, StandingError> {
    let Some(dir) = dir else {
        return Ok(Before::Nothing);
    };
    Ok(match standing(dir, path)? {
        None => Before::Nothing,
        Some(bytes) if bytes == text.as_bytes() => Before::Same,
        Some(bytes) => Before::Other(bytes),
    })
}

fn token(folder: &Folder, files: &[SurveyedFile]) -> Token {
    let path = folder.path().to_string_lossy();
    let parts = files.iter().flat_map(|file| {
        let before: [&[u8]; 2] = match &file.before {
            Before::Nothing => [b"nothing", b""],
            Before::Same => [b"same", b""],
            Before::Other(bytes) => [b"other", bytes],
        };
        [
            file.path.as_str().as_bytes(),
            file.text.as_bytes(),
            before[0],
            before[1],
        ]
    });
    Token::of(core::iter::once(path.as_bytes()).chain(parts))
}
