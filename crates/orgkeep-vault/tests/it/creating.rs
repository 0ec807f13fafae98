//! The journal of apps that Orgkeep makes.

use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::id::{ConnectionId, OrgId};
use orgkeep_secret::ConsumerSecret;
use orgkeep_vault::creation_record::{
    AppOrigin, CreationMark, CreationRowError, CreationStep, NewCreation,
};

use crate::sample::{raw, unlocked};

#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
fn asked() -> NewCreation {
    NewCreation {
        connection: ConnectionId::parse("one").unwrap(),
        org: OrgId::parse("00D000000000001EAA").unwrap(),
        api_name: "New".to_owned(),
        origin: AppOrigin::Made,
        goal: None,
        wanted: [("a/New.eca".to_owned(), "<x/>".to_owned())].into(),
        before: [].into(),
    }
}

#[tokio::test]
async fn what_was_marked_is_there_after_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let begun = vault.begin_creation(asked()).await.unwrap();
    assert_eq!(
        (begun.step, &begun.asked),
        (CreationStep::Planned, &asked())
    );
    let key = ConsumerKey::parse("3MVG9consumer").unwrap();
    let marks = vec![
        CreationMark::Step(CreationStep::Keyed),
        CreationMark::ConsumerKey(key.clone()),
        CreationMark::SwitchBefore(Some(false)),
        CreationMark::Deployment(Some("0Af1".to_owned())),
        CreationMark::Warnings(vec!["a warning".to_owned()]),
    ];
    vault.mark_creation(&begun.id, marks).await.unwrap();
    let secret = ConsumerSecret::new("the secret".to_owned());
    vault.keep_creation_secret(&begun.id, secret).await.unwrap();
    drop(vault);

    let vault = unlocked(folder.path()).await;
    let found = vault.creation(&begun.id).await.unwrap();
    assert_eq!(
        (found.step, found.consumer_key),
        (CreationStep::Keyed, Some(key))
    );
    assert_eq!((found.switch_before, found.has_secret), (Some(false), true));
    assert_eq!(
        (found.deployment.as_deref(), found.warnings.len()),
        (Some("0Af1"), 1)
    );
    let secret = vault.creation_secret(&begun.id).await.unwrap().unwrap();
    assert_eq!(secret.expose(), "the secret");
    assert!(vault.integrity().await.unwrap().is_sound());
    vault
        .mark_creation(&begun.id, vec![CreationMark::SwitchBefore(None)])
        .await
        .unwrap();
    assert_eq!(vault.creation(&begun.id).await.unwrap().switch_before, None);
    vault.forget_creation(&begun.id).await.unwrap();
    assert!(vault.creations().await.unwrap().is_empty());
    let gone = vault
        .mark_creation(&begun.id, vec![CreationMark::Undoing])
        .await;
    assert!(matches!(gone, Err(CreationRowError::NotFound)));
}

#[tokio::test]
async fn the_secret_is_bound_to_the_app_it_was_read_of() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let begun = vault.begin_creation(asked()).await.unwrap();
    let secret = ConsumerSecret::new("the secret".to_owned());
    vault.keep_creation_secret(&begun.id, secret).await.unwrap();
    raw(folder.path())
        .execute("UPDATE creation SET api_name = 'Other'", [])
        .unwrap();
    let refused = vault.creation_secret(&begun.id).await;
    assert!(matches!(refused, Err(CreationRowError::Tampered)));
}

#[tokio::test]
async fn one_task_at_a_time_has_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let id = ConnectionId::parse("one").unwrap();
    let held = vault.creation_lock(&id).await.unwrap();
    assert!(held.is_some());
    assert!(vault.creation_lock(&id).await.unwrap().is_none());
    drop(held);
    assert!(vault.creation_lock(&id).await.unwrap().is_some());
}
