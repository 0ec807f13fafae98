//! Where secrets leave their types. The list is for reviewers: a new line in it is a new way out.

use std::collections::BTreeMap;

use crate::tree::{self, Source, none};

/// `(file, function, how many calls)`, in the order of the files.
const REVIEWED: &[(&str, &str, usize)] = &[
    ("crates/orgkeep-app/src/attempt/consent.rs", "pasted", 1),
    ("crates/orgkeep-app/src/decoding.rs", "decoded", 1),
    ("crates/orgkeep-import/src/cli/key.rs", "from_keychain", 1),
    ("crates/orgkeep-salesforce/src/exchange.rs", "exchange", 2),
    (
        "crates/orgkeep-salesforce/src/metadata/envelope.rs",
        "composed",
        1,
    ),
    ("crates/orgkeep-salesforce/src/refresh.rs", "refresh", 2),
    ("crates/orgkeep-salesforce/src/request.rs", "compose", 1),
    ("crates/orgkeep-salesforce/src/revoke.rs", "revoke", 1),
    ("crates/orgkeep-salesforce/src/session.rs", "is_opaque", 1),
    ("crates/orgkeep-salesforce/src/session.rs", "request", 1),
    ("crates/orgkeep-salesforce/src/signature.rs", "fits", 1),
    (
        "crates/orgkeep-salesforce/src/soap/request.rs",
        "envelope",
        2,
    ),
    (
        "crates/orgkeep-salesforce/src/soap/request.rs",
        "is_secret_in",
        2,
    ),
    ("crates/orgkeep-vault/src/passphrase.rs", "derive_key", 1),
    ("crates/orgkeep-vault/src/recovery_key.rs", "parse", 1),
    ("crates/orgkeep-vault/src/sealed_row.rs", "seal", 1),
];

/// How far above the call its reason may stand: a call can be the last link of a long expression.
const NEAR: usize = 8;

struct Call {
    file: String,
    function: String,
    line: usize,
    explained: bool,
}

#[test]
fn every_exposed_secret_says_why() {
    let silent = calls().into_iter().filter(|call| !call.explained);
    let silent = silent.map(|call| format!("{}:{}: in {}", call.file, call.line, call.function));
    none(
        "Every expose() stands under an // EXPOSE: comment",
        &silent.collect::<Vec<_>>(),
    );
}

#[test]
fn secrets_are_exposed_only_where_it_was_reviewed() {
    let mut counted: BTreeMap<(String, String), usize> = BTreeMap::new();
    for call in calls() {
        *counted.entry((call.file, call.function)).or_default() += 1;
    }
    let found: Vec<(&str, &str, usize)> = counted
        .iter()
        .map(|((file, function), count)| (file.as_str(), function.as_str(), *count))
        .collect();
    let list = found
        .iter()
        .map(|entry| format!("    {entry:?},\n"))
        .collect::<String>();
    assert!(
        found == REVIEWED,
        "the calls are now, to be reviewed:\n{list}"
    );
}

fn calls() -> Vec<Call> {
    let own = tree::rust().into_iter().filter(|source| {
        let ours = source.path.starts_with("crates/") || source.path.starts_with("src-tauri/");
        ours && !source.is_test() && !source.path.starts_with("crates/orgkeep-simulator/")
    });
    own.flat_map(|source| calls_in(&source)).collect()
}

fn calls_in(source: &Source) -> Vec<Call> {
    let lines: Vec<&str> = source.without_tests().lines().collect();
    let exposing = (0..lines.len()).filter(|index| exposes(lines[*index]));
    exposing
        .map(|index| Call {
            file: source.path.clone(),
            function: enclosing_function(&lines[..index]),
            line: index + 1,
            explained: is_explained(&lines[..index]),
        })
        .collect()
}

/// Whether the line calls `expose`, or passes it on as a function.
fn exposes(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    [".expose", "::expose"]
        .iter()
        .any(|call| code.contains(call))
}

fn enclosing_function(above: &[&str]) -> String {
    let name = above.iter().rev().find_map(|line| function_name(line));
    name.unwrap_or("outside a function").to_owned()
}

fn function_name(line: &str) -> Option<&str> {
    let code = line.split("//").next()?;
    let (before, after) = code.split_once("fn ")?;
    let named = before.is_empty() || before.ends_with(' ');
    named.then(|| after.split(['(', '<']).next().unwrap_or(after))
}

fn is_explained(above: &[&str]) -> bool {
    above
        .iter()
        .rev()
        .take(NEAR)
        .take_while(|line| function_name(line).is_none())
        .any(|line| line.trim_start().starts_with("// EXPOSE: "))
}

#[test]
fn a_call_without_its_comment_would_be_found() {
    let source = Source {
        path: "planted.rs".into(),
        text: "fn send() {\n    // EXPOSE: sent.\n    a.expose();\n}\nfn leak() {\n    b\n        .expose();\n}\n"
            .into(),
    };
    let calls = calls_in(&source);
    let seen: Vec<_> = calls
        .iter()
        .map(|call| (call.function.as_str(), call.explained))
        .collect();
    assert_eq!(seen, [("send", true), ("leak", false)]);
}
