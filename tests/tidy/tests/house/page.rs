//! The page: who may know whom there, and sizes.

use crate::tree::{self, Source, none};

/// Lines of a component.
const COMPONENT: usize = 120;
/// The one file that may know what the page runs in.
const ADAPTER: &str = "ui/src/backend/tauri.ts";

fn scripts() -> Vec<Source> {
    tree::files("ui/src", &[".ts", ".js", ".svelte"])
}

#[test]
fn only_the_adapter_knows_tauri() {
    let needle = concat!("@tauri", "-apps/");
    let mut offenders = Vec::new();
    for source in scripts().iter().filter(|source| source.path != ADAPTER) {
        let lines = source.lines().filter(|(_, line)| line.contains(needle));
        offenders.extend(lines.map(|(number, line)| source.at(number, line.trim())));
    }
    none("Only ui/src/backend/tauri.ts imports Tauri", &offenders);
}

#[test]
fn a_component_fits_on_a_few_screens() {
    let long = tree::files("ui/src", &[".svelte"])
        .into_iter()
        .map(|source| (source.text.lines().count(), source))
        .filter(|(lines, _)| *lines > COMPONENT)
        .map(|(lines, source)| source.at(COMPONENT + 1, format!("{lines} lines")));
    none(
        "A component has at most 120 lines",
        &long.collect::<Vec<_>>(),
    );
}

#[test]
fn features_do_not_know_each_other() {
    let mut offenders = Vec::new();
    for source in scripts() {
        let Some(own) = feature(&source.path) else {
            continue;
        };
        for (number, line) in source.lines() {
            let imported = specifier(line).map(|path| resolved(&source.path, path));
            let other = imported.as_deref().and_then(feature);
            if let Some(other) = other.filter(|other| *other != own) {
                offenders.push(source.at(number, format!("imports from features/{other}")));
            }
        }
    }
    none("Features do not import each other", &offenders);
}

fn feature(path: &str) -> Option<&str> {
    path.strip_prefix("ui/src/features/")?.split('/').next()
}

/// The relative path that a line imports.
fn specifier(line: &str) -> Option<&str> {
    let (_, after) = line
        .split_once("from '")
        .or_else(|| line.split_once("import('"))?;
    let path = after.split('\'').next()?;
    path.starts_with('.').then_some(path)
}

/// `path` as seen from `file`, from the root.
fn resolved(file: &str, path: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[test]
fn a_path_is_followed_upwards() {
    let file = "ui/src/features/register/Steps.svelte";
    assert_eq!(resolved(file, "../vault/a"), "ui/src/features/vault/a");
    assert_eq!(feature("ui/src/features/vault/a"), Some("vault"));
    assert_eq!(resolved(file, "../../lib/time"), "ui/src/lib/time");
}
