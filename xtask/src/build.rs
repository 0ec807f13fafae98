//! The window, built with the page inside.

use std::path::PathBuf;

use crate::{Outcome, page, step, workspace};

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
        command.arg("--release");
    }
    step::run(name, &mut command)?;
    Ok(workspace::program(workspace::DESKTOP, release))
}
