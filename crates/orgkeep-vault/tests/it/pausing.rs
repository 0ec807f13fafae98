//! Hosts that asked to wait.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_vault::host_pause::LONGEST_PAUSE;
use orgkeep_vault::vault::Vault;

use crate::sample;

const WAIT: Duration = Duration::from_secs(600);

fn host(name: &str) -> Authority {
    Authority::parse(&format!("https://{name}"), AuthorityRule::Salesforce).unwrap()
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    now + SignedDuration::try_from(by).unwrap()
}

async fn origins(vault: &Vault, now: Timestamp) -> Vec<String> {
    let pauses = vault.host_pauses(now).await.unwrap();
    pauses.into_iter().map(|pause| pause.origin).collect()
}

#[tokio::test]
async fn a_pause_lasts_as_long_as_was_asked_for_and_for_whoever_opens_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let now = Timestamp::now();
    let (one, other) = (host("acme.my.salesforce.com"), host("login.salesforce.com"));
    let vault = sample::unlocked(folder.path()).await;
    vault.pause_host(&one, now, WAIT).await.unwrap();
    vault.pause_host(&other, now, WAIT * 2).await.unwrap();
    drop(vault);
    let vault = sample::unlocked(folder.path()).await;
    assert_eq!(origins(&vault, now).await, [one.origin(), other.origin()]);
    assert_eq!(origins(&vault, later(now, WAIT)).await, [other.origin()]);
    // The last word counts, and an answer ends it.
    vault.pause_host(&one, now, WAIT * 3).await.unwrap();
    vault.end_pause(&other).await.unwrap();
    assert_eq!(origins(&vault, later(now, WAIT * 2)).await, [one.origin()]);
}

#[tokio::test]
async fn nobody_is_left_alone_for_longer_than_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let now = Timestamp::now();
    let vault = sample::unlocked(folder.path()).await;
    let one = host("acme.my.salesforce.com");
    let years = LONGEST_PAUSE * 1000;
    vault.pause_host(&one, now, years).await.unwrap();
    let pauses = vault.host_pauses(now).await.unwrap();
    assert_eq!(
        pauses[0].until.as_second(),
        later(now, LONGEST_PAUSE).as_second()
    );
    // A clock that was ahead when it was written down, and is right now.
    vault
        .pause_host(&one, later(now, years), WAIT)
        .await
        .unwrap();
    assert!(origins(&vault, now).await.is_empty());
}
