//! A day's work on a vault, with a model of what must be in it: registering, renaming, testing, removing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use orgkeep_domain::connection::{ConnectionName, Environment};
use orgkeep_domain::verdict::Verdict;
use orgkeep_vault::activity_record::Seal;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::test_history::Telling;
use orgkeep_vault::vault::Vault;
use tempfile::TempDir;

use crate::row;
use crate::sample;
use crate::testing;

/// What is stored of each org: its name, its generation (its secrets follow from it), and how many tests are kept.
pub type Model = BTreeMap<u32, (String, u32, usize)>;

/// One thing that somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Register(u32),
    Rename(u32),
    Test(u32),
    Remove(u32),
}

/// Why a step was not done: an error of whichever operation it was.
pub type StepError = Box<dyn std::error::Error + Send + Sync>;

impl Step {
    pub async fn perform(self, vault: &Vault) -> Result<(), StepError> {
        match self {
            Self::Register(org) => {
                let found = find(vault, org).await?;
                let version = found.map_or(1, |record| record.generation + 1);
                let authorized = sample::authorized(org, version);
                vault
                    .commit(authorized, sample::new_connection(org))
                    .await?;
            }
            Self::Rename(org) => {
                let record = find(vault, org).await?.ok_or("no such org")?;
                let name = ConnectionName::parse(&renamed(record.name.as_str())).unwrap();
                vault.relabel(&record.id, name, Environment::Other).await?;
            }
            Self::Test(org) => {
                let record = find(vault, org).await?.ok_or("no such org")?;
                let outcome = testing::outcome(&record, Verdict::Working, 7);
                let results = vec![(record.id, outcome)];
                vault.keep_tests(results, Telling::Each).await?;
            }
            Self::Remove(org) => {
                let record = find(vault, org).await?.ok_or("no such org")?;
                vault.remove(&record.id).await?;
            }
        }
        Ok(())
    }

    /// What the step makes of the model.
    pub fn apply(self, model: &mut Model) {
        match self {
            Self::Register(org) => {
                let known = model.get(&org).cloned();
                let (_, version, tests) = known.unwrap_or_default();
                model.insert(org, (first_name(org), version + 1, tests));
            }
            Self::Rename(org) => model.get_mut(&org).unwrap().0 = renamed(&model[&org].0),
            Self::Test(org) => model.get_mut(&org).unwrap().2 += 1,
            Self::Remove(org) => drop(model.remove(&org)),
        }
    }
}

fn first_name(org: u32) -> String {
    sample::new_connection(org).name.to_string()
}

fn renamed(name: &str) -> String {
    format!("{name} again")
}

async fn find(vault: &Vault, org: u32) -> Result<Option<ConnectionRecord>, StepError> {
    let name = format!("ACME {org}");
    let list = vault.connections().await?;
    Ok(list
        .records
        .into_iter()
        .find(|record| record.org_name == name))
}

/// A vault with so many orgs, closed.
pub async fn begun(orgs: u32) -> (TempDir, Model) {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let mut model = Model::new();
    for org in 1..=orgs {
        sample::committed(&vault, org, 1).await;
        Step::Register(org).apply(&mut model);
    }
    (folder, model)
}

/// A copy of a vault that is closed.
pub fn copy(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_into(folder, copy.path());
    copy
}

pub fn copy_into(folder: &Path, copy: &Path) {
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), copy.join(file.file_name())).unwrap();
        }
    }
}

pub async fn unlocked(folder: &Path) -> Result<Vault, StepError> {
    let vault = sample::open(folder)?;
    vault.unlock().await.map_err(|reason| reason.to_string())?;
    Ok(vault)
}

/// What is in the vault, if it is sound: every ciphertext opens, and is the one that its row's generation had.
pub async fn found(vault: &Vault) -> Result<Model, String> {
    let told = |error: &dyn std::error::Error| error.to_string();
    let integrity = vault.integrity().await.map_err(|error| told(&error))?;
    row::ensure(integrity.is_sound(), || format!("{integrity:?}"))?;
    let report = vault
        .verify_activity()
        .await
        .map_err(|error| told(&error))?;
    let is_whole = matches!(report.seal, Seal::Covers { to, .. } if to == report.entries);
    row::ensure(report.fault.is_none() && is_whole, || format!("{report:?}"))?;
    let list = vault.connections().await.map_err(|error| told(&error))?;
    row::ensure(list.damaged.is_empty(), || format!("{:?}", list.damaged))?;
    let mut model = Model::new();
    for record in list.records {
        let org: u32 = record.org_name.trim_start_matches("ACME ").parse().unwrap();
        let secrets = vault
            .secrets(&record.id)
            .await
            .map_err(|error| told(&error))?;
        row::ensure(sample::are_of(&secrets, org, record.generation), || {
            format!("org {org} has secrets of another generation")
        })?;
        let tests = vault
            .tests(&record.id)
            .await
            .map_err(|error| told(&error))?;
        model.insert(
            org,
            (record.name.to_string(), record.generation, tests.len()),
        );
    }
    Ok(model)
}

/// What is in a closed vault, if it is sound.
pub async fn found_in(folder: &Path) -> Result<Model, String> {
    let vault = unlocked(folder).await.map_err(|error| error.to_string())?;
    found(&vault).await
}
