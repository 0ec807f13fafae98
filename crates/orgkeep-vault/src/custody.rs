//! Who keeps the master key while the program does not run.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::folder;
use crate::keyring_store::{Keyring, OpenKeyring};
use crate::lock_state::LockReason;

/// Where the master key is kept.
///
/// A passphrase is no choice here: it is chosen by a person, and the store itself remembers it
/// ([`crate::passphrase`]).
#[derive(Debug, Clone)]
pub enum KeyCustody {
    /// The keyring of the operating system.
    Keyring(Keyring),
    /// A file, for practice vaults: nothing in them is real.
    KeyFile(PathBuf),
}

/// One key of a custody, which may have others. All of it may block, for as long as a person thinks about a prompt.
pub(crate) enum OpenCustody {
    Keyring(OpenKeyring),
    KeyFile(PathBuf),
}

/// The name under which a custody has a store's first key.
pub(crate) fn first_account(store_id: &str) -> String {
    format!("store-{store_id}")
}

/// The name under which it has a later one. Each key has a name of its own: none is ever written over another.
pub(crate) fn later_account(store_id: &str, key_id: &str) -> String {
    format!("store-{store_id}-{key_id}")
}

impl KeyCustody {
    /// The key of this name, which need not be there.
    pub(crate) fn open(&self, account: &str) -> Result<OpenCustody, LockReason> {
        match self {
            Self::Keyring(keyring) => keyring.open(account).map(OpenCustody::Keyring),
            Self::KeyFile(path) => Ok(OpenCustody::KeyFile(file_of(path, account))),
        }
    }
}

/// `vault.key` for the first key, `vault.<key id>.key` for a later one.
fn file_of(path: &Path, account: &str) -> PathBuf {
    match account.split('-').nth(2) {
        Some(key_id) => path.with_extension(format!("{key_id}.key")),
        None => path.to_owned(),
    }
}

impl OpenCustody {
    /// Whether the person would be asked for something before the key can be read.
    pub(crate) fn is_locked(&self) -> bool {
        match self {
            Self::Keyring(keyring) => keyring.is_locked(),
            Self::KeyFile(_) => false,
        }
    }

    /// The key's text. `None` is a clean "there is none"; whatever else went wrong is a [`LockReason`].
    pub(crate) fn read(&self) -> Result<Option<Zeroizing<String>>, LockReason> {
        match self {
            Self::Keyring(keyring) => keyring.read(),
            Self::KeyFile(path) => read_file(path),
        }
    }

    /// Keeps the text, and makes sure that it is kept. Whoever calls has made sure that there is none yet, or that
    /// it is the same.
    pub(crate) fn keep(&self, text: &str) -> Result<(), LockReason> {
        self.write(text)?;
        if self.read()?.as_deref().map(String::as_str) == Some(text) {
            Ok(())
        } else {
            Err(LockReason::KeyringForgetful)
        }
    }

    fn write(&self, text: &str) -> Result<(), LockReason> {
        match self {
            Self::Keyring(keyring) => keyring.write(text),
            Self::KeyFile(path) => {
                folder::write_private(path, text.as_bytes()).map_err(|error| failed(&error))
            }
        }
    }

    /// Forgets the key. One that is gone stays gone.
    pub(crate) fn delete(&self) -> Result<(), LockReason> {
        match self {
            Self::Keyring(keyring) => keyring.delete(),
            Self::KeyFile(path) => match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&error)),
                _ => Ok(()),
            },
        }
    }
}

fn read_file(path: &Path) -> Result<Option<Zeroizing<String>>, LockReason> {
    match fs::read(path).map(Zeroizing::new) {
        Ok(bytes) => std::str::from_utf8(&bytes)
            .map(|text| Some(Zeroizing::new(text.to_owned())))
            .map_err(|_| LockReason::KeyMalformed),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(&error)),
    }
}

fn failed(error: &io::Error) -> LockReason {
    tracing::warn!(%error, "the key file cannot be used");
    LockReason::KeyringFailed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_has_the_stores_name() {
        assert_eq!(first_account("5a1e"), "store-5a1e");
    }

    #[test]
    fn a_key_file_that_cannot_be_read_is_not_one_that_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = OpenCustody::KeyFile(folder.path().join("vault.key"));
        assert_eq!(file.read(), Ok(None));
        assert_eq!(file.delete(), Ok(()));
        file.keep("text").unwrap();
        assert_eq!(
            file.read().unwrap().as_deref().map(String::as_str),
            Some("text")
        );
        file.delete().unwrap();
        assert_eq!(file.read(), Ok(None));

        let not_a_file = OpenCustody::KeyFile(folder.path().to_owned());
        assert_eq!(not_a_file.read(), Err(LockReason::KeyringFailed));
        assert_eq!(not_a_file.delete(), Err(LockReason::KeyringFailed));
    }
}
