//! The package that a person installs: the window, and the command line beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::setup::{self, Need};
use crate::{Outcome, companion, dependencies, flags, materials, shipped, step, workspace};

/// Makes a .deb of the release build with lists of what it is made of, and says where it lies and how large it is.
pub fn package() -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err("packages are made on Linux only, as a .deb".into());
    }
    if !step::answers("dpkg-deb") {
        return Err("dpkg-deb is missing: packages are made on Debian and its relatives".into());
    }
    setup::prepare(Need::Build)?;
    dependencies::check()?;
    let companion = companion::configuration()?;
    let mut build = Command::new(workspace::page().join("node_modules/.bin/tauri"));
    build
        .args(["build", "--ci", "--bundles", "deb"])
        .args(["--config", &companion])
        // An installed copy refuses to be driven from outside, unlike the one that tests drive.
        .args(["--features", "packaged", "--", "--locked"])
        // The command line of Tauri looks for its configuration from the working folder down.
        .current_dir(workspace::root().join("src-tauri"));
    flags::of_release(&mut build);
    step::run("tauri build", &mut build)?;
    let package = newest(&workspace::target().join("release/bundle/deb"))
        .ok_or("the build ended well, but left no .deb")?;
    pack_again(&package)?;
    for list in materials::list(&package)? {
        println!("made of: {}", list.display());
    }
    report(&package, 8)?;
    report(&workspace::program(workspace::DESKTOP, true), 15)
}

fn newest(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .max_by_key(|path| path.metadata().and_then(|found| found.modified()).ok())
}

/// Packs it as Debian's own tool does: with xz in place of Tauri's gzip, which makes it two fifths smaller, and with the
/// time of the commit on every newer file, so that the same programs make the same package.
fn pack_again(package: &Path) -> Outcome {
    let folder = package.with_extension("content");
    // What an interrupted one left.
    let _none = fs::remove_dir_all(&folder);
    let mut unpack = Command::new("dpkg-deb");
    unpack.arg("--raw-extract").args([package, &folder]);
    step::run("dpkg-deb --raw-extract", &mut unpack)?;
    shipped::search(&folder)?;
    let packed = package.with_extension("packed");
    let mut pack = Command::new("dpkg-deb");
    pack.args(["--build", "--root-owner-group", "-Zxz", "-z9"])
        .args([&folder, &packed]);
    if let Some(time) = time_of_commit() {
        pack.env("SOURCE_DATE_EPOCH", time);
    }
    step::run("dpkg-deb --build", &mut pack)?;
    fs::rename(&packed, package)?;
    Ok(fs::remove_dir_all(&folder)?)
}

/// In seconds since 1970. None where there is no history, as in a copy of the sources.
fn time_of_commit() -> Option<String> {
    let mut git = Command::new("git");
    git.args(["log", "-1", "--format=%ct"])
        .current_dir(workspace::root());
    let time = String::from_utf8(step::printed(&mut git).ok()?).ok()?;
    Some(time.trim().to_owned()).filter(|time| !time.is_empty())
}

/// Says how large a file is, and how large it may be, in megabytes.
fn report(path: &Path, bar: u32) -> Outcome {
    let megabytes = path.metadata()?.len() as f64 / 1_000_000.0;
    println!("{megabytes:.2} MB (bar: {bar} MB)  {}", path.display());
    Ok(())
}
