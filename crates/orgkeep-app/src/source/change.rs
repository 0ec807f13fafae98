//! A file that is to get another text.

use orgkeep_blueprint::tree::RelativePath;

/// One file of a set that is changed as one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    /// Its path in the folder.
    pub path: &'a RelativePath,
    /// Its new text.
    pub text: &'a str,
    /// What stands there; `None` for nothing.
    pub before: Option<&'a [u8]>,
}
