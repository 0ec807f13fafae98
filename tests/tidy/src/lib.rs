//! House rules as tests, and the generated files that they keep fresh.

pub mod catalogue;

use std::path::{Path, PathBuf};

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap_or(Path::new("."))
        .to_owned()
}

/// Where the TypeScript of the contract lies.
#[must_use]
pub fn generated_typescript() -> PathBuf {
    root().join("ui/src/backend/generated.ts")
}
