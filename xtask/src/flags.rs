//! What the compilers of a release are told besides the profile: what may not get into its programs.

use std::path::PathBuf;
use std::process::Command;

use crate::workspace;

/// A panic ends a release, and its message says where it stood: what could take a stack apart is read by nobody, and would
/// be a tenth of the programs.
const NO_RUST_TABLES: &str = "-Cforce-unwind-tables=no";
const NO_C_TABLES: &str = "-fno-asynchronous-unwind-tables";

/// Folders of this machine, and what the programs call them instead.
pub fn folders() -> Vec<(PathBuf, &'static str)> {
    let mut folders = vec![
        (workspace::target(), "<target>"),
        (workspace::root(), "<orgkeep>"),
    ];
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home);
    folders.extend(cargo.map(|cargo| (cargo, "<cargo>")));
    folders
}

/// Has a build of a release write neither folders of this machine into its programs, which the places in the sources are
/// named by, nor tables for a stack that nobody takes apart.
pub fn of_release(build: &mut Command) {
    let own = std::env::var("RUSTFLAGS").unwrap_or_default();
    let own = own.split_whitespace().map(str::to_owned);
    let rust = own
        .chain(hidden("--remap-path-prefix"))
        .chain([NO_RUST_TABLES.to_owned()]);
    add(build, "CARGO_ENCODED_RUSTFLAGS", rust, "\u{1f}");
    for variable in ["CFLAGS", "CXXFLAGS"] {
        let flags = hidden("-ffile-prefix-map").into_iter();
        add(build, variable, flags.chain([NO_C_TABLES.to_owned()]), " ");
    }
}

/// An option for each folder. Of several that fit, the last counts: the folder of the build lies in that of the sources.
fn hidden(option: &str) -> Vec<String> {
    let renamed = |(folder, name): (PathBuf, &str)| format!("{option}={}={name}", folder.display());
    folders().into_iter().rev().map(renamed).collect()
}

/// Goes on with what the variable says already.
fn add(build: &mut Command, variable: &str, flags: impl Iterator<Item = String>, between: &str) {
    let own = std::env::var(variable).ok();
    let all: Vec<String> = own.into_iter().chain(flags).collect();
    build.env(variable, all.join(between));
}
