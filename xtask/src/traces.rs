//! Whether tests touched the person's own folders: none may have a folder of Orgkeep's that it had not before.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::Outcome;

/// Where an application's folders lie, under the home. A variable, where it is set, takes its place.
const PLACES: &[(&str, &str)] = &[
    ("XDG_DATA_HOME", ".local/share"),
    ("XDG_CONFIG_HOME", ".config"),
    ("XDG_CACHE_HOME", ".cache"),
    ("XDG_STATE_HOME", ".local/state"),
    ("", "Library/Application Support"),
    ("", "Library/Caches"),
    ("APPDATA", "AppData/Roaming"),
    ("LOCALAPPDATA", "AppData/Local"),
];

/// What there was before the tests.
pub struct Traces {
    before: BTreeSet<PathBuf>,
}

impl Traces {
    /// Looks at what is there now.
    pub fn note() -> Self {
        Self { before: found() }
    }

    /// Fails if something was made since.
    pub fn compare(&self) -> Outcome {
        let made: Vec<String> = found()
            .difference(&self.before)
            .map(|path| path.display().to_string())
            .collect();
        if made.is_empty() {
            return Ok(());
        }
        Err(format!(
            "tests wrote to the person's own folders: {}",
            made.join(", ")
        )
        .into())
    }
}

fn found() -> BTreeSet<PathBuf> {
    PLACES
        .iter()
        .filter_map(|(variable, folder)| {
            std::env::var_os(variable)
                .map(PathBuf::from)
                .or_else(|| std::env::home_dir().map(|home| home.join(folder)))
        })
        .flat_map(|place| own_entries(&place))
        .collect()
}

/// The entries of `place` that bear Orgkeep's name, alone or inside an identifier.
fn own_entries(place: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
    entries
        .filter(|entry| {
            let name = entry.file_name();
            name.to_string_lossy().to_lowercase().contains("orgkeep")
        })
        .map(|entry| entry.path())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::Home;

    #[test]
    fn an_entry_with_the_name_inside_an_identifier_is_found() {
        let home = Home::open().unwrap();
        for name in ["org.Orgkeep.Desktop", "someone-else"] {
            std::fs::create_dir(home.folder().join(name)).unwrap();
        }
        let own = own_entries(home.folder());
        assert_eq!(own, [home.folder().join("org.Orgkeep.Desktop")]);
    }
}
