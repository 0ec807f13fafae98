//! The recovery sheet, and what a remembered passphrase brings back.

use std::path::Path;

use keyring_core::Error;
use orgkeep_secret::RecoveryKey;
use orgkeep_vault::change_key::{ChangeKeyError, NewKey};
use orgkeep_vault::keyring_store::Keyring;
use orgkeep_vault::lock_state::LockReason;
use orgkeep_vault::recovery::{Recovered, RecoveryError};
use orgkeep_vault::recovery_key::RecoveryKeyError;
use orgkeep_vault::vault::Vault;

use crate::care::{fill, is_whole, passphrase};
use crate::keyring::{Answer, ScriptedKeyring};
use crate::sample;
use crate::unlocking::open;

const FORMER: &str = "correct horse battery";
const LATER: &str = "staple correct horse";

/// What stands on the sheet.
async fn printed(vault: &Vault) -> String {
    let sheet = vault.make_recovery().await.unwrap();
    let text = sheet.key.expose().to_owned();
    vault.keep_recovery(sheet).await.unwrap();
    text
}

async fn recover(vault: &Vault, text: &str, new: NewKey) -> Result<Recovered, RecoveryError> {
    vault.recover(RecoveryKey::new(text.into()), new).await
}

/// A vault with something in each table, its sheet, and the keyring that lost the key since.
async fn lost(folder: &Path) -> (ScriptedKeyring, String) {
    let keyring = ScriptedKeyring::honest();
    let vault = open(folder, &keyring);
    vault.unlock().await.unwrap();
    fill(&vault, 2).await;
    let text = printed(&vault).await;
    keyring.forget();
    (keyring, text)
}

#[tokio::test]
async fn the_sheet_opens_a_vault_whose_key_is_lost_and_puts_the_key_back() {
    let folder = tempfile::tempdir().unwrap();
    let (keyring, text) = lost(folder.path()).await;
    for _ in 0..2 {
        keyring.forget();
        let vault = open(folder.path(), &keyring);
        assert_eq!(vault.unlock().await, Err(LockReason::KeyForgotten));
        let recovered = recover(&vault, &text.to_lowercase(), NewKey::Keyring).await;
        assert_eq!(recovered.unwrap(), Recovered::Opened);
        is_whole(&vault, 2).await.unwrap();
        drop(vault);
        let vault = open(folder.path(), &keyring);
        vault.unlock().await.unwrap();
        is_whole(&vault, 2).await.unwrap();
    }
}

#[tokio::test]
async fn without_a_keyring_the_sheet_leads_to_a_passphrase_and_stays_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let (keyring, text) = lost(folder.path()).await;
    let none = || {
        let none = Keyring::made_by(|| Err(Error::PlatformFailure("no bus".into())));
        let custody = orgkeep_vault::custody::KeyCustody::Keyring(none);
        Vault::open(sample::settings(folder.path(), custody)).unwrap()
    };
    let vault = none();
    assert_eq!(vault.unlock().await, Err(LockReason::KeyringAbsent));
    let refused = recover(&vault, &text, NewKey::Keyring).await;
    assert!(matches!(
        refused,
        Err(RecoveryError::Key(ChangeKeyError::Custody(
            LockReason::KeyringAbsent
        )))
    ));
    let new = NewKey::Passphrase(passphrase(FORMER));
    recover(&vault, &text, new).await.unwrap();
    assert_eq!(vault.integrity().await.unwrap().sound_rows, 5);
    assert!(vault.key_care().await.unwrap().recovery_made_at.is_some());
    drop(vault);

    // The passphrase is forgotten as well: the sheet helps once more, and the keyring is there again.
    let vault = open(folder.path(), &keyring);
    assert_eq!(vault.unlock().await, Err(LockReason::PassphraseNeeded));
    recover(&vault, &text, NewKey::Keyring).await.unwrap();
    drop(vault);
    let vault = open(folder.path(), &keyring);
    vault.unlock().await.unwrap();
    is_whole(&vault, 2).await.unwrap();
}

#[tokio::test]
async fn a_mistyped_key_is_told_by_its_group_and_one_of_another_vault_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (keyring, text) = lost(folder.path()).await;
    let other = tempfile::tempdir().unwrap();
    let (_, foreign) = lost(other.path()).await;
    let vault = open(folder.path(), &keyring);
    assert_eq!(vault.unlock().await, Err(LockReason::KeyForgotten));
    let mistyped = if text.ends_with('0') { '1' } else { '0' };
    let mistyped = format!("{}{mistyped}", &text[..text.len() - 1]);
    let refused = recover(&vault, &mistyped, NewKey::Keyring).await;
    assert!(matches!(
        refused,
        Err(RecoveryError::Mistyped(RecoveryKeyError::Group(8)))
    ));
    let refused = recover(&vault, &foreign, NewKey::Keyring).await;
    assert!(matches!(refused, Err(RecoveryError::Wrong)));
    assert!(keyring.entries().is_empty());
}

#[tokio::test]
async fn a_sheet_that_was_replaced_or_revoked_or_made_for_another_key_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let vault = open(folder.path(), &keyring);
    vault.unlock().await.unwrap();
    fill(&vault, 1).await;
    let unkept = vault.make_recovery().await.unwrap();
    let first = printed(&vault).await;
    let replaced = first.clone();
    let second = printed(&vault).await;
    vault.revoke_recovery().await.unwrap();
    assert_eq!(vault.key_care().await.unwrap().recovery_made_at, None);
    let third = printed(&vault).await;
    let late = vault.make_recovery().await.unwrap();
    vault.change_key(None, NewKey::Keyring).await.unwrap();
    assert_eq!(vault.key_care().await.unwrap().recovery_made_at, None);
    let refused = vault.keep_recovery(late).await;
    assert!(matches!(refused, Err(RecoveryError::Changed)));

    keyring.forget();
    let vault = open(folder.path(), &keyring);
    assert_eq!(vault.unlock().await, Err(LockReason::KeyForgotten));
    let unkept = unkept.key.expose().to_owned();
    for text in [unkept, replaced, second, third] {
        let refused = recover(&vault, &text, NewKey::Keyring).await;
        assert!(matches!(refused, Err(RecoveryError::Wrong)));
    }
}

#[tokio::test]
async fn a_sheet_that_is_found_late_takes_back_what_waited() {
    let folder = tempfile::tempdir().unwrap();
    let (keyring, text) = lost(folder.path()).await;
    let vault = open(folder.path(), &keyring);
    assert_eq!(vault.unlock().await, Err(LockReason::KeyForgotten));
    vault.start_over(NewKey::Keyring).await.unwrap();
    assert_eq!(vault.integrity().await.unwrap().apart_rows, 5);
    let recovered = recover(&vault, &text, NewKey::Keyring).await.unwrap();
    assert_eq!(recovered, Recovered::TakenBack);
    is_whole(&vault, 2).await.unwrap();
}

#[tokio::test]
async fn a_passphrase_that_is_remembered_late_takes_back_what_waited() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let vault = open(folder.path(), &keyring);
    vault.unlock().await.unwrap();
    fill(&vault, 2).await;
    let former = NewKey::Passphrase(passphrase(FORMER));
    vault.change_key(None, former).await.unwrap();
    drop(vault);
    let vault = open(folder.path(), &keyring);
    assert_eq!(vault.unlock().await, Err(LockReason::PassphraseNeeded));
    let later = NewKey::Passphrase(passphrase(LATER));
    vault.start_over(later).await.unwrap();
    let refused = vault.recall(passphrase(LATER)).await;
    assert!(matches!(refused, Err(RecoveryError::Wrong)));
    assert_eq!(vault.integrity().await.unwrap().apart_rows, 5);
    vault.recall(passphrase(FORMER)).await.unwrap();
    is_whole(&vault, 2).await.unwrap();
}

#[tokio::test]
async fn a_keyring_that_does_not_take_the_key_back_leaves_the_vault_locked_and_the_sheet_in_force()
{
    let folder = tempfile::tempdir().unwrap();
    let (keyring, text) = lost(folder.path()).await;
    let vault = open(folder.path(), &keyring);
    assert_eq!(vault.unlock().await, Err(LockReason::KeyForgotten));
    keyring.answer(Answer::Forgets);
    let refused = recover(&vault, &text, NewKey::Keyring).await;
    assert!(matches!(refused, Err(RecoveryError::Key(_))));
    assert!(vault.integrity().await.is_err());
    keyring.answer(Answer::Honest);
    recover(&vault, &text, NewKey::Keyring).await.unwrap();
    is_whole(&vault, 2).await.unwrap();
}
