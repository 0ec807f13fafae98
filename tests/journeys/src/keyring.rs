//! A keyring in memory. It says of itself that it remembers, as the real ones do.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use keyring_core::api::{CredentialApi, CredentialPersistence, CredentialStoreApi};
use keyring_core::{Credential, CredentialStore, Entry, Error, Result};
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::keyring_store::Keyring;

/// Makes the error that every question is answered with.
pub type Refusal = fn() -> Error;

/// The keyring. Clones share it.
#[derive(Clone, Default)]
pub struct MemoryKeyring {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    refusal: Option<Refusal>,
    entries: HashMap<String, Vec<u8>>,
}

impl MemoryKeyring {
    /// A vault's key in this keyring.
    #[must_use]
    pub fn custody(&self) -> KeyCustody {
        let store: Arc<CredentialStore> = Arc::new(self.clone());
        KeyCustody::Keyring(Keyring::from_store(store))
    }

    /// From now on it refuses; `None` makes it honest again.
    pub fn refuse(&self, refusal: Option<Refusal>) {
        self.state().refusal = refusal;
    }

    /// Everything in it is gone.
    pub fn forget(&self) {
        self.state().entries.clear();
    }

    /// What is in it.
    #[must_use]
    pub fn entries(&self) -> Vec<Vec<u8>> {
        self.state().entries.values().cloned().collect()
    }

    /// The keys in it, as bytes.
    #[must_use]
    pub fn keys(&self) -> Vec<Vec<u8>> {
        let key = |entry: Vec<u8>| {
            let text = String::from_utf8(entry).ok()?;
            STANDARD.decode(text.rsplit(':').next()?).ok()
        };
        self.entries().into_iter().filter_map(key).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn obey(&self) -> Result<()> {
        let refusal = self.state().refusal;
        refusal.map_or(Ok(()), |error| Err(error()))
    }
}

impl CredentialStoreApi for MemoryKeyring {
    fn vendor(&self) -> String {
        "memory".to_owned()
    }

    fn id(&self) -> String {
        "memory".to_owned()
    }

    fn build(&self, _: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let entry = MemoryEntry {
            keyring: self.clone(),
            user: user.to_owned(),
        };
        Ok(Entry::new_with_credential(Arc::new(entry)))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn persistence(&self) -> CredentialPersistence {
        CredentialPersistence::UntilDelete
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryKeyring")
    }
}

struct MemoryEntry {
    keyring: MemoryKeyring,
    user: String,
}

impl CredentialApi for MemoryEntry {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.keyring.obey()?;
        let mut state = self.keyring.state();
        state.entries.insert(self.user.clone(), secret.to_owned());
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.keyring.obey()?;
        let entry = self.keyring.state().entries.get(&self.user).cloned();
        entry.ok_or(Error::NoEntry)
    }

    fn delete_credential(&self) -> Result<()> {
        let removed = self.keyring.state().entries.remove(&self.user);
        removed.map(drop).ok_or(Error::NoEntry)
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryEntry")
    }
}
