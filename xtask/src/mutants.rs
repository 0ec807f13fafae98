//! Mutation testing: cargo-mutants changes one piece of code at a time, in a copy, and expects a test to fail.
//!
//! In shards, because a whole crate takes hours. A shard that is run again leaves out what was noticed before. The tests
//! that take longest are left out at first; what nobody else notices is left to them. A change that keeps a test from
//! ending is noticed by that: it is not tried again.

use std::path::{Path, PathBuf};

use crate::tool::Tool;
use crate::{Outcome, step, workspace};

const TOOL: Tool = Tool {
    name: "cargo-mutants",
    version: "27.1.0",
};

/// A package whose code is changed.
struct Package {
    name: &'static str,
    /// What the names of its longest tests begin with: more than nine tenths of the time of all.
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
            "s_08_",
            "s_10_",
            "s_13_",
            "s_15_",
            "s_16_",
            "s_17_",
            "s_21_",
            "s_23_",
            "s_29_",
        ],
    },
];
/// Beside what cargo-mutants writes about a shard: its changes that kept a test from ending.
const ENDLESS: &str = "endless.txt";
/// How many shards a package has when nobody says otherwise.
const SHARDS: usize = 16;

/// `[PACKAGE] [K/N]` runs shard K of N; without it all of them, one after the other.
pub fn mutants(words: &[&str]) -> Outcome {
    let (shards, packages) = chosen(words)?;
    for package in &packages {
        for shard in &shards {
            run(package, shard)?;
        }
    }
    report(&packages)
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

fn run(package: &Package, shard: &str) -> Outcome {
    step::announce(&format!("{}, shard {shard}", package.name));
    if !package.slow.is_empty() {
        change(package.name, shard, package.slow)?;
    }
    change(package.name, shard, &[])
}

/// Changes what was not noticed before, piece by piece, and runs the package's tests without those that are named.
fn change(package: &str, shard: &str, without: &[&str]) -> Outcome {
    let out = out(package, shard);
    std::fs::create_dir_all(&out)?;
    let mut command = TOOL.command()?;
    let endless = out.join(ENDLESS);
    for mutant in lines_of(&endless) {
        command.arg("--exclude-re").arg(exactly(&mutant));
    }
    command.args(["--package", package, "--shard", shard]);
    command.args(["--jobs", "1", "--no-shuffle", "--iterate"]);
    command.args(["--profile", "mutants", "--cargo-arg=--locked"]);
    command.arg("--output").arg(&out);
    if !without.is_empty() {
        command.args(["--", "--"]);
        command.args(without.iter().flat_map(|name| ["--skip", name]));
    }
    let status = command.status()?;
    let mut all = lines_of(&endless);
    all.extend(lines_of(&out.join("mutants.out/timeout.txt")));
    std::fs::write(&endless, all.join("\n"))?;
    // 2 is for mutants that nobody noticed, 3 for tests that did not end: both are told at the end.
    match status.code() {
        Some(0 | 2 | 3) => Ok(()),
        _ => Err(format!("cargo mutants failed ({status})").into()),
    }
}

/// What was noticed and what not, over all shards that were ever run.
fn report(packages: &[&Package]) -> Outcome {
    let mut missed = Vec::new();
    println!();
    for package in packages.iter().map(|package| package.name) {
        // What was noticed before has what did not build among it.
        let caught = lines(package, &["caught", "unviable"]).len();
        let endless = shards(package).map(|shard| lines_of(&shard.join(ENDLESS)).len());
        let own = lines(package, &["missed"]);
        println!(
            "  {package}: {caught} noticed or did not build, {} did not end, {} missed",
            endless.sum::<usize>(),
            own.len()
        );
        missed.extend(own);
    }
    for line in &missed {
        println!("  missed: {line}");
    }
    Ok(())
}

/// What cargo-mutants wrote down under these names, in every shard.
fn lines(package: &str, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for shard in shards(package) {
        let own = shard.join("mutants.out");
        // `--iterate` leaves out what was noticed before, and keeps it in a list of its own.
        for file in names
            .iter()
            .flat_map(|name| [format!("{name}.txt"), format!("previously_{name}.txt")])
        {
            found.extend(lines_of(&own.join(file)));
        }
    }
    found.sort();
    found.dedup();
    found
}

fn lines_of(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// The expression that matches this name and no other.
fn exactly(name: &str) -> String {
    let signs = r"\.+*?()|[]{}^$#&-~";
    let escaped = name.chars().flat_map(|sign| {
        let escape = signs.contains(sign).then_some('\\');
        escape.into_iter().chain([sign])
    });
    format!("^{}$", escaped.collect::<String>())
}

/// The folders of every shard that was ever run.
fn shards(package: &str) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder(package)).into_iter().flatten();
    entries.flatten().map(|entry| entry.path())
}

fn folder(package: &str) -> PathBuf {
    workspace::target().join("mutants").join(package)
}

fn out(package: &str, shard: &str) -> PathBuf {
    folder(package).join(shard.replace('/', "-of-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_left_out_as_it_stands() {
        let name = "src/a.rs:1:2: replace a -> Option<&str> with Some(\"\")";
        let expected = r#"^src/a\.rs:1:2: replace a \-> Option<\&str> with Some\(""\)$"#;
        assert_eq!(exactly(name), expected);
    }

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
