//! The keyring, the key, and what is shown without it.

use std::fs;

use keyring_core::Error;
use orgkeep_api::attempt::ConnectRequest;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::error::ErrorCode;
use orgkeep_api::vault::{LockReasonView, VaultView};
use orgkeep_app::facade::Orgkeep;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};
use orgkeep_vault::vault::VaultSettings;

#[tokio::test]
async fn with_a_locked_keyring_the_list_is_there_and_nothing_changes() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let connection = world
        .register(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    let draft = world
        .fill_draft(&world.registration(OrgKey::Production, AppKind::Public))
        .await?;
    let before = world.rows()?;
    world
        .keyring
        .refuse(Some(|| Error::NoStorageAccess("locked".into())));
    world.reopen().await?;
    let mut vault = world.orgkeep.watch_vault();
    let locked = vault
        .wait_for(|view| matches!(view, VaultView::Locked { .. }))
        .await?
        .clone();
    assert!(matches!(
        locked,
        VaultView::Locked {
            reason: LockReasonView::KeyringLocked,
            ..
        }
    ));

    assert_eq!(
        world.orgkeep.watch_connections().borrow().rows,
        std::slice::from_ref(&connection.row)
    );
    let request = || ConnectionRequest {
        id: connection.row.id.clone(),
    };
    assert_eq!(
        world.ask(world.orgkeep.connection(request())).await?,
        connection
    );
    let connect = ConnectRequest {
        draft: draft.id.clone(),
        all_scopes: false,
    };
    let refused = world.ask(world.orgkeep.connect(connect)).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::VaultLocked);
    let refused = world.ask(world.orgkeep.remove_connection(request())).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::VaultLocked);
    world.same(&before)?;

    world.keyring.refuse(None);
    world.ask(world.orgkeep.unlock_vault(NoRequest {})).await?;
    world.unlocked().await?;
    let consent = world.consent_for(&draft.id).await?;
    world
        .allow_as(&consent, &world.admin(OrgKey::Production))
        .await?;
    world.connected().await?;
    world.end().await
}

#[tokio::test]
async fn a_secret_goes_in_and_only_its_length_comes_out() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Production, AppKind::Confidential);
    let draft = world.fill_draft(&typed).await?;
    assert_eq!(
        draft.secret.as_ref().map(|secret| secret.characters),
        Some(64)
    );
    let consent = world.consent_for(&draft.id).await?;
    world
        .allow_as(&consent, &world.admin(OrgKey::Production))
        .await?;
    world.connected().await?;
    let told = world.transcript.text();
    assert!(told.contains("consumerKey"), "the views were kept");
    assert!(!told.contains(typed.secret.as_deref().unwrap()));
    assert!(!told.contains(&consent.state()));
    world.end().await
}

#[tokio::test]
async fn a_closed_orgkeep_lets_go_of_the_store() -> anyhow::Result<()> {
    let world = World::start().await?;
    let folder = tempfile::tempdir()?;
    let open_files = || {
        let targets = fs::read_dir("/proc/self/fd")
            .unwrap()
            .filter_map(Result::ok);
        let targets = targets.filter_map(|entry| fs::read_link(entry.path()).ok());
        targets
            .filter(|target| target.starts_with(folder.path()))
            .count()
    };
    let settings = VaultSettings {
        folder: folder.path().to_owned(),
        ..world.vault_settings()
    };
    let other = Orgkeep::open(settings, world.surroundings()).await;
    let mut vault = other.watch_vault();
    vault
        .wait_for(|view| matches!(view, VaultView::Open { .. }))
        .await?;
    assert!(open_files() > 0);
    other.close().await;
    // Whoever still looked at the vault is told that it is gone.
    while vault.changed().await.is_ok() {}
    assert_eq!(open_files(), 0);
    world.end().await
}
