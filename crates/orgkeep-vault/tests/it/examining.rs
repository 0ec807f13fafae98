//! What can be told of the store and of its key.

use keyring_core::Error;
use orgkeep_vault::health::DatabaseLibrary;
use orgkeep_vault::lock_state::LockReason;

use crate::keyring::Answer;
use crate::sample;
use crate::unlocking::{another_key, filled, open};

#[tokio::test]
async fn the_key_of_an_open_vault_is_compared_with_what_the_keyring_has_by_now() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    let vault = open(folder.path(), &keyring);
    assert_eq!(vault.read_key_again().await, Err(LockReason::NotAsked));
    vault.unlock().await.unwrap();
    assert_eq!(vault.read_key_again().await, Ok(()));

    keyring.replace(&another_key().await);
    assert_eq!(vault.read_key_again().await, Err(LockReason::KeyWrong));
    keyring.replace(b"no key");
    assert_eq!(vault.read_key_again().await, Err(LockReason::KeyMalformed));
    keyring.forget();
    assert_eq!(vault.read_key_again().await, Err(LockReason::KeyForgotten));
    keyring.answer(Answer::Fails(|| Error::NoStorageAccess("locked".into())));
    assert_eq!(vault.read_key_again().await, Err(LockReason::KeyringLocked));
}

#[tokio::test]
async fn a_store_is_probed_by_writing_and_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    vault.probe_write().await.unwrap();
    assert_eq!(vault.setting("probe").await.unwrap(), None);
    let refusing =
        "CREATE TRIGGER refusing BEFORE INSERT ON setting BEGIN SELECT RAISE(FAIL, 'no'); END";
    sample::raw(folder.path()).execute(refusing, []).unwrap();
    vault.probe_write().await.unwrap_err();
}

#[test]
fn the_library_in_this_program_is_named_and_safe() {
    let library = DatabaseLibrary::of_this_program();
    assert_eq!(library.version, rusqlite::version());
    assert!(library.is_safe);
}

#[cfg(unix)]
#[test]
fn rights_that_others_got_since_the_vault_was_opened_are_seen() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let store = sample::store_path(folder.path());
    let shared = |path: &std::path::Path, mode| {
        let rights = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(path, rights).unwrap();
        vault.is_exposed()
    };
    assert!(!vault.is_exposed());
    assert!(shared(&store, 0o644));
    assert!(!shared(&store, 0o600));
    assert!(shared(folder.path(), 0o755));
    assert!(!shared(folder.path(), 0o700));
}
