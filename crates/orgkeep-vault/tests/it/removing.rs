//! Removing, and the queue of tokens to be revoked.

use orgkeep_domain::client::{ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_secret::{ConsumerSecret, RefreshToken};
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::error::SecretError;
use orgkeep_vault::pending_record::NewSecret;
use orgkeep_vault::removal::RemoveError;
use orgkeep_vault::revocation_record::UnwantedToken;
use orgkeep_vault::vault::Vault;
use rusqlite::types::Value;

use crate::row::{self, Row};
use crate::sample;
use crate::story::story;

#[tokio::test]
async fn a_removed_org_leaves_its_token_in_the_queue_until_it_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let removed = vault.remove(&record.id).await.unwrap();
    assert_eq!(removed.record, record);
    let id = removed.revocation.unwrap();
    drop(vault);

    let vault = sample::open(folder.path()).unwrap();
    assert_eq!(vault.connections().await.unwrap().records, []);
    let pending = vault.pending_revocations().await.unwrap();
    assert_eq!(pending.len(), 1);
    assert_eq!(
        (&pending[0].id, pending[0].tries, pending[0].last_try_at),
        (&id, 0, None)
    );
    assert_eq!(pending[0].connection_name, "ACME 001");
    assert_eq!(pending[0].org_name, "ACME 1");
    assert!(matches!(
        vault.revocation_token(&id).await,
        Err(SecretError::Locked(_))
    ));

    vault.unlock().await.unwrap();
    let unwanted = vault.revocation_token(&id).await.unwrap();
    assert_eq!(unwanted.host.origin(), sample::host(1));
    let token = RefreshToken::new(sample::canary("R", 1, 1));
    assert!(matches!(unwanted.token, UnwantedToken::Refresh(found) if found.matches(&token)));

    vault.revocation_failed(&id, sample::noon()).await.unwrap();
    let pending = vault.pending_revocations().await.unwrap();
    assert_eq!(
        (pending[0].tries, pending[0].last_try_at),
        (1, Some(sample::noon()))
    );
    vault.revocation_confirmed(&id).await.unwrap();
    assert_eq!(vault.pending_revocations().await.unwrap(), []);
    assert!(matches!(
        vault.revocation_token(&id).await,
        Err(SecretError::NotFound)
    ));
}

#[tokio::test]
async fn a_token_in_the_queue_goes_to_its_own_host_only() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let id = vault.remove(&record.id).await.unwrap().revocation.unwrap();
    let raw = sample::raw(folder.path());
    raw.execute(
        "UPDATE revocation SET host = 'https://evil.example.com'",
        [],
    )
    .unwrap();
    assert!(matches!(
        vault.revocation_token(&id).await,
        Err(SecretError::Tampered)
    ));
}

#[tokio::test]
async fn an_org_whose_token_is_unreadable_can_be_removed_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    sample::raw(folder.path())
        .execute("UPDATE connection SET access_token = x'01'", [])
        .unwrap();
    let removed = vault.remove(&record.id).await.unwrap();
    assert_eq!(removed.revocation, None);
    assert!(matches!(
        vault.remove(&record.id).await,
        Err(RemoveError::NotFound)
    ));
}

#[tokio::test]
async fn a_locked_vault_removes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    drop(vault);
    let vault = sample::open(folder.path()).unwrap();
    assert!(matches!(
        vault.remove(&record.id).await,
        Err(RemoveError::Locked(_))
    ));
    assert_eq!(vault.connections().await.unwrap().records, [record]);
}

/// S-30, the library's part: the ciphertexts of removed orgs are in no file any more.
#[tokio::test]
async fn s_30_a_removed_org_does_not_linger() {
    const ORGS: u32 = 20;
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let mut row = Row::new("S-30");
    for org in 0..ORGS {
        let record = sealed_in_every_way(&vault, org).await;
        let sealed = ciphertexts(folder.path());
        let least = if org % 4 == 0 { 4 } else { 6 };
        assert!(sealed.len() >= least, "{} ciphertexts", sealed.len());
        vault.remove(&record.id).await.unwrap();
        let everything: Vec<u8> = ["", "-wal"]
            .iter()
            .filter_map(|end| std::fs::read(folder.path().join(format!("orgkeep.db{end}"))).ok())
            .flatten()
            .collect();
        let left = sealed
            .iter()
            .filter(|sealed| contains(&everything, sealed))
            .count();
        row.note(
            org,
            row::ensure(left == 0, || format!("{left} ciphertexts are left")),
        );
    }
    row.finish(ORGS as usize);
}

/// A connection with tokens, one with a password and another that waits, one with a secret that waits, and one that has
/// moved from another app.
async fn sealed_in_every_way(vault: &Vault, org: u32) -> ConnectionRecord {
    match org % 4 {
        0 => sample::committed(vault, org, 1).await,
        1 => {
            let login = sample::logged_in(org, 1);
            let saved = vault.commit(login, sample::new_connection(org)).await;
            let record = saved.unwrap().record;
            let waits = vault.set_pending_login(&record.id, sample::login(org, 2));
            waits.await.unwrap();
            record
        }
        2 => {
            let record = sample::committed(vault, org, 1).await;
            let typed = NewSecret::Typed(other_secret(org));
            let waits = vault.set_pending(&record.id, other_key(org), typed);
            waits.await.unwrap();
            record
        }
        _ => moved(vault, org).await,
    }
}

async fn moved(vault: &Vault, org: u32) -> ConnectionRecord {
    let mut old = sample::authorized(org, 1);
    sample::app_of(&mut old).client.kind = ClientKind::ConnectedApp;
    let saved = vault.commit(old, sample::new_connection(org)).await;
    let record = saved.unwrap().record;
    let to = AuthenticationType::ExternalClientApp;
    let typed = NewSecret::Typed(other_secret(org));
    let pending = vault.set_migration(&record.id, to, other_key(org), typed);
    let pending = pending.await.unwrap().id;
    let mut new = sample::authorized_again(&record, org, 2);
    sample::app_of(&mut new).client = ClientApp {
        kind: ClientKind::ExternalClientApp,
        key: other_key(org),
        secret: Some(other_secret(org)),
    };
    vault.commit_migration(new, pending).await.unwrap().record
}

fn other_key(org: u32) -> ConsumerKey {
    ConsumerKey::parse(&format!("3MVG9another{org}")).unwrap()
}

fn other_secret(org: u32) -> ConsumerSecret {
    ConsumerSecret::new(sample::canary("P", org, 1))
}

/// Every value that may be one, of every table but those that tell of the vault itself, of what was done, and of tokens
/// that Salesforce has to forget.
fn ciphertexts(folder: &std::path::Path) -> Vec<Vec<u8>> {
    const SHORTEST: usize = 24;
    const OTHERS: [&str; 5] = [
        "meta",
        "vault_key",
        "activity",
        "activity_head",
        "revocation",
    ];
    let raw = sample::raw(folder);
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    let mut tables = raw.prepare(tables).unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let tables = tables.map(Result::unwrap);
    let mut found = Vec::new();
    for table in tables.filter(|table| !OTHERS.contains(&table.as_str())) {
        let mut rows = raw.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = (0..columns).map(|column| row.get_unwrap::<_, Value>(column));
            found.extend(values.filter_map(|value| match value {
                Value::Blob(bytes) if bytes.len() >= SHORTEST => Some(bytes),
                _ => None,
            }));
        }
    }
    found
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

/// Salesforce counts the sign-ins of a user through an app, wherever they were made.
#[tokio::test]
async fn sign_ins_whose_end_nobody_confirmed_count_for_their_user_and_app() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let other = sample::committed(&vault, 2, 1).await;
    let counted = async |record| vault.unconfirmed_sign_ins(record).await.unwrap();
    assert_eq!(counted(&record).await, 0);
    for version in 2..=3 {
        let again = sample::authorized_again(&record, 1, version);
        vault.commit_again(again).await.unwrap();
    }
    assert_eq!((counted(&record).await, counted(&other).await), (2, 0));
    let before = story(&vault, 0).await.len();
    let queued = vault.pending_revocations().await.unwrap();
    vault.revocation_confirmed(&queued[0].id).await.unwrap();
    assert_eq!(counted(&record).await, 1);
    vault.revocation_given_up(&queued[1].id).await.unwrap();
    assert_eq!(counted(&record).await, 0);
    let told = story(&vault, before).await;
    assert_eq!(
        told,
        ["revoke | done | ACME 001", "revoke | cancelled | ACME 001"]
    );
    let typed = vault.commit(sample::logged_in(3, 1), sample::new_connection(3));
    assert_eq!(counted(&typed.await.unwrap().record).await, 0);
}
