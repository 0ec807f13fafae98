//! Fetching the master key, on one thread of its own.
//!
//! A keyring may show a prompt and answer minutes later. Meanwhile the plain part of the vault stays
//! readable, nobody asks the keyring a second time, and the late answer is used when it comes.
//!
//! Only a clean "no such entry" together with a store that holds no secret makes a new key. Whatever else the
//! keyring says, it is a reason to stay locked, and neither the keyring nor the store is touched.

use std::sync::Arc;
use std::time::Duration;

use orgkeep_domain::activity::{ActivityKind, Deed};
use rusqlite::Transaction;

use crate::care;
use crate::custody::{OpenCustody, first_account};
use crate::error::StoreError;
use crate::file_lock::FileLock;
use crate::key::MasterKey;
use crate::key_row::{self, KeyState};
use crate::lock::Lock;
use crate::lock_state::{LockReason, LockState};
use crate::meta::{self, KeyVerdict, MetaRecord};
use crate::rewrap;
use crate::vault::{Inner, Vault};

/// How long [`Vault::unlock`] waits for the keyring.
pub const KEYRING_DEADLINE: Duration = Duration::from_secs(30);

/// Whether the system may ask the person for the password of a locked keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// It may: the person has asked for it.
    Allowed,
    /// It may not. A locked keyring is a reason to stay locked, as far as the system tells it.
    Forbidden,
}

/// Held by the process that makes or changes a key, so that two do not at the same time.
pub(crate) const KEY_LOCK: &str = "key.lock";

impl Vault {
    /// Asks the custody for the key, unless the vault is open or somebody is asking already, and waits
    /// for the outcome up to [`KEYRING_DEADLINE`]. Also the way to try again after a refusal.
    ///
    /// # Errors
    /// Why the vault is still locked. After [`LockReason::KeyringTimeout`] the keyring may still answer, and
    /// [`Vault::lock_state`] will tell.
    pub async fn unlock(&self) -> Result<(), LockReason> {
        self.begin_unlock(Prompt::Allowed);
        let mut states = self.lock_state();
        let settled = states.wait_for(|state| !matches!(state, LockState::Unlocking { .. }));
        match tokio::time::timeout(KEYRING_DEADLINE, settled).await {
            Ok(Ok(state)) => state.outcome(),
            Ok(Err(_)) => Err(LockReason::Waiting),
            Err(_) => Err(LockReason::KeyringTimeout),
        }
    }

    /// Asks for the key without waiting; [`Vault::lock_state`] tells how it goes.
    pub fn begin_unlock(&self, prompt: Prompt) {
        if !self.inner.lock.begin_unlocking(self.inner.now()) {
            return;
        }
        let inner = Arc::clone(&self.inner);
        let thread = std::thread::Builder::new().name("keyring".to_owned());
        if let Err(error) = thread.spawn(move || ask(inner, prompt)) {
            tracing::warn!(%error, "no thread for the keyring");
            self.inner.lock.refuse(LockReason::KeyringFailed);
        }
    }
}

/// The whole life of the keyring thread. It lets go of the vault before it tells how it went: whoever has
/// heard and drops the vault has closed it.
fn ask(inner: Arc<Inner>, prompt: Prompt) {
    let mut settlement = Settlement {
        lock: Arc::clone(&inner.lock),
        outcome: Err(LockReason::KeyringFailed),
    };
    settlement.outcome = obtain(&inner, prompt);
    if let Ok(master) = &settlement.outcome {
        care::tend(&inner, master);
        seal_what_was_told(&inner, master);
    }
    drop(inner);
}

/// Publishes the outcome even if a keyring's library panics: nobody waits for ever.
struct Settlement {
    lock: Arc<Lock>,
    outcome: Result<MasterKey, LockReason>,
}

impl Drop for Settlement {
    fn drop(&mut self) {
        match std::mem::replace(&mut self.outcome, Err(LockReason::KeyringFailed)) {
            Ok(master) => self.lock.open_with(master),
            Err(reason) => self.lock.refuse(reason),
        }
    }
}

/// Asks whoever keeps the key. Without [`Prompt::Allowed`] the person is asked for nothing.
pub(crate) fn obtain(inner: &Inner, prompt: Prompt) -> Result<MasterKey, LockReason> {
    let Look {
        meta,
        empty,
        account,
    } = look(inner)?;
    if meta.passphrase.is_some() {
        return Err(LockReason::PassphraseNeeded);
    }
    let new = empty && meta.key.is_none();
    let custody = inner
        .custody
        .open(&account)
        .map_err(|reason| offer(reason, new))?;
    if prompt == Prompt::Forbidden && custody.is_locked() {
        return Err(LockReason::KeyringLocked);
    }
    match custody.read().map_err(|reason| offer(reason, new))? {
        Some(text) => accept(inner, &text, &account),
        None if empty => make(inner, &custody, &account).map_err(|reason| offer(reason, new)),
        None => Err(LockReason::KeyForgotten),
    }
}

/// Where there is no keyring at all, the owner of a new store may choose a passphrase.
fn offer(reason: LockReason, new: bool) -> LockReason {
    match reason {
        LockReason::KeyringAbsent | LockReason::KeyringEmpty if new => LockReason::NoKeyYet,
        reason => reason,
    }
}

/// Checks a key against the store, and remembers it if the store knows none yet.
fn accept(inner: &Inner, text: &str, account: &str) -> Result<MasterKey, LockReason> {
    let master = MasterKey::parse(text).map_err(|_| LockReason::KeyMalformed)?;
    let Look { meta, empty, .. } = look(inner)?;
    match meta.judge(&master) {
        KeyVerdict::NewerFormat => Err(LockReason::NewerFormat),
        KeyVerdict::Wrong => Err(LockReason::KeyWrong),
        KeyVerdict::Right if meta.key.is_some() => Ok(master),
        KeyVerdict::Right if empty => remember(inner, &master, account).map(|()| master),
        KeyVerdict::Right => Err(LockReason::KeyWrong),
    }
}

/// Makes a key for a store that holds no secret, keeps it, and reads it back.
fn make(inner: &Inner, custody: &OpenCustody, account: &str) -> Result<MasterKey, LockReason> {
    let _alone = FileLock::wait(&inner.folder.join(KEY_LOCK)).map_err(|error| {
        tracing::warn!(%error, "no lock for making a key");
        LockReason::StoreFailed
    })?;
    if let Some(text) = custody.read()? {
        return accept(inner, &text, account);
    }
    let now = look(inner)?;
    if !now.empty || now.account != account {
        return Err(LockReason::KeyForgotten);
    }
    let master = MasterKey::make().map_err(|_| LockReason::StoreFailed)?;
    custody.keep(&master.to_text())?;
    remember(inner, &master, account)?;
    Ok(master)
}

/// Writes down that this is the store's key, unless another process has done so meanwhile.
fn remember(inner: &Inner, master: &MasterKey, account: &str) -> Result<(), LockReason> {
    let key = meta::key_record(&inner.store_id, master).map_err(|_| LockReason::StoreFailed)?;
    let is_known = inner.database.write(|transaction| {
        let empty = rewrap::holds_no_secret(transaction)?;
        let known = meta::knows_key(transaction, &master.id)?;
        if empty && !known {
            meta::save_key(transaction, &key, None)?;
            key_row::forget_current(transaction)?;
            let (state, now) = (KeyState::Current, inner.now());
            key_row::insert(transaction, &master.id, state, Some(account), now)?;
            tell_of_key(inner, transaction, master)?;
        }
        Ok::<_, StoreError>(empty || known)
    });
    match is_known {
        Ok(true) => Ok(()),
        Ok(false) => Err(LockReason::KeyForgotten),
        Err(error) => Err(store_failed(&error)),
    }
}

/// What the store says of its key.
struct Look {
    meta: MetaRecord,
    /// It holds no secret.
    empty: bool,
    /// The name that the custody has for the key.
    account: String,
}

fn look(inner: &Inner) -> Result<Look, LockReason> {
    let look = inner.database.read(|connection| {
        let account = key_row::account_of_current(connection)?;
        Ok::<_, StoreError>(Look {
            meta: meta::load(connection)?,
            empty: rewrap::holds_no_secret(connection)?,
            account: account.unwrap_or_else(|| first_account(&inner.store_id)),
        })
    });
    look.map_err(|error| store_failed(&error))
}

/// A new key seals the activity from this entry on.
pub(crate) fn tell_of_key(
    inner: &Inner,
    transaction: &Transaction<'_>,
    master: &MasterKey,
) -> Result<(), StoreError> {
    inner.tell(transaction, &Deed::done(ActivityKind::MakeKey))?;
    inner.begin_sealing(transaction, master)
}

/// Seals what was told while the vault was locked. If that fails, the next entry does it.
fn seal_what_was_told(inner: &Inner, master: &MasterKey) {
    let is_sealed = inner
        .database
        .read(|connection| Ok::<_, StoreError>(inner.is_sealed_to_the_end(connection)?));
    if matches!(is_sealed, Ok(true)) {
        return;
    }
    let sealed = inner
        .database
        .write(|transaction| inner.seal_activity_with(transaction, master));
    if let Err(error) = sealed {
        tracing::warn!(%error, "the end of the activity was not sealed");
    }
}

/// The name that the custody has for the store's key.
pub(crate) fn account(inner: &Inner) -> Result<String, LockReason> {
    look(inner).map(|look| look.account)
}

/// Whether the custody has the store's key by now: another process may have put it there.
pub(crate) fn is_kept(inner: &Inner) -> bool {
    let Ok(Look { meta, account, .. }) = look(inner) else {
        return false;
    };
    let kept = inner.custody.open(&account);
    let kept = kept.and_then(|custody| custody.read()).ok().flatten();
    let master = kept.and_then(|text| MasterKey::parse(&text).ok());
    meta.passphrase.is_none()
        && master.is_some_and(|master| meta.judge(&master) == KeyVerdict::Right)
}

fn store_failed(error: &StoreError) -> LockReason {
    tracing::warn!(%error, "the store could not be read while unlocking");
    LockReason::StoreFailed
}
