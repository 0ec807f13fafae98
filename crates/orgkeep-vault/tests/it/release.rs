//! The release that an org is on, which belongs to that org.

use orgkeep_domain::attempt::Doubt;
use orgkeep_domain::id::{ConnectionId, OrgId};
use orgkeep_domain::organization::Release;
use orgkeep_vault::release::ReleaseRecord;
use orgkeep_vault::vault::Vault;

use crate::sample;

fn winter() -> ReleaseRecord {
    ReleaseRecord {
        at: sample::noon(),
        release: Release {
            label: "Winter '27".into(),
            api_version: "68.0".into(),
        },
    }
}

async fn kept(vault: &Vault, id: &ConnectionId) -> Option<ReleaseRecord> {
    vault.connection(id).await.unwrap().unwrap().release
}

#[tokio::test]
async fn a_release_is_kept_with_its_moment_through_a_restart_and_a_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    assert_eq!(record.release, None);
    let told = winter().release;
    vault.keep_release(&record.id, told).await.unwrap();
    drop(vault);
    let vault = sample::unlocked(folder.path()).await;
    assert_eq!(kept(&vault, &record.id).await, Some(winter()));
    let again = sample::authorized_again(&record, 1, 2);
    let saved = vault.commit_again(again).await.unwrap().record;
    assert_eq!(saved.release, Some(winter()));
    assert_eq!(kept(&vault, &record.id).await, Some(winter()));
}

#[tokio::test]
async fn another_org_in_the_same_record_has_told_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let told = winter().release;
    vault.keep_release(&record.id, told).await.unwrap();
    let mut refreshed = sample::authorized_again(&record, 1, 2);
    let other = OrgId::parse("00D000000000777").unwrap();
    refreshed.tokens.org = other.clone();
    refreshed.identity.org_id = other;
    refreshed.accepted = Some(Doubt::RefreshedSandbox);
    let saved = vault.commit_again(refreshed).await.unwrap().record;
    assert_eq!(saved.release, None);
    assert_eq!(kept(&vault, &record.id).await, None);
}
