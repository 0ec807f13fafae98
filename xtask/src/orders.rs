//! Q-03 inside one process: every order of a renewal's threads, under loom, in a workspace of its own.

use std::process::Command;

use crate::{rust_test, step, workspace};

/// The row that it belongs to.
pub const ROW: &str = "Q-03";

/// The tests.
pub fn tests() -> Command {
    let manifest = workspace::root().join("tests/loom/Cargo.toml");
    let mut command = step::cargo(&["test", "--locked", "--manifest-path"]);
    command.arg(manifest).arg("--target-dir");
    command.arg(workspace::target().join("loom"));
    rust_test::set_runner(&mut command);
    command.args(["--", "--nocapture"]);
    command
}
