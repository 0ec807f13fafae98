//! Written trees as Salesforce's own `@salesforce/source-deploy-retrieve` sees them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::program::write;

/// A folder that is deployed as one.
struct Deployed {
    folder: &'static str,
    /// The tree's own `package.xml` for it, if it has one.
    manifest: Option<&'static str>,
    /// How many components it has.
    components: usize,
    /// Files that are no metadata, and that `.forceignore` leaves out.
    beside: &'static [&'static str],
}

const fn app(folder: &'static str, manifest: &'static str, components: usize) -> Deployed {
    Deployed {
        folder,
        manifest: Some(manifest),
        components,
        beside: &[],
    }
}

const fn policies(folder: &'static str) -> Deployed {
    Deployed {
        folder,
        manifest: None,
        components: 2,
        beside: &[],
    }
}

const TREES: &[(&str, &[Deployed])] = &[
    (
        "packaged",
        &[
            app("app", "manifest/package.xml", 2),
            policies("policies/default"),
            policies("policies/prod"),
            policies("policies/uat"),
        ],
    ),
    (
        "bootstrap",
        &[
            Deployed {
                beside: &["scripts/bootstrap.apex"],
                ..app("app", "manifest/package.xml", 1)
            },
            policies("policies/default"),
            policies("policies/prod"),
            policies("policies/uat"),
        ],
    ),
    (
        "dual",
        &[
            app("non-production/app", "manifest/non-production.xml", 2),
            policies("non-production/policies/default"),
            policies("non-production/policies/uat"),
            app("production/app", "manifest/production.xml", 2),
            policies("production/policies/prod"),
        ],
    ),
    (
        "plain",
        &[
            app("app", "manifest/package.xml", 3),
            app("policies", "manifest/policies.xml", 2),
        ],
    ),
];

#[test]
fn every_file_is_recognised_and_converted_as_it_stands() {
    for (pattern, folders) in TREES {
        let base = tempfile::tempdir().unwrap();
        assert_eq!(write(base.path(), pattern, &[]).code, 0);
        let tree = base.path().join("tree");
        assert_eq!(metadata_outside(&tree, folders), [""; 0], "{pattern}");
        let seen = seen(&tree, folders, &base.path().join("converted"));
        for (deployed, seen) in folders.iter().zip(&seen) {
            judge(&tree, deployed, seen);
        }
    }
}

fn judge(tree: &Path, deployed: &Deployed, seen: &Value) {
    let folder = deployed.folder;
    let components = texts(&seen["components"]);
    assert_eq!(
        components.len(),
        deployed.components,
        "{folder}: {components:?}"
    );
    assert_eq!(texts(&seen["unknown"]), deployed.beside, "{folder}");
    let converted = seen["converted"].as_object().unwrap();
    let package = members(converted["package.xml"].as_str().unwrap());
    assert_eq!(package, components.iter().cloned().collect(), "{folder}");
    if let Some(manifest) = deployed.manifest {
        let own = fs::read_to_string(tree.join(manifest)).unwrap();
        assert_eq!(package, members(&own), "{manifest}");
    }
    for (path, text) in converted {
        if path != "package.xml" {
            let source = tree.join(folder).join(format!("{path}-meta.xml"));
            let source = fs::read_to_string(source).unwrap();
            assert_eq!(
                text.as_str().unwrap().trim_end(),
                source.trim_end(),
                "{path}"
            );
        }
    }
    assert_eq!(converted.len(), deployed.components + 1, "{folder}");
}

/// `Type:Member` of every member of a `package.xml`.
fn members(text: &str) -> BTreeSet<String> {
    let inner = |line: &str, name: &str| {
        let line = line.trim().strip_prefix(&format!("<{name}>"))?;
        line.strip_suffix(&format!("</{name}>")).map(str::to_owned)
    };
    let mut found = BTreeSet::new();
    let mut open = Vec::new();
    for line in text.lines() {
        open.extend(inner(line, "members"));
        if let Some(kind) = inner(line, "name") {
            found.extend(open.drain(..).map(|member| format!("{kind}:{member}")));
        }
    }
    found
}

/// Metadata that stands in none of the folders.
fn metadata_outside(tree: &Path, folders: &[Deployed]) -> Vec<String> {
    let inside = |path: &Path| folders.iter().any(|one| path.starts_with(one.folder));
    let all = all(tree).into_iter();
    all.map(|path| path.strip_prefix(tree).unwrap().to_owned())
        .filter(|path| path.to_string_lossy().ends_with("-meta.xml") && !inside(path))
        .map(|path| path.display().to_string())
        .collect()
}

fn all(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(all(&path)),
            false => found.push(path),
        }
    }
    found
}

fn seen(tree: &Path, folders: &[Deployed], out: &Path) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/source");
    assert!(
        script.join("node_modules").is_dir(),
        "the npm packages of tests/source are missing; `cargo xtask setup` installs them"
    );
    let output = Command::new("node")
        .arg(script.join("convert.mjs"))
        .arg(out)
        .args(folders.iter().map(|one| tree.join(one.folder)))
        .current_dir(tree)
        .output()
        .expect("Node is missing");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    let all = value.as_array().unwrap().iter();
    all.map(|one| one.as_str().unwrap().to_owned()).collect()
}
