//! Where things are in the workspace, and the one set of features that everything is built with.

use std::path::{Path, PathBuf};

/// The window with the page inside. Without it a build looks for the page on a development server.
pub const FEATURES: &[&str] = &["--features", "orgkeep-desktop/custom-protocol"];

/// The package of the window.
pub const DESKTOP: &str = "orgkeep-desktop";
/// The package of the command line, and its program.
pub const COMMAND_LINE: (&str, &str) = ("orgkeep-cli", "orgkeep");
/// The package of the tests that drive the window.
pub const WINDOW_TESTS: &str = "orgkeep-window-tests";

/// The root of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The folder of the page.
pub fn page() -> PathBuf {
    root().join("ui")
}

/// The folder with Salesforce's own reader of source, for tests.
pub fn source_tests() -> PathBuf {
    root().join("tests/source")
}

/// Cargo's target folder. This program lies in `<target>/<profile>/`, which holds whatever set the folder:
/// a variable, a configuration file or nothing.
pub fn target() -> PathBuf {
    std::env::current_exe()
        .ok()
        .and_then(|own| own.ancestors().nth(2).map(Path::to_owned))
        .unwrap_or_else(|| root().join("target"))
}

/// A program that cargo built.
pub fn program(name: &str, release: bool) -> PathBuf {
    target()
        .join(if release { "release" } else { "debug" })
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
