//! The right to spend a connection's refresh token, for one task of one process at a time.
//!
//! A lock of the kernel, on a file of its own beside the store. The system releases it when its holder dies.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use orgkeep_domain::id::ConnectionId;
use tokio::time::{Instant, sleep};

use crate::file_lock::FileLock;
use crate::folder;
use crate::vault::Vault;

const FOLDER: &str = "locks";

/// Between two tries, first and last. The kernel tells nobody that a file is free again.
const PAUSES: (Duration, Duration) = (Duration::from_millis(2), Duration::from_millis(50));

/// The right, until it is dropped. What changes tokens wants to see it.
#[derive(Debug)]
pub struct TokenLock {
    id: ConnectionId,
    _lock: FileLock,
}

impl TokenLock {
    /// Whose tokens it is for.
    #[must_use]
    pub fn connection(&self) -> &ConnectionId {
        &self.id
    }
}

/// Why the lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum TokenLockError {
    /// Another program had it all the time.
    #[error("another program is renewing the session")]
    Held,
    /// The system refused.
    #[error("the lock of the session cannot be used")]
    Failed(#[from] std::io::Error),
}

impl Vault {
    /// Takes the lock of one connection, and waits for it so long.
    ///
    /// # Errors
    /// [`TokenLockError`].
    pub async fn token_lock(
        &self,
        id: &ConnectionId,
        patience: Duration,
    ) -> Result<TokenLock, TokenLockError> {
        let path = path(self.folder(), id);
        folder::make_private(&self.folder().join(FOLDER))?;
        let deadline = Instant::now() + patience;
        let (mut pause, longest) = PAUSES;
        loop {
            if let Some(lock) = FileLock::take(&path)? {
                return Ok(TokenLock {
                    id: id.clone(),
                    _lock: lock,
                });
            }
            if pause == PAUSES.0 {
                tracing::trace!(step = "waiting", "renewing a session");
            }
            if Instant::now() + pause > deadline {
                return Err(TokenLockError::Held);
            }
            sleep(pause).await;
            pause = longest.min(pause * 2);
        }
    }
}

/// Takes the file of a connection away that is gone. Whoever still waits for it finds no connection.
pub(crate) fn forget(folder: &Path, id: &ConnectionId) {
    if let Err(error) = fs::remove_file(path(folder, id)) {
        tracing::debug!(%error, "there is no lock to remove");
    }
}

fn path(folder: &Path, id: &ConnectionId) -> PathBuf {
    folder.join(FOLDER).join(format!("{id}.lock"))
}
