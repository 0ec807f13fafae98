//! S-16: the disk fails at any call, and then goes on or loses its power.

use std::path::Path;

use orgkeep_vault::vault::Vault;

use crate::faulty_disk::{Fault, FaultyDisk, Rest};
use crate::row::{self, Row};
use crate::workday::{self, Model, Step};

/// Enough work for 200 writes, with a restart in the middle.
const MORNING: &[Step] = &[
    Step::Rename(1),
    Step::Register(4),
    Step::Test(2),
    Step::Remove(3),
    Step::Register(1),
];
const AFTERNOON: &[Step] = &[
    Step::Test(4),
    Step::Rename(2),
    Step::Register(5),
    Step::Remove(4),
    Step::Register(6),
    Step::Test(6),
    Step::Rename(6),
    Step::Register(2),
    Step::Remove(1),
    Step::Register(7),
    Step::Register(8),
];

/// How many calls meet each fault. Every call can break, and opening the store reads much.
const CALLS: [(Fault, usize); 3] = [
    (Fault::Broken, 400),
    (Fault::Short, 200),
    (Fault::Full, 200),
];

#[tokio::test]
async fn s_16_a_failing_disk_leaves_every_change_whole_or_undone() {
    let (begun, model) = workday::begun(3).await;
    let mut row = Row::new("S-16");
    let mut intended = 0;
    for (fault, calls) in CALLS {
        let tried = row::size(calls, 8);
        intended += tried;
        for number in 1..=tried {
            // A short run has calls from all over the work, other ones for each fault.
            let number = match row::is_full() {
                true => number,
                false => number * (calls / tried) - 3 * fault as usize,
            };
            let outcome = survives(begun.path(), &model, fault, number).await;
            row.note(format!("{fault:?} {number}"), outcome);
        }
    }
    row.finish(intended);
}

async fn survives(begun: &Path, model: &Model, fault: Fault, number: usize) -> Result<(), String> {
    let folder = workday::copy(begun);
    let disk = FaultyDisk::watch(folder.path());
    disk.fail(fault, number);
    let mut model = model.clone();
    let mut strike = None;
    let mut look = |done: &Model, under_way: &Model| {
        if disk.struck().is_some() && strike.is_none() {
            strike = Some([done.clone(), under_way.clone()]);
        }
    };
    for steps in [MORNING, AFTERNOON] {
        let vault = opened(&disk, folder.path(), fault).await?;
        look(&model, &model);
        for step in steps {
            let before = model.clone();
            step.apply(&mut model);
            let was_struck = disk.struck().is_some();
            let done = step.perform(&vault).await;
            look(&before, &model);
            if let Err(error) = done {
                row::ensure(disk.struck().is_some() && !was_struck, || {
                    format!("{step:?}: {error}")
                })?;
                is_told(fault, &error.to_string())?;
                let found = workday::found(&vault).await?;
                row::ensure(found == before, || {
                    format!("{step:?} failed and left {found:?}")
                })?;
                let again = step.perform(&vault).await;
                again.map_err(|error| format!("{step:?} again: {error}"))?;
            }
        }
        drop(vault);
        look(&model, &model);
    }
    let moment = disk.struck().ok_or("the work has too few calls")?;
    let found = workday::found_in(folder.path()).await?;
    row::ensure(found == model, || {
        format!("{found:?} is there, {model:?} was done")
    })?;
    let strike = strike.ok_or("it was not seen to strike")?;
    survives_power_cut(&disk, moment, &strike).await
}

/// Opens the vault, the second time if the first meets the fault.
async fn opened(disk: &FaultyDisk, folder: &Path, fault: Fault) -> Result<Vault, String> {
    let was_struck = disk.struck().is_some();
    match workday::unlocked(folder).await {
        Ok(vault) => Ok(vault),
        Err(error) => {
            row::ensure(disk.struck().is_some() && !was_struck, || error.to_string())?;
            is_told(fault, &error.to_string())?;
            let again = workday::unlocked(folder).await;
            again.map_err(|error| format!("opened again: {error}"))
        }
    }
}

/// Whoever reads it knows what to do.
fn is_told(fault: Fault, error: &str) -> Result<(), String> {
    let right = fault != Fault::Full || error.contains("the disk is full");
    row::ensure(right, || format!("a full disk is told as {error:?}"))
}

/// The power fails instead of the one call, after some changes were done and while one more may have been under way.
async fn survives_power_cut(
    disk: &FaultyDisk,
    moment: usize,
    [done, under_way]: &[Model; 2],
) -> Result<(), String> {
    for rest in Rest::ALL {
        let folder = tempfile::tempdir().unwrap();
        disk.cut_power(moment, rest, folder.path());
        let found = workday::found_in(folder.path()).await;
        let found = found.map_err(|error| format!("{rest:?}: {error}"))?;
        row::ensure(found == *done || found == *under_way, || {
            format!("after a power cut, {rest:?} of the rest: {found:?}")
        })?;
    }
    Ok(())
}
