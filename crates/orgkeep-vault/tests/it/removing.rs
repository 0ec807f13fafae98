//! Removing, and the queue of tokens to be revoked.

use orgkeep_secret::RefreshToken;
use orgkeep_vault::error::SecretError;
use orgkeep_vault::removal::RemoveError;
use orgkeep_vault::revocation_record::UnwantedToken;

use crate::row::{self, Row};
use crate::sample;

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
        let record = sample::committed(&vault, org, 1).await;
        let ciphertexts = ciphertexts(folder.path());
        vault.remove(&record.id).await.unwrap();
        let everything: Vec<u8> = ["", "-wal"]
            .iter()
            .filter_map(|end| std::fs::read(folder.path().join(format!("orgkeep.db{end}"))).ok())
            .flatten()
            .collect();
        let left = ciphertexts
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

fn ciphertexts(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let raw = sample::raw(folder);
    [
        "data_key",
        "access_token",
        "refresh_token",
        "consumer_secret",
    ]
    .map(|column| {
        raw.query_row(&format!("SELECT {column} FROM connection"), [], |row| {
            row.get(0)
        })
        .unwrap()
    })
    .to_vec()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}
