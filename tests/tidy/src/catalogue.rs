//! The error catalogue as TypeScript: the page shows the same words that Rust acts on.

use std::fmt::Write as _;
use std::path::PathBuf;

use orgkeep_domain::catalogue::{Cause, Step, causes};

use crate::root;

/// Where it lies.
#[must_use]
pub fn path() -> PathBuf {
    root().join("ui/src/text/catalogue.ts")
}

/// The whole file.
#[must_use]
pub fn generate() -> String {
    let mut text = String::from(
        "// Generated from crates/orgkeep-domain/data/catalogue.toml by `cargo xtask generate`. Do not edit.\n\
         import type { CauseCopy } from './causes';\n\n\
         export const catalogue: Record<string, CauseCopy> = {\n",
    );
    for cause in causes() {
        put(&mut text, cause);
    }
    text.push_str("};\n");
    text
}

fn put(text: &mut String, cause: Cause) {
    let _infallible = writeln!(text, "  {}: {{", cause.id());
    let _infallible = writeln!(text, "    title: {},", quoted(cause.title()));
    let _infallible = writeln!(text, "    why: {},", quoted(cause.why()));
    let _infallible = writeln!(text, "    steps: [");
    for step in cause.steps() {
        let _infallible = writeln!(text, "      {},", object(step));
    }
    let _infallible = writeln!(text, "    ],");
    let _infallible = writeln!(text, "    retry: {},", quoted(cause.retry().name()));
    if let Some(page) = cause.setup_page() {
        let _infallible = writeln!(text, "    setupPage: {},", quoted(page.name()));
    }
    text.push_str("  },\n");
}

fn object(step: &Step) -> String {
    let mut text = format!("{{ title: {}", quoted(&step.title));
    if let Some(note) = &step.note {
        let _infallible = write!(text, ", note: {}", quoted(note));
    }
    if let Some(action) = step.action {
        let _infallible = write!(text, ", action: {}", quoted(action.name()));
    }
    text.push_str(" }");
    text
}

/// A TypeScript string. JSON's quoting is also TypeScript's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
