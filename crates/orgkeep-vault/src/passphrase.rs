//! The master key from a passphrase, for machines without a keyring and for people who want none.
//!
//! Only a person can choose this: it is never a fallback.
//! Argon2id (RFC 9106, second recommended option: 64 MiB, 3 passes, 4 lanes). The parameters stand in the
//! store, so that they can grow.

use argon2::{Algorithm, Argon2, Params, Version};
use orgkeep_domain::activity::{ActivityKind, ActivityResult, Deed, Detail, Obstacle};
use orgkeep_secret::{Passphrase, Secret, SecretKind};
use rusqlite::Row;
use zeroize::Zeroizing;

use crate::envelope::SealError;
use crate::error::{StoreError, from_through_store};
use crate::key::{MasterKey, SecretKey};
use crate::key_row::{self, KeyState};
use crate::lock_state::{LockReason, LockState};
use crate::meta::{self, KeyVerdict};
use crate::random;
use crate::rewrap;
use crate::unlock::tell_of_key;
use crate::vault::{Inner, Vault};

/// The shortest passphrase that is accepted, in characters.
pub const SHORTEST: usize = 12;

/// Why a passphrase did not open the vault, or could not be chosen.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseError {
    /// It is not the store's passphrase.
    #[error("this is not the passphrase of the vault")]
    Wrong,
    /// It has fewer than [`SHORTEST`] characters.
    #[error("the passphrase is too short")]
    TooShort,
    /// The store's key is not made from a passphrase.
    #[error("the vault has no passphrase")]
    NotInUse,
    /// A passphrase can only be chosen in [`LockReason::NoKeyYet`].
    #[error("the vault has a key, or the machine a keyring")]
    NotOffered,
    /// The parameters in the store make no sense.
    #[error("the passphrase parameters in the store are damaged")]
    Damaged,
    /// The key could not be made or written down.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_through_store!(PassphraseError);

/// How the key is made from the passphrase.
pub(crate) struct PassphraseRecord {
    pub(crate) salt: Vec<u8>,
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
    pub(crate) lanes: u32,
}

impl PassphraseRecord {
    /// New parameters, with a salt of their own.
    pub(crate) fn make() -> Result<Self, SealError> {
        let salt: [u8; 16] = random::make_bytes()?;
        Ok(Self {
            salt: salt.to_vec(),
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 4,
        })
    }

    /// The parameters that stand in a row, in columns that begin with `prefix`.
    pub(crate) fn read(row: &Row<'_>, prefix: &str) -> rusqlite::Result<Option<Self>> {
        let column = |name: &str| format!("{prefix}_{name}");
        let salt: Option<Vec<u8>> = row.get(column("salt").as_str())?;
        let Some(salt) = salt else {
            return Ok(None);
        };
        Ok(Some(Self {
            salt,
            memory_kib: row.get(column("memory_kib").as_str())?,
            passes: row.get(column("passes").as_str())?,
            lanes: row.get(column("lanes").as_str())?,
        }))
    }

    /// The master key with this name that the passphrase gives.
    pub(crate) fn derive_master(
        &self,
        passphrase: &Passphrase,
        id: &str,
    ) -> Result<MasterKey, PassphraseError> {
        Ok(MasterKey {
            id: id.to_owned(),
            key: self.derive_key(passphrase)?,
        })
    }

    /// The key that any secret of a person's gives.
    pub(crate) fn derive_key<K: SecretKind>(
        &self,
        secret: &Secret<K>,
    ) -> Result<SecretKey, PassphraseError> {
        // Whoever can edit the store must not be able to make this program ask for all memory there is.
        let bounded = self.memory_kib <= 1024 * 1024 && self.passes <= 32 && self.lanes <= 16;
        let parameters = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .ok()
            .filter(|_| bounded)
            .ok_or(PassphraseError::Damaged)?;
        let mut bytes = Zeroizing::new([0; 32]);
        // EXPOSE: turned into a key, which never leaves the process.
        let text = secret.expose();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
            .hash_password_into(text.as_bytes(), &self.salt, bytes.as_mut_slice())
            .map_err(|_| PassphraseError::Damaged)?;
        SecretKey::from_slice(bytes.as_slice()).ok_or(PassphraseError::Damaged)
    }
}

impl Vault {
    /// Whether the key is made from a passphrase rather than kept by somebody.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn has_passphrase(&self) -> Result<bool, StoreError> {
        self.reading(|_, connection| {
            Ok::<_, StoreError>(meta::load(connection)?.passphrase.is_some())
        })
        .await
    }

    /// Opens a vault whose key is made from a passphrase. Takes some tenths of a second, by design.
    ///
    /// # Errors
    /// [`PassphraseError::Wrong`] and [`PassphraseError::NotInUse`] above all.
    pub async fn unlock_with_passphrase(
        &self,
        passphrase: Passphrase,
    ) -> Result<(), PassphraseError> {
        self.blocking(move |inner| {
            let proven = prove(inner, &passphrase);
            tell_of_opening(inner, proven.as_ref().map(|_| ()));
            inner.lock.open_with(proven?);
            inner.tend();
            Ok(())
        })
        .await
    }

    /// Gives a new vault a key made from a passphrase, because the machine has no keyring.
    ///
    /// # Errors
    /// [`PassphraseError::NotOffered`] in any state but [`LockReason::NoKeyYet`].
    pub async fn choose_passphrase(&self, passphrase: Passphrase) -> Result<(), PassphraseError> {
        self.blocking(move |inner| choose(inner, &passphrase)).await
    }
}

/// The master key, if this is the store's passphrase.
pub(crate) fn prove(inner: &Inner, passphrase: &Passphrase) -> Result<MasterKey, PassphraseError> {
    let meta = inner.database.read(meta::load)?;
    let record = meta.passphrase.as_ref().ok_or(PassphraseError::NotInUse)?;
    let known = meta.key.as_ref().ok_or(PassphraseError::Damaged)?;
    let master = record.derive_master(passphrase, &known.id)?;
    match meta.judge(&master) {
        KeyVerdict::Right => Ok(master),
        KeyVerdict::Wrong | KeyVerdict::NewerFormat => Err(PassphraseError::Wrong),
    }
}

/// A new key that a passphrase gives, and how.
pub(crate) fn make_key(
    passphrase: &Passphrase,
) -> Result<(MasterKey, PassphraseRecord), PassphraseError> {
    if passphrase.character_count() < SHORTEST {
        return Err(PassphraseError::TooShort);
    }
    let record = PassphraseRecord::make()?;
    let id = random::make_identifier().map_err(SealError::from)?;
    Ok((record.derive_master(passphrase, &id)?, record))
}

/// A passphrase opened the vault, or was wrong. A disk that cannot be written keeps nobody from opening it.
fn tell_of_opening(inner: &Inner, proven: Result<(), &PassphraseError>) {
    let deed = match proven {
        Ok(()) => Deed::done(ActivityKind::OpenVault),
        Err(PassphraseError::Wrong) => Deed::ended(ActivityKind::OpenVault, ActivityResult::Failed)
            .with(Detail::Obstacle(Obstacle::PassphraseWrong)),
        Err(_not_an_attempt) => return,
    };
    let told = inner
        .database
        .write(|transaction| inner.tell(transaction, &deed));
    if let Err(error) = told {
        tracing::warn!(%error, "the activity does not tell of a passphrase");
    }
}

fn choose(inner: &Inner, passphrase: &Passphrase) -> Result<(), PassphraseError> {
    if inner.lock.state() != LockState::Locked(LockReason::NoKeyYet) {
        return Err(PassphraseError::NotOffered);
    }
    let (master, record) = make_key(passphrase)?;
    let key = meta::key_record(&inner.store_id, &master)?;
    inner.database.write(|transaction| {
        let has_key = meta::load(transaction)?.key.is_some();
        if has_key || !rewrap::holds_no_secret(transaction)? {
            return Err(PassphraseError::NotOffered);
        }
        meta::save_key(transaction, &key, Some(&record))?;
        let (state, now) = (KeyState::Current, inner.now());
        key_row::insert(transaction, &master.id, state, None, now)?;
        Ok(tell_of_key(inner, transaction, &master)?)
    })?;
    inner.lock.open_with(master);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> PassphraseRecord {
        PassphraseRecord {
            salt: vec![7; 16],
            memory_kib: 32,
            passes: 1,
            lanes: 4,
        }
    }

    fn key(record: &PassphraseRecord, text: &str) -> [u8; 32] {
        *record
            .derive_key(&Passphrase::new(text.into()))
            .unwrap()
            .bytes()
    }

    #[test]
    fn the_key_depends_on_passphrase_salt_and_parameters_and_nothing_else() {
        let right = key(&small(), "correct horse");
        assert_eq!(key(&small(), "correct horse"), right);
        for (record, text) in [
            (small(), "correct horsf"),
            (
                PassphraseRecord {
                    salt: vec![8; 16],
                    ..small()
                },
                "correct horse",
            ),
            (
                PassphraseRecord {
                    memory_kib: 64,
                    ..small()
                },
                "correct horse",
            ),
            (
                PassphraseRecord {
                    passes: 2,
                    ..small()
                },
                "correct horse",
            ),
        ] {
            assert_ne!(key(&record, text), right);
        }
    }

    #[test]
    fn parameters_that_would_eat_the_machine_are_damage() {
        for record in [
            PassphraseRecord {
                memory_kib: u32::MAX,
                ..small()
            },
            PassphraseRecord {
                passes: u32::MAX,
                ..small()
            },
            PassphraseRecord {
                lanes: 0,
                ..small()
            },
        ] {
            let refused = record
                .derive_key(&Passphrase::new("correct horse".into()))
                .map(drop);
            assert!(matches!(refused, Err(PassphraseError::Damaged)));
        }
    }

    #[test]
    fn new_parameters_are_those_of_the_standard() {
        let record = PassphraseRecord::make().unwrap();
        assert_eq!(
            (record.memory_kib, record.passes, record.lanes),
            (65536, 3, 4)
        );
        assert_eq!(record.salt.len(), 16);
    }
}
