//! Getting at the key, and every way not to.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use keyring_core::{CredentialStore, Error};
use orgkeep_secret::Passphrase;
use orgkeep_vault::commit::SaveError;
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::error::SecretError;
use orgkeep_vault::keyring_store::Keyring;
use orgkeep_vault::lock_state::{LockReason, LockState};
use orgkeep_vault::passphrase::PassphraseError;
use orgkeep_vault::vault::Vault;

use crate::child::{self, Talking};
use crate::keyring::{Answer, Gate, ScriptedKeyring};
use crate::row::{self, Row};
use crate::sample;

fn open(folder: &Path, keyring: &ScriptedKeyring) -> Vault {
    Vault::open(sample::settings(folder, keyring.custody())).unwrap()
}

/// A vault with one org, closed again, and the keyring that has its key.
async fn filled(folder: &Path) -> ScriptedKeyring {
    let keyring = ScriptedKeyring::honest();
    let vault = open(folder, &keyring);
    vault.unlock().await.unwrap();
    sample::committed(&vault, 1, 1).await;
    keyring
}

fn store_bytes(folder: &Path) -> Vec<u8> {
    fs::read(sample::store_path(folder)).unwrap()
}

#[tokio::test]
async fn a_new_vault_makes_one_key_and_finds_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    assert_eq!(keyring.writes(), 1);
    let vault = open(folder.path(), &keyring);
    assert_eq!(*vault.lock_state().borrow(), LockState::Locked(LockReason::NotAsked));
    vault.unlock().await.unwrap();
    assert_eq!(*vault.lock_state().borrow(), LockState::Open);
    let list = vault.connections().await.unwrap();
    assert!(sample::are_of(&vault.secrets(&list.records[0].id).await.unwrap(), 1, 1));
    assert_eq!(keyring.writes(), 1);
}

#[tokio::test]
async fn the_entry_is_text_with_the_key_in_base64_and_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    let entry = String::from_utf8(keyring.entry().unwrap()).unwrap();
    let parts: Vec<&str> = entry.split(':').collect();
    let known: String =
        sample::raw(folder.path()).query_row("SELECT key_id FROM meta", [], |row| row.get(0)).unwrap();
    assert_eq!((parts.len(), parts[0], parts[1], parts[2].len()), (3, "orgkeep-key-1", known.as_str(), 44));
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
async fn unlock_in_vain(vault: &Vault) -> Result<(), LockReason> {
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

    assert_eq!(unlock_in_vain(&vault).await, Err(LockReason::KeyringTimeout));
    let waiting = LockState::Unlocking { since: sample::noon() };
    assert_eq!(*vault.lock_state().borrow(), waiting);
    assert_eq!(vault.connections().await.unwrap().records.len(), 1);
    vault.begin_draft(DraftFields::default()).await.unwrap();
    let refused = vault.commit(sample::authorized(2, 1), sample::new_connection(2)).await;
    assert!(matches!(refused, Err(SaveError::Locked(LockReason::Waiting))));
    let joined = unlock_in_vain(&vault).await;
    assert_eq!(joined, Err(LockReason::KeyringTimeout), "joins the call in flight");

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
    open(folder.path(), &keyring).unlock().await.unwrap();
    let refused = old.commit(sample::authorized(1, 1), sample::new_connection(1)).await;
    assert!(matches!(refused, Err(SaveError::Locked(LockReason::KeyWrong))));
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
    let short = vault.choose_passphrase(Passphrase::new("1234567".into())).await;
    assert!(matches!(short, Err(PassphraseError::TooShort)));
    let early = vault.unlock_with_passphrase(passphrase()).await;
    assert!(matches!(early, Err(PassphraseError::NotInUse)));
    vault.choose_passphrase(passphrase()).await.unwrap();
    let record = sample::committed(&vault, 1, 1).await;
    drop(vault);

    let vault = Vault::open(absent()).unwrap();
    assert!(vault.has_passphrase().await.unwrap());
    assert_eq!(*vault.lock_state().borrow(), LockState::Locked(LockReason::PassphraseNeeded));
    assert_eq!(vault.unlock().await, Err(LockReason::PassphraseNeeded));
    let wrong = vault.unlock_with_passphrase(Passphrase::new("correct horsf".into())).await;
    assert!(matches!(wrong, Err(PassphraseError::Wrong)));
    let again = vault.choose_passphrase(passphrase()).await;
    assert!(matches!(again, Err(PassphraseError::NotOffered)));
    vault.unlock_with_passphrase(passphrase()).await.unwrap();
    assert!(sample::are_of(&vault.secrets(&record.id).await.unwrap(), 1, 1));
}

#[tokio::test]
async fn s_04_wrong_key_tampered_row_and_missing_key_are_told_apart() {
    let mut row = Row::new("S-04");
    let mut messages = BTreeSet::new();

    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    let other = tempfile::tempdir().unwrap();
    keyring.replace(&filled(other.path()).await.entry().unwrap());
    let before = store_bytes(folder.path());
    let refused = open(folder.path(), &keyring).unlock().await;
    messages.insert(format!("{refused:?}"));
    row.note("wrong key", row::ensure(
        refused == Err(LockReason::KeyWrong) && store_bytes(folder.path()) == before,
        || format!("{refused:?}"),
    ));

    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    sample::raw(folder.path())
        .execute("UPDATE connection SET instance = 'https://evil.my.salesforce.com'", [])
        .unwrap();
    let before = store_bytes(folder.path());
    let vault = open(folder.path(), &keyring);
    vault.unlock().await.unwrap();
    let id = vault.connections().await.unwrap().records[0].id.clone();
    let refused = vault.secrets(&id).await;
    drop(vault);
    messages.insert(format!("{refused:?}"));
    row.note("tampered row", row::ensure(
        matches!(refused, Err(SecretError::Tampered)) && store_bytes(folder.path()) == before,
        || format!("{refused:?}"),
    ));

    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    keyring.forget();
    let before = store_bytes(folder.path());
    let refused = open(folder.path(), &keyring).unlock().await;
    messages.insert(format!("{refused:?}"));
    row.note("missing key", row::ensure(
        refused == Err(LockReason::KeyForgotten)
            && store_bytes(folder.path()) == before
            && keyring.entry().is_none(),
        || format!("{refused:?}"),
    ));
    assert_eq!(messages.len(), 3, "{messages:?}");
    row.finish(3);
}

type Break = fn(&ScriptedKeyring);

/// The nine ways in which "no key" could be read into something else, and what each is.
fn misunderstandings() -> [(&'static str, Break, LockReason); 9] {
    fn key_of(keyring: &ScriptedKeyring) -> String {
        String::from_utf8(keyring.entry().unwrap()).unwrap()
    }
    let dismissed: LockReason = if std::env::var_os("DISPLAY").is_some() {
        LockReason::KeyringDenied
    } else {
        LockReason::KeyringLocked
    };
    [
        ("denied", |keyring| keyring.answer(Answer::Fails(prompt_dismissed)), dismissed),
        ("locked", |keyring| keyring.answer(Answer::Fails(locked)), LockReason::KeyringLocked),
        ("timeout", |keyring| keyring.answer(Answer::After(Arc::default())), LockReason::KeyringTimeout),
        (
            "ambiguous",
            |keyring| keyring.answer(Answer::Fails(|| Error::Ambiguous(vec![]))),
            LockReason::KeyAmbiguous,
        ),
        ("bad encoding", |keyring| keyring.replace(&[0xff, 0xfe]), LockReason::KeyMalformed),
        ("empty", |keyring| keyring.replace(b""), LockReason::KeyMalformed),
        (
            "31 bytes",
            |keyring| {
                let key = key_of(keyring);
                // The base64 text of one byte less has the same length and one more sign of padding.
                keyring.replace(format!("{}A==", &key[..key.len() - 3]).as_bytes());
            },
            LockReason::KeyMalformed,
        ),
        (
            "trailing newline",
            |keyring| keyring.replace(format!("{}\n", key_of(keyring)).as_bytes()),
            LockReason::KeyMalformed,
        ),
        ("entry missing while rows exist", ScriptedKeyring::forget, LockReason::KeyForgotten),
    ]
}

#[tokio::test]
async fn s_05_nothing_but_a_clean_no_makes_a_key() {
    let mut row = Row::new("S-05");
    for (name, break_it, reason) in misunderstandings() {
        row.note(name, stays_locked(break_it, reason).await);
    }
    row.finish(9);
}

async fn stays_locked(break_it: Break, reason: LockReason) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    break_it(&keyring);
    let (entry, writes, bytes) = (keyring.entry(), keyring.writes(), store_bytes(folder.path()));
    let vault = open(folder.path(), &keyring);
    let refused = match reason {
        LockReason::KeyringTimeout => unlock_in_vain(&vault).await,
        _ => vault.unlock().await,
    };
    row::ensure(refused == Err(reason), || format!("{refused:?}"))?;
    let listed = vault.connections().await.map_err(|error| error.to_string())?;
    row::ensure(listed.records.len() == 1, || "the list is not shown".into())?;
    let saved = vault.commit(sample::authorized(2, 1), sample::new_connection(2)).await;
    row::ensure(matches!(saved, Err(SaveError::Locked(_))), || format!("{saved:?}"))?;
    drop(vault);
    row::ensure(keyring.entry() == entry && keyring.writes() == writes, || {
        "the keyring was touched".into()
    })?;
    row::ensure(store_bytes(folder.path()) == bytes, || "the store was touched".into())
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
        let chosen = vault.choose_passphrase(Passphrase::new("correct horse".into())).await;
        assert!(matches!(chosen, Err(PassphraseError::NotOffered)), "{}", error());
        assert_eq!(keyring.writes(), 0, "{}", error());
    }
}

fn prompt_dismissed() -> Error {
    Error::NoStorageAccess(Box::new(secret_service::Error::Prompt))
}

fn locked() -> Error {
    Error::NoStorageAccess(Box::new(secret_service::Error::Locked))
}

fn no_collection() -> Error {
    Error::NoStorageAccess(Box::new(secret_service::Error::NoResult))
}

fn no_service() -> Error {
    Error::PlatformFailure(Box::new(secret_service::Error::Unavailable))
}

/// The five states of a machine's keyring, as the Secret Service's library reports them, by number.
const KEYRINGS: [(&str, bool, LockReason); 5] = [
    ("no bus", false, LockReason::KeyringAbsent),
    ("bus without service", false, LockReason::KeyringAbsent),
    ("no collection, as under WSL", false, LockReason::KeyringEmpty),
    ("locked", false, LockReason::KeyringLocked),
    ("prompt dismissed", true, LockReason::KeyringDenied),
];

/// A child's part of S-07: it meets the keyring of the given number and says what the vault makes of it.
pub fn ask_scripted(folder: &Path, number: u32) {
    let keyring = ScriptedKeyring::honest();
    let custody = match number {
        0 => Keyring::made_by(|| Err(Error::PlatformFailure("no bus".into()))),
        1 => Keyring::made_by(|| Err(no_service())),
        number => {
            let errors = [no_collection, locked, prompt_dismissed];
            keyring.answer(Answer::Fails(errors[number as usize - 2]));
            let store: Arc<CredentialStore> = Arc::new(keyring.clone());
            Keyring::from_store(store)
        }
    };
    let settings = sample::settings(folder, KeyCustody::Keyring(custody));
    let vault = Vault::open(settings).unwrap();
    let outcome = child::runtime().block_on(vault.unlock());
    child::say(&format!("{outcome:?}"));
}

#[tokio::test]
async fn s_07_each_state_of_the_keyring_has_its_own_message() {
    let mut row = Row::new("S-07");
    for (number, (name, display, reason)) in (0..).zip(KEYRINGS) {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path()).await;
        let bytes = store_bytes(folder.path());
        let mut command = child::command("asker", folder.path(), number);
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        if display {
            command.env("DISPLAY", ":0");
        }
        let (ended, said) = Talking::start(&mut command).finish();
        let expected = format!("Err({reason:?})");
        row.note(name, row::ensure(ended && said == [expected] && store_bytes(folder.path()) == bytes, || {
            format!("{said:?}")
        }));
    }
    row.finish(KEYRINGS.len());
}
