//! `orgkeep`: what needs no window, for terminals and pipelines.
//!
//! Results go to standard output, words about them to standard error. What the exit codes mean and what `--json`
//! prints is written down in `docs/command-line.md`.

mod arguments;
mod callback;
mod check;
mod exit;
mod fault;
mod json;
mod print;
mod write;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Blueprint, Command};

fn main() -> ExitCode {
    let Command::Blueprint(command) = Arguments::parse().command;
    let result = match command {
        Blueprint::Write(arguments) => write::write(&arguments),
        Blueprint::Check(arguments) => check::check(&arguments),
    };
    let exit = result.unwrap_or_else(|trouble| {
        print::word(&format!("orgkeep: {trouble}"));
        trouble.exit()
    });
    exit.into()
}
