//! Getting at the key, and every way not to.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use keyring_core::Error;
use orgkeep_secret::Passphrase;
use orgkeep_vault::commit::SaveError;
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::keyring_store::Keyring;
use orgkeep_vault::lock_state::{LockReason, LockState};
use orgkeep_vault::passphrase::PassphraseError;
use orgkeep_vault::vault::Vault;

use crate::keyring::{Answer, Call, Gate, ScriptedKeyring};
use crate::keyring_rows::{locked, prompt_dismissed};
use crate::sample;

pub fn open(folder: &Path, keyring: &ScriptedKeyring) -> Vault {
    Vault::open(sample::settings(folder, keyring.custody())).unwrap()
}

/// A vault with one org, closed again, and the keyring that has its key.
pub async fn filled(folder: &Path) -> ScriptedKeyring {
    let keyring = ScriptedKeyring::honest();
    let vault = open(folder, &keyring);
    vault.unlock().await.unwrap();
    sample::committed(&vault, 1, 1).await;
    keyring
}

/// The key of another store, as a keyring holds it.
pub async fn another_key() -> Vec<u8> {
    let elsewhere = tempfile::tempdir().unwrap();
    filled(elsewhere.path()).await.entry().unwrap()
}

pub fn store_bytes(folder: &Path) -> Vec<u8> {
    fs::read(sample::store_path(folder)).unwrap()
}

#[tokio::test]
async fn a_new_vault_makes_one_key_and_finds_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    assert_eq!(keyring.writes(), 1);
    let vault = open(folder.path(), &keyring);
    assert_eq!(
        *vault.lock_state().borrow(),
        LockState::Locked(LockReason::NotAsked)
    );
    vault.unlock().await.unwrap();
    assert_eq!(*vault.lock_state().borrow(), LockState::Open);
    let list = vault.connections().await.unwrap();
    assert!(sample::are_of(
        &vault.secrets(&list.records[0].id).await.unwrap(),
        1,
        1
    ));
    assert_eq!(keyring.writes(), 1);
}

#[tokio::test]
async fn the_entry_is_text_with_the_key_in_base64_and_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    let entry = String::from_utf8(keyring.entry().unwrap()).unwrap();
    let parts: Vec<&str> = entry.split(':').collect();
    let known: String = sample::raw(folder.path())
        .query_row("SELECT key_id FROM meta", [], |row| row.get(0))
        .unwrap();
    assert_eq!(
        (parts.len(), parts[0], parts[1], parts[2].len()),
        (3, "orgkeep-key-1", known.as_str(), 44)
    );
}

#[tokio::test]
async fn typed_drafts_do_not_stand_in_the_way_of_the_first_key() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let vault = open(folder.path(), &keyring);
    vault.begin_draft(DraftFields::default()).await.unwrap();
    vault.unlock().await.unwrap();
    assert_eq!(keyring.writes(), 1);
}

#[tokio::test]
async fn a_key_whose_maker_died_before_writing_it_down_is_adopted() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    open(folder.path(), &keyring).unlock().await.unwrap();
    sample::raw(folder.path())
        .execute("UPDATE meta SET key_id = NULL, key_check = NULL", [])
        .unwrap();
    let vault = open(folder.path(), &keyring);
    vault.unlock().await.unwrap();
    sample::committed(&vault, 1, 1).await;
    assert_eq!(keyring.writes(), 1);
}

#[tokio::test]
async fn a_keyring_that_forgets_what_it_took_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    keyring.answer(Answer::Forgets);
    let refused = open(folder.path(), &keyring).unlock().await;
    assert_eq!(refused, Err(LockReason::KeyringForgetful));
}

/// Unlocks while the keyring keeps its answer back. The clock is stopped, so that the deadline comes at
/// once; as long as anything else is to be waited for, it must run.
pub async fn unlock_in_vain(vault: &Vault) -> Result<(), LockReason> {
    tokio::time::pause();
    let outcome = vault.unlock().await;
    tokio::time::resume();
    outcome
}

/// Nothing but the prompt waits for the person.
#[tokio::test]
async fn the_late_answer_of_a_prompt_is_used_and_everything_plain_works_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    let gate = Arc::new(Gate::default());
    keyring.answer(Answer::After(Arc::clone(&gate)));
    let vault = open(folder.path(), &keyring);

    assert_eq!(
        unlock_in_vain(&vault).await,
        Err(LockReason::KeyringTimeout)
    );
    let waiting = LockState::Unlocking {
        since: sample::noon(),
    };
    assert_eq!(*vault.lock_state().borrow(), waiting);
    assert_eq!(vault.connections().await.unwrap().records.len(), 1);
    vault.begin_draft(DraftFields::default()).await.unwrap();
    let refused = vault
        .commit(sample::authorized(2, 1), sample::new_connection(2))
        .await;
    assert!(matches!(
        refused,
        Err(SaveError::Locked(LockReason::Waiting))
    ));
    let joined = unlock_in_vain(&vault).await;
    assert_eq!(
        joined,
        Err(LockReason::KeyringTimeout),
        "joins the call in flight"
    );

    gate.open();
    let mut states = vault.lock_state();
    let settled = states.wait_for(|state| *state != waiting).await.unwrap();
    assert_eq!(*settled, LockState::Open);
}

#[tokio::test]
async fn unlocking_can_be_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    keyring.answer(Answer::Fails(|| Error::NoStorageAccess("locked".into())));
    let vault = open(folder.path(), &keyring);
    assert_eq!(vault.unlock().await, Err(LockReason::KeyringLocked));
    keyring.answer(Answer::Honest);
    assert_eq!(vault.unlock().await, Ok(()));
}

#[tokio::test]
async fn a_keyring_library_that_panics_leaves_the_vault_locked_and_nobody_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let broken = Keyring::made_by(|| panic!("in the keyring's library"));
    let custody = KeyCustody::Keyring(broken);
    let vault = Vault::open(sample::settings(folder.path(), custody)).unwrap();
    assert_eq!(vault.unlock().await, Err(LockReason::KeyringFailed));
}

#[tokio::test]
async fn the_key_of_an_emptied_store_that_was_replaced_elsewhere_seals_nothing_more() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let old = open(folder.path(), &keyring);
    old.unlock().await.unwrap();
    keyring.forget();
    let new = open(folder.path(), &keyring);
    new.unlock().await.unwrap();
    let record = sample::committed(&old, 1, 1).await;
    let secrets = new.secrets(&record.id).await.unwrap();
    assert!(sample::are_of(&secrets, 1, 1));

    keyring.answer(Answer::Fails(locked));
    sample::raw(folder.path())
        .execute("UPDATE meta SET key_id = 'another'", [])
        .unwrap();
    let refused = old
        .commit(sample::authorized(2, 1), sample::new_connection(2))
        .await;
    assert!(matches!(
        refused,
        Err(SaveError::Locked(LockReason::KeyringLocked))
    ));
}

#[tokio::test]
async fn a_passphrase_is_offered_only_to_a_new_vault_without_keyring() {
    let folder = tempfile::tempdir().unwrap();
    let absent = || {
        let none = Keyring::made_by(|| Err(Error::PlatformFailure("no bus".into())));
        sample::settings(folder.path(), KeyCustody::Keyring(none))
    };
    let passphrase = || Passphrase::new("correct horse".into());
    let vault = Vault::open(absent()).unwrap();
    let early = vault.choose_passphrase(passphrase()).await;
    assert!(matches!(early, Err(PassphraseError::NotOffered)));
    assert_eq!(vault.unlock().await, Err(LockReason::NoKeyYet));
    let short = vault
        .choose_passphrase(Passphrase::new("1234567".into()))
        .await;
    assert!(matches!(short, Err(PassphraseError::TooShort)));
    let early = vault.unlock_with_passphrase(passphrase()).await;
    assert!(matches!(early, Err(PassphraseError::NotInUse)));
    vault.choose_passphrase(passphrase()).await.unwrap();
    let record = sample::committed(&vault, 1, 1).await;
    drop(vault);

    let vault = Vault::open(absent()).unwrap();
    assert!(vault.has_passphrase().await.unwrap());
    assert_eq!(
        *vault.lock_state().borrow(),
        LockState::Locked(LockReason::PassphraseNeeded)
    );
    assert_eq!(vault.unlock().await, Err(LockReason::PassphraseNeeded));
    let wrong = vault
        .unlock_with_passphrase(Passphrase::new("correct horsf".into()))
        .await;
    assert!(matches!(wrong, Err(PassphraseError::Wrong)));
    let again = vault.choose_passphrase(passphrase()).await;
    assert!(matches!(again, Err(PassphraseError::NotOffered)));
    vault.unlock_with_passphrase(passphrase()).await.unwrap();
    assert!(sample::are_of(
        &vault.secrets(&record.id).await.unwrap(),
        1,
        1
    ));
}

/// A key was made for it, and nothing is sealed with it yet: the keyring is only out of reach.
#[tokio::test]
async fn no_passphrase_is_offered_to_a_store_that_has_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    open(folder.path(), &keyring).unlock().await.unwrap();
    let none = Keyring::made_by(|| Err(Error::PlatformFailure("no bus".into())));
    let settings = sample::settings(folder.path(), KeyCustody::Keyring(none));
    let vault = Vault::open(settings).unwrap();
    assert_eq!(vault.unlock().await, Err(LockReason::KeyringAbsent));
}

/// A store whose own row was lost or edited: no key is taken for its key.
#[tokio::test]
async fn a_store_that_has_secrets_and_knows_no_key_takes_none() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    sample::raw(folder.path())
        .execute("UPDATE meta SET key_id = NULL, key_check = NULL", [])
        .unwrap();
    let refused = open(folder.path(), &keyring).unlock().await;
    assert_eq!(refused, Err(LockReason::KeyWrong));
}

/// While a new key is made, because the old one is gone from the keyring, somebody who still has it seals the first secret.
#[tokio::test]
async fn a_secret_that_is_saved_while_a_key_is_made_keeps_its_own() {
    for (moment, written) in [(Call::Read, 1), (Call::Write, 2)] {
        let folder = tempfile::tempdir().unwrap();
        let keyring = ScriptedKeyring::honest();
        let old = open(folder.path(), &keyring);
        old.unlock().await.unwrap();
        keyring.forget();
        let runtime = tokio::runtime::Handle::current();
        let saving = Arc::new(Mutex::new(Some(old)));
        let saved = Arc::clone(&saving);
        keyring.answer(Answer::Meanwhile(Arc::new(move |call| {
            let old = saved.lock().unwrap().take_if(|_| call == moment);
            if let Some(old) = old {
                runtime.block_on(sample::committed(&old, 1, 1));
            }
        })));
        let refused = open(folder.path(), &keyring).unlock().await;
        assert_eq!(refused, Err(LockReason::KeyForgotten), "{moment:?}");
        assert!(saving.lock().unwrap().is_none(), "{moment:?}");
        assert_eq!(keyring.writes(), written, "{moment:?}");
        let known: i64 = sample::raw(folder.path())
            .query_row(
                "SELECT count(*) FROM connection JOIN meta USING (key_id)",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(known, 1, "{moment:?}");
    }
}

/// The same answers make no key for a new store either.
#[tokio::test]
async fn an_empty_store_makes_no_key_while_the_keyring_is_unsure() {
    let unsure: [fn() -> Error; 5] = [
        prompt_dismissed,
        locked,
        || Error::Ambiguous(vec![]),
        || Error::BadEncoding(vec![0xff]),
        || Error::PlatformFailure("gone".into()),
    ];
    for error in unsure {
        let folder = tempfile::tempdir().unwrap();
        let keyring = ScriptedKeyring::honest();
        keyring.answer(Answer::Fails(error));
        let vault = open(folder.path(), &keyring);
        let refused = vault.unlock().await.unwrap_err();
        assert_ne!(refused, LockReason::NoKeyYet, "{}", error());
        let chosen = vault
            .choose_passphrase(Passphrase::new("correct horse".into()))
            .await;
        assert!(
            matches!(chosen, Err(PassphraseError::NotOffered)),
            "{}",
            error()
        );
        assert_eq!(keyring.writes(), 0, "{}", error());
    }
}

/// What a person compares on paper is what stands in the store.
#[tokio::test]
async fn a_vault_is_told_from_others_by_the_beginning_of_its_identity() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let store = sample::raw(folder.path());
    let whole: String = store
        .query_row("SELECT store_id FROM meta", [], |row| row.get(0))
        .unwrap();
    assert_eq!(vault.short_name(), whole[..8]);
    let shown = format!("{vault:?}");
    assert!(shown.contains(&format!("{:?}", vault.folder())), "{shown}");
}
