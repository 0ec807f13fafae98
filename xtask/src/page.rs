//! The page: built only when something of it changed, because a new build makes the window stale.

use std::path::Path;
use std::time::SystemTime;

use crate::{Outcome, step, workspace};

/// What a build of the page is made from, inside the page's folder.
const SOURCES: &[&str] = &[
    "src",
    "public",
    "index.html",
    "package-lock.json",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
];

/// Builds the page into `ui/dist`, unless it is newer than all its sources.
pub fn build() -> Outcome {
    let folder = workspace::page();
    let built = newest(&folder.join("dist"));
    let sources = SOURCES.iter().map(|source| newest(&folder.join(source)));
    if built.is_some() && sources.max().flatten() < built {
        eprintln!("    the page is up to date");
        return Ok(());
    }
    script("build")
}

/// Runs one of the page's npm scripts.
pub fn script(name: &str) -> Outcome {
    step::run(
        &format!("npm run {name}"),
        &mut step::npm(&["run", "-s", name]),
    )
}

/// When the newest thing under `path` changed. A folder counts too: it changes when a file is removed.
fn newest(path: &Path) -> Option<SystemTime> {
    let own = path.metadata().ok()?.modified().ok()?;
    let inside = std::fs::read_dir(path).into_iter().flatten();
    inside
        .flatten()
        .filter_map(|entry| newest(&entry.path()))
        .chain([own])
        .max()
}
