//! Programs of others that run while Orgkeep is built (security.md, T-11): build scripts of packages, and scripts that npm
//! runs after it has installed something. They may do whatever the person may, so a new one is looked at first.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::tree::{self, none};

/// The packages that had a build script when this list was begun, on any system, and those that were looked at since.
const KNOWN: &str = include_str!("build_scripts.txt");

#[test]
fn t_11_no_build_script_is_new() {
    let known: BTreeSet<&str> = KNOWN.lines().collect();
    let found = packages_with_build_scripts();
    assert!(found.len() > 20, "they are found otherwise: {found:?}");
    let new: Vec<String> = found
        .into_iter()
        .filter(|name| !known.contains(name.as_str()))
        .collect();
    none("Nobody has looked at these build scripts", &new);
}

#[test]
fn t_11_npm_runs_nothing_of_what_it_installs() {
    let lists = ["ui/package-lock.json", "tests/source/package-lock.json"];
    let found = lists.into_iter().flat_map(|path| {
        let text = tree::file(path).unwrap().text;
        let list: Value = serde_json::from_str(&text).unwrap();
        let packages = list["packages"].as_object().unwrap().clone();
        assert!(packages.len() > 5, "{path}");
        packages
            .into_iter()
            .filter(|(_, package)| package["hasInstallScript"] == true)
            .map(move |(name, _)| format!("{path}: {name}"))
    });
    let found: Vec<String> = found.collect();
    none("They run a script when they are installed", &found);
}

/// Of others, as this system needs them.
fn packages_with_build_scripts() -> BTreeSet<String> {
    let host = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", &host])
        .current_dir(orgkeep_tidy::root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let is_build_script = |target: &Value| target["kind"][0] == "custom-build";
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .filter(|package| package["source"] != Value::Null)
        .filter(|package| {
            package["targets"]
                .as_array()
                .unwrap()
                .iter()
                .any(is_build_script)
        })
        .map(|package| package["name"].as_str().unwrap().to_owned())
        .collect()
}
