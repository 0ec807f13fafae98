//! The files that are made from Rust and kept in the tree.

use std::process::Command;

use crate::{Outcome, step, workspace};

/// Inside the page's folder.
const GENERATED: &[&str] = &["src/backend/generated.ts", "src/text/catalogue.ts"];

/// Writes them.
pub fn generate() -> Outcome {
    step::run(
        "cargo run -p orgkeep-tidy --bin generate",
        &mut step::cargo(&[
            "run",
            "--locked",
            "--quiet",
            "-p",
            "orgkeep-tidy",
            "--bin",
            "generate",
        ]),
    )
}

/// Fails if one of them is not what the generator writes, and leaves it as it was.
pub fn check() -> Outcome {
    let read = |file: &str| std::fs::read(workspace::page().join(file)).unwrap_or_default();
    let before: Vec<Vec<u8>> = GENERATED.iter().copied().map(read).collect();
    step::run(
        "generate",
        &mut Command::new(workspace::program("generate", false)),
    )?;
    let mut stale = Vec::new();
    for (file, before) in GENERATED.iter().zip(before) {
        if read(file) != before {
            std::fs::write(workspace::page().join(file), before)?;
            stale.push(*file);
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!(
        "stale: ui/{}. `cargo xtask generate` writes it",
        stale.join(", ui/")
    )
    .into())
}
