//! A home of the Salesforce CLI, and the keyring that has its key.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use orgkeep_app::surroundings::SalesforceCli;
use orgkeep_secret::HomeKey;

use crate::cli_home::CliHome;
use crate::world::World;

/// The key that the keyring has, if it has one. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Keychain(Arc<Mutex<Option<String>>>);

impl Keychain {
    /// From now on the keyring has this key.
    pub fn keep(&self, key: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.to_owned());
    }

    fn read(&self) -> Option<HomeKey> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clone().map(HomeKey::new)
    }

    /// The CLI of a user whose home this is.
    pub(crate) fn cli_at(&self, home: Option<PathBuf>) -> SalesforceCli {
        let keychain = self.clone();
        SalesforceCli {
            home,
            keychain_key: Arc::new(move || keychain.read()),
        }
    }
}

impl World {
    /// A home in this world, chosen in the next dialog, with its key in a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn cli_home(&self, key: &str) -> anyhow::Result<CliHome> {
        let folder = self.whole_folder().join("sfdx");
        self.outside.files.decide(folder.clone());
        Ok(CliHome::with_key_file(&folder, key)?)
    }
}
