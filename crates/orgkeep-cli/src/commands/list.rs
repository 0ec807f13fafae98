//! `orgkeep list`.

use orgkeep_app::inventory::{InventoryEntry, to_json};
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::health::Health;
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
        print::bytes(document.as_bytes())?;
    } else if records.is_empty() {
        print::word("There are no connections yet. `orgkeep register` makes one.");
    } else {
        let rows: Vec<[Cell; 6]> = records.iter().map(row).collect();
        let titles = ["NAME", "STATUS", "SEEN", "TYPE", "SIGNS IN BY", "USER"];
        print::styled(&table(titles, &rows, Look::of_output()))?;
    }
    Ok(Exit::Clean)
}

fn row(record: &ConnectionRecord) -> [Cell; 6] {
    [
        cell(record.name.as_str()),
        health(record.health()),
        cell(record.health_at().strftime("%Y-%m-%d").to_string()),
        cell(record.org_type.key()),
        cell(way(record.authentication)),
        cell(&record.username),
    ]
}

/// How a connection is, in a word or two.
pub fn health(health: Health) -> Cell {
    match health {
        Health::Connected => moody("connected", Mood::Good),
        Health::Untested => cell("not tested yet"),
        Health::SignInAgain => moody("sign in again", Mood::Bad),
        Health::AppBlocked => moody("app blocked", Mood::Bad),
        Health::UserInactive => moody("user inactive", Mood::Bad),
        Health::PlaceOrHours => moody("IP or hours", Mood::Bad),
        Health::ApiDisabled => moody("no API access", Mood::Bad),
        Health::OrgGone => moody("org gone", Mood::Bad),
        Health::Refused => moody("refused", Mood::Bad),
        Health::Unreachable => moody("unreachable", Mood::Bad),
        Health::LimitReached => cell("limit reached"),
        Health::Maintenance => cell("maintenance"),
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
