//! The window, built with the page inside.

use std::path::PathBuf;
use std::process::Command;

use crate::{Outcome, flags, page, step, workspace};

/// The example beside the window.
const EMPTY: &str = "empty-window";

/// Builds the page and the window alone, and says where the window's program lies.
pub fn window(release: bool) -> Outcome<PathBuf> {
    build(
        release,
        &["-p", workspace::DESKTOP],
        "cargo build (the window)",
    )
}

/// Builds the page, the window, and the programs that drive it.
pub fn window_and_drivers(release: bool) -> Outcome<PathBuf> {
    let packages = [
        "-p",
        workspace::DESKTOP,
        "-p",
        workspace::WINDOW_TESTS,
        "--bins",
    ];
    build(
        release,
        &packages,
        "cargo build (the window and what drives it)",
    )
}

/// Builds the window that Orgkeep's is compared with. The packages are those of [`window_and_drivers`], so that nothing
/// else is built anew.
pub fn empty_window() -> Outcome<PathBuf> {
    let mut command = step::cargo(&["build", "--locked", "--example", EMPTY]);
    command.args(["-p", workspace::DESKTOP, "-p", workspace::WINDOW_TESTS]);
    for_release(&mut command);
    command.args(workspace::FEATURES);
    command.args(["--features", "orgkeep-desktop/empty-window"]);
    step::run("cargo build (an empty window)", &mut command)?;
    Ok(workspace::target().join("release/examples").join(EMPTY))
}

/// Builds the page and every program of the workspace, with the features that the tests are built with, so
/// that neither makes the other stale.
pub fn workspace() -> Outcome<PathBuf> {
    build(
        false,
        &["--workspace", "--bins"],
        "cargo build (all programs)",
    )
}

fn build(release: bool, packages: &[&str], name: &str) -> Outcome<PathBuf> {
    page::build()?;
    let mut command = step::cargo(&["build", "--locked"]);
    command.args(packages).args(workspace::FEATURES);
    if release {
        for_release(&mut command);
    }
    step::run(name, &mut command)?;
    Ok(workspace::program(workspace::DESKTOP, release))
}

/// As Tauri's own command line builds for release: commands of Tauri that no capability allows are left out. Nothing of this
/// machine gets into the programs.
pub fn for_release(command: &mut Command) {
    command.arg("--release");
    flags::of_release(command);
    command.env(
        "REMOVE_UNUSED_COMMANDS",
        workspace::root().join("src-tauri"),
    );
}
