//! `orgkeep vault`.

use std::path::Path;

use jiff::Timestamp;
use orgkeep_app::inventory::VERSION;
use orgkeep_vault::damage::SetAsideError;
use orgkeep_vault::vault::Vault;
use serde::Serialize;

use crate::arguments::{JsonArguments, PlaceArguments, VaultCommand};
use crate::exit::{Exit, Trouble};
use crate::{compose, print};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SetAsideResult<'path> {
    version: u32,
    outcome: &'static str,
    path: &'path Path,
}

/// Cares for the store itself, which may be one that does not open.
pub fn vault(place: &PlaceArguments, command: &VaultCommand) -> Result<Exit, Trouble> {
    match command {
        VaultCommand::SetAside(output) => set_aside(place, output),
    }
}

/// Nothing is lost by it, so nobody is asked.
fn set_aside(place: &PlaceArguments, output: &JsonArguments) -> Result<Exit, Trouble> {
    let settings = compose::settings(place)?;
    let moved = Vault::set_damaged_aside(&settings.folder, Timestamp::now());
    let path = moved.map_err(|error| match error {
        SetAsideError::Sound => Trouble::refused("The store is not damaged. It stays where it is."),
        other => Trouble::failed(&other),
    })?;
    print::word(&format!("The damaged store is now {}.", path.display()));
    let made = Vault::open(settings);
    made.map_err(|error| Trouble::failed(&error))?;
    print::word(
        "A new, empty one is in its place. A backup is restored in the window: Settings, Vault. Secrets come back by signing in.",
    );
    if output.json {
        print::json(&SetAsideResult {
            version: VERSION,
            outcome: "setAside",
            path: &path,
        })?;
    }
    Ok(Exit::Clean)
}
