//! Credentials that are typed and not in force.

use std::path::Path;

use orgkeep_domain::attempt::{Authorized, Doubt};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::{ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::{ConnectionId, OrgId, UserId};
use orgkeep_secret::ConsumerSecret;
use orgkeep_vault::commit::SaveError;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::pending_record::{NewSecret, PendingError, PendingMark, PendingRecord};
use orgkeep_vault::revocation_record::UnwantedToken;
use orgkeep_vault::vault::Vault;
use orgkeep_vault::waiting::Waiting;
use rusqlite::types::Value;

use crate::sample;
use crate::story::story;

const NEW_KEY: &str = "3MVG9newkey";

fn key(text: &str) -> ConsumerKey {
    ConsumerKey::parse(text).unwrap()
}

fn secret() -> ConsumerSecret {
    ConsumerSecret::new(sample::canary("P", 1, 1))
}

fn login(org: u32) -> Authority {
    Authority::parse(&sample::host(org), AuthorityRule::Salesforce).unwrap()
}

/// A connection with a new key and secret typed for it.
async fn typed(vault: &Vault) -> (ConnectionRecord, PendingRecord) {
    let record = sample::committed(vault, 1, 1).await;
    let pending = vault
        .set_pending(&record.id, key(NEW_KEY), NewSecret::Typed(secret()))
        .await
        .unwrap();
    (record, pending)
}

/// The same org, proven with the new key and secret.
fn proven(record: &ConnectionRecord, version: u32) -> Authorized {
    let mut authorized = sample::authorized_again(record, 1, version);
    sample::app_of(&mut authorized).client = ClientApp {
        kind: ClientKind::ExternalClientApp,
        key: key(NEW_KEY),
        secret: Some(secret()),
    };
    authorized
}

/// The row of a connection, byte for byte.
fn row(folder: &Path, id: &ConnectionId) -> Vec<Value> {
    let raw = sample::raw(folder);
    let mut statement = raw
        .prepare("SELECT * FROM connection WHERE id = ?1")
        .unwrap();
    let columns = statement.column_count();
    let values = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
    statement.query_row([id.as_str()], values).unwrap()
}

#[tokio::test]
async fn typed_credentials_survive_a_restart_and_are_not_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let before = row(folder.path(), &record.id);
    let pending = vault
        .set_pending(&record.id, key(NEW_KEY), NewSecret::Typed(secret()))
        .await
        .unwrap();
    assert_eq!(pending.secret_characters, Some(32));
    assert_eq!(pending.typed_at, sample::noon());
    drop(vault);

    let vault = sample::open(folder.path()).unwrap();
    let found = vault.pending(&record.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&pending));
    assert_eq!(
        vault.all_pending().await.unwrap(),
        std::slice::from_ref(&pending)
    );
    assert_eq!(row(folder.path(), &record.id), before);
    vault.unlock().await.unwrap();
    let secrets = vault.secrets(&record.id).await.unwrap();
    assert!(sample::are_of(&secrets, 1, 1));
    let (opened, found) = vault.open_pending(&record.id, &login(1)).await.unwrap();
    assert_eq!(opened, pending);
    assert!(found.is_some_and(|found| found.matches(&secret())));
    assert!(vault.integrity().await.unwrap().is_sound());
}

#[tokio::test]
async fn proven_credentials_are_in_force_and_the_replaced_token_is_queued() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = typed(&vault).await;
    let saved = vault.commit_pending(proven(&record, 2), pending.id).await;
    let saved = saved.unwrap().record;
    assert_eq!((&saved.id, &saved.name), (&record.id, &record.name));
    assert_eq!(saved.consumer_key(), Some(&key(NEW_KEY)));
    let secrets = vault.secrets(&record.id).await.unwrap();
    let app = secrets.credentials.app().unwrap();
    assert!(app.consumer_secret.as_ref().unwrap().matches(&secret()));
    assert_eq!(vault.pending(&record.id).await.unwrap(), None);
    let queued = vault.pending_revocations().await.unwrap();
    let unwanted = vault.revocation_token(&queued[0].id).await.unwrap();
    let old = sample::authorized(1, 1).tokens.refresh.unwrap();
    assert!(matches!(unwanted.token, UnwantedToken::Refresh(token) if token.matches(&old)));
}

#[tokio::test]
async fn what_is_not_saved_leaves_the_row_the_queue_and_the_pending_credentials() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = typed(&vault).await;
    let before = row(folder.path(), &record.id);
    let mut other_org = proven(&record, 2);
    other_org.identity.org_id = OrgId::parse("00D000000000009").unwrap();
    let refused = vault.commit_pending(other_org, pending.id.clone()).await;
    assert!(matches!(refused, Err(SaveError::OtherOrg)), "{refused:?}");
    assert_eq!(row(folder.path(), &record.id), before);
    assert_eq!(vault.pending(&record.id).await.unwrap(), Some(pending));
    assert_eq!(vault.pending_revocations().await.unwrap(), []);
}

#[tokio::test]
async fn another_user_and_a_refreshed_sandbox_are_saved_only_as_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let back = |org: u32, user: u32, accepted| {
        let mut authorized = sample::authorized_again(&record, 1, 2);
        authorized.identity.org_id = OrgId::parse(&format!("00D{org:012}")).unwrap();
        authorized.identity.user.user_id = UserId::parse(&format!("005{user:012}")).unwrap();
        authorized.accepted = accepted;
        vault.commit_again(authorized)
    };
    let (other_user, refreshed) = (Some(Doubt::OtherUser), Some(Doubt::RefreshedSandbox));
    for (org, user, accepted) in [(9, 1, None), (9, 1, other_user), (9, 9, other_user)] {
        let saved = back(org, user, accepted).await;
        assert!(matches!(saved, Err(SaveError::OtherOrg)), "{saved:?}");
    }
    let saved = back(1, 9, None).await;
    assert!(matches!(saved, Err(SaveError::OtherUser)), "{saved:?}");
    assert_eq!(back(1, 9, other_user).await.unwrap().record.id, record.id);
    for accepted in [other_user, refreshed] {
        let saved = back(7, 8, accepted).await;
        assert!(saved.is_err(), "{accepted:?}: {saved:?}");
    }
    assert_eq!(back(7, 9, refreshed).await.unwrap().record.id, record.id);
    let both = Some(Doubt::OtherUserOfRefreshedSandbox);
    assert_eq!(back(8, 8, both).await.unwrap().record.id, record.id);
}

#[tokio::test]
async fn credentials_that_were_typed_meanwhile_stay_pending() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, proven_first) = typed(&vault).await;
    vault.discard_pending(&record.id).await.unwrap();
    let newer = vault
        .set_pending(&record.id, key(NEW_KEY), NewSecret::Absent)
        .await
        .unwrap();
    let mark = PendingMark::KeyKnown(sample::noon());
    vault.mark_pending(&proven_first.id, mark).await.unwrap();
    let saved = vault
        .commit_pending(proven(&record, 2), proven_first.id)
        .await;
    assert_eq!(saved.unwrap().record.consumer_key(), Some(&key(NEW_KEY)));
    assert_eq!(vault.pending(&record.id).await.unwrap(), Some(newer));
}

#[tokio::test]
async fn a_typed_secret_follows_another_key_and_what_is_known_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = typed(&vault).await;
    for mark in [
        PendingMark::KeyKnown(sample::noon()),
        PendingMark::KeyWaiting(Some(sample::noon())),
        PendingMark::Authorizing(Some(sample::noon())),
        PendingMark::OpensWhenActive(false),
    ] {
        vault.mark_pending(&pending.id, mark).await.unwrap();
    }
    let marked = vault.pending(&record.id).await.unwrap().unwrap();
    let noon = Some(sample::noon());
    assert_eq!(
        (marked.key_known_at, marked.key_waiting_since),
        (noon, noon)
    );
    assert_eq!(
        (marked.authorizing_since, marked.opens_when_active),
        (noon, false)
    );
    let again = |text| vault.set_pending(&record.id, key(text), NewSecret::AsTyped);
    assert_eq!(again(NEW_KEY).await.unwrap().key_known_at, noon);
    let other = again("3MVG9other").await.unwrap();
    assert_eq!(
        (
            other.key_known_at,
            other.key_waiting_since,
            other.authorizing_since
        ),
        (None, None, None)
    );
    let (_, found) = vault.open_pending(&record.id, &login(1)).await.unwrap();
    assert!(found.is_some_and(|found| found.matches(&secret())));
    let public = vault
        .set_pending(&record.id, key(NEW_KEY), NewSecret::Absent)
        .await
        .unwrap();
    assert_eq!(public.secret_characters, None);
    let (_, found) = vault.open_pending(&record.id, &login(1)).await.unwrap();
    assert!(found.is_none());
}

#[tokio::test]
async fn a_pending_secret_goes_nowhere_but_where_it_was_typed_for() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = typed(&vault).await;
    let elsewhere = vault.open_pending(&record.id, &login(2)).await;
    assert!(matches!(elsewhere, Err(PendingError::TypedForAnother)));
    for change in [
        "login = 'https://acme2.my.salesforce.com'",
        "consumer_key = '3MVG9evil'",
        "revision = 'another'",
    ] {
        let raw = sample::raw(folder.path());
        raw.execute_batch(&format!("UPDATE pending SET {change}"))
            .unwrap();
        let host = if change.starts_with("login") { 2 } else { 1 };
        let opened = vault.open_pending(&record.id, &login(host)).await;
        assert!(matches!(opened, Err(PendingError::Tampered)), "{change}");
        assert!(!vault.integrity().await.unwrap().is_sound(), "{change}");
        let healed = vault
            .set_pending(&record.id, key(NEW_KEY), NewSecret::Typed(secret()))
            .await;
        assert_ne!(healed.unwrap().id, pending.id);
    }
}

#[tokio::test]
async fn without_a_key_no_secret_is_taken_and_all_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, _) = typed(&vault).await;
    drop(vault);
    let vault = sample::open(folder.path()).unwrap();
    let refused = vault
        .set_pending(&record.id, key(NEW_KEY), NewSecret::Typed(secret()))
        .await;
    assert!(matches!(refused, Err(PendingError::Locked(_))));
    let opened = vault.open_pending(&record.id, &login(1)).await;
    assert!(matches!(opened, Err(PendingError::Locked(_))));
    vault
        .set_pending(&record.id, key(NEW_KEY), NewSecret::Absent)
        .await
        .unwrap();
    vault.discard_pending(&record.id).await.unwrap();
    assert_eq!(vault.pending(&record.id).await.unwrap(), None);
}

#[tokio::test]
async fn what_was_typed_once_is_taken_back_and_what_was_typed_since_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, first) = typed(&vault).await;
    let newer = vault
        .set_pending(&record.id, key("3MVG9other"), NewSecret::Absent)
        .await
        .unwrap();
    let before = story(&vault, 0).await.len();
    vault.take_back_pending(&first.id).await.unwrap();
    assert_eq!(story(&vault, before).await, [""; 0]);
    assert_eq!(
        vault.pending(&record.id).await.unwrap(),
        Some(newer.clone())
    );
    vault.take_back_pending(&newer.id).await.unwrap();
    assert_eq!(vault.pending(&record.id).await.unwrap(), None);
    let told = story(&vault, before).await;
    assert_eq!(told, ["discardPending | done | ACME 001"]);
}

/// What moves a connection is not what it is authenticated again with.
#[tokio::test]
async fn what_waits_is_something_and_renews_unless_it_moves() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (_, stays) = typed(&vault).await;
    let mut moves = stays.clone();
    moves.authentication = Some(AuthenticationType::ExternalClientApp);
    let by_password = vault.commit(sample::logged_in(2, 1), sample::new_connection(2));
    let by_password = by_password.await.unwrap().record.id;
    let login = vault.set_pending_login(&by_password, sample::login(2, 2));
    let login = login.await.unwrap();
    for (app, login, something, renews) in [
        (None, None, false, false),
        (Some(&stays), None, true, true),
        (Some(&moves), None, true, false),
        (None, Some(&login), true, true),
        (Some(&moves), Some(&login), true, true),
    ] {
        let waiting = Waiting {
            app: app.cloned(),
            login: login.cloned(),
        };
        let found = (waiting.is_some(), waiting.renews());
        assert_eq!(found, (something, renews), "{waiting:?}");
    }
}

#[tokio::test]
async fn a_password_gets_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, login) = sample::with_waiting_login(&vault).await;
    let refused = vault
        .set_pending(&record.id, key(NEW_KEY), NewSecret::Absent)
        .await;
    assert!(matches!(refused, Err(PendingError::WithoutApp)));
    let waiting = vault.waiting(&record.id).await.unwrap();
    assert_eq!((waiting.app, waiting.login), (None, Some(login)));
}

#[tokio::test]
async fn they_go_with_their_connection_and_there_are_none_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, _) = typed(&vault).await;
    vault.remove(&record.id).await.unwrap();
    assert_eq!(vault.all_pending().await.unwrap(), []);
    let orphan = vault
        .set_pending(&record.id, key(NEW_KEY), NewSecret::Absent)
        .await;
    assert!(matches!(orphan, Err(PendingError::NotFound)));
}
