//! The state file: what a restarted practice org still has to know.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use crate::{
    SimulatorError,
    app::ClientApp,
    metadata::Shelf,
    org::OrgKey,
    world::{Grants, Session, World},
};

/// What the file holds. Anything missing counts as empty, anything unknown is passed over.
#[derive(Debug, Default, Serialize, Deserialize)]
struct StateRecord {
    #[serde(default)]
    grants: Grants,
    #[serde(default)]
    sessions: Vec<Session>,
    /// Apps that were made.
    #[serde(default)]
    apps: Vec<ClientApp>,
    /// The metadata of each org, in the order of the orgs.
    #[serde(default)]
    shelves: Vec<Shelf>,
}

/// Takes up where the last run left off. A file that is absent, or is not ours to read as JSON, is an empty one.
///
/// # Errors
///
/// [`SimulatorError::StateFile`] when the file is there and cannot be read.
pub(crate) fn read_into(path: &Path, world: &mut World) -> Result<(), SimulatorError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => {
            let path = path.to_owned();
            return Err(SimulatorError::StateFile { path, source });
        }
    };
    let record: StateRecord = serde_json::from_str(&text).unwrap_or_default();
    world.grants = record.grants;
    world.browsers.sessions = record.sessions;
    world.apps.extend(record.apps);
    for (org, shelf) in OrgKey::ALL.into_iter().zip(record.shelves) {
        *world.shelf_mut(org) = shelf;
    }
    world.last_written = text;
    Ok(())
}

/// Writes the file if it would differ from the last one.
pub(crate) fn write_if_changed(path: &Path, world: &mut World) {
    let made = world.apps.iter().filter(|app| app.made_at > 0);
    let record = StateRecord {
        grants: world.grants.clone(),
        sessions: world.browsers.sessions.clone(),
        apps: made.cloned().collect(),
        shelves: OrgKey::ALL.map(|org| world.shelf(org).clone()).into(),
    };
    let text = serde_json::to_string(&record).unwrap_or_default();
    if text == world.last_written {
        return;
    }
    match replace(path, &text) {
        Ok(()) => world.last_written = text,
        Err(error) => tracing::warn!(%error, "the practice org's state file was not written"),
    }
}

/// Writes beside the file and renames, so that a crash leaves the old one.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&beside)?.write_all(text.as_bytes())?;
    fs::rename(&beside, path)
}
