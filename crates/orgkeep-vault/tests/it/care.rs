//! Changing the key, and what becomes of a vault whose key is lost.

use std::collections::HashMap;
use std::path::Path;

use keyring_core::Error;
use orgkeep_domain::connection::ConnectionStatus;
use orgkeep_secret::{ConsumerSecret, Passphrase};
use orgkeep_vault::activity_record::Seal;
use orgkeep_vault::change_key::{ChangeKeyError, NewKey};
use orgkeep_vault::connection_record::{ConnectionRecord, Upkeep};
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::error::SecretError;
use orgkeep_vault::lock_state::{LockReason, LockState};
use orgkeep_vault::passphrase::PassphraseError;
use orgkeep_vault::pending_record::NewSecret;
use orgkeep_vault::vault::Vault;

use crate::keyring::{Answer, ScriptedKeyring};
use crate::row::{self, Row};
use crate::sample;
use crate::unlocking::{another_key, filled, open};

pub fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.into())
}

const FIRST: &str = "correct horse battery";
const SECOND: &str = "staple correct horse";

/// Fills every table that has sealed rows, and gives the draft's id.
pub async fn fill(vault: &Vault, orgs: u32) {
    for org in 1..=orgs {
        sample::committed(vault, org, 1).await;
    }
    let gone = sample::committed(vault, 900, 1).await;
    vault.remove(&gone.id).await.unwrap();
    let draft = vault.begin_draft(DraftFields::default()).await.unwrap();
    let secret = ConsumerSecret::new(sample::canary("S", 901, 1));
    vault
        .seal_draft_secret(&draft.id, Some(secret))
        .await
        .unwrap();
    let first = vault.connections().await.unwrap().records.remove(0);
    let secret = NewSecret::Typed(ConsumerSecret::new(sample::canary("S", 902, 1)));
    vault
        .set_pending(&first.id, first.app.unwrap().consumer_key, secret)
        .await
        .unwrap();
}

/// Whether everything that [`fill`] put there opens with the one key of the store.
pub async fn is_whole(vault: &Vault, orgs: u32) -> Result<(), String> {
    let integrity = vault.integrity().await.map_err(|error| error.to_string())?;
    let rows = orgs as usize + 3;
    row::ensure(
        integrity.is_sound() && integrity.apart_rows == 0 && integrity.sound_rows == rows,
        || format!("{integrity:?}"),
    )?;
    let list = vault
        .connections()
        .await
        .map_err(|error| error.to_string())?;
    for (org, record) in (1..).zip(list.records) {
        let secrets = vault
            .secrets(&record.id)
            .await
            .map_err(|error| error.to_string())?;
        row::ensure(sample::are_of(&secrets, org, 1), || {
            format!("org {org} has other secrets")
        })?;
    }
    let keys = generations(vault.folder());
    row::ensure(keys.len() == 1, || format!("keys in use: {keys:?}"))
}

/// The names of every key that anything in the store is sealed with, or that the store knows of.
fn generations(folder: &Path) -> Vec<String> {
    let raw = sample::raw(folder);
    let mut statement = raw
        .prepare(
            "SELECT key_id FROM meta UNION SELECT id FROM vault_key UNION SELECT key_id FROM connection
             UNION SELECT key_id FROM draft WHERE key_id IS NOT NULL
             UNION SELECT key_id FROM pending WHERE key_id IS NOT NULL
             UNION SELECT key_id FROM revocation",
        )
        .unwrap();
    let keys = statement.query_map([], |row| row.get(0)).unwrap();
    keys.map(Result::unwrap).collect()
}

async fn reopened(folder: &Path, keyring: &ScriptedKeyring) -> Vault {
    let vault = open(folder, keyring);
    vault.unlock().await.unwrap();
    vault
}

/// Loses the key, and goes on with a new one.
async fn started_over(folder: &Path, keyring: &ScriptedKeyring) -> Vault {
    keyring.forget();
    let vault = open(folder, keyring);
    assert_eq!(vault.unlock().await, Err(LockReason::KeyForgotten));
    vault.start_over(NewKey::Keyring).await.unwrap();
    vault
}

#[tokio::test]
async fn a_new_key_opens_everything_and_the_old_one_is_in_no_keyring() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let vault = reopened(folder.path(), &keyring).await;
    fill(&vault, 3).await;
    let (before, old) = (keyring.entry().unwrap(), generations(folder.path()));
    vault.change_key(None, NewKey::Keyring).await.unwrap();
    is_whole(&vault, 3).await.unwrap();
    assert_ne!(generations(folder.path()), old);
    assert_eq!(keyring.entries().len(), 1);
    assert_ne!(keyring.entry().unwrap(), before);
    // What the old one vouched for, the new one does.
    let activity = vault.verify_activity().await.unwrap();
    assert_eq!(activity.fault, None);
    assert!(matches!(activity.seal, Seal::Covers { from: 1, .. }));
    assert_eq!(vault.key_care().await.unwrap().since, Some(sample::noon()));
    drop(vault);
    is_whole(&reopened(folder.path(), &keyring).await, 3)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_keyring_that_does_not_take_the_new_key_leaves_the_old_one_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let vault = reopened(folder.path(), &keyring).await;
    fill(&vault, 2).await;
    let before = generations(folder.path());
    for answer in [
        Answer::Forgets,
        Answer::Fails(|| Error::PlatformFailure("gone".into())),
    ] {
        keyring.answer(answer);
        let refused = vault.change_key(None, NewKey::Keyring).await;
        assert!(matches!(refused, Err(ChangeKeyError::Custody(_))));
        keyring.answer(Answer::Honest);
        assert_eq!(generations(folder.path()), before);
        is_whole(&reopened(folder.path(), &keyring).await, 2)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn the_key_moves_from_the_keyring_to_a_passphrase_to_another_one_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let vault = reopened(folder.path(), &keyring).await;
    fill(&vault, 2).await;

    let to = |text| NewKey::Passphrase(passphrase(text));
    let short = vault.change_key(None, to("too short")).await;
    assert!(matches!(
        short,
        Err(ChangeKeyError::Passphrase(PassphraseError::TooShort))
    ));
    vault.change_key(None, to(FIRST)).await.unwrap();
    assert!(keyring.entries().is_empty());
    drop(vault);

    let vault = open(folder.path(), &keyring);
    assert_eq!(vault.unlock().await, Err(LockReason::PassphraseNeeded));
    vault
        .unlock_with_passphrase(passphrase(FIRST))
        .await
        .unwrap();
    is_whole(&vault, 2).await.unwrap();
    for wrong in [None, Some(passphrase(SECOND))] {
        let refused = vault.change_key(wrong, NewKey::Keyring).await;
        assert!(matches!(
            refused,
            Err(ChangeKeyError::Passphrase(PassphraseError::Wrong))
        ));
    }
    vault
        .change_key(Some(passphrase(FIRST)), to(SECOND))
        .await
        .unwrap();
    drop(vault);

    let vault = open(folder.path(), &keyring);
    let old = vault.unlock_with_passphrase(passphrase(FIRST)).await;
    assert!(matches!(old, Err(PassphraseError::Wrong)));
    vault
        .unlock_with_passphrase(passphrase(SECOND))
        .await
        .unwrap();
    vault
        .change_key(Some(passphrase(SECOND)), NewKey::Keyring)
        .await
        .unwrap();
    drop(vault);
    is_whole(&reopened(folder.path(), &keyring).await, 2)
        .await
        .unwrap();
}

#[tokio::test]
async fn another_copy_that_has_the_vault_open_goes_on_with_the_new_key() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let (one, other) = (
        reopened(folder.path(), &keyring).await,
        reopened(folder.path(), &keyring).await,
    );
    fill(&one, 2).await;
    one.change_key(None, NewKey::Keyring).await.unwrap();
    is_whole(&other, 2).await.unwrap();
    other.change_key(None, NewKey::Keyring).await.unwrap();
    sample::committed(&one, 3, 1).await;
    is_whole(&other, 3).await.unwrap();

    let new = NewKey::Passphrase(passphrase(FIRST));
    one.change_key(None, new).await.unwrap();
    let refused = other.integrity().await;
    assert!(matches!(
        refused,
        Err(SecretError::Locked(LockReason::PassphraseNeeded))
    ));
    assert_eq!(
        *other.lock_state().borrow(),
        LockState::Locked(LockReason::PassphraseNeeded)
    );
}

/// Each at the first thing that it does after another program has changed the key.
#[tokio::test]
async fn what_is_typed_is_sealed_with_the_new_key_of_another_copy() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let (one, other) = (
        reopened(folder.path(), &keyring).await,
        reopened(folder.path(), &keyring).await,
    );
    fill(&one, 1).await;
    one.change_key(None, NewKey::Keyring).await.unwrap();
    let record = other.connections().await.unwrap().records.remove(0);
    let key = record.consumer_key().cloned().unwrap();
    let secret = || ConsumerSecret::new(sample::canary("S", 903, 1));
    let typed = other.set_pending(&record.id, key, NewSecret::Typed(secret()));
    typed.await.unwrap();
    other.change_key(None, NewKey::Keyring).await.unwrap();
    let draft = one.begin_draft(DraftFields::default()).await.unwrap();
    let typed = one.seal_draft_secret(&draft.id, Some(secret())).await;
    typed.unwrap();
    assert_eq!(generations(folder.path()).len(), 1);
}

#[tokio::test]
async fn a_key_in_the_place_of_a_lost_one_seals_the_activity_anew() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    fill(&reopened(folder.path(), &keyring).await, 1).await;
    let vault = started_over(folder.path(), &keyring).await;
    let activity = vault.verify_activity().await.unwrap();
    assert_eq!(activity.fault, None);
    let is_new = matches!(activity.seal, Seal::Covers { from, .. } if from > 1);
    assert!(is_new, "{:?}", activity.seal);
}

#[tokio::test]
async fn a_lost_key_is_told_of_as_long_as_something_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    let vault = started_over(folder.path(), &keyring).await;
    let lost = vault.key_care().await.unwrap().lost;
    let rows: Vec<u32> = lost.iter().map(|lost| lost.rows).collect();
    assert_eq!(rows, [1]);
    let record = vault.connections().await.unwrap().records.remove(0);
    let again = sample::authorized_again(&record, 1, 2);
    vault.commit_again(again).await.unwrap();
    assert_eq!(vault.key_care().await.unwrap().lost, []);
}

#[tokio::test]
async fn another_key_in_the_place_of_a_lost_one_is_left_there() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    let lost = keyring.entries();
    let vault = started_over(folder.path(), &keyring).await;
    drop(vault);

    let another = another_key().await;
    let account = lost.keys().next().unwrap().clone();
    keyring.put_back([(account, another)].into());
    let vault = reopened(folder.path(), &keyring).await;
    assert_eq!(vault.key_care().await.unwrap().lost.len(), 1);
    assert_eq!(keyring.entries().len(), 2);
    drop(vault);

    keyring.put_back(lost);
    let vault = reopened(folder.path(), &keyring).await;
    assert_eq!(vault.key_care().await.unwrap().lost, []);
    let record = vault.connections().await.unwrap().records.remove(0);
    assert!(sample::are_of(
        &vault.secrets(&record.id).await.unwrap(),
        1,
        1
    ));
}

#[tokio::test]
async fn who_can_get_at_the_key_does_not_start_over() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    let vault = open(folder.path(), &keyring);
    let before = generations(folder.path());
    let refused = |refused| matches!(refused, Err(ChangeKeyError::NotLost));
    assert!(refused(vault.start_over(NewKey::Keyring).await), "unasked");
    keyring.answer(Answer::Fails(|| Error::NoStorageAccess("locked".into())));
    assert_eq!(vault.unlock().await, Err(LockReason::KeyringLocked));
    assert!(refused(vault.start_over(NewKey::Keyring).await), "locked");
    keyring.answer(Answer::Honest);
    vault.unlock().await.unwrap();
    assert!(refused(vault.start_over(NewKey::Keyring).await), "open");

    // Lost when it was asked, and there again when the person decides.
    let entries = keyring.entries();
    keyring.forget();
    let vault = open(folder.path(), &keyring);
    assert_eq!(vault.unlock().await, Err(LockReason::KeyForgotten));
    keyring.put_back(entries);
    assert!(refused(vault.start_over(NewKey::Keyring).await), "back");
    assert_eq!(generations(folder.path()), before);
}

/// S-11: the keyring's entry is gone. Nothing in the store is, and each org comes back by its secret and a sign-in.
#[tokio::test]
async fn s_11_a_lost_key_costs_sign_ins_and_nothing_else() {
    const ORGS: u32 = 20;
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let vault = reopened(folder.path(), &keyring).await;
    fill(&vault, ORGS).await;
    vault.set_setting("theme", "dark".into()).await.unwrap();
    let before = vault.connections().await.unwrap().records;
    drop(vault);

    let vault = started_over(folder.path(), &keyring).await;
    let theme = vault.setting("theme").await.unwrap();
    assert_eq!(theme.as_deref(), Some("dark"));
    let mut row = Row::new("S-11");
    for (org, old) in (1..).zip(&before) {
        let outcome = recovers(&vault, org, old).await;
        row.note(old.name.as_str(), outcome);
    }
    let integrity = vault.integrity().await.unwrap();
    assert!(integrity.is_sound(), "{integrity:?}");
    drop(vault);
    let vault = reopened(folder.path(), &keyring).await;
    for (org, record) in (1..).zip(vault.connections().await.unwrap().records) {
        assert_eq!(record.status, ConnectionStatus::Connected);
        assert!(sample::are_of(
            &vault.secrets(&record.id).await.unwrap(),
            org,
            2
        ));
    }
    row.finish(ORGS as usize);
}

/// One org of S-11: its row is as it was, but for "sign in again", and signing in brings it back.
async fn recovers(vault: &Vault, org: u32, old: &ConnectionRecord) -> Result<(), String> {
    let said = |error: &dyn std::error::Error| error.to_string();
    let kept = vault.connection(&old.id).await.map_err(|e| said(&e))?;
    let kept = kept.ok_or("the row is gone")?;
    let expected = ConnectionRecord {
        status: ConnectionStatus::SignInAgain,
        has_secret: false,
        has_refresh_token: false,
        upkeep: Upkeep {
            is_apart: true,
            secret_is_apart: old.has_secret,
            ..old.upkeep
        },
        ..old.clone()
    };
    row::ensure(kept == expected, || format!("{kept:?}"))?;
    let refused = vault.secrets(&old.id).await;
    row::ensure(matches!(refused, Err(SecretError::WrongKey)), || {
        format!("{refused:?}")
    })?;
    let secret = NewSecret::Typed(ConsumerSecret::new(sample::canary("S", org, 2)));
    let pending = vault.set_pending(&old.id, old.consumer_key().cloned().unwrap(), secret);
    let pending = pending.await.map_err(|e| said(&e))?;
    let opened = vault.open_pending(&old.id, &old.login).await;
    row::ensure(opened.is_ok_and(|(_, secret)| secret.is_some()), || {
        "the typed secret does not open".into()
    })?;
    let again = sample::authorized_again(&kept, org, 2);
    let committed = vault.commit_pending(again, pending.id).await;
    let committed = committed.map_err(|e| said(&e))?;
    row::ensure(
        committed.record.id == old.id && committed.record.created_at == old.created_at,
        || format!("{committed:?}"),
    )
}

#[tokio::test]
async fn a_key_that_comes_back_opens_what_waited_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let vault = reopened(folder.path(), &keyring).await;
    fill(&vault, 3).await;
    drop(vault);
    let lost: HashMap<_, _> = keyring.entries();

    let vault = started_over(folder.path(), &keyring).await;
    let care = vault.key_care().await.unwrap();
    assert_eq!(care.lost.len(), 1);
    assert_eq!(care.lost[0].rows, 6);
    let drafts = vault.drafts().await.unwrap();
    assert_eq!(
        drafts[0].secret_characters, None,
        "it has to be typed again"
    );
    let draft = vault.open_draft_secret(&drafts[0].id).await.unwrap();
    assert!(draft.is_none());
    let integrity = vault.integrity().await.unwrap();
    assert!(
        integrity.is_sound() && integrity.apart_rows == 6,
        "{integrity:?}"
    );
    let first = vault.connections().await.unwrap().records.remove(0);
    let again = sample::authorized_again(&first, 1, 2);
    vault.commit_again(again).await.unwrap();
    drop(vault);

    keyring.put_back(lost);
    let vault = reopened(folder.path(), &keyring).await;
    assert_eq!(vault.key_care().await.unwrap().lost, []);
    assert_eq!(keyring.entries().len(), 1);
    let integrity = vault.integrity().await.unwrap();
    assert!(
        integrity.is_sound() && integrity.apart_rows == 0,
        "{integrity:?}"
    );
    for (org, version) in [(1, 2), (2, 1), (3, 1)] {
        let record = &vault.connections().await.unwrap().records[org as usize - 1];
        assert_eq!(record.status, ConnectionStatus::Connected);
        let secrets = vault.secrets(&record.id).await.unwrap();
        assert!(sample::are_of(&secrets, org, version), "org {org}");
    }
    assert_eq!(vault.drafts().await.unwrap()[0].secret_characters, Some(32));
}

#[tokio::test]
async fn what_waits_for_a_lost_key_goes_only_when_the_person_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let vault = reopened(folder.path(), &keyring).await;
    fill(&vault, 2).await;
    drop(vault);
    let vault = started_over(folder.path(), &keyring).await;
    vault.give_up_lost_keys().await.unwrap();
    assert_eq!(vault.key_care().await.unwrap().lost, []);
    let list = vault.connections().await.unwrap();
    assert_eq!(list.damaged, []);
    assert!(list.records.iter().all(|record| record.upkeep.is_apart));
    let refused = vault.secrets(&list.records[0].id).await;
    assert!(matches!(refused, Err(SecretError::WrongKey)));
    assert_eq!(vault.pending_revocations().await.unwrap(), []);
    let again = sample::authorized_again(&list.records[0], 1, 2);
    vault.commit_again(again).await.unwrap();
    assert!(vault.integrity().await.unwrap().is_sound());
}
