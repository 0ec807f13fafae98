//! Runs the program.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// How it ended and what it printed.
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}\n{}", self.out, self.err))
    }
}

/// `orgkeep blueprint …` in a folder.
pub fn blueprint(folder: &Path, arguments: &[&str]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_orgkeep"))
        .arg("blueprint")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    Ended {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The links that the packaged patterns need.
pub const LINKS: &[&str] = &[
    "--oauth-link",
    "00D000000000001:888000000000001",
    "--org-scoped-app",
    "00D000000000001:My_App",
    "--nonprod-oauth-link",
    "00D000000000001:888000000000002",
    "--nonprod-org-scoped-app",
    "00D000000000001:My_Other_App",
];

/// Writes a tree of a pattern into `tree`, for Orgkeep, with the links of its Dev Hub and more arguments.
pub fn write(folder: &Path, pattern: &str, more: &[&str]) -> Ended {
    write_for(folder, pattern, "orgkeep", &[LINKS, more].concat())
}

/// Writes a tree of a pattern into `tree`, for these products, with more arguments.
pub fn write_for(folder: &Path, pattern: &str, presets: &str, more: &[&str]) -> Ended {
    let mut arguments = vec![
        "write",
        "--pattern",
        pattern,
        "--preset",
        presets,
        "--out",
        "tree",
    ];
    arguments.extend(["--name", "My App", "--contact-email", "admin@example.com"]);
    arguments.extend(more);
    blueprint(folder, &arguments)
}
