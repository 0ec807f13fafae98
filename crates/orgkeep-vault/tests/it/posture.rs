//! What a look at a connection's app found, which belongs to that app.

use jiff::SignedDuration;
use orgkeep_domain::attempt::Authorized;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::pending_record::NewSecret;
use orgkeep_vault::posture::{PostureCount, PostureRecord};
use orgkeep_vault::vault::Vault;

use crate::sample;

const FOUND: PostureCount = PostureCount {
    compared: true,
    differences: 3,
    risks: 2,
};

fn key(text: &str) -> ConsumerKey {
    ConsumerKey::parse(text).unwrap()
}

async fn posture(vault: &Vault, id: &ConnectionId) -> Option<PostureRecord> {
    vault.connection(id).await.unwrap().unwrap().upkeep.posture
}

/// A connection whose app was looked at.
async fn looked_at(vault: &Vault) -> ConnectionRecord {
    let record = sample::committed(vault, 1, 1).await;
    assert_eq!(record.upkeep.posture, None);
    let app = record.consumer_key().unwrap();
    vault
        .keep_posture(&record.id, app, Some(FOUND))
        .await
        .unwrap();
    record
}

fn through(record: &ConnectionRecord, app: &str, version: u32) -> Authorized {
    let mut authorized = sample::authorized_again(record, 1, version);
    sample::app_of(&mut authorized).client.key = key(app);
    authorized
}

#[tokio::test]
async fn a_look_is_kept_with_its_moment_and_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = looked_at(&vault).await;
    let expected = PostureRecord {
        at: sample::noon(),
        found: FOUND,
    };
    assert_eq!(posture(&vault, &record.id).await, Some(expected));
    drop(vault);
    let vault = sample::open(folder.path()).unwrap();
    assert_eq!(posture(&vault, &record.id).await, Some(expected));
    let list = vault.connections().await.unwrap();
    assert_eq!(list.records[0].upkeep.posture, Some(expected));
}

#[tokio::test]
async fn a_sign_in_through_the_same_app_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = looked_at(&vault).await;
    let again = sample::authorized_again(&record, 1, 2);
    let saved = vault.commit_again(again).await.unwrap().record;
    assert_eq!(
        saved.upkeep.posture.map(|posture| posture.found),
        Some(FOUND)
    );
    assert_eq!(posture(&vault, &record.id).await, saved.upkeep.posture);
    let known = vault
        .commit(sample::authorized(1, 3), sample::new_connection(1))
        .await
        .unwrap()
        .record;
    assert_eq!(known.id, record.id);
    assert_eq!(posture(&vault, &record.id).await, known.upkeep.posture);
    assert!(known.upkeep.posture.is_some());
}

#[tokio::test]
async fn another_app_has_not_been_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = looked_at(&vault).await;
    let typed = vault
        .set_pending(&record.id, key("3MVG9other"), NewSecret::Absent)
        .await
        .unwrap();
    assert!(posture(&vault, &record.id).await.is_some());
    let saved = vault
        .commit_pending(through(&record, "3MVG9other", 2), typed.id)
        .await
        .unwrap()
        .record;
    assert_eq!(saved.upkeep.posture, None);
    assert_eq!(posture(&vault, &record.id).await, None);
    // The app before: what was found of it then says nothing of it now.
    let before = record.consumer_key().unwrap().as_str();
    let back = through(&record, before, 3);
    vault.commit_again(back).await.unwrap();
    assert_eq!(posture(&vault, &record.id).await, None);
}

#[tokio::test]
async fn a_look_at_an_app_that_was_replaced_meanwhile_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = looked_at(&vault).await;
    let other = PostureCount::default();
    vault
        .keep_posture(&record.id, &key("3MVG9other"), Some(other))
        .await
        .unwrap();
    let kept = posture(&vault, &record.id).await;
    assert_eq!(kept.map(|posture| posture.found), Some(FOUND));
}

#[tokio::test]
async fn an_app_that_is_gone_has_no_result() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = looked_at(&vault).await;
    let app = record.consumer_key().unwrap();
    vault.keep_posture(&record.id, app, None).await.unwrap();
    assert_eq!(posture(&vault, &record.id).await, None);
}

#[tokio::test]
async fn a_key_is_as_old_as_the_first_sign_in_through_it() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    assert_eq!(record.upkeep.key_since, Some(sample::noon()));
    drop(vault);
    let earlier = sample::noon() - SignedDuration::from_hours(24 * 400);
    let raw = sample::raw(folder.path());
    raw.execute(
        "UPDATE connection SET key_since = ?1",
        [earlier.as_millisecond()],
    )
    .unwrap();
    drop(raw);
    let vault = sample::unlocked(folder.path()).await;
    let again = sample::authorized_again(&record, 1, 2);
    let saved = vault.commit_again(again).await.unwrap().record;
    assert_eq!(saved.upkeep.key_since, Some(earlier));
    let kept = vault.connection(&record.id).await.unwrap().unwrap();
    assert_eq!(kept.upkeep.key_since, Some(earlier));
    let typed = vault
        .set_pending(&record.id, key("3MVG9other"), NewSecret::Absent)
        .await
        .unwrap();
    let other = through(&record, "3MVG9other", 3);
    let saved = vault.commit_pending(other, typed.id).await.unwrap().record;
    assert_eq!(saved.upkeep.key_since, Some(sample::noon()));
}
