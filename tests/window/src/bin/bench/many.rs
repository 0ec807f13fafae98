//! From the start of the window to the list, with very many connections beside a few.
//!
//! Each has a machine of its own, so that neither finds anything of the other in a cache of its own; they take turns.

use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::machine::Machine;

use crate::figure::say;
use crate::start::{Measured, Subject};

/// How often each is started and measured, after once that is not.
const RUNS: usize = 21;
const FEW: u32 = 10;
const MANY: u32 = 10_000;

/// Starts the window on both vaults in turns, and prints what the many cost.
///
/// # Errors
/// When a window does not open, or a vault does not take its connections.
pub async fn figures(program: &str) -> anyhow::Result<()> {
    let orgkeep = Subject::orgkeep(program);
    let mut machines = Vec::new();
    for connections in [FEW, MANY] {
        let machine = Machine::start(KeyringState::Unlocked).await?;
        orgkeep.prepare(&machine, connections).await?;
        machines.push((machine, Measured::default()));
    }
    for run in 0..=RUNS {
        for (machine, measured) in &mut machines {
            let once = orgkeep.measure(machine).await?;
            if run > 0 {
                measured.0.push(once);
            }
        }
    }
    let mut usable = Vec::new();
    for (_, measured) in &machines {
        usable.push(measured.of(|once| once.usable)?);
    }
    let [few, many] = usable.as_slice() else {
        anyhow::bail!("two are compared");
    };
    say(&format!(
        "window start to list usable, {MANY} connections: {}; {FEW} connections: {}; ratio {:.2}, bar: 1.3",
        many.text("ms"),
        few.text("ms"),
        many.median() / few.median()
    ))
}
