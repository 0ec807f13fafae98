//! One pending sign-in per user of this machine, whatever program of ours began it.
//!
//! The lock is the kernel's and ends with its holder, however that dies. Who holds it stands in a second
//! file, because some systems let nobody read a file that is locked.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::file_lock::FileLock;
use crate::folder;

const LOCK_FILE: &str = "sign-in.lock";
const HOLDER_FILE: &str = "sign-in.json";

/// Who is signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The program.
    pub program: String,
    /// Its process id.
    pub process: u32,
    /// Since when (RFC 3339 in the file).
    pub since: Timestamp,
}

/// The right to sign in, until it is dropped.
#[derive(Debug)]
pub struct SignInLock {
    holder_path: PathBuf,
    _lock: FileLock,
}

/// Why the lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SignInLockError {
    /// Somebody else has it, and says so unless it has had no time to yet or has stepped down.
    #[error("another program is signing in")]
    Held(Option<Holder>),
    /// The system refused.
    #[error("the sign-in lock cannot be used")]
    Failed(#[from] std::io::Error),
}

impl SignInLock {
    /// Takes the lock that lies in the given folder, or tells who has it. Never waits. Programs that are to
    /// exclude each other give the same folder.
    ///
    /// # Errors
    /// [`SignInLockError`].
    pub fn acquire(folder: &Path, who: &Holder) -> Result<Self, SignInLockError> {
        let holder_path = folder.join(HOLDER_FILE);
        let Some(lock) = FileLock::take(&folder.join(LOCK_FILE))? else {
            return Err(SignInLockError::Held(read(&holder_path)));
        };
        let text = serde_json::to_vec(who).map_err(std::io::Error::other)?;
        folder::write_private(&holder_path, &text)?;
        Ok(Self {
            holder_path,
            _lock: lock,
        })
    }

    /// Takes the holder's name away and keeps the lock: the sign-in is over, and its end is a matter of moments.
    /// Others are not told of it any more, but do not begin yet either.
    pub fn step_down(&self) {
        if let Err(error) = fs::remove_file(&self.holder_path) {
            tracing::debug!(%error, "the holder's file is gone already");
        }
    }
}

impl Drop for SignInLock {
    fn drop(&mut self) {
        // While the lock is still held: the next holder's file must not be taken away.
        self.step_down();
    }
}

fn read(path: &Path) -> Option<Holder> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(process: u32) -> Holder {
        let since = "2026-11-20T10:00:00Z".parse().unwrap();
        Holder {
            program: "orgkeep-desktop".into(),
            process,
            since,
        }
    }

    #[test]
    fn the_second_is_told_who_the_first_is() {
        let folder = tempfile::tempdir().unwrap();
        let first = SignInLock::acquire(folder.path(), &holder(1)).unwrap();
        match SignInLock::acquire(folder.path(), &holder(2)) {
            Err(SignInLockError::Held(who)) => assert_eq!(who, Some(holder(1))),
            other => panic!("{other:?}"),
        }
        drop(first);
        assert!(!folder.path().join(HOLDER_FILE).exists());
        SignInLock::acquire(folder.path(), &holder(2)).unwrap();
    }

    #[test]
    fn a_holder_that_steps_down_has_no_name_and_still_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let first = SignInLock::acquire(folder.path(), &holder(1)).unwrap();
        first.step_down();
        let refused = SignInLock::acquire(folder.path(), &holder(2));
        assert!(matches!(refused, Err(SignInLockError::Held(None))));
        drop(first);
        SignInLock::acquire(folder.path(), &holder(2)).unwrap();
    }

    #[test]
    fn a_holder_that_has_not_written_its_name_yet_is_respected() {
        let folder = tempfile::tempdir().unwrap();
        let _lock = FileLock::take(&folder.path().join(LOCK_FILE)).unwrap();
        let refused = SignInLock::acquire(folder.path(), &holder(2));
        assert!(matches!(refused, Err(SignInLockError::Held(None))));
    }
}
