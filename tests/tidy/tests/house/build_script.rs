//! Programs of others that run while Orgkeep is built (security.md, T-11): build scripts of packages, and scripts that npm
//! runs after it has installed something. They may do whatever the person may, so a new one is looked at first.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::tree::{self, none};

/// The scripts that were read one by one, as Linux on x86-64 needs them: the package, its version, which other files of a
/// script come with, and SHA-256 of the script.
const READ: &str = include_str!("build_scripts.txt");

#[test]
fn t_11_no_build_script_is_new() {
    let read: BTreeSet<&str> = READ.lines().collect();
    let found = build_scripts();
    assert!(found.len() > 20, "they are found otherwise: {found:?}");
    let new: Vec<String> = found
        .into_iter()
        .filter(|script| !read.contains(script.as_str()))
        .collect();
    none("Nobody has read these build scripts", &new);
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

/// Those of others, each as a line of the list.
fn build_scripts() -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(orgkeep_tidy::root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .filter(|package| package["source"] != Value::Null)
        .flat_map(scripts_of)
        .collect()
}

fn scripts_of(package: &Value) -> impl Iterator<Item = String> {
    let targets = package["targets"].as_array().unwrap().iter();
    let scripts = targets.filter(|target| target["kind"][0] == "custom-build");
    scripts.map(|target| {
        let script = fs::read(target["src_path"].as_str().unwrap()).unwrap();
        let [name, version] = ["name", "version"].map(|key| package[key].as_str().unwrap());
        let hash = hex::encode(Sha256::digest(script));
        format!("{name} {version} {hash}")
    })
}
