//! A disk that takes its time: whoever reads does not wait for it, and nothing counts as written before it is.

use std::time::Duration;

use orgkeep_vault::vault::Vault;
use tokio::task::{JoinSet, yield_now};
use tokio::time::timeout;

use crate::faulty_disk::FaultyDisk;
use crate::workday;

/// More than goes on at a time.
const WRITES: usize = 40;
/// How long a reader may be held up before the test counts it as held up for good.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_slow_disk_holds_up_who_writes_and_nobody_who_reads() {
    let (folder, _) = workday::begun(3).await;
    let disk = FaultyDisk::watch(folder.path());
    let vault = workday::unlocked(folder.path()).await.unwrap();
    disk.stall();
    let mut writes = JoinSet::new();
    for _ in 0..WRITES {
        let vault = vault.clone();
        writes.spawn(async move { vault.set_setting("slow", "written".to_owned()).await });
    }
    // This is the only thread of the tasks: after some turns every write has asked for its own.
    for _ in 0..10 {
        yield_now().await;
    }
    disk.wait_until_stalled(PATIENCE);
    let read = timeout(PATIENCE, looked_at(&vault)).await;
    let seen = read.expect("who reads waits for the disk").unwrap();
    assert_eq!(seen, None, "what is not on the disk can be read");
    assert!(
        writes.try_join_next().is_none(),
        "what is not on the disk counts as written"
    );
    disk.go_on();
    while let Some(done) = writes.join_next().await {
        done.unwrap().unwrap();
    }
    let seen = looked_at(&vault).await.unwrap();
    assert_eq!(seen.as_deref(), Some("written"));
}

/// What a window reads while people wait.
async fn looked_at(vault: &Vault) -> Result<Option<String>, Box<dyn std::error::Error>> {
    let list = vault.connections().await?;
    for record in &list.records {
        vault.connection(&record.id).await?;
        vault.tests(&record.id).await?;
        vault.stored_session(&record.id).await?;
    }
    Ok(vault.setting("slow").await?)
}
