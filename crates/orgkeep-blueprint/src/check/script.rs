//! Commands that install packages, in scripts, pipelines and documents.

use crate::position::Position;
use crate::tree::RelativePath;

/// A file with such commands, in order.
#[derive(Debug)]
pub(super) struct Script {
    pub path: RelativePath,
    /// What the file calls its Dev Hub.
    pub dev_hub: Option<String>,
    pub installs: Vec<Install>,
}

/// One command.
#[derive(Debug)]
pub(super) struct Install {
    /// The packages that it names; none means all.
    pub packages: Vec<String>,
    /// Into which org.
    pub target: String,
    pub position: Position,
}

const DEV_HUB: &[&str] = &[
    "--target-dev-hub",
    "--devhubalias",
    "--targetdevhubusername",
];
const TARGET: &[&str] = &["--target-org", "--targetorg", "-o"];
const PACKAGES: &[&str] = &["--package", "--artifacts", "-p"];
/// A line that goes on for longer is not written by a person.
const LONGEST_COMMAND: usize = 10_000;

impl Script {
    /// `None` for a file that installs nothing.
    pub(super) fn parse(path: &RelativePath, text: &str) -> Option<Self> {
        let mut script = Self {
            path: path.clone(),
            dev_hub: None,
            installs: Vec::new(),
        };
        for (number, command) in commands(text) {
            let words: Vec<&str> = command.split_whitespace().collect();
            if let Some(hub) = option(&words, DEV_HUB) {
                script.dev_hub.get_or_insert(hub);
            }
            script.installs.extend(install(&words, number));
        }
        (!script.installs.is_empty()).then_some(script)
    }
}

fn install(words: &[&str], line: usize) -> Option<Install> {
    let follow = |first: &str, rest: &[&str]| {
        words
            .windows(rest.len() + 1)
            .any(|part| bare(part[0]) == first && &part[1..] == rest)
    };
    let installs = follow("sf", &["package", "install"]) || follow("sfp", &["install"]);
    if !installs {
        return None;
    }
    let packages = option(words, PACKAGES).unwrap_or_default();
    let packages = packages.split(',').filter(|name| !name.is_empty());
    Some(Install {
        // `name@version` is a version of the package.
        packages: packages
            .map(|name| name.split('@').next().unwrap_or(name).to_owned())
            .collect(),
        target: option(words, TARGET)?,
        position: Position { line, column: 1 },
    })
}

/// The value of the first of these options, with quotes taken off: `--x y` or `--x=y`.
fn option(words: &[&str], names: &[&str]) -> Option<String> {
    let value = |(index, word): (usize, &&str)| match word.split_once('=') {
        Some((name, value)) if names.contains(&name) => Some(value.to_owned()),
        _ if names.contains(word) => words.get(index + 1).map(|next| (*next).to_owned()),
        _ => None,
    };
    let found = words.iter().enumerate().find_map(value)?;
    Some(bare(&found).to_owned())
}

fn bare(word: &str) -> &str {
    word.trim_matches(['"', '\'', '`'])
}

/// Commands with the line on which they begin; a backslash at the end of a line continues it.
fn commands(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (index, line) in text.lines().enumerate() {
        let (begun, mut command) = open.take().unwrap_or((index + 1, String::new()));
        match line.trim_end().strip_suffix('\\') {
            Some(part) if command.len() < LONGEST_COMMAND => {
                command.push_str(part);
                command.push(' ');
                open = Some((begun, command));
            }
            _ => found.push((begun, command + line)),
        }
    }
    found.extend(open);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn installs_are_found_with_their_targets() {
        let text = "steps:\n- run: sfp build --devhubalias \"Hub\"\n- run: >\n    sfp install \\\n      --targetorg=uat --artifacts a,b\n- run: sf package install -p x@1.0.0-1 -o prod\n";
        let script = Script::parse(&RelativePath::parse("a.yml").unwrap(), text).unwrap();
        assert_eq!(script.dev_hub.as_deref(), Some("Hub"));
        let seen: Vec<_> = script
            .installs
            .iter()
            .map(|one| {
                (
                    one.position.line,
                    one.target.as_str(),
                    one.packages.join("+"),
                )
            })
            .collect();
        assert_eq!(
            seen,
            [(4, "uat", "a+b".to_owned()), (6, "prod", "x".to_owned())]
        );
        let none = Script::parse(
            &RelativePath::parse("a.md").unwrap(),
            "sfp installs nothing",
        );
        assert!(none.is_none());
    }
}
