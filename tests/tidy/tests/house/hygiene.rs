//! What has no place in the tree.

use crate::tree::{self, Source, none};

const TEXTS: &[&str] = &[
    ".css", ".html", ".js", ".json", ".md", ".rs", ".sh", ".svelte", ".toml", ".ts", ".yml", "run",
];
const CODE: &[&str] = &[".css", ".js", ".rs", ".svelte", ".ts"];

/// Split, so that this file is not its own offender.
const PLANS: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
    concat!("HA", "CK"),
];
const ALLOWANCES: &[&str] = &[concat!("#[", "allow("), concat!("#![", "allow(")];
/// Folders of one machine.
const MACHINE: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/Use", "rs/"),
    concat!("C:\\", "Users"),
];

#[test]
fn there_are_no_plans_in_the_tree() {
    let found = lines(TEXTS, |line| words(line).any(|word| PLANS.contains(&word)));
    none("Plans belong elsewhere", &found);
}

#[test]
fn a_lint_is_expected_with_a_reason_and_never_allowed() {
    let found = lines(&[".rs"], |line| {
        ALLOWANCES.iter().any(|allowance| line.contains(allowance))
    });
    none("#[expect(..., reason = ...)] instead", &found);
}

#[test]
fn code_is_removed_and_not_commented_out() {
    none("No commented-out code", &lines(CODE, is_commented_code));
}

#[test]
fn nothing_names_one_machine() {
    let found = lines(TEXTS, |line| {
        MACHINE.iter().any(|folder| starts_a_path(line, folder))
    });
    none("No paths of one machine", &found);
}

#[test]
fn everything_comes_from_the_public_registries() {
    let mut offenders = Vec::new();
    for lock in ["Cargo.lock", "fuzz/Cargo.lock", "tests/loom/Cargo.lock"]
        .map(tree::file)
        .into_iter()
        .flatten()
    {
        offenders.extend(others(
            &lock,
            "source = \"",
            "registry+https://github.com/rust-lang/crates.io-index",
        ));
    }
    for lock in ["ui/package-lock.json", "tests/source/package-lock.json"] {
        let Some(lock) = tree::file(lock) else {
            continue;
        };
        // The lock names versions and checksums; where they come from is the machine's affair.
        let addresses = lock
            .lines()
            .filter(|(_, line)| line.contains("\"resolved\""));
        offenders.extend(addresses.map(|(number, line)| lock.at(number, line)));
    }
    for path in [".cargo/config.toml", "ui/.npmrc", ".npmrc"] {
        let Some(file) = tree::file(path) else {
            continue;
        };
        let registries = file
            .lines()
            .filter(|(_, line)| line.contains("registry") || line.contains("replace-with"));
        offenders.extend(registries.map(|(number, line)| file.at(number, line)));
    }
    none("No registry but the public ones", &offenders);
}

fn others(lock: &Source, key: &str, expected: &str) -> Vec<String> {
    let listed = lock
        .lines()
        .filter_map(|(number, line)| Some((number, line.split_once(key)?.1)));
    let others = listed.filter(|(_, source)| !source.starts_with(expected));
    others
        .map(|(number, source)| lock.at(number, source))
        .collect()
}

fn lines(endings: &[&str], offends: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let own = |source: &Source| !source.path.ends_with("package-lock.json");
    for source in tree::files("", endings).into_iter().filter(own) {
        let lines = source.lines().filter(|(_, line)| offends(line));
        found.extend(lines.map(|(number, line)| source.at(number, line.trim())));
    }
    found
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|character: char| !character.is_alphanumeric())
}

/// A comment that ends like a statement or a block. Documentation may show code.
fn is_commented_code(line: &str) -> bool {
    let Some(comment) = line.trim_start().strip_prefix("// ") else {
        return false;
    };
    comment.trim_end().ends_with([';', '{', '}'])
}

/// Whether `folder` stands in `line` as the start of a path, and not inside a longer one.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(index, _)| {
        let before = line[..index].chars().next_back();
        before.is_none_or(|character| {
            !character.is_alphanumeric() && !matches!(character, '.' | '_' | '-' | '}')
        })
    })
}

#[test]
fn commented_code_is_told_from_a_sentence() {
    assert!(is_commented_code(concat!("    // let port = 33333", ";")));
    assert!(!is_commented_code(
        "    // The port is fixed; Salesforce compares it."
    ));
    assert!(!is_commented_code("    /// let port = 33333;"));
}

/// security.md, R-47: whoever has the program has everything that is built into it. The page's samples are in no release.
#[test]
fn no_key_or_secret_is_built_in() {
    let shipped = |source: &Source| {
        let ours = ["crates/", "src-tauri/", "ui/src/"];
        ours.iter().any(|folder| source.path.starts_with(folder))
            && !source.path.starts_with("ui/src/backend/fake/")
            && !source.is_test()
    };
    let mut found = Vec::new();
    let endings = [CODE, &[".html", ".json", ".toml"]].concat();
    let sources = tree::files("", &endings).into_iter().filter(shipped);
    for source in sources {
        let lines = source.without_tests().lines().enumerate();
        let built_in = lines.filter(|(_, line)| is_secret(line));
        found.extend(built_in.map(|(index, line)| source.at(index + 1, line.trim())));
    }
    none("No key or secret is built in", &found);
}

/// A consumer key, a consumer secret (64 hexadecimal digits), a private key.
fn is_secret(line: &str) -> bool {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "._".contains(character);
    let mut words = line.split(|character| !is_part(character));
    let is_key = |word: &str| word.starts_with("3MVG9") && word.len() >= 40;
    let is_digits =
        |word: &str| word.len() >= 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    line.contains(concat!("PRIVATE ", "KEY-----"))
        || words.any(|word| is_key(word) || is_digits(word))
}

#[test]
fn a_planted_secret_would_be_found() {
    let key = format!("let key = \"3MVG9{}\";", "pRzvMkjMb6".repeat(8));
    let secret = format!("secret: '{}',", "0123456789ABCDEF".repeat(4));
    let pem = concat!("-----BEGIN RSA PRIVATE ", "KEY-----");
    for planted in [&*key, &secret, pem] {
        assert!(is_secret(planted), "{planted}");
    }
    for plain in [
        "key.starts_with(\"3MVG9\")",
        "A private key",
        "0123456789ABCDEF",
    ] {
        assert!(!is_secret(plain), "{plain}");
    }
}
