//! Checks a folder that is there: findings by file, with the lines around them and what would mend them.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use cap_std::fs::Dir;
use orgkeep_blueprint::check::{Expectation, Finding, Inspection, Report, holds_secret};
use orgkeep_blueprint::tree::RelativePath;

use super::excerpt::{ExcerptLine, excerpt};
use super::folder::{Folder, standing};
use super::mend::{Mend, mend_of};
use super::stop::Stop;
use super::walk::{Unread, walk};

/// What the rules say about a folder.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The folder, in full.
    pub folder: PathBuf,
    /// The report as a whole.
    pub report: Report,
    /// Files with findings, in the order of their paths.
    pub files: Vec<CheckedFile>,
    /// What could matter and was not read, in the order of paths.
    pub unread: Vec<Unread>,
    /// How long it took.
    pub elapsed: Duration,
}

/// A file with findings.
#[derive(Debug, Clone)]
pub struct CheckedFile {
    /// Its path in the folder.
    pub path: RelativePath,
    /// What is wrong in it, from top to bottom.
    pub findings: Vec<CheckedFinding>,
}

/// A finding with what a person needs to judge it.
#[derive(Debug, Clone)]
pub struct CheckedFinding {
    /// The finding.
    pub finding: Finding,
    /// The lines around it; empty where a secret stands in the file.
    pub excerpt: Vec<ExcerptLine>,
    /// A change that makes it go away, where there is one.
    pub mend: Option<Mend>,
}

/// Why a folder cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// It is not there.
    #[error("the folder is not there")]
    Missing,
    /// It cannot be read.
    #[error("the folder cannot be read")]
    Folder(#[from] io::Error),
    /// Nobody wants the result any more.
    #[error("the check was stopped")]
    Stopped,
}

/// Checks a folder, until `stop` ends it.
///
/// # Errors
/// [`CheckError`]. A file that cannot be read is no error; it is told.
pub fn check(
    folder: &Folder,
    expectation: Expectation,
    stop: &Stop,
) -> Result<Checked, CheckError> {
    let began = Instant::now();
    let dir = folder.open()?.ok_or(CheckError::Missing)?;
    let mut inspection = Inspection::new(expectation);
    let unread = walk(folder.path(), stop, |path, bytes| {
        inspection.read(path, bytes);
    })?;
    if stop.is_wanted() {
        return Err(CheckError::Stopped);
    }
    let report = inspection.finish();
    Ok(Checked {
        folder: folder.path().to_owned(),
        files: files(&dir, &report),
        report,
        unread,
        elapsed: began.elapsed(),
    })
}

/// Findings come in the order of files, so those of one file stand together.
fn files(dir: &Dir, report: &Report) -> Vec<CheckedFile> {
    let groups = report
        .findings
        .chunk_by(|one, other| one.path == other.path);
    groups
        .filter_map(|findings| {
            let path = &findings.first()?.path;
            let text = standing(dir, path).ok().flatten().unwrap_or_default();
            let text = if holds_secret(&text) {
                &[]
            } else {
                text.as_slice()
            };
            let findings = findings.iter().map(|finding| CheckedFinding {
                finding: finding.clone(),
                excerpt: excerpt(text, finding.position),
                mend: mend_of(dir, finding, report),
            });
            Some(CheckedFile {
                path: path.clone(),
                findings: findings.collect(),
            })
        })
        .collect()
}
