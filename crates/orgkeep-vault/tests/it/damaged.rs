//! S-17: the store's file is cut off, or a part of it is zeros or noise.

use std::fs;
use std::path::Path;

use orgkeep_domain::activity::{Actor, Program};
use orgkeep_vault::damage::SetAsideError;
use orgkeep_vault::error::StoreError;
use orgkeep_vault::vault::{OpenError, Vault};

use crate::care::passphrase;
use crate::row::{self, Row};
use crate::sample;
use crate::workday::{self, Model, StepError};

const WORDS: &str = "correct horse battery";
/// A sector of a disk.
const SECTOR: usize = 512;

#[derive(Debug, Clone, Copy)]
enum Damage {
    CutOff,
    Zeros,
    Noise,
}

#[tokio::test]
async fn s_17_a_damaged_store_is_noticed_kept_and_replaced() {
    let (begun, model) = workday::begun(20).await;
    let vault = workday::unlocked(begun.path()).await.unwrap();
    let backup = vault.back_up(passphrase(WORDS)).await.unwrap();
    drop(vault);
    let whole = fs::read(sample::store_path(begun.path())).unwrap();
    let places = places(&whole);
    let count = row::size(100, 6);
    let mut row = Row::new("S-17");
    for number in 0..count {
        let damage = [Damage::CutOff, Damage::Zeros, Damage::Noise][number % 3];
        let place = places[places.len() * number / count];
        let outcome = survives(
            begun.path(),
            &model,
            &backup,
            &damaged(&whole, damage, place),
        )
        .await;
        let outcome = outcome.map_err(|error| error.to_string());
        row.note(format!("{damage:?} at {place}"), outcome);
    }
    row.finish(count);
}

/// Where the sectors begin that have something in them.
fn places(whole: &[u8]) -> Vec<usize> {
    let used = |sector: &[u8]| sector.iter().filter(|byte| **byte != 0).count() > SECTOR / 4;
    let sectors = whole.chunks(SECTOR).enumerate();
    sectors
        .filter(|(_, sector)| used(sector))
        .map(|(number, _)| number * SECTOR)
        .collect()
}

fn damaged(whole: &[u8], damage: Damage, place: usize) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let end = (place + SECTOR).min(bytes.len());
    match damage {
        Damage::CutOff => bytes.truncate(place),
        Damage::Zeros => bytes[place..end].fill(0),
        Damage::Noise => {
            let mut noise = place as u64;
            for byte in &mut bytes[place..end] {
                noise = noise
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                *byte = (noise >> 56) as u8;
            }
        }
    }
    bytes
}

async fn survives(
    begun: &Path,
    model: &Model,
    backup: &[u8],
    bytes: &[u8],
) -> Result<(), StepError> {
    let folder = workday::copy(begun);
    let store = sample::store_path(folder.path());
    fs::write(&store, bytes)?;
    is_left_alone_by_a_command(folder.path(), bytes).await?;
    let seen = looked_at(folder.path()).await;
    let is_noticed = matches!(seen, Err(OpenError::Store(StoreError::Corrupt(_))));
    row::ensure(is_noticed, || format!("it is not noticed: {seen:?}"))?;
    let is_kept = |path: &Path| fs::read(path).is_ok_and(|kept| kept == bytes);
    row::ensure(is_kept(&store), || "it was changed".into())?;

    let aside = Vault::set_damaged_aside(folder.path(), sample::noon())?;
    let vault = workday::unlocked(folder.path()).await?;
    let backup = vault.open_backup(passphrase(WORDS), backup.to_vec()).await;
    vault.restore(&backup?).await?;
    let list = vault.connections().await?;
    let mut names: Vec<_> = list
        .records
        .iter()
        .map(|one| one.name.to_string())
        .collect();
    names.sort();
    let expected = model.values().map(|(name, ..)| name);
    row::ensure(expected.eq(&names), || format!("{names:?} came back"))?;
    row::ensure(is_kept(&aside), || "what was put aside was changed".into())?;
    Ok(())
}

/// As the window opens it.
async fn looked_at(folder: &Path) -> Result<(), OpenError> {
    Ok(sample::open(folder)?.look().await?)
}

/// The command line opens what it can list, and writes nothing into a store that is damaged.
async fn is_left_alone_by_a_command(folder: &Path, bytes: &[u8]) -> Result<(), String> {
    let mut settings = sample::settings(folder, sample::key_file(folder));
    settings.actor = Actor::new(Some("admin"), Program::CommandLine);
    if let Ok(vault) = Vault::open(settings) {
        let _listed = vault.connections().await;
        let written = vault.set_setting("theme", "dark".into()).await;
        let right = matches!(written, Err(StoreError::Corrupt(_)));
        row::ensure(right, || format!("a command wrote: {written:?}"))?;
    }
    let left = fs::read(sample::store_path(folder)).unwrap();
    row::ensure(left == bytes, || "a command has changed it".into())
}

/// Its pages hang together, and nobody can tell whose it is.
#[tokio::test]
async fn a_store_whose_row_about_itself_is_missing_or_senseless_can_be_put_aside() {
    for damage in [
        "DELETE FROM meta",
        "UPDATE meta SET rule = 'else'",
        "UPDATE meta SET passphrase_salt = x'00', passphrase_memory_kib = NULL",
        "UPDATE meta SET passphrase_salt = x'00', passphrase_memory_kib = 1,
             passphrase_passes = -1, passphrase_lanes = 1",
    ] {
        let (folder, _) = workday::begun(1).await;
        let store = rusqlite::Connection::open(sample::store_path(folder.path())).unwrap();
        store.execute(damage, []).unwrap();
        drop(store);
        let opened = sample::open(folder.path()).map(drop);
        let is_noticed = matches!(opened, Err(OpenError::Store(StoreError::Corrupt(_))));
        assert!(is_noticed, "{damage}: {opened:?}");
        let aside = Vault::set_damaged_aside(folder.path(), sample::noon()).unwrap();
        assert!(aside.exists() && !sample::store_path(folder.path()).exists());
    }
}

/// What was in use is not taken for a new store.
#[tokio::test]
async fn a_store_that_was_emptied_is_damaged() {
    let (folder, _) = workday::begun(1).await;
    fs::write(sample::store_path(folder.path()), []).unwrap();
    let opened = sample::open(folder.path()).map(drop);
    let is_noticed = matches!(opened, Err(OpenError::Store(StoreError::Corrupt(_))));
    assert!(is_noticed, "{opened:?}");
}

/// A store that another program took the log from is looked at before it gets one again, which changes its first page.
#[tokio::test]
async fn a_damaged_store_without_its_log_is_left_as_it_is() {
    let (folder, _) = workday::begun(1).await;
    let store = sample::store_path(folder.path());
    let raw = sample::raw(folder.path());
    raw.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(raw);
    let mut bytes = fs::read(&store).unwrap();
    let last_page = bytes.len() - 4096;
    bytes[last_page..].fill(0);
    fs::write(&store, &bytes).unwrap();
    let opened = sample::open(folder.path()).map(drop);
    let is_noticed = matches!(opened, Err(OpenError::Store(StoreError::Corrupt(_))));
    assert!(is_noticed, "{opened:?}");
    assert!(fs::read(&store).unwrap() == bytes, "it was changed");
}

/// Whoever only looked leaves no file behind.
#[tokio::test]
async fn a_log_with_nothing_in_it_goes_with_the_last_program() {
    let (folder, _) = workday::begun(1).await;
    let raw = sample::raw(folder.path());
    raw.pragma_update(None, "wal_checkpoint", "TRUNCATE")
        .unwrap();
    drop(raw);
    let log = folder.path().join("orgkeep.db-wal");
    let vault = sample::open(folder.path()).unwrap();
    vault.connections().await.unwrap();
    assert!(log.exists());
    drop(vault);
    assert!(!log.exists());
}

#[tokio::test]
async fn a_sound_store_is_never_put_aside() {
    let (folder, model) = workday::begun(1).await;
    let refused = Vault::set_damaged_aside(folder.path(), sample::noon());
    assert!(matches!(refused, Err(SetAsideError::Sound)), "{refused:?}");
    assert_eq!(workday::found_in(folder.path()).await, Ok(model));
}

/// Of a store whose rows can be read: one says what no program of ours writes.
#[tokio::test]
async fn what_sqlite_complains_of_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    sample::committed(&vault, 1, 1).await;
    assert!(vault.integrity().await.unwrap().is_sound());
    drop(vault);
    let store = sample::raw(folder.path());
    store
        .pragma_update(None, "ignore_check_constraints", true)
        .unwrap();
    store
        .execute("UPDATE connection SET security_token = x'00'", [])
        .unwrap();
    drop(store);
    let vault = sample::unlocked(folder.path()).await;
    let found = vault.integrity().await.unwrap();
    assert!(!found.complaints.is_empty() && !found.is_sound());
}
