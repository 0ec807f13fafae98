//! S-15: the disk is full, or has room for a part of what is to be written.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use orgkeep_vault::vault::Vault;

use crate::child::{self, Talking};
use crate::row::{self, Row};
use crate::workday::{self, Model, Step, StepError};

const LEVELS: usize = 30;
const PAGE: u64 = 4096;

/// Each thing that a person does, and does again when there is room.
const STEPS: [Step; 4] = [
    Step::Register(4),
    Step::Rename(1),
    Step::Remove(3),
    Step::Test(2),
];

#[test]
fn s_15_a_full_disk_is_named_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mount = "mount -t tmpfs -o size=3m tmpfs \"$ORGKEEP_TEST_FOLDER\"";
    let mut talking = Talking::start_mounted(mount, "squeezed", folder.path(), 0);
    let mut row = Row::new("S-15");
    let mut refused = 0;
    while let Some(line) = talking.hear() {
        if line == child::NO_MOUNT {
            row.leave_out(child::NO_MOUNT);
            return;
        }
        let (level, outcome) = line.split_once(' ').unwrap();
        refused += outcome.parse::<usize>().unwrap_or_default();
        let outcome = outcome.parse::<usize>().map(drop);
        row.note(level, outcome.map_err(|_| line.clone()));
    }
    assert!(talking.finish().0);
    row.finish(row::size(LEVELS, LEVELS / 5));
    assert!(refused > 0, "the disk was never full");
}

/// The child's part: the volume is filled to each level, with the vault open and while it opens. Says how often something
/// was refused, or what is wrong.
pub fn work_on_full_disk(folder: &Path) {
    child::runtime().block_on(async {
        let (begun, model) = workday::begun(3).await;
        let step = if row::is_full() { 1 } else { 5 };
        for level in (0..LEVELS).step_by(step) {
            let folder = folder.join(level.to_string());
            fs::create_dir(&folder).unwrap();
            workday::copy_into(begun.path(), &folder);
            let said = match survives(&folder, model.clone(), level as u64).await {
                Ok(refused) => refused.to_string(),
                Err(wrong) => wrong,
            };
            fs::remove_dir_all(&folder).unwrap();
            child::say(&format!("{level} {said}"));
        }
    });
}

async fn survives(folder: &Path, mut model: Model, level: u64) -> Result<usize, String> {
    let told = |error: StepError| error.to_string();
    let vault = workday::unlocked(folder).await.map_err(told)?;
    let filler = Filler::leave(folder, level * PAGE);
    let mut refused = Vec::new();
    for step in STEPS {
        if is_refused(&vault, step, &mut model).await? {
            refused.push(step);
        }
    }
    drop(vault);
    filler.leave_again(level * PAGE);
    let mut count = refused.len();
    match workday::unlocked(folder).await {
        Ok(vault) => {
            is_right(&vault, &model).await?;
            count += usize::from(is_refused(&vault, Step::Rename(2), &mut model).await?);
        }
        Err(error) => {
            is_clear(&error)?;
            count += 1;
        }
    }
    let new = folder.join("new");
    if let Err(error) = workday::unlocked(&new).await {
        is_clear(&error)?;
        count += 1;
    }
    filler.remove();
    workday::unlocked(&new).await.map_err(told)?;
    let vault = workday::unlocked(folder).await.map_err(told)?;
    is_right(&vault, &model).await?;
    for step in refused {
        step.perform(&vault).await.map_err(told)?;
        step.apply(&mut model);
    }
    drop(vault);
    let vault = workday::unlocked(folder).await.map_err(told)?;
    is_right(&vault, &model).await?;
    Ok(count)
}

/// Does a step. One that is refused says why, and has changed nothing.
async fn is_refused(vault: &Vault, step: Step, model: &mut Model) -> Result<bool, String> {
    let done = step.perform(vault).await;
    if done.is_ok() {
        step.apply(model);
    }
    is_right(vault, model)
        .await
        .map_err(|wrong| format!("{step:?}: {wrong}"))?;
    match done {
        Ok(()) => Ok(false),
        Err(error) => is_clear(&error).map(|()| true),
    }
}

async fn is_right(vault: &Vault, model: &Model) -> Result<(), String> {
    let found = workday::found(vault).await?;
    row::ensure(found == *model, || {
        format!("{found:?} instead of {model:?}")
    })
}

fn is_clear(error: &StepError) -> Result<(), String> {
    let text = error.to_string();
    row::ensure(text.contains("the disk is full"), || {
        format!("it is told as {text:?}")
    })
}

/// A file that takes the room.
struct Filler {
    path: std::path::PathBuf,
}

impl Filler {
    /// Takes all but so much of the room.
    fn leave(folder: &Path, room: u64) -> Self {
        let filler = Self {
            path: folder.with_extension("filler"),
        };
        filler.leave_again(room);
        filler
    }

    fn leave_again(&self, room: u64) {
        let mut file = File::create(&self.path).unwrap();
        let page = [b'.'; PAGE as usize];
        while file.write_all(&page).is_ok() {}
        let length = file.metadata().unwrap().len() / PAGE * PAGE;
        file.set_len(length - room).unwrap();
    }

    fn remove(self) {
        fs::remove_file(self.path).unwrap();
    }
}
