//! The queue of moves.

use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::move_queue::{QueueError, QueuedMoveState};
use orgkeep_vault::pending_record::{NewSecret, PendingId};
use orgkeep_vault::vault::Vault;

use crate::sample;

const NEW_KEY: &str = "3MVG9externalclientapp";

/// A connection for which an External Client App is typed.
async fn ready(vault: &Vault, number: u32) -> (ConnectionRecord, PendingId) {
    let record = sample::committed(vault, number, 1).await;
    let key = ConsumerKey::parse(NEW_KEY).unwrap();
    let to = AuthenticationType::ExternalClientApp;
    let typed = vault.set_migration(&record.id, to, key, NewSecret::Absent);
    (record.clone(), typed.await.unwrap().id)
}

async fn states(vault: &Vault) -> Vec<(ConnectionId, QueuedMoveState)> {
    let queued = vault.queued_moves().await.unwrap();
    let pair = |one: orgkeep_vault::move_queue::QueuedMoveRecord| (one.connection, one.state);
    queued.into_iter().map(pair).collect()
}

#[tokio::test]
async fn all_are_queued_or_none_and_each_begins_once() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (first, _) = ready(&vault, 1).await;
    let (second, _) = ready(&vault, 2).await;
    let bare = sample::committed(&vault, 3, 1).await;
    let refused = vault.queue_moves(vec![first.id.clone(), bare.id]).await;
    assert!(matches!(refused, Err(QueueError::NotReady)));
    assert_eq!(states(&vault).await, []);

    let order = vec![second.id.clone(), first.id.clone()];
    vault.queue_moves(order.clone()).await.unwrap();
    vault.queue_moves(vec![first.id.clone()]).await.unwrap();
    let next = vault.begin_next_move().await.unwrap();
    assert_eq!(next, Some(second.id.clone()));
    // Nobody wrote down how it ended: it is the next one once more.
    assert_eq!(vault.begin_next_move().await.unwrap(), next);
    let why = QueuedMoveState::Failed(Some("because".to_owned()));
    vault
        .mark_queued_move(&second.id, why.clone())
        .await
        .unwrap();
    let next = vault.begin_next_move().await.unwrap();
    assert_eq!(next, Some(first.id.clone()));
    assert_eq!(
        states(&vault).await,
        [
            (second.id.clone(), why),
            (first.id.clone(), QueuedMoveState::Begun)
        ]
    );

    // Queued once more, it comes after the one that is begun.
    vault.queue_moves(vec![second.id.clone()]).await.unwrap();
    let found = states(&vault).await;
    let waiting = (second.id.clone(), QueuedMoveState::Waiting);
    assert_eq!(found, [(first.id.clone(), QueuedMoveState::Begun), waiting]);
    let but = Some(first.id.clone());
    vault.drop_waiting_moves(but).await.unwrap();
    assert_eq!(states(&vault).await.len(), 1);
    vault.remove(&first.id).await.unwrap();
    assert_eq!(states(&vault).await, []);
}

#[tokio::test]
async fn a_move_that_is_saved_is_the_queues_too_and_stays_moved() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = ready(&vault, 1).await;
    vault.queue_moves(vec![record.id.clone()]).await.unwrap();
    vault.begin_next_move().await.unwrap();
    let mut proven = sample::authorized_again(&record, 1, 2);
    sample::app_of(&mut proven).client.key = ConsumerKey::parse(NEW_KEY).unwrap();
    vault.commit_migration(proven, pending).await.unwrap();
    let moved = vec![(record.id.clone(), QueuedMoveState::Moved)];
    assert_eq!(states(&vault).await, moved);
    // Whoever follows the queue may only hear of it afterwards, or never.
    let late = QueuedMoveState::Waiting;
    vault.mark_queued_move(&record.id, late).await.unwrap();
    assert_eq!(states(&vault).await, moved);
    assert_eq!(vault.begin_next_move().await.unwrap(), None);
    vault.forget_moves().await.unwrap();
    assert_eq!(states(&vault).await, []);
}

#[tokio::test]
async fn a_move_is_to_come_until_it_has_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, _) = ready(&vault, 1).await;
    vault.queue_moves(vec![record.id.clone()]).await.unwrap();
    for (state, to_come) in [
        (QueuedMoveState::Waiting, true),
        (QueuedMoveState::Begun, true),
        (QueuedMoveState::Failed(None), false),
        (QueuedMoveState::Skipped, false),
        (QueuedMoveState::Moved, false),
    ] {
        let marked = vault.mark_queued_move(&record.id, state.clone());
        marked.await.unwrap();
        let queued = vault.queued_moves().await.unwrap();
        assert_eq!(
            (&queued[0].state, queued[0].is_to_come()),
            (&state, to_come)
        );
    }
}
