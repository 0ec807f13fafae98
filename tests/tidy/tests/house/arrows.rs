//! Who may know whom.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use crate::tree::none;

/// Every package of ours, and which of the others it may depend on. Tests may know everyone.
const ARROWS: &[(&str, &[&str])] = &[
    ("orgkeep-secret", &[]),
    ("orgkeep-domain", &["orgkeep-secret"]),
    ("orgkeep-blueprint", &["orgkeep-domain"]),
    ("orgkeep-import", &["orgkeep-domain", "orgkeep-secret"]),
    ("orgkeep-salesforce", &["orgkeep-domain", "orgkeep-secret"]),
    ("orgkeep-loopback", &["orgkeep-domain", "orgkeep-secret"]),
    ("orgkeep-vault", &["orgkeep-domain", "orgkeep-secret"]),
    ("orgkeep-api", &[]),
    (
        "orgkeep-app",
        &[
            "orgkeep-api",
            "orgkeep-blueprint",
            "orgkeep-domain",
            "orgkeep-import",
            "orgkeep-loopback",
            "orgkeep-salesforce",
            "orgkeep-secret",
            "orgkeep-vault",
        ],
    ),
    // The computer, for both programs.
    ("orgkeep-system", &["orgkeep-app", "orgkeep-domain"]),
    // The composition roots. The command line also speaks of source trees in the blueprints' own words, and reads lists
    // from the store without the facade.
    (
        "orgkeep-cli",
        &[
            "orgkeep-api",
            "orgkeep-app",
            "orgkeep-blueprint",
            "orgkeep-domain",
            "orgkeep-secret",
            "orgkeep-system",
            "orgkeep-vault",
        ],
    ),
    // The window also starts the practice org.
    (
        "orgkeep-desktop",
        &[
            "orgkeep-api",
            "orgkeep-app",
            "orgkeep-domain",
            "orgkeep-simulator",
            "orgkeep-system",
        ],
    ),
    ("orgkeep-simulator", &[]),
    ("xtask", &[]),
];

/// The packages that are tests.
const TESTS: &[&str] = &[
    "orgkeep-fuzz-targets",
    "orgkeep-journeys",
    "orgkeep-tidy",
    "orgkeep-window-tests",
];

/// What the inner crates may not use: waiting, the network, the clock, randomness, files.
const OUTSIDE: &[&str] = &[
    "chrono",
    "getrandom",
    "jiff",
    "rand",
    "reqwest",
    "rusqlite",
    "rustix",
    "tempfile",
    "time",
    "tokio",
];

#[test]
fn dependencies_point_only_where_the_table_says() {
    let packages = packages();
    let mut offenders = Vec::new();
    for (package, dependencies) in &packages {
        if TESTS.contains(&package.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| name == package) else {
            offenders.push(format!("{package} is not in the table"));
            continue;
        };
        offenders.extend(
            dependencies
                .iter()
                .filter(|name| packages.contains_key(*name) && !allowed.contains(&name.as_str()))
                .map(|name| format!("{package} -> {name}")),
        );
    }
    none("Arrows point down", &offenders);
}

#[test]
fn a_view_cannot_reach_a_secret_even_through_others() {
    let packages = packages();
    let mut reached = vec!["orgkeep-api".to_owned()];
    let mut next = 0;
    while let Some(name) = reached.get(next).cloned() {
        for dependency in packages.get(&name).into_iter().flatten() {
            if !reached.contains(dependency) {
                reached.push(dependency.clone());
            }
        }
        next += 1;
    }
    assert!(
        !reached.contains(&"orgkeep-secret".to_owned()),
        "{reached:?}"
    );
}

#[test]
fn only_the_desktop_host_knows_tauri() {
    let offenders = uses(
        |package| package != "orgkeep-desktop",
        |name| name == "tauri" || name.starts_with("tauri-") || name == "wry" || name == "tao",
    );
    none("Only src-tauri depends on Tauri", &offenders);
}

#[test]
fn the_domain_and_the_blueprints_do_nothing_to_the_outside() {
    let inner = [
        "orgkeep-domain",
        "orgkeep-blueprint",
        "orgkeep-import",
        "orgkeep-secret",
        "orgkeep-api",
    ];
    let offenders = uses(
        |package| inner.contains(&package),
        |name| OUTSIDE.contains(&name),
    );
    none(
        "No waiting, network, clock, randomness or files inside",
        &offenders,
    );
}

#[test]
fn the_command_that_installs_what_is_missing_needs_nothing_itself() {
    none(
        "xtask has no dependencies",
        &uses(|package| package == "xtask", |_| true),
    );
}

fn uses(whose: impl Fn(&str) -> bool, what: impl Fn(&str) -> bool) -> Vec<String> {
    let mut offenders = Vec::new();
    for (package, dependencies) in packages() {
        let found = dependencies
            .iter()
            .filter(|name| whose(&package) && what(name));
        offenders.extend(found.map(|name| format!("{package} -> {name}")));
    }
    offenders
}

/// Every package of the workspace with the names that its manifest depends on, except for tests.
fn packages() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(orgkeep_tidy::root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| (text(&package["name"]), dependencies(package)))
        .collect()
}

fn dependencies(package: &Value) -> Vec<String> {
    let listed = package["dependencies"].as_array().unwrap();
    let kept = listed.iter().filter(|one| one["kind"] != "dev");
    kept.map(|one| text(&one["name"])).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
