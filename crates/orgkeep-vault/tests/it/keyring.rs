//! A keyring that does as it is told. It says of itself that it remembers, as the real ones do.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use keyring_core::api::{CredentialApi, CredentialPersistence, CredentialStoreApi};
use keyring_core::{Credential, CredentialStore, Entry, Error, Result};
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::keyring_store::Keyring;

/// What the keyring answers to every question about an entry.
#[derive(Clone)]
pub enum Answer {
    /// The truth.
    Honest,
    /// This error.
    Fails(fn() -> Error),
    /// The truth, but not before the gate is opened.
    After(Arc<Gate>),
    /// The truth, but what is written is gone at once.
    Forgets,
    /// The truth, and nothing is taken but text in UTF-8, of no more UTF-16 units than Windows keeps. KWallet and Windows
    /// are such keyrings.
    TextOnly,
    /// The truth, after something else has happened.
    Meanwhile(Arc<dyn Fn(Call) + Send + Sync>),
}

/// What the keyring was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Read,
    Write,
}

/// How much Windows keeps in one entry, in bytes (security.md, D14).
const LONGEST: usize = 2560;

fn is_short_text(secret: &[u8]) -> bool {
    let text = std::str::from_utf8(secret);
    text.is_ok_and(|text| text.encode_utf16().count() * 2 <= LONGEST)
}

/// Holds a call until somebody opens it.
#[derive(Default)]
pub struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    pub fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let open = self.open.lock().unwrap();
        drop(self.opened.wait_while(open, |open| !*open).unwrap());
    }
}

/// A keyring in memory. Clones share it.
#[derive(Clone)]
pub struct ScriptedKeyring {
    state: Arc<Mutex<State>>,
}

struct State {
    answer: Answer,
    entries: HashMap<String, Vec<u8>>,
    writes: usize,
}

impl ScriptedKeyring {
    pub fn honest() -> Self {
        let state = State {
            answer: Answer::Honest,
            entries: HashMap::new(),
            writes: 0,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }

    pub fn custody(&self) -> KeyCustody {
        let store: Arc<CredentialStore> = Arc::new(self.clone());
        KeyCustody::Keyring(Keyring::from_store(store))
    }

    pub fn answer(&self, answer: Answer) {
        self.state().answer = answer;
    }

    /// The one entry there is.
    pub fn entry(&self) -> Option<Vec<u8>> {
        self.state().entries.values().next().cloned()
    }

    /// Puts other bytes into the one entry there is.
    pub fn replace(&self, bytes: &[u8]) {
        for entry in self.state().entries.values_mut() {
            bytes.clone_into(entry);
        }
    }

    pub fn forget(&self) {
        self.state().entries.clear();
    }

    /// Everything it has, to be put back later.
    pub fn entries(&self) -> HashMap<String, Vec<u8>> {
        self.state().entries.clone()
    }

    /// Puts entries back beside those that are there.
    pub fn put_back(&self, entries: HashMap<String, Vec<u8>>) {
        self.state().entries.extend(entries);
    }

    /// How often something was written.
    pub fn writes(&self) -> usize {
        self.state().writes
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn obey(&self, call: Call) -> Result<()> {
        let answer = self.state().answer.clone();
        match answer {
            Answer::Honest | Answer::Forgets | Answer::TextOnly => Ok(()),
            Answer::Fails(error) => Err(error()),
            Answer::After(gate) => {
                gate.pass();
                Ok(())
            }
            Answer::Meanwhile(happens) => {
                happens(call);
                Ok(())
            }
        }
    }
}

impl CredentialStoreApi for ScriptedKeyring {
    fn vendor(&self) -> String {
        "scripted".into()
    }

    fn id(&self) -> String {
        "scripted".into()
    }

    fn build(&self, _: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let entry = ScriptedEntry {
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
        f.write_str("ScriptedKeyring")
    }
}

struct ScriptedEntry {
    keyring: ScriptedKeyring,
    user: String,
}

impl CredentialApi for ScriptedEntry {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.keyring.obey(Call::Write)?;
        let mut state = self.keyring.state();
        if matches!(state.answer, Answer::TextOnly) && !is_short_text(secret) {
            return Err(Error::BadEncoding(secret.to_owned()));
        }
        state.writes += 1;
        if !matches!(state.answer, Answer::Forgets) {
            state.entries.insert(self.user.clone(), secret.to_owned());
        }
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.keyring.obey(Call::Read)?;
        self.keyring
            .state()
            .entries
            .get(&self.user)
            .cloned()
            .ok_or(Error::NoEntry)
    }

    fn delete_credential(&self) -> Result<()> {
        self.keyring
            .state()
            .entries
            .remove(&self.user)
            .map(drop)
            .ok_or(Error::NoEntry)
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
        f.write_str("ScriptedEntry")
    }
}
