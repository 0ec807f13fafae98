//! The vault: one folder, open.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use orgkeep_domain::activity::Actor;
use orgkeep_domain::authority::AuthorityRule;
use tokio::sync::watch;

use crate::custody::KeyCustody;
use crate::database::{self, Database};
use crate::error::StoreError;
use crate::file_lock::FileLock;
use crate::folder::{self, FolderError};
use crate::lock::Lock;
use crate::lock_state::{LockReason, LockState};
use crate::meta;
use crate::reserve;
use crate::schema;
use crate::turns::Turns;

/// How long a write waits for other processes before it gives up with [`StoreError::Busy`].
pub const BUSY_DEADLINE: Duration = database::BUSY_DEADLINE;

/// The name of the store in the vault's folder.
pub const STORE_FILE: &str = "orgkeep.db";

/// Held while a process opens the store, so that two do not create or migrate it together.
pub(crate) const OPEN_LOCK: &str = "open.lock";

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
    #[error("the store has version {found}; this program knows {supported}{}", needed(.needs.as_deref()))]
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

/// Which Orgkeep opens the store, as far as that is known.
fn needed(version: Option<&str>) -> String {
    version.map_or_else(String::new, |version| {
        format!("; Orgkeep {version} or a newer one is needed")
    })
}

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
    pub(crate) turns: Turns,
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
        if meta.rule != settings.rule {
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
            turns: Turns::default(),
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
