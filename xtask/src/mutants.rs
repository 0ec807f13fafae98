//! Mutation testing: cargo-mutants changes one piece of code at a time, in a copy, and expects a test to fail.
//!
//! In shards, because a whole crate takes hours. A shard is a part of the changes that there are, and what became of each is
//! kept beside it by its name, so a shard that is run again goes on where it stopped. The tests that take longest are left
//! out at first; what nobody else notices is left to them. A change that keeps a test from ending is noticed by that. To
//! try all of it again, remove `target/mutants`.

use std::collections::BTreeSet;
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

/// Names of changes, as `cargo mutants --list` has them.
type Names = BTreeSet<String>;

/// The changes of a shard, and what became of them.
struct Shard {
    folder: PathBuf,
    all: Names,
    /// Those that a test noticed, or that did not build.
    noticed: Names,
    /// Those that kept a test from ending.
    endless: Names,
}

/// How many shards a package has when nobody says otherwise.
const SHARDS: usize = 16;

/// `[PACKAGE] [K/N]` runs shard K of N; without it all of them, one after the other.
pub fn mutants(words: &[&str]) -> Outcome {
    let (shards, packages) = chosen(words)?;
    for package in &packages {
        // First all shards without the longest tests, so that much is known early.
        if !package.slow.is_empty() {
            run(package, &shards, package.slow)?;
        }
        run(package, &shards, &[])?;
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

fn run(package: &Package, shards: &[String], without: &[&str]) -> Outcome {
    for shard in shards {
        step::announce(&format!("{}, shard {shard}", package.name));
        Shard::find(package.name, shard)?.change(package.name, without)?;
    }
    Ok(())
}

impl Shard {
    /// What there is to change by now, and what became of it before.
    fn find(package: &str, shard: &str) -> Outcome<Self> {
        let all = listed(package, &["--shard", shard])?;
        let mut found = Self {
            folder: folder(package).join(shard.replace('/', "-of-")),
            noticed: Names::new(),
            endless: Names::new(),
            all,
        };
        std::fs::create_dir_all(&found.folder)?;
        found.noticed = found.kept(&["noticed.txt"]);
        found.endless = found.kept(&["endless.txt"]);
        // A run that was cut off has not kept what it found.
        found.keep()?;
        Ok(found)
    }

    /// Changes what was not noticed before, piece by piece, and runs the package's tests without those that are named.
    fn change(&mut self, package: &str, without: &[&str]) -> Outcome {
        let left = self.left();
        if left.is_empty() {
            return Ok(());
        }
        let mut command = TOOL.command()?;
        command.args(["--package", package, "--jobs", "1", "--no-shuffle"]);
        command.args(["--profile", "mutants", "--cargo-arg=--locked"]);
        // Other work on the machine is no reason to take a slow test for one that does not end.
        command.args(["--minimum-test-timeout", "90"]);
        command.arg("--output").arg(&self.folder);
        // Not by an expression for each name that is left: what leaves out a field of a structure does not ask for them.
        let others = listed(package, &[])?;
        let caught = self.folder.join("mutants.out/previously_caught.txt");
        std::fs::create_dir_all(caught.with_file_name(""))?;
        std::fs::write(caught, text_of(others.difference(&left)))?;
        command.arg("--iterate");
        command.args(FAIL_FAST);
        command.args(without.iter().flat_map(|name| ["--skip", name]));
        let status = command.status()?;
        self.keep()?;
        // 2 is for mutants that nobody noticed, 3 for tests that did not end: both are told at the end.
        match status.code() {
            Some(0 | 2 | 3) => Ok(()),
            _ => Err(format!("cargo mutants failed ({status})").into()),
        }
    }

    /// Those that nobody has noticed yet.
    fn left(&self) -> Names {
        let noticed = |name: &&String| self.noticed.contains(*name) || self.endless.contains(*name);
        self.all
            .iter()
            .filter(|name| !noticed(name))
            .cloned()
            .collect()
    }

    /// Takes over what the last run has found.
    fn keep(&mut self) -> Outcome {
        let caught = ["mutants.out/caught.txt", "mutants.out/unviable.txt"];
        self.noticed.extend(self.kept(&caught));
        self.endless.extend(self.kept(&["mutants.out/timeout.txt"]));
        let tried = self.kept(&["mutants.out/missed.txt"]);
        let missed = self.left().intersection(&tried).cloned().collect();
        for (name, names) in [
            ("noticed.txt", &self.noticed),
            ("endless.txt", &self.endless),
            ("missed.txt", &missed),
        ] {
            std::fs::write(self.folder.join(name), text_of(names))?;
        }
        Ok(())
    }

    /// The names in files of the shard that still are some.
    fn kept(&self, files: &[&str]) -> Names {
        let names = files.iter().flat_map(|file| read(&self.folder.join(file)));
        names.filter(|name| self.all.contains(name)).collect()
    }
}

/// What was noticed and what not, over all shards that were ever run.
fn report(packages: &[&Package]) -> Outcome {
    let mut missed = Names::new();
    println!();
    for package in packages {
        let [noticed, endless, own] =
            ["noticed.txt", "endless.txt", "missed.txt"].map(|file| everywhere(package.name, file));
        println!(
            "  {}: {} noticed or did not build, {} did not end, {} missed",
            package.name,
            noticed.len(),
            endless.len(),
            own.len()
        );
        missed.extend(own);
    }
    for name in &missed {
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
    Ok(lines(&String::from_utf8(listed.stdout)?))
}

fn text_of<'name>(names: impl IntoIterator<Item = &'name String>) -> String {
    names.into_iter().map(|name| format!("{name}\n")).collect()
}

/// The names in a file of every shard.
fn everywhere(package: &str, file: &str) -> Names {
    let shards = std::fs::read_dir(folder(package)).into_iter().flatten();
    shards
        .flatten()
        .flat_map(|shard| read(&shard.path().join(file)))
        .collect()
}

fn read(file: &Path) -> Names {
    lines(&std::fs::read_to_string(file).unwrap_or_default())
}

fn lines(text: &str) -> Names {
    text.lines().map(str::to_owned).collect()
}

fn folder(package: &str) -> PathBuf {
    workspace::target().join("mutants").join(package)
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
