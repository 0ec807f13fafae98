//! Renewing tokens: the mark before, the successor after, and who may change what.

use std::sync::Arc;
use std::time::Duration;

use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::connection::ConnectionStatus;
use orgkeep_domain::scope::Scopes;
use orgkeep_domain::verdict::Verdict;
use orgkeep_secret::{AccessToken, ConsumerSecret, RefreshToken};
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::renewal::{NewTokens, RenewError, Renewed, Spend};
use orgkeep_vault::token_lock::{TokenLock, TokenLockError};
use orgkeep_vault::vault::Vault;
use tempfile::TempDir;

use crate::child::{self, Talking};
use crate::sample;

const SOON: Duration = Duration::from_secs(5);

struct Held {
    folder: TempDir,
    vault: Vault,
    record: ConnectionRecord,
    lock: TokenLock,
}

async fn held() -> Held {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let lock = vault.token_lock(&record.id, SOON).await.unwrap();
    Held {
        folder,
        vault,
        record,
        lock,
    }
}

fn tokens(refresh: Option<&str>) -> Arc<NewTokens> {
    Arc::new(NewTokens {
        access: AccessToken::new("new access".into()),
        refresh: refresh.map(|token| RefreshToken::new(token.into())),
        instance: None,
        scopes: None,
    })
}

async fn refresh_token(held: &Held) -> RefreshToken {
    let secrets = held.vault.secrets(&held.record.id).await.unwrap();
    secrets.credentials.into_refresh_token().unwrap()
}

#[tokio::test]
async fn the_successor_and_the_end_of_the_mark_come_together() {
    let held = held().await;
    assert_eq!(
        held.vault.spend(&held.lock, 1).await.unwrap(),
        Spend::Allowed { attempt: 1 }
    );
    let renewed = held.vault.renew(&held.lock, 1, &tokens(Some("next"))).await;
    assert_eq!(renewed.unwrap(), Renewed::Stored(2));
    let stored = held.vault.stored_session(&held.record.id).await.unwrap();
    assert_eq!(
        (stored.record.generation, stored.secrets.generation),
        (2, 2)
    );
    assert_eq!(stored.record.upkeep.rotates, Some(true));
    assert_eq!(stored.record.upkeep.renewed_at, Some(sample::noon()));
    assert!(
        stored
            .secrets
            .access
            .matches(&AccessToken::new("new access".into()))
    );
    assert!(
        refresh_token(&held)
            .await
            .matches(&RefreshToken::new("next".into()))
    );
    let app = stored.secrets.credentials.app().unwrap();
    let secret = ConsumerSecret::new(sample::canary("S", 1, 1));
    assert!(app.consumer_secret.as_ref().unwrap().matches(&secret));
    assert_eq!(
        held.vault.spend(&held.lock, 2).await.unwrap(),
        Spend::Allowed { attempt: 1 }
    );
    assert!(held.vault.integrity().await.unwrap().is_sound());
}

#[tokio::test]
async fn what_an_answer_leaves_out_stays_and_what_it_says_counts() {
    let held = held().await;
    held.vault
        .renew(&held.lock, 1, &tokens(None))
        .await
        .unwrap();
    let stored = held.vault.stored_session(&held.record.id).await.unwrap();
    assert_eq!(stored.record.upkeep.rotates, Some(false));
    assert_eq!(stored.record.instance, held.record.instance);
    assert_eq!(stored.record.granted_scopes, held.record.granted_scopes);
    let old = sample::authorized(1, 1).tokens.refresh.unwrap();
    assert!(refresh_token(&held).await.matches(&old));

    let moved = Authority::parse("https://moved.my.salesforce.com", AuthorityRule::Salesforce);
    let narrower = NewTokens {
        access: AccessToken::new("a".into()),
        refresh: None,
        instance: Some(moved.clone().unwrap()),
        scopes: Some(Scopes::parse("api")),
    };
    held.vault
        .renew(&held.lock, 2, &Arc::new(narrower))
        .await
        .unwrap();
    let stored = held.vault.stored_session(&held.record.id).await.unwrap();
    assert_eq!(stored.secrets.instance, moved.unwrap());
    assert_eq!(stored.record.granted_scopes, Scopes::parse("api"));
}

/// What ended is over as soon as tokens come.
#[tokio::test]
async fn a_connection_that_is_renewed_works_again_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let mut without = sample::authorized(1, 1);
    without.tokens.refresh = None;
    let committed = vault.commit(without, sample::new_connection(1)).await;
    let record = committed.unwrap().record;
    assert!(!record.has_refresh_token);
    assert!(
        vault
            .end_sign_in(&record.id, 1, Verdict::Expired)
            .await
            .unwrap()
    );
    drop(vault);
    let later = sample::noon() + Duration::from_secs(60);
    let mut settings = sample::settings(folder.path(), sample::key_file(folder.path()));
    settings.clock = Arc::new(move || later);
    let vault = Vault::open(settings).unwrap();
    vault.unlock().await.unwrap();
    let lock = vault.token_lock(&record.id, SOON).await.unwrap();
    vault.renew(&lock, 1, &tokens(Some("next"))).await.unwrap();
    let renewed = vault.connection(&record.id).await.unwrap().unwrap();
    assert_eq!(
        (renewed.status, renewed.status_at),
        (ConnectionStatus::Connected, later)
    );
    assert!(renewed.has_refresh_token);
}

#[tokio::test]
async fn a_rotating_token_is_sent_at_most_once_more() {
    let held = held().await;
    let spend = || held.vault.spend(&held.lock, 1);
    assert_eq!(spend().await.unwrap(), Spend::Allowed { attempt: 1 });
    held.vault.not_spent(&held.lock, 1).await.unwrap();
    assert_eq!(spend().await.unwrap(), Spend::Allowed { attempt: 1 });
    assert_eq!(spend().await.unwrap(), Spend::Allowed { attempt: 2 });
    held.vault.not_spent(&held.lock, 1).await.unwrap();
    assert_eq!(spend().await.unwrap(), Spend::Allowed { attempt: 2 });
    assert_eq!(spend().await.unwrap(), Spend::UsedUp);
    // A mark is found by the next start, too.
    let again = sample::unlocked(held.folder.path()).await;
    assert_eq!(again.spend(&held.lock, 1).await.unwrap(), Spend::UsedUp);
}

#[tokio::test]
async fn a_token_that_does_not_rotate_may_be_sent_as_often_as_it_takes() {
    let held = held().await;
    held.vault
        .renew(&held.lock, 1, &tokens(None))
        .await
        .unwrap();
    for attempt in 1..=5 {
        let allowed = held.vault.spend(&held.lock, 2).await.unwrap();
        assert_eq!(allowed, Spend::Allowed { attempt });
    }
}

#[tokio::test]
async fn a_newer_sign_in_is_never_overwritten() {
    let held = held().await;
    let vault = &held.vault;
    vault.spend(&held.lock, 1).await.unwrap();
    let again = sample::authorized_again(&held.record, 1, 2);
    vault.commit_again(again).await.unwrap();
    assert_eq!(vault.spend(&held.lock, 1).await.unwrap(), Spend::Moved);
    let late = vault.renew(&held.lock, 1, &tokens(Some("late"))).await;
    assert_eq!(late.unwrap(), Renewed::Superseded);
    let ended = vault
        .end_sign_in(&held.record.id, 1, Verdict::Revoked)
        .await;
    assert!(!ended.unwrap());
    let secrets = vault.secrets(&held.record.id).await.unwrap();
    assert!(sample::are_of(&secrets, 1, 2));
    assert_eq!(
        vault.spend(&held.lock, 2).await.unwrap(),
        Spend::Allowed { attempt: 1 }
    );
}

#[tokio::test]
async fn the_end_of_a_sign_in_says_why_and_a_new_one_takes_that_back() {
    let held = held().await;
    let (vault, id) = (&held.vault, &held.record.id);
    assert!(
        vault
            .end_sign_in(id, 1, Verdict::RotatedElsewhere)
            .await
            .unwrap()
    );
    let record = vault.connection(id).await.unwrap().unwrap();
    assert_eq!(record.status, ConnectionStatus::SignInAgain);
    assert_eq!(
        record.upkeep.last_verdict.unwrap().verdict,
        Verdict::RotatedElsewhere
    );
    assert!(record.has_refresh_token);
    vault
        .commit_again(sample::authorized_again(&record, 1, 2))
        .await
        .unwrap();
    let record = vault.connection(id).await.unwrap().unwrap();
    assert_eq!(
        (record.status, record.upkeep.last_verdict),
        (ConnectionStatus::Connected, None)
    );
    assert_eq!(
        (record.upkeep.rotates, record.upkeep.renewed_at),
        (None, None)
    );
}

#[tokio::test]
async fn a_removed_connection_takes_everything_with_it() {
    let held = held().await;
    held.vault.spend(&held.lock, 1).await.unwrap();
    held.vault.remove(&held.record.id).await.unwrap();
    assert_eq!(held.vault.spend(&held.lock, 1).await.unwrap(), Spend::Gone);
    let late = held.vault.renew(&held.lock, 1, &tokens(Some("late"))).await;
    assert_eq!(late.unwrap(), Renewed::Gone);
    let marks: u32 = sample::raw(held.folder.path())
        .query_row("SELECT count(*) FROM spent_token", [], |row| row.get(0))
        .unwrap();
    assert_eq!(marks, 0);
    let locks = std::fs::read_dir(held.folder.path().join("locks")).unwrap();
    assert_eq!(locks.count(), 0);
}

#[tokio::test]
async fn a_locked_vault_stores_nothing_and_can_be_asked_again() {
    let held = held().await;
    let locked = sample::open(held.folder.path()).unwrap();
    let new = tokens(Some("next"));
    let refused = locked.renew(&held.lock, 1, &new).await;
    assert!(matches!(refused, Err(RenewError::Locked(_))), "{refused:?}");
    let renewed = held.vault.renew(&held.lock, 1, &new).await;
    assert_eq!(renewed.unwrap(), Renewed::Stored(2));
}

#[tokio::test]
async fn one_connection_has_one_holder_and_others_are_free() {
    let held = held().await;
    let other = sample::committed(&held.vault, 2, 1).await;
    let short = Duration::from_millis(20);
    let refused = held.vault.token_lock(&held.record.id, short).await;
    assert!(matches!(refused, Err(TokenLockError::Held)), "{refused:?}");
    held.vault.token_lock(&other.id, short).await.unwrap();
    let waiting = held.vault.token_lock(&held.record.id, SOON);
    let (next, ()) = tokio::join!(waiting, async { drop(held.lock) });
    assert_eq!(next.unwrap().connection(), &held.record.id);
}

/// A child's part: takes the lock of the only connection and never lets go.
pub fn hold_the_tokens(folder: &std::path::Path) {
    child::runtime().block_on(async {
        let vault = sample::unlocked(folder).await;
        let list = vault.connections().await.unwrap();
        let _lock = vault.token_lock(&list.records[0].id, SOON).await.unwrap();
        child::say("held");
        child::wait_for_parent();
    });
}

#[tokio::test]
async fn a_lock_dies_with_its_holder() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let mut command = child::command("token holder", folder.path(), 0);
    let mut talking = Talking::start(&mut command);
    assert_eq!(talking.hear().as_deref(), Some("held"));
    let short = Duration::from_millis(20);
    assert!(vault.token_lock(&record.id, short).await.is_err());
    talking.kill();
    vault.token_lock(&record.id, short).await.unwrap();
}
