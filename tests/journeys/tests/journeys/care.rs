//! A keyring that loses the vault's key: the sheet that opens it, a sign-in that brings one org back, and a backup.

use std::fs;

use anyhow::Context as _;
use orgkeep_api::attempt::AttemptView;
use orgkeep_api::care::{NewKeyRequest, RecoverRequest, RecoveredView, StartOverRequest};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{ConnectionRequest, StatusView};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::vault::{LockReasonView, PassphraseRequest, VaultView};
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};

/// Closes the window, lets the keyring forget everything, and opens it again.
async fn forget_the_key(world: &mut World) -> anyhow::Result<()> {
    world.keyring.forget();
    world.reopen().await?;
    let mut vault = world.orgkeep.watch_vault();
    let locked = vault.wait_for(|view| matches!(view, VaultView::Locked { .. }));
    let is_forgotten = matches!(
        &*locked.await?,
        VaultView::Locked {
            reason: LockReasonView::KeyForgotten,
            ..
        }
    );
    anyhow::ensure!(is_forgotten, "the key is not missed");
    Ok(())
}

/// The key that stands on a sheet.
fn printed(sheet: &str) -> String {
    let items = sheet.split("<li>").skip(1);
    let groups: Vec<&str> = items.filter_map(|item| item.split('<').next()).collect();
    groups.join(" ")
}

#[tokio::test]
async fn the_sheet_opens_the_vault_after_the_keyring_lost_its_key() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let connection = world
        .register(&world.registration(OrgKey::Uat, AppKind::Confidential))
        .await?;
    // Not among the files that are handed on: a sheet is a key.
    let kept = tempfile::tempdir()?;
    let path = kept.path().join("sheet.html");
    world.outside.files.decide(path.clone());
    let saved = world
        .ask(world.orgkeep.save_recovery_sheet(NoRequest {}))
        .await?;
    assert_eq!(saved.path.as_deref(), path.to_str());
    let key = printed(&fs::read_to_string(&path)?);
    let told = world.transcript.text();
    for told_key in [key.clone(), key.replace(' ', "-"), key.replace(' ', "")] {
        assert!(!told.contains(&told_key), "the page was told of the key");
    }

    forget_the_key(&mut world).await?;
    let recover = |key: &str| RecoverRequest {
        key: key.to_owned().into(),
        new: NewKeyRequest::Keyring,
    };
    let mistyped = key.replacen(&key[..1], "U", 1);
    let said = world.ask(world.orgkeep.recover_vault(recover(&mistyped)));
    assert_eq!(said.await?, RecoveredView::Mistyped { group: 1 });
    let said = world.ask(world.orgkeep.recover_vault(recover(&key)));
    assert_eq!(said.await?, RecoveredView::Opened);
    world.unlocked().await?;

    world.reopen().await?;
    world.unlocked().await?;
    let request = ConnectionRequest {
        id: connection.row.id.clone(),
    };
    let again = world.ask(world.orgkeep.connection(request)).await?;
    assert_eq!(again, connection);
    world.end().await
}

#[tokio::test]
async fn a_vault_that_starts_over_keeps_the_list_and_one_sign_in_brings_an_org_back()
-> anyhow::Result<()> {
    let mut world = World::start().await?;
    let connection = world
        .register(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    forget_the_key(&mut world).await?;
    let start_over = |confirmation: &str| StartOverRequest {
        confirmation: confirmation.to_owned(),
        new: NewKeyRequest::Keyring,
    };
    let refused = world.ask(world.orgkeep.start_over(start_over("yes"))).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::Invalid);
    world
        .ask(world.orgkeep.start_over(start_over("start over")))
        .await?;
    world.unlocked().await?;
    let rows = world.orgkeep.watch_connections().borrow().rows.clone();
    assert_eq!((rows.len(), &rows[0].id), (1, &connection.row.id));
    assert_eq!(rows[0].status, StatusView::SignInAgain);
    let care = world.ask(world.orgkeep.vault_care(NoRequest {})).await?;
    assert_eq!((care.lost.len(), care.lost[0].entries), (1, 1));

    let id = &connection.row.id;
    let consent = world.consent_again(id, false).await?;
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    let connected = world.connected().await?;
    assert_eq!(&connected.connection.row.id, id);
    assert_eq!(connected.connection.row.status, StatusView::Connected);
    assert!(matches!(
        &*world.orgkeep.watch_attempt().borrow(),
        AttemptView::Connected { .. }
    ));
    world.end().await
}

/// What cannot be read is told as that, and not as an app without a secret or a sign-in that Salesforce ended.
#[tokio::test]
async fn an_app_with_a_secret_comes_back_with_its_key_and_secret() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let registered = world
        .register(&world.registration(OrgKey::Uat, AppKind::Confidential))
        .await?;
    forget_the_key(&mut world).await?;
    let start_over = StartOverRequest {
        confirmation: "start over".to_owned(),
        new: NewKeyRequest::Keyring,
    };
    world.ask(world.orgkeep.start_over(start_over)).await?;
    world.unlocked().await?;
    let id = registered.row.id;
    let apart = world.details(&id).await?;
    assert!(apart.secrets_apart && apart.consumer_secret_apart);
    assert_eq!(apart.row.expiry, None, "nothing of the sign-in is known");
    assert!(apart.deviations.is_empty(), "{:?}", apart.deviations);

    let app = world.simulator.app(OrgKey::Uat, AppKind::Confidential);
    world.type_pending(&id, &app).await?;
    let consent = world.consent_again(&id, true).await?;
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    let again = world.connected().await?.connection;
    assert_eq!(again.row.status, StatusView::Connected);
    assert!(!again.secrets_apart && !again.consumer_secret_apart && again.has_secret);
    world.end().await
}

#[tokio::test]
async fn a_backup_brings_a_removed_connection_back_without_its_secrets() -> anyhow::Result<()> {
    let world = World::start().await?;
    let connection = world
        .register(&world.registration(OrgKey::Uat, AppKind::Confidential))
        .await?;
    let words = |text: &str| PassphraseRequest {
        passphrase: text.to_owned().into(),
    };
    // Among the files that are handed on: the leak search goes through it.
    let path = world.choose("all.orgkeep-backup");
    let saved = world.orgkeep.save_backup(words("correct horse battery"));
    let saved = world.ask(saved).await?;
    assert_eq!(saved.path.as_deref(), path.to_str());

    let request = ConnectionRequest {
        id: connection.row.id.clone(),
    };
    world.ask(world.orgkeep.remove_connection(request)).await?;
    let early = world.ask(world.orgkeep.restore_backup(NoRequest {})).await;
    assert_eq!(early.unwrap_err().code, ErrorCode::Changed);
    world.choose("all.orgkeep-backup");
    world.ask(world.orgkeep.choose_backup(NoRequest {})).await?;
    let wrong = world.orgkeep.open_backup(words("correct horse cavalry"));
    let wrong = world.ask(wrong).await;
    assert_eq!(wrong.unwrap_err().code, ErrorCode::BackupPassphrase);
    let opened = world.orgkeep.open_backup(words("correct horse battery"));
    let opened = world.ask(opened).await?;
    let name = connection.row.name.clone();
    assert_eq!(opened.connections, [name]);
    world
        .ask(world.orgkeep.restore_backup(NoRequest {}))
        .await?;
    let rows = world.orgkeep.watch_connections().borrow().rows.clone();
    let row = rows.first().context("nothing came in")?;
    assert_eq!(row.id, connection.row.id);
    assert_eq!(row.status, StatusView::SignInAgain);

    fs::write(&path, b"something else")?;
    world.choose("all.orgkeep-backup");
    world.ask(world.orgkeep.choose_backup(NoRequest {})).await?;
    let opened = world.orgkeep.open_backup(words("correct horse battery"));
    let refused = world.ask(opened).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::NotABackup);
    world.end().await
}
