//! S-23: a newer version brings an older store up to date, and dies.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::faulty_disk::{FaultyDisk, Rest};
use crate::older;
use crate::row::{self, Row};
use crate::sample;
use crate::workday::{self, StepError};

const COPY: &str = "before-update.db";
const ORGS: u32 = 3;

/// The name of each org, whose secrets were seen to be right.
type Names = BTreeMap<u32, String>;

#[tokio::test]
async fn s_23_an_update_that_is_cut_off_leaves_the_old_version_or_the_new_one() {
    let (begun, model) = workday::begun(ORGS).await;
    let names: Names = model
        .into_iter()
        .map(|(org, (name, ..))| (org, name))
        .collect();
    let kills = row::size(10, 1);
    let mut row = Row::new("S-23");
    let mut intended = 0;
    for versions in 1..=older::EARLIER {
        let folder = workday::copy(begun.path());
        let raw = sample::raw(folder.path());
        let steps = older::back(&raw, versions);
        let old = version(&raw);
        drop(raw);
        let disk = FaultyDisk::watch(folder.path());
        drop(sample::open(folder.path()).unwrap());
        let left_over = folder.path().join(COPY).exists();
        assert!(!left_over, "the copy is of no use any more");
        let count = steps as usize * kills;
        intended += count;
        for kill in 0..count {
            let moment = disk.now() * kill / count;
            for rest in [Rest::Everything, Rest::Nothing] {
                let outcome = survives(&disk, moment, rest, old, &names).await;
                let outcome = outcome.map_err(|error| format!("{rest:?}: {error}"));
                if rest == Rest::Nothing || outcome.is_err() {
                    row.note(format!("version {old}, call {moment}"), outcome);
                    break;
                }
            }
        }
    }
    row.finish(intended);
}

/// The process dies after so many calls to the disk (everything it wrote is there), or the power fails (nothing that was not
/// synced is).
async fn survives(
    disk: &FaultyDisk,
    moment: usize,
    rest: Rest,
    old: u32,
    names: &Names,
) -> Result<(), StepError> {
    let folder = tempfile::tempdir()?;
    disk.cut_power(moment, rest, folder.path());
    let has_begun =
        fs::metadata(folder.path().join("orgkeep.db-wal")).is_ok_and(|log| log.len() > 0);
    let copy = folder.path().join(COPY);
    if has_begun && copy.exists() {
        let bytes = fs::read(&copy)?;
        let readable = bytes.windows(3).any(|window| window == b"cNr");
        row::ensure(!readable, || "the copy can be read".into())?;
        let other = tempfile::tempdir()?;
        fs::copy(&copy, sample::store_path(other.path()))?;
        fs::copy(
            folder.path().join("vault.key"),
            other.path().join("vault.key"),
        )?;
        let found = version(&sample::raw(other.path()));
        row::ensure(found == old, || format!("the copy has version {found}"))?;
        is_whole(other.path(), names).await?;
    }
    let found = version(&sample::raw(folder.path()));
    let newest = version(&sample::raw(disk.folder()));
    row::ensure(found == old || found == newest, || {
        format!("version {found}")
    })?;
    row::ensure(!has_begun || found == newest || copy.exists(), || {
        "there is no copy".into()
    })?;
    is_whole(folder.path(), names).await
}

fn version(raw: &rusqlite::Connection) -> u32 {
    raw.pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

/// Opening it again finishes what was begun, and nothing is missing.
async fn is_whole(folder: &Path, names: &Names) -> Result<(), StepError> {
    let vault = workday::unlocked(folder).await?;
    let integrity = vault.integrity().await?;
    row::ensure(integrity.is_sound(), || format!("{integrity:?}"))?;
    let mut found = Names::new();
    for record in vault.connections().await?.records {
        let org: u32 = record.org_name.trim_start_matches("ACME ").parse()?;
        let secrets = vault.secrets(&record.id).await?;
        row::ensure(sample::are_of(&secrets, org, 1), || {
            format!("secrets of org {org}")
        })?;
        found.insert(org, record.name.to_string());
    }
    row::ensure(found == *names, || format!("{found:?}"))?;
    Ok(())
}
