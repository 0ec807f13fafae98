//! S-10: kill -9 at each step of a change of keys.

use std::fmt;
use std::path::Path;

use orgkeep_vault::change_key::NewKey;
use orgkeep_vault::lock_state::LockReason;
use orgkeep_vault::vault::Vault;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::care::{fill, is_whole, passphrase};
use crate::child::{self, Talking};
use crate::row::{self, Row};
use crate::sample;

/// The steps of a change, in their order, where the custody has both keys.
const POINTS: [&str; 10] = [
    "alone",
    "planning",
    "planned",
    "kept",
    "sealing",
    "storing",
    "stored",
    "forgetting",
    "forgotten",
    "tidied",
];
const ORGS: u32 = 3;
const FORMER: &str = "correct horse battery";
const LATER: &str = "staple correct horse";

/// How the key changes.
#[derive(Clone, Copy, Debug)]
enum Way {
    Rotation,
    ToPassphrase,
    ToKeyring,
    ToOtherPassphrase,
}

const WAYS: [Way; 4] = [
    Way::Rotation,
    Way::ToPassphrase,
    Way::ToKeyring,
    Way::ToOtherPassphrase,
];

impl Way {
    /// Whether the old key is in the custody, and the new one.
    fn custody(self) -> (bool, bool) {
        match self {
            Self::Rotation => (true, true),
            Self::ToPassphrase => (true, false),
            Self::ToKeyring => (false, true),
            Self::ToOtherPassphrase => (false, false),
        }
    }

    /// Whether a change of this kind passes a step.
    fn passes(self, point: &str) -> bool {
        let (old, new) = self.custody();
        match point {
            "planning" | "planned" | "kept" => new,
            "forgetting" | "forgotten" => old,
            _ => true,
        }
    }

    fn new_key(self) -> NewKey {
        match self {
            Self::Rotation | Self::ToKeyring => NewKey::Keyring,
            Self::ToPassphrase | Self::ToOtherPassphrase => NewKey::Passphrase(passphrase(LATER)),
        }
    }
}

/// Says that a step is reached, and goes no further.
struct StopAt(&'static str);

struct ReadStep(Option<String>);

impl Visit for ReadStep {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "step" {
            self.0 = Some(value.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

impl Subscriber for StopAt {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.fields().field("step").is_some()
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut step = ReadStep(None);
        event.record(&mut step);
        if step.0.as_deref() == Some(self.0) {
            child::say(self.0);
            loop {
                std::thread::park();
            }
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// A child's part: changes the key and stops at a step. `number` names way and step.
pub fn change_until_killed(folder: &Path, number: u32) {
    let (way, point) = (
        number as usize / POINTS.len(),
        number as usize % POINTS.len(),
    );
    let way = WAYS[way];
    child::runtime().block_on(async {
        let vault = sample::open(folder).unwrap();
        let (in_custody, _) = way.custody();
        let current = (!in_custody).then(|| passphrase(FORMER));
        match &current {
            None => vault.unlock().await.unwrap(),
            Some(_) => vault
                .unlock_with_passphrase(passphrase(FORMER))
                .await
                .unwrap(),
        }
        tracing::subscriber::set_global_default(StopAt(POINTS[point])).unwrap();
        vault.change_key(current, way.new_key()).await.unwrap();
        child::say("went through");
    });
}

/// A vault to change the key of, closed.
async fn prepare(folder: &Path, way: Way) {
    let vault = sample::unlocked(folder).await;
    fill(&vault, ORGS).await;
    if let (false, _) = way.custody() {
        let former = NewKey::Passphrase(passphrase(FORMER));
        vault.change_key(None, former).await.unwrap();
    }
}

async fn dies_at(way: usize, point: usize) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path(), WAYS[way]).await;
    let number = (way * POINTS.len() + point) as u32;
    let mut talking = Talking::start(&mut child::command("key changer", folder.path(), number));
    let heard = talking.hear();
    row::ensure(heard.as_deref() == Some(POINTS[point]), || {
        format!("heard {heard:?}")
    })?;
    talking.kill();

    let vault = reopened(folder.path()).await?;
    is_whole(&vault, ORGS).await?;
    let keys = key_files(folder.path());
    let expected = usize::from(!vault.has_passphrase().await.map_err(|e| e.to_string())?);
    row::ensure(keys.len() == expected, || format!("key files: {keys:?}"))
}

/// Opens the vault with what the custody has, or with whichever passphrase is its own.
async fn reopened(folder: &Path) -> Result<Vault, String> {
    let vault = sample::open(folder).map_err(|error| error.to_string())?;
    match vault.unlock().await {
        Ok(()) => return Ok(vault),
        Err(LockReason::PassphraseNeeded) => {}
        Err(reason) => return Err(reason.to_string()),
    }
    for text in [FORMER, LATER] {
        if vault.unlock_with_passphrase(passphrase(text)).await.is_ok() {
            return Ok(vault);
        }
    }
    Err("neither passphrase opens it".into())
}

fn key_files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".key")).collect()
}

#[tokio::test]
async fn s_10_a_change_that_is_killed_leaves_one_key_that_opens_everything() {
    let rounds = row::size(20, 1);
    let mut row = Row::new("S-10");
    for round in 1..=rounds {
        for (number, point) in POINTS.into_iter().enumerate() {
            row.note(format!("{point} ({round})"), dies_at(0, number).await);
        }
    }
    row.finish(rounds * POINTS.len());
}

#[tokio::test]
async fn every_other_change_survives_a_kill_at_each_of_its_steps() {
    for (way, kind) in WAYS.into_iter().enumerate().skip(1) {
        for (number, point) in POINTS.into_iter().enumerate() {
            if kind.passes(point) {
                let outcome = dies_at(way, number).await;
                assert_eq!(outcome, Ok(()), "{kind:?} at {point}");
            }
        }
    }
}
