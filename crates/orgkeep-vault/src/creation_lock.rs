//! The right to change an org's apps and its setting for their secrets, for one task of one process at a time: through
//! whichever connection, because the setting is the org's.
//!
//! A lock of the kernel, on a file of its own beside the store. The system releases it when its holder dies.

use orgkeep_domain::id::OrgId;

use crate::file_lock::FileLock;
use crate::folder;
use crate::vault::Vault;

const FOLDER: &str = "locks";

/// The right, until it is dropped.
#[derive(Debug)]
pub struct CreationLock(#[expect(dead_code, reason = "held, and never looked at")] FileLock);

impl Vault {
    /// Takes the lock of one org; `None` while somebody else has it.
    ///
    /// # Errors
    /// When the system gives no lock.
    pub async fn creation_lock(&self, id: &OrgId) -> std::io::Result<Option<CreationLock>> {
        let folder = self.folder().join(FOLDER);
        folder::make_private(&folder)?;
        let taken = FileLock::take(&folder.join(format!("{id}.creation.lock")))?;
        Ok(taken.map(CreationLock))
    }
}
