//! What stands in a store, a keyring or a backup, read without one: for fuzzing.

use orgkeep_secret::RecoveryKey;
use zeroize::Zeroizing;

use crate::backup::Backup;
use crate::backup_record::ContentRecord;
use crate::envelope::{self, Binding};
use crate::key::{MasterKey, SecretKey};
use crate::recovery_key;

/// The same key in every run, so that a ciphertext that was kept still opens.
fn key() -> Option<SecretKey> {
    SecretKey::from_slice(&[7; 32])
}

fn place() -> Binding<'static> {
    Binding {
        store: "store",
        table: "connection",
        row: "row",
        column: "refresh_token",
        key: "key",
        generation: 1,
        steering: &[],
    }
}

/// A ciphertext.
#[must_use]
pub fn seal(text: &[u8]) -> Option<Vec<u8>> {
    envelope::seal(&key()?, text, &place()).ok()
}

/// What is in a ciphertext.
#[must_use]
pub fn open(sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    envelope::open(&key()?, sealed, &place()).ok()
}

/// A master key as a keyring has it, written again.
#[must_use]
pub fn key_text(text: &str) -> Option<Zeroizing<String>> {
    let key = MasterKey::parse(text).ok()?;
    Some(key.to_text())
}

/// A recovery key as somebody types it, in the form in which it was printed.
#[must_use]
pub fn recovery_key(typed: &RecoveryKey) -> Option<RecoveryKey> {
    recovery_key::parse(typed).ok()
}

/// The content of a backup.
#[must_use]
pub fn backup_content(content: &[u8]) -> Option<Backup> {
    Backup::understand(&record(content)?)
}

/// The content of a backup, written again.
#[must_use]
pub fn backup_rewritten(content: &[u8]) -> Option<Vec<u8>> {
    serde_json::to_vec(&record(content)?).ok()
}

fn record(content: &[u8]) -> Option<ContentRecord> {
    serde_json::from_slice(content).ok()
}
