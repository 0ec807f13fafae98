//! Makes a change that was shown, so that a finding goes away.

use std::io;

use cap_std::fs::Dir;
use orgkeep_blueprint::check::{Expectation, Finding, Report, holds_secret, remedy};
use orgkeep_blueprint::tree::RelativePath;

use super::change::Change;
use super::check::{CheckError, Checked, check};
use super::difference::{DifferenceLine, difference, shortened};
use super::folder::{Folder, standing};
use super::replace::{ReplaceError, replace_all};
use super::stop::Stop;
use super::token::Token;

/// How many lines of a file are shown around a change.
const AROUND: usize = 3;

/// A change that makes a finding go away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The file that it changes, which may be another one than that of the finding.
    pub path: RelativePath,
    /// The whole new text.
    pub text: String,
    /// The changed lines with a few around them.
    pub difference: Vec<DifferenceLine>,
    /// Names exactly this change of exactly this text.
    pub token: Token,
    before: Option<Vec<u8>>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum MendError {
    /// No finding has this change any more: the file, or another one, is not what was shown.
    #[error("the folder has changed since it was checked")]
    Changed,
    /// The folder cannot be checked.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The folder cannot be opened for writing.
    #[error("the folder cannot be written to")]
    Folder(#[from] io::Error),
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] ReplaceError),
}

/// Makes the change that `token` names, if it still fits, and checks again.
///
/// # Errors
/// [`MendError`]. The file is as it was.
pub fn mend(
    folder: &Folder,
    expectation: &Expectation,
    token: &Token,
) -> Result<Checked, MendError> {
    let checked = check(folder, expectation.clone(), &Stop::default())?;
    let findings = checked.files.into_iter().flat_map(|file| file.findings);
    let mut mends = findings.filter_map(|finding| finding.mend);
    let mend = mends.find(|mend| mend.token == *token);
    let mend = mend.ok_or(MendError::Changed)?;
    let dir = folder.open()?.ok_or(CheckError::Missing)?;
    let change = Change {
        path: &mend.path,
        text: &mend.text,
        before: mend.before.as_deref(),
    };
    replace_all(&dir, &[change])?;
    Ok(check(folder, expectation.clone(), &Stop::default())?)
}

/// What would make a finding go away. A file in which a secret stands is left to the person.
pub(super) fn mend_of(dir: &Dir, finding: &Finding, report: &Report) -> Option<Mend> {
    let bytes = |path: &RelativePath| standing(dir, path).ok().flatten();
    let read = |path: &RelativePath| String::from_utf8(bytes(path)?).ok();
    let remedy = remedy(finding, report, &read)?;
    let before = bytes(&remedy.path);
    let old = before.as_deref().unwrap_or_default();
    if holds_secret(old) {
        return None;
    }
    let is_there: &[u8] = if before.is_some() {
        b"file"
    } else {
        b"nothing"
    };
    let (path, text) = (remedy.path.as_str().as_bytes(), remedy.text.as_bytes());
    Some(Mend {
        difference: shortened(difference(old, &remedy.text), AROUND),
        token: Token::of([path, is_there, old, text]),
        before,
        path: remedy.path,
        text: remedy.text,
    })
}
