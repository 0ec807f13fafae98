//! The vault: one folder, open.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use orgkeep_domain::activity::Actor;
use orgkeep_domain::authority::AuthorityRule;
use rusqlite::Connection;
use tokio::sync::{Semaphore, watch};

use crate::custody::KeyCustody;
use crate::database::{self, Database};
use crate::error::StoreError;
use crate::file_lock::FileLock;
use crate::folder::{self, FolderError};
use crate::key::MasterKey;
use crate::lock::Lock;
use crate::lock_state::{LockReason, LockState};
use crate::meta;
use crate::reserve;
use crate::schema;

/// How long a write waits for other processes before it gives up with [`StoreError::Busy`].
pub const BUSY_DEADLINE: Duration = database::BUSY_DEADLINE;

/// The name of the store in the vault's folder.
pub const STORE_FILE: &str = "orgkeep.db";

/// Held while a process opens the store, so that two do not create or migrate it together.
pub(crate) const OPEN_LOCK: &str = "open.lock";

/// How much work goes on at a time, besides reading. The store has one connection that writes: more are only threads that
/// wait for it, each with memory of its own. So many that a key which waits for the keyring leaves room for writes.
const AT_ONCE: usize = 16;

/// How much is read at a time, from the one connection that reads. These turns are their own: writes that wait for a slow
/// disk or for another process hold up nobody who reads.
const READ_AT_ONCE: usize = 4;

/// The oldest SQLite that may be used. Older ones can lose committed changes when one connection writes
/// while another checkpoints (sqlite.org/wal.html, "The WAL-Reset Bug").
pub(crate) const OLDEST_SQLITE: i32 = 3_051_003;

/// Tells the time. Tests give their own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What a vault is made of.
pub struct VaultSettings {
    /// Where it lies. Made, for this user only, if it is not there.
    pub folder: PathBuf,
    /// Which addresses it accepts. A vault is born with one rule and keeps it.
    pub rule: AuthorityRule,
    /// Who keeps its key.
    pub custody: KeyCustody,
    /// What time it is.
    pub clock: Clock,
    /// Who uses it, for the activity.
    pub actor: Actor,
}

/// Why a vault could not be opened. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder or the file is not fit for it.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// This program was built with an SQLite that can lose changes.
    #[error("SQLite {0} is too old")]
    OldSqlite(&'static str),
    /// The store was written by a newer version.
    #[error("the store has version {found}; this program knows {supported}")]
    NewerSchema {
        /// The version of the store.
        found: u32,
        /// The newest that this program knows.
        supported: u32,
        /// The version of Orgkeep that wrote it, where it says so.
        needs: Option<String>,
    },
    /// The store has a table that this version does not know.
    #[error("the store has a table {table}, which this program does not know")]
    UnknownTable {
        /// The table.
        table: String,
        /// The version of Orgkeep that wrote the store, where it says so.
        needs: Option<String>,
    },
    /// The store belongs to the other kind of vault: practice and real ones never mix.
    #[error("the store is of another kind of vault")]
    OtherRule,
    /// No random bytes for a new store.
    #[error("the system gave no random bytes")]
    Random(#[from] getrandom::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

crate::error::from_through_store!(OpenError);

/// An open vault. Clones share it.
#[derive(Clone)]
pub struct Vault {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) folder: PathBuf,
    pub(crate) store_id: String,
    pub(crate) rule: AuthorityRule,
    pub(crate) custody: KeyCustody,
    pub(crate) database: Database,
    pub(crate) lock: Arc<Lock>,
    pub(crate) actor: Actor,
    clock: Clock,
    turns: Arc<Semaphore>,
    reading_turns: Arc<Semaphore>,
}

impl Vault {
    /// Opens the vault, or makes a new one, without asking anybody for its key: what is plain in it can
    /// be listed at once. Blocks for a few milliseconds.
    ///
    /// # Errors
    /// [`OpenError`]. A store that is refused is not changed by a byte.
    pub fn open(settings: VaultSettings) -> Result<Self, OpenError> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(OpenError::OldSqlite(rusqlite::version()));
        }
        let folder = folder::prepare(&settings.folder)?;
        let database = open_store(&folder, &settings)?;
        let meta = database.read(meta::load)?;
        if meta.rule != Some(settings.rule) {
            return Err(OpenError::OtherRule);
        }
        let reason = match meta.passphrase {
            Some(_) => LockReason::PassphraseNeeded,
            None => LockReason::NotAsked,
        };
        let inner = Inner {
            folder,
            store_id: meta.store_id,
            rule: settings.rule,
            custody: settings.custody,
            database,
            clock: settings.clock,
            actor: settings.actor,
            lock: Arc::new(Lock::new(reason)),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            reading_turns: Arc::new(Semaphore::new(READ_AT_ONCE)),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Looks whether the store is damaged, which takes as long as reading all of it. Whoever only lists can do without;
    /// the first write looks by itself.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is; nothing is written into it then, and [`Vault::set_damaged_aside`] can put it
    /// aside once this is dropped. Any other one when that cannot be told.
    pub async fn look(&self) -> Result<(), StoreError> {
        self.blocking(|inner| inner.database.check()).await
    }

    /// Whether secrets can be read, now and from now on.
    #[must_use]
    pub fn lock_state(&self) -> watch::Receiver<LockState> {
        self.inner.lock.subscribe()
    }

    /// The real path of the vault's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// What tells this vault from others on paper: eight signs of its identity, which is no secret.
    #[must_use]
    pub fn short_name(&self) -> String {
        self.inner.store_id.chars().take(8).collect()
    }

    /// Which addresses the vault accepts.
    #[must_use]
    pub fn rule(&self) -> AuthorityRule {
        self.inner.rule
    }

    /// Reads, from one state of the store, away from the async threads.
    pub(crate) async fn reading<T, E>(
        &self,
        work: impl FnOnce(&Inner, &Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let read = |inner: &Inner| inner.database.read(|connection| work(inner, connection));
        self.in_turn(&self.inner.reading_turns, read).await
    }

    /// Reads what is sealed, with the key that is in force, or gives why there is none. Waits for the keyring only where
    /// another process has changed the key.
    pub(crate) async fn opening<T, E>(
        &self,
        locked: fn(LockReason) -> E,
        work: impl FnOnce(&Inner, &MasterKey, &Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let with_own_key = |inner: &Inner, connection: &Connection| match inner.lock.master() {
            Ok(own) if knows(connection, &own)? => work(inner, &own, connection).map(Ok),
            _ => Ok(Err(work)),
        };
        let work = match self.reading(with_own_key).await? {
            Ok(done) => return Ok(done),
            Err(work) => work,
        };
        let with_new_key = move |inner: &Inner| {
            let master = inner.master().map_err(locked)?;
            inner
                .database
                .read(|connection| work(inner, &master, connection))
        };
        self.blocking(with_new_key).await
    }

    /// Does work that may wait for the disk, the keyring or other processes, away from the async threads. Once begun, the
    /// work is finished even if nobody waits for it any more.
    pub(crate) async fn blocking<T, E>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.in_turn(&self.inner.turns, work).await
    }

    async fn in_turn<T, E>(
        &self,
        turns: &Arc<Semaphore>,
        work: impl FnOnce(&Inner) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (inner, turn) = (Arc::clone(&self.inner), Arc::clone(turns).acquire_owned());
        let done = tokio::spawn(async move {
            let turn = turn.await;
            let work = move || {
                let _turn = turn;
                work(&inner)
            };
            tokio::task::spawn_blocking(work).await
        });
        match done.await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) | Err(_) => Err(StoreError::Abandoned.into()),
        }
    }
}

/// Whether a key is the one in force, in the state of the store that is being read.
fn knows(connection: &Connection, master: &MasterKey) -> Result<bool, StoreError> {
    Ok(meta::knows_key(connection, &master.id)?)
}

fn open_store(folder: &Path, settings: &VaultSettings) -> Result<Database, OpenError> {
    let path = folder.join(STORE_FILE);
    let _alone = FileLock::wait(&folder.join(OPEN_LOCK)).map_err(FolderError::from)?;
    folder::prepare_file(&path)?;
    schema::check(&path)?;
    let database = Database::open(&path)?;
    schema::migrate(&database, settings.rule, (settings.clock)())?;
    reserve::keep(folder);
    Ok(database)
}

impl Inner {
    /// The time, as exact as the store keeps it.
    pub(crate) fn now(&self) -> Timestamp {
        let now = (self.clock)();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("folder", &self.inner.folder)
            .finish_non_exhaustive()
    }
}
