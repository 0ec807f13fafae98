//! The wait for the right to spend a connection's refresh token.

use std::time::Duration;

use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::token_lock::TokenLockError;
use tokio::time::Instant;

use crate::sample;

/// The clock is stopped: what is waited for is exact.
#[tokio::test(start_paused = true)]
async fn a_lock_that_stays_held_is_waited_for_so_long_and_no_longer() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let id = ConnectionId::parse("one").unwrap();
    let held = vault.token_lock(&id, Duration::ZERO).await.unwrap();
    assert_eq!(held.connection(), &id);

    // Pauses of 2, 4 and 8 milliseconds.
    let patience = Duration::from_millis(14);
    let began = Instant::now();
    let refused = vault.token_lock(&id, patience).await;
    assert!(matches!(refused, Err(TokenLockError::Held)));
    assert_eq!(began.elapsed(), patience);
    let other = ConnectionId::parse("other").unwrap();
    vault.token_lock(&other, Duration::ZERO).await.unwrap();
    drop(held);
    vault.token_lock(&id, Duration::ZERO).await.unwrap();
}
