//! T-12: what is shipped holds no secret, nothing of the machine that built it, and nothing that only tests need.
//!
//! The page is packed inside the program, so its files are looked through where they lie before that.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Outcome, flags, workspace};

/// How every consumer key begins, and how many characters at least one has.
const CONSUMER_KEY: &[u8] = b"3MVG9";
const SHORTEST_KEY: usize = 60;

/// What may stand in no file, and why.
const FORBIDDEN: [(&[u8], &str); 6] = [
    (b"PRIVATE KEY-----\n", "a private key"),
    (
        b"-----BEGIN CERTIFICATE-----\n",
        "a certificate of somebody's own",
    ),
    (b"sourceMappingURL=", "a source map"),
    (b"VITE_", "a variable of the page's build"),
    (b"TAURI_SIGNING_", "a variable of the signing"),
    (
        b"TAURI_WEBVIEW_AUTOMATION=",
        "the switch of a driven window",
    ),
];

/// Looks through every file of an unpacked package, and through the page.
pub fn search(package: &Path) -> Outcome {
    let page = workspace::page().join("dist");
    let here: Vec<String> = flags::folders()
        .iter()
        .map(|(folder, _)| folder.display().to_string())
        .collect();
    let (mut count, mut proper, mut found) = (0, 0, Vec::new());
    for folder in [package, &page] {
        for file in files(folder)? {
            count += 1;
            let name = file.strip_prefix(folder).unwrap_or(&file).display();
            let mut told = complaints(&fs::read(&file)?, &here);
            if file.extension().is_some_and(|extension| extension == "map") {
                told.push("a source map".to_owned());
            }
            proper += usize::from(told.is_empty());
            found.extend(told.into_iter().map(|what| format!("{name}: {what}")));
        }
    }
    println!("T-12 survived {proper} of {count}");
    if found.is_empty() {
        return Ok(());
    }
    Err(format!("it would be shipped:\n{}", found.join("\n")).into())
}

/// Everything that is wrong with the bytes of a file.
fn complaints(bytes: &[u8], here: &[String]) -> Vec<String> {
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    let mut found: Vec<String> = FORBIDDEN
        .iter()
        .filter(|(needle, _)| holds(needle))
        .map(|(_, what)| (*what).to_owned())
        .collect();
    if holds_a_key(bytes) {
        found.push("a consumer key".to_owned());
    }
    let own = here.iter().filter(|folder| holds(folder.as_bytes()));
    found.extend(own.map(|folder| format!("{folder}, of the machine that built it")));
    found
}

/// A beginning alone is a word of the program, which tells keys from what is none.
fn holds_a_key(bytes: &[u8]) -> bool {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || b"._".contains(byte);
    bytes
        .windows(CONSUMER_KEY.len())
        .enumerate()
        .filter(|(_, window)| *window == CONSUMER_KEY)
        .any(|(start, _)| {
            bytes[start..].iter().take_while(|byte| part(byte)).count() >= SHORTEST_KEY
        })
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let (mut open, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            match entry.file_type()? {
                kind if kind.is_dir() => open.push(entry.path()),
                kind if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_planted_is_found() {
        let key = format!("key={}{};", "3MVG9", "x".repeat(SHORTEST_KEY));
        let here = ["/somebody/builds/here".to_owned()];
        for planted in [
            key.as_str(),
            "-----BEGIN PRIVATE KEY-----\n",
            "//# sourceMappingURL=index.js.map",
            "VITE_SECRET",
            "panicked at /somebody/builds/here/main.rs",
        ] {
            let told = complaints(format!("before {planted} after").as_bytes(), &here);
            assert_eq!(told.len(), 1, "{planted}: {told:?}");
        }
        assert!(complaints(b"3MVG9 begins every key", &here).is_empty());
    }
}
