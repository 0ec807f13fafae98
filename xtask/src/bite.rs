//! A safeguard that is taken out to see the tests fail: a file of `xtask/bites`.
//!
//! The first line says what is safe. `test:` are the arguments of `cargo test` that select the tests named for it. Then, as often as it takes: `file:`, and the lines of it `before:` and `after:`.

use std::path::{Path, PathBuf};

use crate::Outcome;

/// A safeguard, and how it is taken out.
#[derive(Debug, PartialEq, Eq)]
pub struct Bite {
    /// The file's name, without its ending.
    pub name: String,
    /// What is safe.
    pub safeguard: String,
    /// What `cargo test` is given.
    pub tests: Vec<String>,
    changes: Vec<Change>,
}

/// One place of one file.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    file: PathBuf,
    before: String,
    after: String,
}

/// Every safeguard of a folder, in the order of their names.
pub fn bites(folder: &Path) -> Outcome<Vec<Bite>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Outcome<_>>()?;
    files.sort();
    let read = |file: &PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        Bite::parse(&name, &std::fs::read_to_string(file)?)
    };
    files.iter().map(read).collect()
}

impl Bite {
    fn parse(name: &str, text: &str) -> Outcome<Self> {
        let mut lines = text.lines().peekable();
        let mut bite = Self {
            name: name.to_owned(),
            safeguard: lines.next().unwrap_or_default().to_owned(),
            tests: Vec::new(),
            changes: Vec::new(),
        };
        let is_mark = |line: &str| line.starts_with("file: ") || line == "after:";
        while let Some(line) = lines.next() {
            if let Some(tests) = line.strip_prefix("test: ") {
                bite.tests = tests.split_whitespace().map(str::to_owned).collect();
            } else if let Some(file) = line.strip_prefix("file: ") {
                let mut block = |mark: &str| {
                    let begins = lines.next() == Some(mark);
                    let mut block = Vec::new();
                    while let Some(line) = lines.next_if(|line| !is_mark(line)) {
                        block.push(line);
                    }
                    let text = block.join("\n");
                    begins.then(|| text.trim_end_matches('\n').to_owned())
                };
                let (before, after) = (block("before:"), block("after:"));
                bite.changes.push(Change {
                    file: file.into(),
                    before: before.ok_or_else(|| format!("{name}: before: is missing"))?,
                    after: after.ok_or_else(|| format!("{name}: after: is missing"))?,
                });
            } else if !line.is_empty() {
                return Err(format!("{name}: {line} is neither test: nor file:").into());
            }
        }
        if bite.tests.is_empty() || bite.changes.is_empty() {
            return Err(format!("{name} names no test or changes nothing").into());
        }
        Ok(bite)
    }

    /// Takes the safeguard out of a copy of the workspace.
    pub fn take_out(&self, tree: &Path) -> Outcome<TakenOut> {
        let mut taken_out = TakenOut::default();
        for change in &self.changes {
            let path = tree.join(&change.file);
            let text = std::fs::read_to_string(&path)?;
            if text.matches(&change.before).count() != 1 {
                taken_out.put_back()?;
                let file = change.file.display();
                return Err(format!("{}: its lines are not once in {file}", self.name).into());
            }
            std::fs::write(&path, text.replacen(&change.before, &change.after, 1))?;
            taken_out.files.push((path, text));
        }
        Ok(taken_out)
    }
}

/// What stood there before.
#[derive(Debug, Default)]
pub struct TakenOut {
    files: Vec<(PathBuf, String)>,
}

impl TakenOut {
    /// Puts the safeguard back.
    pub fn put_back(&self) -> Outcome {
        for (path, text) in self.files.iter().rev() {
            std::fs::write(path, text)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "It is safe\ntest: -p some --lib one\n\nfile: a.rs\nbefore:\n    one();\n\n    two();\nafter:\n    two();\n";

    #[test]
    fn a_safeguard_is_taken_out_and_put_back() {
        let bite = Bite::parse("safe", TEXT).unwrap();
        assert_eq!(bite.tests, ["-p", "some", "--lib", "one"]);
        let tree = std::env::temp_dir().join(format!("orgkeep-bite-{}", std::process::id()));
        std::fs::create_dir_all(&tree).unwrap();
        let file = tree.join("a.rs");
        std::fs::write(&file, "{\n    one();\n\n    two();\n}\n").unwrap();
        let taken_out = bite.take_out(&tree).unwrap();
        let without = std::fs::read_to_string(&file).unwrap();
        let twice = bite.take_out(&tree).is_err();
        taken_out.put_back().unwrap();
        let with = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_dir_all(&tree).unwrap();
        assert_eq!(without, "{\n    two();\n}\n");
        assert_eq!(with, "{\n    one();\n\n    two();\n}\n");
        assert!(twice, "what is not there cannot be taken out");
    }

    #[test]
    fn what_names_no_test_or_changes_nothing_is_refused() {
        for text in [
            "Safe\ntest: -p some --lib",
            "Safe\nfile: a\nbefore:\nx\nafter:\ny",
        ] {
            assert!(Bite::parse("safe", text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_safeguard_of_this_workspace_stands_where_it_is_said_to() {
        let root = crate::workspace::root();
        for bite in bites(&root.join("xtask/bites")).unwrap() {
            for change in &bite.changes {
                let text = std::fs::read_to_string(root.join(&change.file)).unwrap();
                let found = text.matches(&change.before).count();
                assert_eq!(found, 1, "{} in {}", bite.name, change.file.display());
            }
        }
    }
}
