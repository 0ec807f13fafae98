//! Backup and restore through a vault.

use std::path::Path;

use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::connection::{Colour, ConnectionStatus};
use orgkeep_domain::id::DraftId;
use orgkeep_domain::label::{Relabelling, Tag};
use orgkeep_vault::backup::{Backup, BackupError};
use orgkeep_vault::backup_file::BackupFileError;
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::passphrase::PassphraseError;
use orgkeep_vault::restore::Restoration;
use orgkeep_vault::vault::{Vault, VaultSettings};

use crate::care::{fill, passphrase};
use crate::sample;

const WORDS: &str = "correct horse battery";

async fn backup(vault: &Vault) -> Vec<u8> {
    vault.back_up(passphrase(WORDS)).await.unwrap()
}

async fn opened(vault: &Vault, file: &[u8]) -> Result<Backup, BackupFileError> {
    vault.open_backup(passphrase(WORDS), file.to_vec()).await
}

async fn restored(vault: &Vault, file: &[u8]) -> Restoration {
    let backup = opened(vault, file).await.unwrap();
    vault.restore(&backup).await.unwrap()
}

/// A vault with something of everything.
async fn full(folder: &Path) -> Vault {
    let vault = sample::unlocked(folder).await;
    fill(&vault, 3).await;
    vault
        .add_blueprint("For all".into(), sample::app())
        .await
        .unwrap();
    let typed = DraftFields {
        name: "Half done".into(),
        app: sample::app(),
        ..DraftFields::default()
    };
    vault.begin_draft(typed).await.unwrap();
    vault.set_setting("theme", "dark".into()).await.unwrap();
    vault
        .set_setting("tests.every_hours", "6".into())
        .await
        .unwrap();
    vault.set_setting("window", "1,2".into()).await.unwrap();
    vault
}

fn labels() -> Relabelling {
    Relabelling {
        add: vec![Tag::parse("payroll").unwrap()],
        favourite: Some(true),
        colour: Some(Colour::Purple),
        owner: Some("Release team".to_owned()),
        ..Relabelling::default()
    }
}

#[tokio::test]
async fn a_new_vault_gets_everything_but_the_secrets_and_asks_for_sign_ins() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let old = full(here.path()).await;
    let file = backup(&old).await;
    let new = sample::open(there.path()).unwrap();
    let (kept, preview) = new
        .preview(opened(&new, &file).await.unwrap())
        .await
        .unwrap();
    assert_eq!(
        (preview.connections.len(), preview.blueprints.len()),
        (3, 1)
    );
    assert_eq!(
        format!("{kept:?}"),
        "Backup { made_at: 2026-11-20T12:00:00Z, .. }"
    );
    assert_eq!((preview.drafts, preview.settings), (2, 2));
    assert_eq!(new.restore(&kept).await.unwrap(), preview);

    // Restored before there was any key: nothing stands in the way of the first one.
    new.unlock().await.unwrap();
    let (before, after) = (
        old.connections().await.unwrap().records,
        new.connections().await.unwrap().records,
    );
    for (old, new) in before.iter().zip(&after) {
        assert_eq!(new.status, ConnectionStatus::SignInAgain);
        assert!(new.upkeep.is_apart && !new.has_secret && !new.has_refresh_token);
        assert_eq!(
            (&new.id, &new.login, &new.name),
            (&old.id, &old.login, &old.name)
        );
        assert_eq!(new.created_at, old.created_at);
    }
    assert_eq!(
        new.blueprints().await.unwrap(),
        old.blueprints().await.unwrap()
    );
    let drafts = |list: Vec<orgkeep_vault::draft_record::DraftRecord>| {
        let mut kept: Vec<_> = list
            .into_iter()
            .map(|draft| (draft.id, draft.fields))
            .collect();
        kept.sort_by(|one, other| one.0.as_str().cmp(other.0.as_str()));
        kept
    };
    let [one, other] = [&old, &new].map(|vault| vault.drafts());
    let (one, other): (Vec<(DraftId, _)>, _) =
        (drafts(one.await.unwrap()), drafts(other.await.unwrap()));
    assert_eq!(one, other);
    assert_eq!(new.setting("theme").await.unwrap().as_deref(), Some("dark"));
    let hours = new.setting("tests.every_hours").await.unwrap();
    assert_eq!(hours.as_deref(), Some("6"));
    assert_eq!(new.setting("window").await.unwrap(), None);
    assert!(new.integrity().await.unwrap().is_sound());

    let again = sample::authorized_again(&after[0], 1, 2);
    let renewed = new.commit_again(again).await.unwrap().record;
    assert_eq!(renewed.id, before[0].id);
    assert!(sample::are_of(
        &new.secrets(&renewed.id).await.unwrap(),
        1,
        2
    ));
}

#[tokio::test]
async fn what_is_there_stays_and_nothing_is_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let vault = full(folder.path()).await;
    let file = backup(&vault).await;
    let before = vault.connections().await.unwrap();
    let list = before.records.clone();
    vault.remove(&list[2].id).await.unwrap();
    // The same org, user and app under another id: it is the same connection.
    let record = sample::committed(&vault, 3, 5).await;
    assert_ne!(record.id, list[2].id);
    for _ in 0..2 {
        let told = restored(&vault, &file).await;
        let expected = Restoration {
            connections_there: 3,
            blueprints_there: 1,
            drafts_there: 2,
            ..Restoration::default()
        };
        assert_eq!(told, expected);
    }
    let after = vault.connections().await.unwrap().records;
    assert_eq!(after.len(), 3);
    assert!(sample::are_of(
        &vault.secrets(&record.id).await.unwrap(),
        3,
        5
    ));
    assert!(sample::are_of(
        &vault.secrets(&list[0].id).await.unwrap(),
        1,
        1
    ));
}

#[tokio::test]
async fn a_removed_connection_comes_back_once() {
    let folder = tempfile::tempdir().unwrap();
    let vault = full(folder.path()).await;
    let file = backup(&vault).await;
    let gone = vault.connections().await.unwrap().records.remove(1);
    vault.remove(&gone.id).await.unwrap();
    assert_eq!(restored(&vault, &file).await.connections, ["ACME 002"]);
    assert_eq!(restored(&vault, &file).await.connections.len(), 0);
    let list = vault.connections().await.unwrap().records;
    assert_eq!((list.len(), &list[1].id), (3, &gone.id));
    assert!(list[1].upkeep.is_apart);
}

#[tokio::test]
async fn a_locked_vault_can_be_backed_up_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    drop(full(folder.path()).await);
    let vault = sample::open(folder.path()).unwrap();
    let file = backup(&vault).await;
    assert_eq!(restored(&vault, &file).await.connections_there, 3);
}

#[tokio::test]
async fn a_short_passphrase_seals_nothing_and_the_other_kind_of_vault_takes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = full(folder.path()).await;
    let short = vault.back_up(passphrase("12345678901")).await;
    assert!(matches!(
        short,
        Err(BackupError::Passphrase(PassphraseError::TooShort))
    ));
    vault.back_up(passphrase("123456789012")).await.unwrap();
    let file = backup(&vault).await;
    let other = tempfile::tempdir().unwrap();
    let settings = VaultSettings {
        rule: AuthorityRule::Practice,
        ..sample::settings(other.path(), sample::key_file(other.path()))
    };
    let practice = Vault::open(settings).unwrap();
    let refused = opened(&practice, &file).await;
    assert!(matches!(refused, Err(BackupFileError::OtherRule)));
}

#[tokio::test]
async fn a_restore_that_fails_leaves_the_store_as_it_was() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = backup(&full(here.path()).await).await;
    let vault = sample::unlocked(there.path()).await;
    sample::committed(&vault, 50, 1).await;
    let backup = opened(&vault, &file).await.unwrap();
    // The last table that a restore writes refuses.
    sample::raw(there.path())
        .execute_batch(
            "CREATE TRIGGER full BEFORE INSERT ON setting BEGIN SELECT RAISE(ABORT, 'full'); END",
        )
        .unwrap();
    assert!(vault.restore(&backup).await.is_err());
    assert_eq!(vault.connections().await.unwrap().records.len(), 1);
    assert_eq!(vault.blueprints().await.unwrap(), []);
    assert_eq!(vault.drafts().await.unwrap(), []);
}

/// What can be written can be read.
#[tokio::test]
async fn a_backup_is_no_longer_than_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let with_theme = async |length: usize| {
        vault
            .set_setting("theme", "x".repeat(length))
            .await
            .unwrap();
        vault.back_up(passphrase(WORDS)).await
    };
    let longest = 16 * 1024 * 1024;
    let spare = longest - with_theme(0).await.unwrap().len();
    let file = with_theme(spare).await.unwrap();
    assert_eq!(file.len(), longest);
    let longer = with_theme(spare + 1).await;
    assert!(matches!(longer, Err(BackupError::TooLarge)));
    opened(&vault, &file).await.unwrap();
    let longer = opened(&vault, &vec![0; longest + 1]).await;
    assert!(matches!(longer, Err(BackupFileError::TooLong)));
}

#[tokio::test]
async fn what_was_noted_of_a_connection_with_a_password_comes_back_with_it() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let old = sample::unlocked(here.path()).await;
    let login = old.commit(sample::logged_in(1, 1), sample::new_connection(1));
    let id = login.await.unwrap().record.id;
    old.label(vec![id.clone()], labels()).await.unwrap();
    old.note(&id, "Frozen in May".to_owned()).await.unwrap();
    let before = old.connection(&id).await.unwrap().unwrap();
    let file = backup(&old).await;

    let new = sample::open(there.path()).unwrap();
    restored(&new, &file).await;
    let after = new.connection(&id).await.unwrap().unwrap();
    assert_eq!(after.labels, before.labels);
    assert_eq!(
        (after.authentication, after.app),
        (before.authentication, None)
    );
}
