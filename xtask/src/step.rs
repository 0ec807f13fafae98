//! One step: says what it does, does it, and says how long it took.

use std::process::Command;
use std::time::Instant;

use crate::{Outcome, workspace};

/// Runs `command` with its output on the terminal. An exit other than success is an error.
pub fn run(name: &str, command: &mut Command) -> Outcome {
    announce(name);
    let began = Instant::now();
    let status = command.status().map_err(|error| {
        format!(
            "{name}: cannot start {}: {error}",
            command.get_program().display()
        )
    })?;
    if !status.success() {
        return Err(format!("{name} failed ({status})").into());
    }
    eprintln!("    {name}: {:.1} s", began.elapsed().as_secs_f32());
    Ok(())
}

/// Says what comes next.
pub fn announce(what: &str) {
    eprintln!("==> {what}");
}

/// Cargo, at the root of the workspace: the one that runs this program, so that the toolchain is the same.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(workspace::root());
    command
}

/// npm, in the page's folder.
pub fn npm(arguments: &[&str]) -> Command {
    // On Windows npm is a batch file, which is only found by its whole name.
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(program);
    command.args(arguments).current_dir(workspace::page());
    command
}

/// Whether `program` answers `--version`.
pub fn answers(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
}

/// What `command` prints. An exit other than success is an error with what it complained of.
pub fn printed(command: &mut Command) -> Outcome<Vec<u8>> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(output.stdout)
}
