//! The person's own blueprints: kept as typed, and there without any key.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use orgkeep_vault::app_fields::AppFields;
use orgkeep_vault::blueprint_record::BlueprintError;
use orgkeep_vault::vault::{Vault, VaultSettings};

use crate::sample;

#[tokio::test]
async fn a_blueprint_survives_a_restart_without_any_key() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let made = vault
        .add_blueprint("ACME".into(), AppFields::default())
        .await
        .unwrap();
    let saved = vault
        .save_blueprint(&made.id, "ACME | UAT".into(), sample::app())
        .await
        .unwrap();
    drop(vault);

    let vault = sample::open(folder.path()).unwrap();
    let found = vault.blueprint(&made.id).await.unwrap().unwrap();
    assert_eq!(found, saved);
    assert_eq!(
        (found.name.as_str(), found.app),
        ("ACME | UAT", sample::app())
    );
}

#[tokio::test]
async fn the_last_changed_blueprint_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let seconds = Arc::new(AtomicI64::new(0));
    let clock = Arc::clone(&seconds);
    let vault = Vault::open(VaultSettings {
        clock: Arc::new(move || {
            let second = clock.fetch_add(1, Ordering::SeqCst);
            jiff::Timestamp::from_second(second).unwrap()
        }),
        ..sample::settings(folder.path(), sample::key_file(folder.path()))
    })
    .unwrap();
    let add = |name: &str| vault.add_blueprint(name.to_owned(), AppFields::default());
    let (first, second) = (add("first").await.unwrap(), add("second").await.unwrap());
    assert_eq!(
        vault.blueprints().await.unwrap(),
        [second.clone(), first.clone()]
    );
    let changed = vault
        .save_blueprint(&first.id, "first".into(), sample::app())
        .await
        .unwrap();
    assert!(changed.updated_at > changed.created_at);
    assert_eq!(vault.blueprints().await.unwrap(), [changed, second]);
}

#[tokio::test]
async fn a_removed_blueprint_does_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let made = vault
        .add_blueprint("ACME".into(), sample::app())
        .await
        .unwrap();
    vault.delete_blueprint(&made.id).await.unwrap();
    vault.delete_blueprint(&made.id).await.unwrap();
    assert_eq!(vault.blueprint(&made.id).await.unwrap(), None);
    let saved = vault
        .save_blueprint(&made.id, "ACME".into(), sample::app())
        .await;
    assert!(matches!(saved, Err(BlueprintError::NotFound)), "{saved:?}");
    assert_eq!(vault.blueprints().await.unwrap(), []);
}

#[tokio::test]
async fn a_blueprint_that_makes_no_sense_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let add = |name: &str| vault.add_blueprint(name.to_owned(), sample::app());
    let (broken, sound) = (add("broken").await.unwrap(), add("sound").await.unwrap());
    sample::raw(folder.path())
        .execute(
            "UPDATE blueprint SET inputs = 'dancing' WHERE id = ?1",
            [broken.id.as_str()],
        )
        .unwrap();
    assert_eq!(vault.blueprints().await.unwrap(), [sound]);
    assert!(vault.blueprint(&broken.id).await.is_err());
}
