//! The memory of the window while nothing is done in it, beside that of an empty window.
//!
//! Both are started as people start them: nothing drives them. They take turns. Memory is the proportional share (PSS)
//! of the program and its web processes.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use orgkeep_window_tests::machine::{Machine, eventually};
use orgkeep_window_tests::process;

use crate::figure::{Sample, megabytes, say};

/// How often each is started and measured.
const RUNS: usize = 5;
/// A window has a web process after at most so long.
const START: Duration = Duration::from_secs(60);
/// After this long without anything to do a window counts as idle.
const IDLE: Duration = Duration::from_secs(8);

/// Starts both windows in turns, and prints what Orgkeep takes more.
///
/// # Errors
/// When a window does not open.
pub async fn figures(
    machine: &Machine,
    programs: [&Path; 2],
    connections: u32,
) -> anyhow::Result<()> {
    let mut measured = [Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        for (program, measured) in programs.into_iter().zip(&mut measured) {
            measured.push(megabytes(idle(machine, program).await?));
        }
    }
    let [orgkeep, empty] = measured.map(Sample::of);
    let (orgkeep, empty) = (orgkeep?, empty?);
    say(&format!(
        "memory of program and web process, idle, {connections} connections: {}; an empty window: {}; ratio {:.2}, \
         bar: 1.2; the Salesforce CLI while it lists orgs: 172 to 248 MB",
        orgkeep.text("MB"),
        empty.text("MB"),
        orgkeep.median() / empty.median()
    ))
}

/// The bytes that one start takes.
async fn idle(machine: &Machine, program: &Path) -> anyhow::Result<u64> {
    let mut window = machine.launch(program)?;
    let id = window.id().context("it is over already")?;
    let has_page = || (!web_processes(id).is_empty()).then_some(());
    eventually("a web process", START, has_page).await?;
    tokio::time::sleep(IDLE).await;
    let web = web_processes(id);
    let all = web.iter().chain([&id]);
    let size = all
        .map(|id| process::memory(*id))
        .sum::<anyhow::Result<_>>()?;
    window.kill().await?;
    // Its web process goes when it notices.
    let gone = || {
        let mut left = process::all().into_iter();
        (!left.any(|process| web.contains(&process.id))).then_some(())
    };
    eventually("the end of the web process", START, gone).await?;
    Ok(size)
}

fn web_processes(program: u32) -> Vec<u32> {
    let mut all = process::all();
    all.retain(|process| process.parent == program && process.name.starts_with("WebKitWeb"));
    all.into_iter().map(|process| process.id).collect()
}
