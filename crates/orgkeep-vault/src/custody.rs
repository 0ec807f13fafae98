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
/// A passphrase is no choice here: it is chosen by a person, for a new store on a machine without a
/// keyring, and the store itself remembers it ([`crate::passphrase`]).
#[derive(Debug, Clone)]
pub enum KeyCustody {
    /// The keyring of the operating system.
    Keyring(Keyring),
    /// A file, for practice vaults: nothing in them is real.
    KeyFile(PathBuf),
}

/// A custody that can be asked. All of it may block, for as long as a person thinks about a prompt.
pub(crate) enum OpenCustody<'a> {
    Keyring(OpenKeyring),
    KeyFile(&'a Path),
}

impl KeyCustody {
    pub(crate) fn open(&self, store_id: &str) -> Result<OpenCustody<'_>, LockReason> {
        match self {
            Self::Keyring(keyring) => keyring.open(store_id).map(OpenCustody::Keyring),
            Self::KeyFile(path) => Ok(OpenCustody::KeyFile(path)),
        }
    }
}

impl OpenCustody<'_> {
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

    /// Keeps the text. Whoever calls has made sure that there is none yet.
    pub(crate) fn write(&self, text: &str) -> Result<(), LockReason> {
        match self {
            Self::Keyring(keyring) => keyring.write(text),
            Self::KeyFile(path) => {
                folder::write_private(path, text.as_bytes()).map_err(|error| failed(&error))
            }
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
