//! Custom properties: a browser drops a declaration that reads one nobody declared, and says nothing.

use std::collections::BTreeSet;

use crate::tree::{self, Source, none};

/// Set at run time by the library that positions menus and dialogs.
const BORROWED: &str = "--bits-";
/// The palette's home.
const TOKENS: &str = "ui/src/design/tokens.css";

#[test]
fn every_property_that_is_read_is_declared() {
    let shared: BTreeSet<String> = tree::files("ui/src/design", &[".css"])
        .iter()
        .flat_map(declared)
        .collect();
    let mut offenders = Vec::new();
    for source in sheets() {
        let own: BTreeSet<String> = declared(&source).into_iter().collect();
        for (number, name) in read(&source) {
            if !shared.contains(&name) && !own.contains(&name) && !name.starts_with(BORROWED) {
                offenders.push(source.at(number, name));
            }
        }
    }
    none(
        "A custom property is declared in ui/src/design, or where it is read",
        &offenders,
    );
}

#[test]
fn the_palette_is_private() {
    let mut offenders = Vec::new();
    for source in sheets().iter().filter(|source| source.path != TOKENS) {
        let private = read(source)
            .into_iter()
            .filter(|(_, name)| name.starts_with("--p-"));
        offenders.extend(private.map(|(number, name)| source.at(number, name)));
    }
    none("Only tokens.css reads the palette", &offenders);
}

fn sheets() -> Vec<Source> {
    tree::files("ui/src", &[".css", ".svelte"])
}

fn read(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in source.lines() {
        let uses = line
            .split("var(")
            .skip(1)
            .map(|rest| name(rest.trim_start()));
        found.extend(
            uses.filter(|name| name.starts_with("--"))
                .map(|name| (number, name)),
        );
    }
    found
}

/// `--name:` in a sheet, `style:--name` and `setProperty('--name'` in a component.
fn declared(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for (_, line) in source.lines() {
        for (index, _) in line.match_indices("--") {
            let before = line[..index].trim_end();
            let word = name(&line[index..]);
            let after = line[index + word.len()..].trim_start();
            let is_use = before.ends_with("var(");
            if !is_use
                && (after.starts_with(':') || before.ends_with("style:") || before.ends_with('\''))
            {
                found.push(word);
            }
        }
    }
    found
}

fn name(text: &str) -> String {
    let part =
        |character: &char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    text.chars().take_while(part).collect()
}

#[test]
fn an_undeclared_property_would_be_found() {
    let source = Source {
        path: "planted.css".into(),
        text: ":root {\n  --known: 1px;\n}\na {\n  top: calc(var(--known) + var(--unknown));\n}\n"
            .into(),
    };
    assert_eq!(declared(&source), ["--known"]);
    let names: Vec<String> = read(&source).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["--known", "--unknown"]);
}
