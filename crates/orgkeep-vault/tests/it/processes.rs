//! Several processes at one store.

use std::path::Path;

use orgkeep_domain::connection::ConnectionName;
use orgkeep_vault::commit::NewConnection;
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::sign_in_lock::{Holder, SignInLock, SignInLockError};
use orgkeep_vault::vault::Vault;

use crate::child::{self, Talking};
use crate::keyring::ScriptedKeyring;
use crate::row::{self, Row};
use crate::sample;

const PROCESSES: u32 = 8;
/// The org that every process commits.
const SHARED: u32 = 900_000;
const ROUND: [&str; 5] = ["commit", "share", "draft", "read", "remove"];

/// A child's part of S-21: so many rounds of mixed operations, each told when it went wrong.
pub fn mix(folder: &Path, number: u32) {
    let rounds: u32 = std::env::var("ORGKEEP_TEST_ROUNDS")
        .unwrap()
        .parse()
        .unwrap();
    child::runtime().block_on(async {
        let vault = sample::open(folder).unwrap();
        if let Err(reason) = vault.unlock().await {
            child::say(&format!("failed unlock: {reason}"));
        }
        for round in 0..rounds {
            let org = number * 1000 + round;
            for operation in ROUND {
                match operate(&vault, operation, org, round).await {
                    Ok(()) => child::say("done"),
                    Err(error) => child::say(&format!("failed {operation} {org}: {error}")),
                }
            }
        }
    });
}

async fn operate(
    vault: &Vault,
    operation: &str,
    org: u32,
    round: u32,
) -> Result<(), Box<dyn std::error::Error>> {
    match operation {
        "commit" => {
            vault
                .commit(sample::authorized(org, 1), sample::new_connection(org))
                .await?;
        }
        "share" => {
            let name = ConnectionName::parse("shared")?;
            let new = NewConnection {
                name,
                ..sample::new_connection(SHARED)
            };
            vault.commit(sample::authorized(SHARED, 1), new).await?;
        }
        "draft" => {
            let draft = vault.begin_draft(DraftFields::default()).await?;
            let fields = DraftFields {
                name: format!("draft {org}"),
                ..DraftFields::default()
            };
            vault.save_draft(&draft.id, fields).await?;
        }
        "read" => {
            let list = vault.connections().await?;
            let mine = list
                .records
                .iter()
                .find(|record| record.org_name == format!("ACME {org}"));
            let secrets = vault.secrets(&mine.ok_or("my org is gone")?.id).await?;
            sample::are_of(&secrets, org, 1)
                .then_some(())
                .ok_or("wrong secrets")?;
        }
        _ if round % 2 == 1 => {
            let list = vault.connections().await?;
            let mine = list
                .records
                .iter()
                .find(|record| record.org_name == format!("ACME {org}"));
            vault.remove(&mine.ok_or("my org is gone")?.id).await?;
        }
        _ => {
            vault.set_setting("theme", format!("theme {org}")).await?;
        }
    }
    Ok(())
}

/// S-21, the library's part: eight processes and this one.
#[tokio::test]
async fn s_21_nine_processes_lose_nothing_and_never_find_the_store_locked() {
    let operations = row::size(1000, 120);
    let rounds = operations as u32 / PROCESSES / ROUND.len() as u32;
    let folder = tempfile::tempdir().unwrap();
    let children: Vec<Talking> = (1..=PROCESSES)
        .map(|number| {
            let mut command = child::command("mixer", folder.path(), number);
            Talking::start(command.env("ORGKEEP_TEST_ROUNDS", rounds.to_string()))
        })
        .collect();
    // Meanwhile the window paints its list, again and again.
    let waiting = tokio::task::spawn_blocking(|| {
        children
            .into_iter()
            .map(Talking::finish)
            .collect::<Vec<_>>()
    });
    let vault = sample::unlocked(folder.path()).await;
    while !waiting.is_finished() {
        assert_eq!(vault.connections().await.unwrap().damaged, []);
        tokio::task::yield_now().await;
    }

    let mut row = Row::new("S-21");
    for (ended, said) in waiting.await.unwrap() {
        assert!(ended, "{said:?}");
        for line in said {
            row.note(row_name(&line), row::ensure(line == "done", || line));
        }
    }
    let list = vault.connections().await.unwrap();
    let shared = list
        .records
        .iter()
        .find(|record| record.name.as_str() == "shared")
        .unwrap();
    assert_eq!(
        shared.generation,
        PROCESSES * rounds,
        "every shared commit counts"
    );
    let kept = PROCESSES * rounds.div_ceil(2);
    assert_eq!(list.records.len() as u32, kept + 1);
    assert_eq!(
        vault.drafts().await.unwrap().len() as u32,
        PROCESSES * rounds
    );
    let integrity = vault.integrity().await.unwrap();
    assert!(integrity.is_sound(), "{integrity:?}");
    let report = vault.verify_activity().await.unwrap();
    assert_eq!(report.fault, None, "nine processes make one chain");
    // The key; in each round a commit and the shared one; in every other a removal.
    let told = 1 + PROCESSES * (2 * rounds + rounds / 2);
    assert_eq!(report.entries, u64::from(told));
    row.finish(operations);
}

fn row_name(line: &str) -> String {
    line.chars().take(20).collect()
}

/// Several processes at a new folder: one store, one key.
#[test]
fn a_store_that_many_begin_at_once_has_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let children: Vec<Talking> = (1..=PROCESSES)
        .map(|number| {
            let mut command = child::command("mixer", folder.path(), number);
            Talking::start(command.env("ORGKEEP_TEST_ROUNDS", "1"))
        })
        .collect();
    for child in children {
        let (ended, said) = child.finish();
        assert!(ended && said.iter().all(|line| line == "done"), "{said:?}");
    }
}

/// Two vaults of one process ask one keyring at the same time.
#[tokio::test]
async fn two_that_unlock_a_new_store_together_make_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let open = || Vault::open(sample::settings(folder.path(), keyring.custody())).unwrap();
    let (first, second) = (open(), open());
    let (one, other) = tokio::join!(first.unlock(), second.unlock());
    assert_eq!((one, other), (Ok(()), Ok(())));
    assert_eq!(keyring.writes(), 1);
    let record = sample::committed(&first, 1, 1).await;
    assert!(sample::are_of(
        &second.secrets(&record.id).await.unwrap(),
        1,
        1
    ));
}

/// A child's part: takes the sign-in lock and never lets go.
pub fn hold_the_sign_in(folder: &Path) {
    let who = Holder {
        program: "orgkeep".into(),
        process: std::process::id(),
        since: sample::noon(),
    };
    let _lock = SignInLock::acquire(folder, &who).unwrap();
    child::say(&std::process::id().to_string());
    child::wait_for_parent();
}

#[test]
fn the_sign_in_lock_names_its_holder_and_dies_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut talking = Talking::start(&mut child::command("holder", folder.path(), 0));
    let process: u32 = talking.hear().unwrap().parse().unwrap();
    let me = Holder {
        program: "orgkeep-desktop".into(),
        process: 1,
        since: sample::noon(),
    };
    match SignInLock::acquire(folder.path(), &me) {
        Err(SignInLockError::Held(Some(holder))) => {
            let expected = Holder {
                program: "orgkeep".into(),
                process,
                since: sample::noon(),
            };
            assert_eq!(holder, expected);
        }
        other => panic!("{other:?}"),
    }
    talking.kill();
    SignInLock::acquire(folder.path(), &me).unwrap();
}
