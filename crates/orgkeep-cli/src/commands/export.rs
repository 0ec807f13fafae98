//! `orgkeep export`.

use orgkeep_app::file::write_text;
use orgkeep_app::inventory::{InventoryEntry, to_csv, to_json};
use orgkeep_domain::activity::{ActivityKind, Deed, Detail};

use crate::arguments::{ExportArguments, Format, PlaceArguments};
use crate::exit::{Exit, Trouble};
use crate::print::{self, counted};
use crate::{compose, named};

/// Writes the list without secrets.
pub async fn export(place: &PlaceArguments, arguments: &ExportArguments) -> Result<Exit, Trouble> {
    let vault = compose::store(place)?;
    let records = named::all(&vault).await?;
    let entries: Vec<InventoryEntry> = records.iter().map(InventoryEntry::from).collect();
    let document = match arguments.format {
        Format::Csv => to_csv(&entries),
        Format::Json => to_json(&entries),
    };
    let document = document.map_err(|error| Trouble::failed(&error))?;
    match &arguments.out {
        None => print::bytes(document.as_bytes())?,
        Some(file) => {
            let place = std::path::absolute(file);
            place
                .and_then(|place| write_text(&place, &document))
                .map_err(|error| {
                    let file = file.display();
                    let why = error.kind();
                    Trouble::unusable(format!("{file} could not be written: {why}."))
                })?;
            print::word(&format!(
                "{} written.",
                counted(entries.len(), "connection")
            ));
        }
    }
    let told = Deed::done(ActivityKind::ExportInventory).with(Detail::Count(entries.len() as u64));
    if let Err(error) = vault.tell(told).await {
        print::word(&format!("The activity does not tell of it: {error}."));
    }
    Ok(Exit::Clean)
}
