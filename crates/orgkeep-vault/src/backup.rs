//! Backup and restore. A backup holds what is plain in a vault, sealed under a passphrase, and no secret: a second copy
//! of a rotating token would end the first one, and a file that travels must not be worth more than the passphrase that
//! somebody chose for it. What is restored therefore says "sign in again".

use std::fmt;

use jiff::Timestamp;
use orgkeep_domain::activity::{ActivityKind, Deed, Detail};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::id::DraftId;
use orgkeep_secret::Passphrase;
use rusqlite::Connection;

use crate::backup_file::{self, BackupFileError};
use crate::backup_record::{ContentRecord, OwnBlueprintRecord, TypedRecord};
use crate::blueprint_record::BlueprintRecord;
use crate::blueprint_row;
use crate::connection_record::ConnectionRecord;
use crate::draft_record::DraftFields;
use crate::draft_row;
use crate::error::{StoreError, from_through_store};
use crate::passphrase::{PassphraseError, SHORTEST};
use crate::restore::{Incoming, Restoration};
use crate::schema;
use crate::vault::{Inner, Vault};

/// Settings that belong to a person rather than to a computer.
const SETTINGS: [&str; 4] = [
    "theme",
    "list_order",
    "tests.every_hours",
    "earlier_sign_in_days",
];

/// A draft of a backup: its id, what was typed, and when it was begun and changed.
pub(crate) type TypedDraft = (DraftId, DraftFields, [Timestamp; 2]);

/// A backup that was opened and understood, and not restored yet.
#[derive(Clone)]
pub struct Backup {
    /// When it was made.
    pub made_at: Timestamp,
    /// The version of Orgkeep that made it.
    pub made_by: String,
    pub(crate) rule: AuthorityRule,
    pub(crate) connections: Vec<ConnectionRecord>,
    pub(crate) blueprints: Vec<BlueprintRecord>,
    pub(crate) drafts: Vec<TypedDraft>,
    pub(crate) settings: Vec<(String, String)>,
}

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The passphrase is too short, or no key could be made of it.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// There is more in the vault than a backup may hold.
    #[error("the vault is too large for a backup")]
    TooLarge,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_through_store!(BackupError);

impl Vault {
    /// The bytes of a backup of everything that is plain. Needs no key. Rows that make no sense are left out.
    ///
    /// # Errors
    /// [`BackupError`].
    pub async fn back_up(&self, passphrase: Passphrase) -> Result<Vec<u8>, BackupError> {
        self.blocking(move |inner| {
            if passphrase.character_count() < SHORTEST {
                return Err(PassphraseError::TooShort.into());
            }
            let content = inner
                .database
                .read(|connection| collect(inner, connection))?;
            let content = serde_json::to_vec(&content).map_err(|_| BackupError::TooLarge)?;
            if content.len() > backup_file::LONGEST_CONTENT {
                return Err(BackupError::TooLarge);
            }
            Ok(backup_file::seal(&passphrase, &content)?)
        })
        .await
    }

    /// Opens a backup and understands all of it, or nothing. The vault is not touched.
    ///
    /// # Errors
    /// [`BackupFileError`].
    pub async fn open_backup(
        &self,
        passphrase: Passphrase,
        file: Vec<u8>,
    ) -> Result<Backup, BackupFileError> {
        let rule = self.rule();
        let opened = tokio::task::spawn_blocking(move || {
            let backup = Backup::open(&passphrase, &file)?;
            match backup.rule == rule {
                true => Ok(backup),
                false => Err(BackupFileError::OtherRule),
            }
        });
        opened.await.unwrap_or(Err(BackupFileError::Damaged))
    }

    /// What restoring would do now.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn preview(&self, backup: Backup) -> Result<(Backup, Restoration), StoreError> {
        self.blocking(move |inner| {
            let found = inner.database.read(|connection| {
                Ok::<_, StoreError>(Incoming::of(&backup, connection)?.told())
            })?;
            Ok((backup, found))
        })
        .await
    }

    /// Brings in what is not there, in one transaction. What is there stays as it is. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn restore(&self, backup: &Backup) -> Result<Restoration, StoreError> {
        let backup = backup.clone();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                let found = Incoming::of(&backup, transaction)?;
                found.write(transaction)?;
                let told = found.told();
                let count = told.connections.len() as u64;
                let deed = Deed::done(ActivityKind::RestoreBackup);
                inner.tell(transaction, &deed.with(Detail::Count(count)))?;
                Ok(told)
            })
        })
        .await
    }
}

fn collect(inner: &Inner, connection: &Connection) -> Result<ContentRecord, StoreError> {
    let connections = inner.list(connection)?.records;
    let blueprints = read_all(
        connection,
        "SELECT * FROM blueprint ORDER BY created_at, id",
        |row| {
            Ok(blueprint_row::read_record(row)
                .ok()
                .map(|record| (&record).into()))
        },
    )?;
    let drafts = format!("{} ORDER BY created_at, id", draft_row::SELECT);
    let drafts = read_all(connection, &drafts, |row| {
        Ok(draft_row::read_record(row)
            .ok()
            .map(|record| (&record).into()))
    })?;
    let settings = read_all(connection, "SELECT name, value FROM setting", |row| {
        let (name, value): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(SETTINGS.contains(&name.as_str()).then_some((name, value)))
    })?;
    Ok(ContentRecord {
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: inner.now().as_millisecond(),
        rule: schema::rule_key(inner.rule).to_owned(),
        connections: connections.iter().map(Into::into).collect(),
        blueprints,
        drafts,
        settings: settings.into_iter().collect(),
    })
}

fn read_all<T>(
    connection: &Connection,
    statement: &str,
    read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<Option<T>>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare(statement)?;
    let rows = statement.query_map([], |row| read(row))?;
    Ok(rows
        .filter_map(Result::transpose)
        .collect::<rusqlite::Result<_>>()?)
}

impl Backup {
    /// Opens a file and understands all of it, or nothing.
    ///
    /// # Errors
    /// [`BackupFileError`].
    pub fn open(passphrase: &Passphrase, file: &[u8]) -> Result<Self, BackupFileError> {
        let content = backup_file::open(passphrase, file)?;
        let content = serde_json::from_slice(&content).map_err(|_| BackupFileError::Malformed)?;
        Self::understand(&content).ok_or(BackupFileError::Malformed)
    }

    pub(crate) fn understand(content: &ContentRecord) -> Option<Self> {
        let rule = [AuthorityRule::Salesforce, AuthorityRule::Practice]
            .into_iter()
            .find(|rule| schema::rule_key(*rule) == content.rule)?;
        let connections = content.connections.iter();
        let blueprints = content.blueprints.iter();
        let drafts = content.drafts.iter();
        let settings = content.settings.iter();
        Some(Self {
            made_at: Timestamp::from_millisecond(content.made_at).ok()?,
            made_by: content.made_by.clone(),
            rule,
            connections: connections
                .map(|set_up| set_up.to_record(rule))
                .collect::<Option<_>>()?,
            blueprints: blueprints
                .map(OwnBlueprintRecord::to_record)
                .collect::<Option<_>>()?,
            drafts: drafts.map(TypedRecord::to_parts).collect::<Option<_>>()?,
            settings: settings
                .filter(|(name, _)| SETTINGS.contains(&name.as_str()))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        })
    }
}

impl fmt::Debug for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backup")
            .field("made_at", &self.made_at)
            .finish_non_exhaustive()
    }
}
