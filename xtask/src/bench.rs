//! The figures of the release build, in a session of its own.

use std::process::Command;

use crate::session::Session;
use crate::setup::{self, Need};
use crate::{Outcome, build, monorepo, step, workspace};

/// Builds for release and prints the figures, or those that are named.
pub fn bench(words: &[&str]) -> Outcome {
    setup::prepare(Need::Walkthrough)?;
    let app = build::window_and_drivers(true)?;
    let empty = build::empty_window()?;
    let (package, name) = workspace::COMMAND_LINE;
    let mut companion = step::cargo(&["build", "--locked", "-p", package]);
    build::for_release(&mut companion);
    step::run("cargo build (the command line)", &mut companion)?;
    let mut program = Command::new(workspace::program("bench", true));
    program.args(words);
    program.env("ORGKEEP_APP", app);
    program.env("ORGKEEP_EMPTY_WINDOW", empty);
    program.env("ORGKEEP_COMMAND_LINE", workspace::program(name, true));
    let session = Session::open()?;
    step::run("figures", &mut session.command(&program))?;
    if words.is_empty() || words.contains(&"monorepo") {
        monorepo::bench()?;
    }
    Ok(())
}
