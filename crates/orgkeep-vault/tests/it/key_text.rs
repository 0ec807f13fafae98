//! S-08: random keys through keyrings that keep nothing but text, and through the real one of this system.

use orgkeep_vault::change_key::NewKey;
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::vault::Vault;

use crate::keyring::{Answer, ScriptedKeyring};
use crate::row::{self, Row};
use crate::sample;

/// Gives a vault one random key after the other. After each, the vault is opened anew and reads what the key seals.
pub async fn change_keys(
    folder: &std::path::Path,
    custody: impl Fn() -> KeyCustody,
    count: usize,
    mut note: impl FnMut(usize, Result<(), String>),
) {
    let open = || Vault::open(sample::settings(folder, custody())).unwrap();
    let vault = open();
    vault.unlock().await.unwrap();
    sample::committed(&vault, 1, 1).await;
    let id = vault.connections().await.unwrap().records[0].id.clone();
    drop(vault);
    for number in 0..count {
        let outcome = async {
            let vault = open();
            let told = |error: &dyn std::fmt::Debug| format!("{error:?}");
            vault.unlock().await.map_err(|error| told(&error))?;
            let changed = vault.change_key(None, NewKey::Keyring).await;
            changed.map_err(|error| told(&error))?;
            drop(vault);
            let again = open();
            again.unlock().await.map_err(|error| told(&error))?;
            let read = again.secrets(&id).await.map_err(|error| told(&error))?;
            row::ensure(sample::are_of(&read, 1, 1), || "other secrets".to_owned())
        };
        note(number, outcome.await);
    }
}

#[tokio::test]
async fn s_08_random_keys_come_back_from_a_keyring_that_keeps_text_alone() {
    let keyring = ScriptedKeyring::honest();
    keyring.answer(Answer::TextOnly);
    let (folder, count) = (tempfile::tempdir().unwrap(), row::size(1000, 30));
    let mut row = Row::new("S-08");
    let note =
        |number: usize, outcome: Result<(), String>| row.note(format!("key {number}"), outcome);
    change_keys(folder.path(), || keyring.custody(), count, note).await;
    row.finish(count);
}
