//! Whole files compared with files kept beside the tests.
//!
//! `ORGKEEP_ACCEPT=1` writes what is made now, to be reviewed by eye.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A kept `.gitignore` would be obeyed, so a dot at the beginning of a name is kept as a word.
fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name.replace("/.", "/dot."))
}

fn accepts() -> bool {
    std::env::var_os("ORGKEEP_ACCEPT").is_some()
}

/// Compares one file.
pub fn compare_file(name: &str, made: &str) {
    let path = kept(name);
    if accepts() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, made).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(made, expected, "{name} is not as it was reviewed");
}

/// Compares a folder: no file more, none less.
pub fn compare_folder(name: &str, made: &BTreeMap<String, String>) {
    let folder = kept(name);
    if accepts() {
        let _absent: std::io::Result<()> = std::fs::remove_dir_all(&folder);
    }
    for (path, text) in made {
        compare_file(&format!("{name}/{path}"), text);
    }
    let mut found = Vec::new();
    collect(&folder, &folder, &mut found);
    found.sort();
    assert_eq!(
        found,
        made.keys().cloned().collect::<Vec<_>>(),
        "files of {name}"
    );
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let relative = path.strip_prefix(root).unwrap().to_string_lossy();
            let path = format!("/{}", relative.replace('\\', "/")).replace("/dot.", "/.");
            found.push(path.trim_start_matches('/').to_owned());
        }
    }
}
