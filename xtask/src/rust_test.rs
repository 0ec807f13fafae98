//! `cargo test` of the whole workspace.

use std::process::Command;

use crate::{step, workspace};

/// Stands before every test program. It names the package, because half of the programs are called `it`.
/// Windows on one display take the focus from each other, so their tests run one at a time.
const RUNNER: &str = r#"target."cfg(all())".runner = ["sh", "-c", """
echo "package $CARGO_PKG_NAME"
if [ "$CARGO_PKG_NAME" = orgkeep-window-tests ]; then set -- "$@" --test-threads=1; fi
exec "$@"
""", "sh"]"#;

/// `cargo test --workspace` with the features of the build, then `arguments`.
///
/// Cargo runs test programs one after the other, which is why two of them may use the callback port.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = step::cargo(&["test", "--locked", "--workspace"]);
    command.args(workspace::FEATURES);
    // What went wrong stands last, and not above a page of the frames of an asynchronous call.
    command.env("RUST_LIB_BACKTRACE", "0");
    set_runner(&mut command);
    command.args(arguments);
    command
}

/// Puts [`RUNNER`] before the test programs that `command` starts, where there is a shell for it.
pub fn set_runner(command: &mut Command) {
    if cfg!(unix) {
        command.args(["--config", RUNNER]);
    }
}

/// `cargo clippy` of everything that is built, with the same features.
pub fn clippy() -> Command {
    let mut command = step::cargo(&["clippy", "--locked", "--workspace", "--all-targets"]);
    command.args(workspace::FEATURES);
    command.args(["--", "-D", "warnings"]);
    command
}
