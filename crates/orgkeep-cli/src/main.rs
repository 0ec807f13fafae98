//! `orgkeep`: Orgkeep without a window, for terminals and pipelines.
//!
//! Results go to standard output, words about them to standard error. Each command, what its exit codes mean and what
//! `--json` prints is written down in `docs/command-line.md`.

mod arguments;
mod blueprint;
mod commands;
mod compose;
mod consent;
mod exit;
mod input;
mod interruption;
mod named;
mod outside;
mod print;
mod running;
mod sign_in;
mod table;
mod unlock;
mod words;

use std::alloc::System;
use std::process::ExitCode;

use clap::Parser as _;
use zeroizing_alloc::ZeroAlloc;

use arguments::Arguments;

/// What Rust code frees is overwritten first: tokens and secrets go through buffers of libraries that forget nothing
/// (security.md, D18).
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    orgkeep_system::hardening::forbid_dumps();
    let exit = commands::run(&Arguments::parse()).unwrap_or_else(|trouble| {
        print::word(&format!("orgkeep: {trouble}"));
        trouble.exit()
    });
    exit.into()
}
