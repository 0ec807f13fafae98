//! Room on the disk for the one write that cannot wait: the successor of a refresh token that is spent already.

use std::fs;
use std::path::Path;

use crate::folder;
use crate::vault::Vault;

const FILE: &str = "reserve";
const SIZE: usize = 64 * 1024;

impl Vault {
    /// Gives the room away. It is taken again when the store is next opened.
    pub fn free_reserve(&self) {
        give_away(self.folder());
    }
}

/// Gives the room in a folder away.
pub(crate) fn give_away(folder: &Path) {
    if let Err(error) = fs::remove_file(folder.join(FILE)) {
        tracing::debug!(%error, "the reserve is gone already");
    }
}

/// Takes the room, if it is not taken. A disk that is full already has none to give.
pub(crate) fn keep(folder: &Path) {
    let path = folder.join(FILE);
    if is_kept(folder) {
        return;
    }
    if let Err(error) = folder::write_private(&path, &[b'.'; SIZE]) {
        tracing::debug!(%error, "there is no room for the reserve");
    }
}

/// Whether the room is taken: then there was a store.
pub(crate) fn is_kept(folder: &Path) -> bool {
    fs::metadata(folder.join(FILE)).is_ok_and(|found| found.len() == SIZE as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_taken_once() {
        let folder = tempfile::tempdir().unwrap();
        keep(folder.path());
        keep(folder.path());
        let found = fs::metadata(folder.path().join(FILE)).unwrap();
        assert_eq!(found.len(), SIZE as u64);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
