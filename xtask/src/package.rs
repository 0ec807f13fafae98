//! The package that a person installs: the window, and the command line beside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::setup::{self, Need};
use crate::{Outcome, companion, step, workspace};

/// Makes a .deb of the release build, and says where it lies and how large it is.
pub fn package() -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err("packages are made on Linux only, as a .deb".into());
    }
    setup::prepare(Need::Build)?;
    let companion = companion::configuration()?;
    step::run(
        "tauri build",
        // The command line of Tauri looks for its configuration from the working folder down.
        Command::new(workspace::page().join("node_modules/.bin/tauri"))
            .args(["build", "--ci", "--bundles", "deb"])
            .args(["--config", &companion])
            // An installed copy refuses to be driven from outside, unlike the one that tests drive.
            .args(["--features", "packaged", "--", "--locked"])
            .current_dir(workspace::root().join("src-tauri")),
    )?;
    let package = newest(&workspace::target().join("release/bundle/deb"))
        .ok_or("the build ended well, but left no .deb")?;
    report(&package, 8)?;
    report(&workspace::program(workspace::DESKTOP, true), 15)
}

fn newest(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .max_by_key(|path| path.metadata().and_then(|found| found.modified()).ok())
}

/// Says how large a file is, and how large it may be, in megabytes.
fn report(path: &Path, bar: u32) -> Outcome {
    let megabytes = path.metadata()?.len() as f64 / 1_000_000.0;
    println!("{megabytes:.2} MB (bar: {bar} MB)  {}", path.display());
    Ok(())
}
