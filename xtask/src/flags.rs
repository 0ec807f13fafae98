//! What the compilers of a release are told besides the profile: what may not get into its programs.

use std::path::PathBuf;
use std::process::Command;

use crate::workspace;

/// A panic ends a release, and its message says where it stood: nobody takes a stack apart. Rust's own tables stay all the
/// same, whatever the compiler is told: linking everything at once brings them back.
const NO_TABLES: &str = "-fno-asynchronous-unwind-tables";

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

/// Has a build of a release write no folders of this machine into its programs, which the places in the sources are named
/// by, and none of C's tables for a stack that nobody takes apart.
pub fn of_release(build: &mut Command) {
    let own = std::env::var("RUSTFLAGS").unwrap_or_default();
    let own = own.split_whitespace().map(str::to_owned);
    let rust = own.chain(hidden("--remap-path-prefix"));
    add(build, "CARGO_ENCODED_RUSTFLAGS", rust, "\u{1f}");
    for variable in ["CFLAGS", "CXXFLAGS"] {
        let flags = hidden("-ffile-prefix-map").into_iter();
        add(build, variable, flags.chain([NO_TABLES.to_owned()]), " ");
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
