//! What became of the changes that cargo-mutants tried: kept in files, by the names that it has for them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::{Outcome, workspace};

/// Names of changes, as `cargo mutants --list` has them.
pub type Names = BTreeSet<String>;

/// Which tests are run for each change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// All, for what earlier runs have missed: there may be a test for it now.
    Again,
    /// All but the longest.
    Short,
    /// The longest; all, where none are named as such.
    Long,
}

/// What became of a package's changes, in whichever shard and run they were tried.
#[derive(Default)]
pub struct Known {
    /// A test noticed them, or they did not build.
    pub noticed: Names,
    /// They kept a test from ending.
    pub endless: Names,
    /// No short test noticed them; the longest were not run yet.
    pub waiting: Names,
    /// No test noticed them.
    pub missed: Names,
}

impl Pass {
    pub const ALL: [Self; 3] = [Self::Again, Self::Short, Self::Long];

    /// Where in a shard's folder cargo-mutants writes what it finds.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Short => "short",
            Self::Long => "long",
        }
    }

    /// What it is called that no test of this pass has noticed.
    fn unnoticed(self) -> &'static str {
        match self {
            Self::Short => "waiting.txt",
            Self::Long | Self::Again => "missed.txt",
        }
    }
}

/// Adds what the last run of each pass has found to what is known of a shard.
pub fn keep(folder: &Path) -> Outcome {
    for pass in Pass::ALL {
        let found = folder.join(pass.folder()).join("mutants.out");
        for (from, to) in [
            ("caught.txt", "noticed.txt"),
            ("unviable.txt", "noticed.txt"),
            ("timeout.txt", "endless.txt"),
            ("missed.txt", pass.unnoticed()),
        ] {
            let found = read(&found.join(from));
            if !found.is_empty() {
                let known = folder.join(to);
                std::fs::write(&known, text_of(read(&known).union(&found)))?;
            }
        }
    }
    Ok(())
}

impl Known {
    pub fn of(package: &str) -> Self {
        let [noticed, endless, waiting, missed] = [
            "noticed.txt",
            "endless.txt",
            Pass::Short.unnoticed(),
            Pass::Long.unnoticed(),
        ]
        .map(|file| everywhere(package, file));
        Self {
            noticed,
            endless,
            waiting,
            missed,
        }
        .settled()
    }

    /// A change that was tried more than once counts once: what somebody noticed later is noticed.
    fn settled(mut self) -> Self {
        let ended = &self.noticed | &self.endless;
        self.missed = &self.missed - &ended;
        self.waiting = &(&self.waiting - &ended) - &self.missed;
        self
    }

    /// What of these is to be tried.
    pub fn left(&self, names: &Names, pass: Pass) -> Names {
        match pass {
            Pass::Again => names & &self.missed,
            Pass::Long => names & &self.waiting,
            Pass::Short => {
                let tried = [&self.noticed, &self.endless, &self.waiting, &self.missed];
                tried
                    .into_iter()
                    .fold(names.clone(), |left, some| &left - some)
            }
        }
    }
}

pub fn text_of<'name>(names: impl IntoIterator<Item = &'name String>) -> String {
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

pub fn lines(text: &str) -> Names {
    text.lines().map(str::to_owned).collect()
}

pub fn folder(package: &str) -> PathBuf {
    workspace::target().join("mutants").join(package)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Names {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_was_noticed_at_last_is_neither_missed_nor_left() {
        let known = Known {
            noticed: names("a b"),
            endless: names("c"),
            waiting: names("a c d e"),
            missed: names("b d"),
        }
        .settled();
        assert_eq!((&known.missed, &known.waiting), (&names("d"), &names("e")));
        let all = names("a b c d e f");
        assert_eq!(known.left(&all, Pass::Again), names("d"));
        assert_eq!(known.left(&all, Pass::Short), names("f"));
        assert_eq!(known.left(&all, Pass::Long), names("e"));
    }
}
