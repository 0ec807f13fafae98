//! The journal of a new key and secret for the app of a connection.

use jiff::SignedDuration;
use orgkeep_domain::activity::ActivityKind;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_secret::ConsumerSecret;
use orgkeep_vault::activity_record::ActivityFilter;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::pending_record::NewSecret;
use orgkeep_vault::rotation_record::{RotationError, RotationMark, RotationStep};
use orgkeep_vault::vault::Vault;

use crate::sample;

const APP: &str = "Orgkeep_Connection";

fn key() -> ConsumerKey {
    ConsumerKey::parse("3MVG9newer").unwrap()
}

fn secret() -> ConsumerSecret {
    ConsumerSecret::new(sample::canary("P", 1, 2))
}

async fn begun(vault: &Vault) -> ConnectionRecord {
    let record = sample::committed(vault, 1, 1).await;
    let old = record.consumer_key().unwrap().clone();
    let began = vault
        .begin_rotation(&record.id, APP.to_owned(), old)
        .await
        .unwrap();
    assert_eq!(
        (began.step, began.began_at),
        (RotationStep::Begun, sample::noon())
    );
    record
}

async fn staged(vault: &Vault) -> ConnectionRecord {
    let record = begun(vault).await;
    let kept = vault
        .keep_staged(&record.id, "889x".to_owned(), (key(), secret()))
        .await
        .unwrap();
    assert_eq!(kept.step, RotationStep::Staged);
    record
}

#[tokio::test]
async fn the_new_pair_is_pending_and_survives_a_restart_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = staged(&vault).await;
    drop(vault);
    let vault = sample::unlocked(folder.path()).await;
    let found = vault.rotation(&record.id).await.unwrap().unwrap();
    assert_eq!(found.staged.as_deref(), Some("889x"));
    assert_eq!(found.new_key, Some(key()));
    assert_eq!(found.old_key, *record.consumer_key().unwrap());
    let (pending, opened) = vault.open_pending(&record.id, &record.login).await.unwrap();
    assert_eq!(pending.consumer_key, key());
    assert!(opened.unwrap().matches(&secret()));
    let unchanged = vault.connection(&record.id).await.unwrap();
    assert_eq!(unchanged, Some(record));
    assert!(vault.integrity().await.unwrap().is_sound());
}

#[tokio::test]
async fn the_end_of_the_old_key_is_known_until_the_new_one_is_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = staged(&vault).await;
    let end = sample::noon() + SignedDuration::from_hours(720);
    vault
        .mark_rotation(&record.id, vec![RotationMark::Activating(end)])
        .await
        .unwrap();
    let done = vault.finish_rotation(&record.id).await.unwrap();
    assert!(!done.is_unfinished());
    let waiting = vault.connection(&record.id).await.unwrap().unwrap();
    assert_eq!(waiting.upkeep.key_ends_at, Some(end));
    let told = vault.activity(ActivityFilter::default(), None, 1).await;
    let kind = told.unwrap().entries.remove(0).kind;
    assert_eq!(kind, Some(ActivityKind::RotateSecret));

    let pending = vault.pending(&record.id).await.unwrap().unwrap();
    let mut again = sample::authorized_again(&record, 1, 2);
    sample::app_of(&mut again).client.key = key();
    vault.commit_pending(again, pending.id).await.unwrap();
    let after = vault.connection(&record.id).await.unwrap().unwrap();
    assert_eq!(after.upkeep.key_ends_at, None);
}

#[tokio::test]
async fn what_is_taken_back_leaves_nothing_and_what_was_typed_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = staged(&vault).await;
    let old = record.consumer_key().unwrap().clone();
    let again = vault
        .begin_rotation(&record.id, APP.to_owned(), old.clone())
        .await;
    assert!(matches!(again, Err(RotationError::Unfinished)), "{again:?}");
    vault.forget_rotation(&record.id).await.unwrap();
    assert_eq!(vault.rotation(&record.id).await.unwrap(), None);
    assert_eq!(vault.pending(&record.id).await.unwrap(), None);

    let typed = ConsumerKey::parse("3MVG9typed").unwrap();
    let began = vault
        .begin_rotation(&record.id, APP.to_owned(), old.clone())
        .await;
    began.unwrap();
    vault
        .set_pending(&record.id, typed.clone(), NewSecret::Absent)
        .await
        .unwrap();
    let kept = vault
        .keep_staged(&record.id, "889x".to_owned(), (key(), secret()))
        .await;
    assert!(
        matches!(kept, Err(RotationError::OthersPending)),
        "{kept:?}"
    );
    vault.forget_rotation(&record.id).await.unwrap();
    let pending = vault.pending(&record.id).await.unwrap();
    assert_eq!(pending.map(|own| own.consumer_key), Some(typed));
    let refused = vault.begin_rotation(&record.id, APP.to_owned(), old).await;
    assert!(
        matches!(refused, Err(RotationError::OthersPending)),
        "{refused:?}"
    );
}
