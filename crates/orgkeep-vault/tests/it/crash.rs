//! S-13: kill -9 under write load. What was acknowledged is there, and nothing is there by half.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use orgkeep_domain::activity::ActivityKind;
use orgkeep_domain::id::DraftId;
use orgkeep_secret::ConsumerSecret;
use orgkeep_vault::activity_record::Seal;
use orgkeep_vault::commit::NewConnection;
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::vault::Vault;

use crate::child::{self, Talking};
use crate::row::{self, Row};
use crate::sample;
use crate::story;

const ORGS: u32 = 5;

/// What is stored: org to generation. Secrets follow from both.
type Model = BTreeMap<u32, u32>;

/// Pseudo-random numbers that a parent and its child can share.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32 % sides
    }
}

/// The child's part: changes without end, each announced before and acknowledged after.
pub fn write_until_killed(folder: &Path, number: u32) {
    child::runtime().block_on(async {
        let vault = sample::unlocked(folder).await;
        let mut model = stored(&vault).await.unwrap();
        let mut dice = Dice(u64::from(number));
        loop {
            let org = dice.throw(ORGS);
            let known = model.get(&org).copied();
            let removes = known.is_some() && dice.throw(3) == 0;
            let next = if removes { 0 } else { known.unwrap_or(0) + 1 };
            child::say(&format!("begin {org} {next}"));
            if removes {
                remove(&vault, org).await;
                model.remove(&org);
            } else {
                register(&vault, org, next).await;
                model.insert(org, next);
            }
            child::say(&format!("ack {org} {next}"));
        }
    });
}

/// A registration as the wizard does it, with a draft and its secret before.
async fn register(vault: &Vault, org: u32, version: u32) {
    let draft: DraftId = vault.begin_draft(DraftFields::default()).await.unwrap().id;
    let secret = ConsumerSecret::new(sample::canary("S", org, version));
    vault.seal_draft_secret(&draft, Some(secret)).await.unwrap();
    vault
        .mark_authorizing(&draft, Some(sample::noon()))
        .await
        .unwrap();
    let new = NewConnection {
        draft: Some(draft),
        ..sample::new_connection(org)
    };
    vault
        .commit(sample::authorized(org, version), new)
        .await
        .unwrap();
}

async fn remove(vault: &Vault, org: u32) {
    let list = vault.connections().await.unwrap();
    let name = format!("ACME {org}");
    let record = list
        .records
        .iter()
        .find(|record| record.org_name == name)
        .unwrap();
    vault.remove(&record.id).await.unwrap();
}

#[tokio::test]
async fn s_13_a_killed_writer_leaves_every_acknowledged_change_and_no_half_org() {
    let kills = row::size(2000, 40);
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(0x5EED);
    let mut model = Model::new();
    let mut row = Row::new("S-13");
    for kill in 0..kills {
        let said = run_and_kill(folder.path(), kill, &mut dice);
        let outcome = judge(folder.path(), &model, &said).await;
        row.note(kill, outcome.map(|found| model = found));
    }
    row.finish(kills);
}

/// Lets the child work until some acknowledgement, and kills it some moment later.
fn run_and_kill(folder: &Path, kill: usize, dice: &mut Dice) -> Vec<String> {
    let mut command = child::command("writer", folder, kill as u32);
    let mut talking = Talking::start(&mut command);
    let mut said = Vec::new();
    for _ in 0..dice.throw(8) {
        said.extend(talking.hear());
    }
    let moment = Instant::now() + Duration::from_micros(u64::from(dice.throw(6000)));
    while Instant::now() < moment {
        std::hint::spin_loop();
    }
    said.extend(talking.kill());
    said
}

async fn judge(folder: &Path, before: &Model, said: &[String]) -> Result<Model, String> {
    let vault = sample::open(folder).map_err(|error| error.to_string())?;
    vault.unlock().await.map_err(|reason| reason.to_string())?;
    let integrity = vault.integrity().await.map_err(|error| error.to_string())?;
    row::ensure(integrity.is_sound(), || format!("{integrity:?}"))?;
    let found = stored(&vault).await?;

    let mut acknowledged = before.clone();
    let mut unwanted = 0;
    for line in said.iter().filter_map(|line| line.strip_prefix("ack ")) {
        unwanted += apply(&mut acknowledged, line);
    }
    let mut also_last = acknowledged.clone();
    let mut unwanted_with_last = unwanted;
    if let Some(line) = said.last().and_then(|line| line.strip_prefix("begin ")) {
        unwanted_with_last += apply(&mut also_last, line);
    }
    let queued = vault
        .pending_revocations()
        .await
        .map_err(|error| error.to_string())?;
    let is_whole = (found == acknowledged && queued.len() == unwanted)
        || (found == also_last && queued.len() == unwanted_with_last);
    row::ensure(is_whole, || {
        let queued = queued.len();
        format!(
            "found {found:?} with {queued} queued; acknowledged {acknowledged:?}; said {said:?}"
        )
    })?;
    tells_the_same(&vault, &found).await?;
    clear(&vault).await?;
    Ok(found)
}

/// The activity is unbroken, and whoever reads it from the beginning knows what is in the store.
async fn tells_the_same(vault: &Vault, found: &Model) -> Result<(), String> {
    let report = vault.verify_activity().await;
    let report = report.map_err(|error| error.to_string())?;
    let to = match report.seal {
        Seal::Covers { to, .. } => to,
        Seal::Locked | Seal::Absent => 0,
    };
    row::ensure(report.fault.is_none() && to == report.entries, || {
        format!("{report:?}")
    })?;
    let mut told = Model::new();
    for entry in story::told(vault).await {
        let Some(concerned) = entry.concerned else {
            continue;
        };
        let org: u32 = concerned.name.trim_start_matches("ACME ").parse().unwrap();
        match entry.kind {
            Some(ActivityKind::Register) => told.insert(org, 1),
            Some(ActivityKind::Recognise) => told.insert(org, told[&org] + 1),
            Some(ActivityKind::Remove) => told.remove(&org),
            _ => None,
        };
    }
    row::ensure(told == *found, || format!("told {told:?}, found {found:?}"))
}

/// Applies "org generation" to the model. Gives how many tokens it makes unwanted.
fn apply(model: &mut Model, line: &str) -> usize {
    let (org, next) = line.split_once(' ').unwrap();
    let (org, next): (u32, u32) = (org.parse().unwrap(), next.parse().unwrap());
    let earlier = if next == 0 {
        model.remove(&org)
    } else {
        model.insert(org, next)
    };
    usize::from(earlier.is_some())
}

/// What the store has, with every secret checked against org and generation.
async fn stored(vault: &Vault) -> Result<Model, String> {
    let list = vault
        .connections()
        .await
        .map_err(|error| error.to_string())?;
    row::ensure(list.damaged.is_empty(), || format!("{:?}", list.damaged))?;
    let mut model = Model::new();
    for record in list.records {
        let org: u32 = record.org_name.trim_start_matches("ACME ").parse().unwrap();
        let secrets = vault
            .secrets(&record.id)
            .await
            .map_err(|error| error.to_string())?;
        row::ensure(sample::are_of(&secrets, org, record.generation), || {
            format!(
                "org {org} has secrets of another generation than {}",
                record.generation
            )
        })?;
        model.insert(org, record.generation);
    }
    Ok(model)
}

/// At most the draft that was in work is left; it and the queue are cleared for the next run.
async fn clear(vault: &Vault) -> Result<(), String> {
    let drafts = vault.drafts().await.map_err(|error| error.to_string())?;
    row::ensure(drafts.len() <= 1, || {
        format!("{} drafts are left", drafts.len())
    })?;
    for draft in drafts {
        vault
            .delete_draft(&draft.id)
            .await
            .map_err(|error| error.to_string())?;
    }
    let queued = vault
        .pending_revocations()
        .await
        .map_err(|error| error.to_string())?;
    for revocation in queued {
        vault
            .revocation_confirmed(&revocation.id)
            .await
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}
