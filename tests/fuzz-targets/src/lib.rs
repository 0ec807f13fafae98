//! What is fuzzed: one function for each parser of bytes that somebody else made.
//!
//! A target takes any bytes. It panics if something is wrong: the parser did, or what it made of the bytes breaks a rule
//! that always holds. `fuzz/` gives them to libFuzzer; the test of this crate replays what was kept of that
//! (`fuzz/corpus`), with the toolchain of everything else.

mod answer;
mod callback;
mod exchange;
mod file;
mod host;
mod ipc;
mod store;
mod tree;

use orgkeep_domain::text::neutral;

/// One parser.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// As its corpus and its program are called.
    pub name: &'static str,
    /// Parses, and gives whether it understood the bytes.
    pub parse: fn(&[u8]) -> bool,
}

/// All of them.
pub const TARGETS: [Target; 16] = [
    target("callback", callback::callback),
    target("query", callback::query),
    target("token_json", exchange::token_json),
    target("metadata_json", answer::metadata_json),
    target("soap_xml", exchange::soap_xml),
    target("metadata_xml", answer::metadata_xml),
    target("host_rule", host::host_rule),
    target("error_address", host::error_address),
    target("ciphertext", store::ciphertext),
    target("key_text", store::key_text),
    target("backup", store::backup),
    target("cli_auth", file::cli_auth),
    target("csv_import", file::csv_import),
    target("recipe", tree::recipe),
    target("source_tree", tree::source_tree),
    target("ipc_arguments", ipc::ipc_arguments),
];

const fn target(name: &'static str, parse: fn(&[u8]) -> bool) -> Target {
    Target { name, parse }
}

/// Gives the bytes to a target.
///
/// # Panics
/// When there is no target of this name, or the bytes break a rule.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    assert!(target.is_some(), "there is no target {name}");
    if let Some(target) = target {
        (target.parse)(bytes);
    }
}

/// Text from outside was made fit to show, and is no longer than that (and an ellipsis).
fn assert_fit(text: &str, longest: usize) {
    assert_eq!(neutral(text, usize::MAX), text, "unfit text is shown");
    assert!(text.chars().count() <= longest + 1, "endless text is shown");
}

/// A first line, and what follows it.
fn first_line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end)?;
    Some((std::str::from_utf8(line).ok()?, rest.get(1..)?))
}
