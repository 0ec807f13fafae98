//! Mutation testing: cargo-mutants changes one piece of code at a time, in a copy, and expects a test to fail.
//!
//! In shards, because a whole crate takes hours. A shard is a part of the changes that there are, and what became of each is
//! kept beside it by its name, so a shard that is run again goes on where it stopped. The tests that take longest are left
//! out at first; what nobody else notices is left to them, and what they miss as well is tried again by the next run. A
//! change that keeps a test from ending is noticed by that. To try all of it again, remove `target/mutants`.

use std::process::Command;

use crate::survivors::{self, Known, Names, Pass};
use crate::tool::Tool;
use crate::{Outcome, step, workspace};

const TOOL: Tool = Tool {
    name: "cargo-mutants",
    version: "27.1.0",
};

/// A package whose code is changed.
struct Package {
    name: &'static str,
    /// Parts of the names of its longest tests: more than nine tenths of the time of all.
    slow: &'static [&'static str],
}

/// What is mutated when nobody says otherwise: where a wrong decision costs a secret.
const PACKAGES: [Package; 4] = [
    Package {
        name: "orgkeep-domain",
        slow: &[],
    },
    Package {
        name: "orgkeep-loopback",
        slow: &["l_11_", "l_16_"],
    },
    Package {
        name: "orgkeep-salesforce",
        slow: &["h_05_", "a_connection_that_is_refused"],
    },
    Package {
        name: "orgkeep-vault",
        slow: &[
            "a_01_",
            "every_other_change_survives",
            "a_passphrase_is_offered_",
            "backing_up::",
            "backup_vectors::",
            "recovering::",
            "care::the_key_moves_",
            "o_15_",
            "s_08_",
            "s_10_",
            "s_13_",
            "s_15_",
            "s_16_",
            "s_17_",
            "s_21_",
            "s_23_",
            "s_29_",
            "s_30_",
        ],
    },
];
/// One test that fails is enough. The option is unstable: what runs the tests allows it, so examples in documentation, which
/// are run otherwise, are left out. Nothing is built by other rules.
const FAIL_FAST: [&str; 7] = [
    "--cargo-arg=--config",
    "--cargo-arg=target.'cfg(unix)'.runner=['env','RUSTC_BOOTSTRAP=1']",
    "--",
    "--tests",
    "--",
    "-Zunstable-options",
    "--fail-fast",
];

/// How many shards a package has when nobody says otherwise.
const SHARDS: usize = 16;

/// `[PACKAGE] [K/N]` runs shard K of N; without it all of them, one after the other.
pub fn mutants(words: &[&str]) -> Outcome {
    let (shards, packages) = chosen(words)?;
    for package in &packages {
        // All shards without the longest tests before any with them, so that much is known early.
        for pass in Pass::ALL {
            for shard in &shards {
                run(package, shard, pass)?;
            }
        }
    }
    packages.into_iter().try_for_each(report)
}

/// Shards as `K/N`, from 0, and packages.
fn chosen(words: &[&str]) -> Outcome<(Vec<String>, Vec<&'static Package>)> {
    let (mut shards, mut packages) = (Vec::new(), Vec::new());
    for word in words {
        if word.contains('/') {
            shards.push((*word).to_owned());
        } else if let Some(package) = PACKAGES.iter().find(|package| package.name == *word) {
            packages.push(package);
        } else {
            let names = PACKAGES.each_ref().map(|package| package.name);
            return Err(format!("{word} is none of {}", names.join(" ")).into());
        }
    }
    if shards.is_empty() {
        shards = (0..SHARDS)
            .map(|shard| format!("{shard}/{SHARDS}"))
            .collect();
    }
    if packages.is_empty() {
        packages = PACKAGES.iter().collect();
    }
    Ok((shards, packages))
}

/// Tries what is left of a shard, piece by piece.
fn run(package: &Package, shard: &str, pass: Pass) -> Outcome {
    let folder = survivors::folder(package.name).join(shard.replace('/', "-of-"));
    // A run that was cut off has not kept what it found.
    survivors::keep(&folder)?;
    let left = Known::of(package.name).left(&listed(package.name, &["--shard", shard])?, pass);
    if left.is_empty() {
        return Ok(());
    }
    step::announce(&format!("{}, shard {shard}", package.name));
    let output = folder.join(pass.folder());
    // Not by an expression for each name that is left: what leaves out a field of a structure does not ask for them.
    let others = listed(package.name, &[])?;
    let caught = output.join("mutants.out/previously_caught.txt");
    std::fs::create_dir_all(caught.with_file_name(""))?;
    std::fs::write(caught, survivors::text_of(others.difference(&left)))?;
    let status = trying(package.name)?
        .arg("--iterate")
        .arg("--output")
        .arg(output)
        .args(FAIL_FAST)
        .args(tests(package, pass))
        .status()?;
    survivors::keep(&folder)?;
    // 2 is for mutants that nobody noticed, 3 for tests that did not end: both are told at the end.
    match status.code() {
        Some(0 | 2 | 3) => Ok(()),
        _ => Err(format!("cargo mutants failed ({status})").into()),
    }
}

/// How the tests of a pass are named to whatever runs them.
fn tests(package: &Package, pass: Pass) -> Vec<&'static str> {
    match pass {
        Pass::Again => Vec::new(),
        Pass::Short => package
            .slow
            .iter()
            .flat_map(|name| ["--skip", name])
            .collect(),
        Pass::Long => package.slow.to_vec(),
    }
}

/// Tries changes of a package.
fn trying(package: &str) -> Outcome<Command> {
    let mut command = TOOL.command()?;
    command.args(["--package", package, "--jobs", "1", "--no-shuffle"]);
    command.args(["--profile", "mutants", "--cargo-arg=--locked"]);
    // Other work on the machine is no reason to take a slow test for one that does not end.
    command.args(["--minimum-test-timeout", "90"]);
    // Each run has a copy of the tree. What is built of others' packages is built once.
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        let built = workspace::target().join("mutants/build");
        command.env("CARGO_TARGET_DIR", built);
    }
    Ok(command)
}

/// What became of the changes that there are by now.
fn report(package: &Package) -> Outcome {
    let (all, known) = (listed(package.name, &[])?, Known::of(package.name));
    let count = |names: &Names| names.intersection(&all).count();
    let untried = known.left(&all, Pass::Short);
    println!(
        "\n  {}: {} noticed or did not build, {} did not end, {} missed, {} wait for the longest tests, {} not tried",
        package.name,
        count(&known.noticed),
        count(&known.endless),
        count(&known.missed),
        count(&known.waiting),
        untried.len()
    );
    for name in known.missed.intersection(&all) {
        println!("  missed: {name}");
    }
    Ok(())
}

/// The changes that there are.
fn listed(package: &str, more: &[&str]) -> Outcome<Names> {
    let mut command = TOOL.command()?;
    command.args(["--list", "--package", package]).args(more);
    let listed = command.output()?;
    if !listed.status.success() {
        let words = String::from_utf8_lossy(&listed.stderr);
        return Err(format!("cargo mutants lists nothing: {words}").into());
    }
    Ok(survivors::lines(&String::from_utf8(listed.stdout)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_and_a_package_can_be_named_in_any_order() {
        let (shards, packages) = chosen(&["3/8", "orgkeep-domain"]).unwrap();
        assert_eq!(shards, ["3/8"]);
        let names: Vec<_> = packages.iter().map(|package| package.name).collect();
        assert_eq!(names, ["orgkeep-domain"]);
        let (shards, packages) = chosen(&[]).unwrap();
        assert_eq!((shards.len(), packages.len()), (SHARDS, PACKAGES.len()));
        assert!(chosen(&["orgkeep-cli"]).is_err());
    }
}
