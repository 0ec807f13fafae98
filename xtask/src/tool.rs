//! Programs from the registry that the project installs for itself, in a folder of the build, so that nothing of the machine is changed.

use std::path::PathBuf;
use std::process::Command;

use crate::{Outcome, step, workspace};

/// A program, in the version that was tried.
pub struct Tool {
    /// Its crate and program, such as `cargo-deny`.
    pub name: &'static str,
    /// The version.
    pub version: &'static str,
}

impl Tool {
    /// A call of it, as Cargo would make it. Installs it first where it is missing or another version.
    pub fn command(&self) -> Outcome<Command> {
        let mut command = Command::new(self.installed()?);
        command.args(self.word()).current_dir(workspace::root());
        Ok(command)
    }

    /// Where it is. Installs it first where it is missing or another version.
    pub fn installed(&self) -> Outcome<PathBuf> {
        if !self.is_there() {
            self.install()?;
        }
        Ok(self.program())
    }

    /// Whether it is installed, in its version.
    pub fn is_there(&self) -> bool {
        let mut ask = Command::new(self.program());
        step::printed(ask.args(self.word()).arg("--version"))
            .is_ok_and(|version| String::from_utf8_lossy(&version).contains(self.version))
    }

    fn install(&self) -> Outcome {
        let root = folder();
        let root = root.to_string_lossy();
        let words = ["install", self.name, "--version", self.version, "--locked"];
        step::run(
            &format!("cargo install {} {}", self.name, self.version),
            step::cargo(&words).args(["--root", &root]),
        )
    }

    /// What Cargo calls it, if it is one of Cargo's.
    fn word(&self) -> Option<&'static str> {
        self.name.strip_prefix("cargo-")
    }

    fn program(&self) -> PathBuf {
        folder().join("bin").join(self.name)
    }
}

fn folder() -> PathBuf {
    workspace::target().join("tools")
}
