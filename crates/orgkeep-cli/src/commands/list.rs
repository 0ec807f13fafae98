//! `orgkeep list`.

use orgkeep_app::inventory::{InventoryEntry, to_json};
use orgkeep_domain::connection::{AuthenticationType, ConnectionStatus};
use orgkeep_domain::text::escaped;
use orgkeep_vault::connection_record::ConnectionRecord;

use crate::arguments::{JsonArguments, PlaceArguments};
use crate::exit::{Exit, Trouble};
use crate::table::{Cell, Look, Mood, cell, moody, table};
use crate::{compose, named, print};

/// Prints every connection as it was last seen.
pub async fn list(place: &PlaceArguments, output: &JsonArguments) -> Result<Exit, Trouble> {
    let records = named::all(&compose::store(place)?).await?;
    if output.json {
        let entries: Vec<InventoryEntry> = records.iter().map(InventoryEntry::from).collect();
        let document = to_json(&entries).map_err(|error| Trouble::failed(&error))?;
        print::bytes(escaped(&document).as_bytes())?;
    } else if records.is_empty() {
        print::word("There are no connections yet. `orgkeep register` makes one.");
    } else {
        let rows: Vec<[Cell; 5]> = records.iter().map(row).collect();
        let titles = ["NAME", "STATUS", "TYPE", "SIGNS IN BY", "USER"];
        print::styled(&table(titles, &rows, Look::of_output()))?;
    }
    Ok(Exit::Clean)
}

fn row(record: &ConnectionRecord) -> [Cell; 5] {
    [
        cell(record.name.as_str()),
        status(record.status),
        cell(record.org_type.key()),
        cell(way(record.authentication)),
        cell(&record.username),
    ]
}

/// The status as a word.
pub fn status(status: ConnectionStatus) -> Cell {
    match status {
        ConnectionStatus::Connected => moody("connected", Mood::Good),
        ConnectionStatus::SignInAgain => moody("sign in again", Mood::Bad),
        ConnectionStatus::Untested => cell("not tested yet"),
    }
}

/// How a connection signs in, in a word or two.
pub fn way(authentication: AuthenticationType) -> &'static str {
    match authentication {
        AuthenticationType::Standard => "password",
        AuthenticationType::ConnectedApp => "Connected App",
        AuthenticationType::ExternalClientApp => "ECA",
    }
}
