//! S-04, S-05 and S-07: what the keyring says is never taken for something else.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use keyring_core::{CredentialStore, Error};
use orgkeep_secret::{ConsumerSecret, Password, SecurityToken};
use orgkeep_vault::commit::SaveError;
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::error::SecretError;
use orgkeep_vault::keyring_store::Keyring;
use orgkeep_vault::lock_state::LockReason;
use orgkeep_vault::pending_record::NewSecret;
use orgkeep_vault::vault::Vault;

use crate::child::{self, Talking};
use crate::keyring::{Answer, ScriptedKeyring};
use crate::row::{self, Row};
use crate::sample;
use crate::unlocking::{another_key, filled, open, store_bytes, unlock_in_vain};

#[tokio::test]
async fn s_04_wrong_key_tampered_row_and_missing_key_are_told_apart() {
    let mut row = Row::new("S-04");
    let mut messages = BTreeSet::new();

    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    keyring.replace(&another_key().await);
    let before = store_bytes(folder.path());
    let refused = open(folder.path(), &keyring).unlock().await;
    messages.insert(format!("{refused:?}"));
    row.note(
        "wrong key",
        row::ensure(
            refused == Err(LockReason::KeyWrong) && store_bytes(folder.path()) == before,
            || format!("{refused:?}"),
        ),
    );

    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    sample::raw(folder.path())
        .execute(
            "UPDATE connection SET instance = 'https://evil.my.salesforce.com'",
            [],
        )
        .unwrap();
    let before = store_bytes(folder.path());
    let vault = open(folder.path(), &keyring);
    vault.unlock().await.unwrap();
    let id = vault.connections().await.unwrap().records[0].id.clone();
    let refused = vault.secrets(&id).await;
    drop(vault);
    messages.insert(format!("{refused:?}"));
    row.note(
        "tampered row",
        row::ensure(
            matches!(refused, Err(SecretError::Tampered)) && store_bytes(folder.path()) == before,
            || format!("{refused:?}"),
        ),
    );

    let folder = tempfile::tempdir().unwrap();
    let keyring = filled(folder.path()).await;
    keyring.forget();
    let before = store_bytes(folder.path());
    let refused = open(folder.path(), &keyring).unlock().await;
    messages.insert(format!("{refused:?}"));
    row.note(
        "missing key",
        row::ensure(
            refused == Err(LockReason::KeyForgotten)
                && store_bytes(folder.path()) == before
                && keyring.entry().is_none(),
            || format!("{refused:?}"),
        ),
    );
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
        (
            "denied",
            |keyring| keyring.answer(Answer::Fails(prompt_dismissed)),
            dismissed,
        ),
        (
            "locked",
            |keyring| keyring.answer(Answer::Fails(locked)),
            LockReason::KeyringLocked,
        ),
        (
            "timeout",
            |keyring| keyring.answer(Answer::After(Arc::default())),
            LockReason::KeyringTimeout,
        ),
        (
            "ambiguous",
            |keyring| keyring.answer(Answer::Fails(|| Error::Ambiguous(vec![]))),
            LockReason::KeyAmbiguous,
        ),
        (
            "bad encoding",
            |keyring| keyring.replace(&[0xff, 0xfe]),
            LockReason::KeyMalformed,
        ),
        (
            "empty",
            |keyring| keyring.replace(b""),
            LockReason::KeyMalformed,
        ),
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
        (
            "entry missing while rows exist",
            ScriptedKeyring::forget,
            LockReason::KeyForgotten,
        ),
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
    let (entry, writes, bytes) = (
        keyring.entry(),
        keyring.writes(),
        store_bytes(folder.path()),
    );
    let vault = open(folder.path(), &keyring);
    let refused = match reason {
        LockReason::KeyringTimeout => unlock_in_vain(&vault).await,
        _ => vault.unlock().await,
    };
    row::ensure(refused == Err(reason), || format!("{refused:?}"))?;
    let listed = vault
        .connections()
        .await
        .map_err(|error| error.to_string())?;
    row::ensure(listed.records.len() == 1, || "the list is not shown".into())?;
    let saved = vault
        .commit(sample::authorized(2, 1), sample::new_connection(2))
        .await;
    row::ensure(matches!(saved, Err(SaveError::Locked(_))), || {
        format!("{saved:?}")
    })?;
    drop(vault);
    row::ensure(
        keyring.entry() == entry && keyring.writes() == writes,
        || "the keyring was touched".into(),
    )?;
    row::ensure(store_bytes(folder.path()) == bytes, || {
        "the store was touched".into()
    })
}

/// Whatever is sealed is lost with the key, though no connection be there.
#[tokio::test]
async fn s_05_a_store_with_one_secret_of_any_kind_gets_no_new_key() {
    let kinds: [&str; 3] = ["password", "security token", "pending secret"];
    for kind in kinds {
        let folder = tempfile::tempdir().unwrap();
        let keyring = ScriptedKeyring::honest();
        let vault = open(folder.path(), &keyring);
        vault.unlock().await.unwrap();
        seal_one(&vault, folder.path(), kind).await;
        drop(vault);
        keyring.forget();
        let (writes, bytes) = (keyring.writes(), store_bytes(folder.path()));
        let vault = open(folder.path(), &keyring);
        let refused = vault.unlock().await;
        assert_eq!(refused, Err(LockReason::KeyForgotten), "{kind}");
        drop(vault);
        assert_eq!((keyring.entry(), keyring.writes()), (None, writes));
        assert!(store_bytes(folder.path()) == bytes, "{kind}");
    }
}

async fn seal_one(vault: &Vault, folder: &Path, kind: &str) {
    let draft = || async {
        let fields = DraftFields::default();
        vault.begin_draft(fields).await.unwrap().id
    };
    match kind {
        "password" => {
            let typed = Some(Password::new("p".into()));
            let draft = draft().await;
            vault.seal_draft_password(&draft, typed).await.unwrap();
        }
        "security token" => {
            let typed = Some(SecurityToken::new("t".into()));
            let draft = draft().await;
            vault
                .seal_draft_security_token(&draft, typed)
                .await
                .unwrap();
        }
        _ => {
            let record = sample::committed(vault, 1, 1).await;
            let key = record.consumer_key().unwrap().clone();
            let secret = NewSecret::Typed(ConsumerSecret::new("s".into()));
            vault.set_pending(&record.id, key, secret).await.unwrap();
            // A connection of a backup comes back without its own secrets.
            let given_up = "UPDATE connection SET data_key = x'', access_token = x'',
                refresh_token = NULL, consumer_secret = NULL";
            let raw = sample::raw(folder);
            assert_eq!(raw.execute(given_up, []).unwrap(), 1);
        }
    }
}

pub fn prompt_dismissed() -> Error {
    Error::NoStorageAccess(Box::new(secret_service::Error::Prompt))
}

pub fn locked() -> Error {
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
    (
        "no collection, as under WSL",
        false,
        LockReason::KeyringEmpty,
    ),
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
        row.note(
            name,
            row::ensure(
                ended && said == [expected] && store_bytes(folder.path()) == bytes,
                || format!("{said:?}"),
            ),
        );
    }
    row.finish(KEYRINGS.len());
}
