//! The gates of `deny.toml`: licences, what is banned, where everything comes from (T-11).

use crate::tool::Tool;
use crate::{Outcome, step, workspace};

const TOOL: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
};

/// Goes through the gates. Installs the tool where it is missing, which takes minutes: for what is shipped.
pub fn check() -> Outcome {
    // What is known against a version is looked up in a database that has to be fetched: `cargo deny check advisories`.
    let gates = ["--locked", "check", "licenses", "bans", "sources"];
    step::run("cargo deny", TOOL.command()?.args(gates))
}

/// The same where the tool is there; otherwise says that it is not.
pub fn check_if_possible() -> Outcome {
    if TOOL.is_there() {
        return check();
    }
    eprintln!("    skipped: cargo-deny is not there; `cargo xtask package` installs it");
    Ok(())
}

/// The workspaces beside the main one have lock files of their own, which have to follow it.
pub fn check_locks_beside() -> Outcome {
    ["fuzz", "tests/loom"].into_iter().try_for_each(check_lock)
}

/// The same of one of them, by its folder.
pub fn check_lock(folder: &str) -> Outcome {
    let manifest = workspace::root().join(folder).join("Cargo.toml");
    let mut resolve = step::cargo(&["metadata", "--locked", "--format-version", "1"]);
    step::printed(resolve.arg("--manifest-path").arg(manifest)).map(drop)
}
