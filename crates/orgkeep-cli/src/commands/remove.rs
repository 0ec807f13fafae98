//! `orgkeep remove`.

use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::removal::{RemovalView, RevocationOutcomeView};
use orgkeep_app::inventory::VERSION;
use orgkeep_vault::connection_record::ConnectionRecord;
use serde::Serialize;

use crate::arguments::{PlaceArguments, RemoveArguments};
use crate::exit::{Exit, Trouble};
use crate::running::Running;
use crate::{compose, consent, input, named, print, unlock};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RemoveResult {
    version: u32,
    outcome: &'static str,
    id: String,
    name: String,
    revocation: RevocationOutcomeView,
}

/// Removes a connection, and has Salesforce revoke its token.
pub async fn remove(place: &PlaceArguments, arguments: &RemoveArguments) -> Result<Exit, Trouble> {
    let store = compose::store(place)?;
    let record = named::one(&store, &arguments.name).await?;
    consent::tell_dependents(&store, &record).await?;
    if !arguments.yes && !confirmed(&record)? {
        print::word("Nothing was removed.");
        return Ok(Exit::Refused);
    }
    let vault = unlock::vault(place).await?;
    // From here on it is not cut off: half of a removal would be a token that nobody knows and that lives on.
    let running = Running::begin(vault, compose::plain_surroundings()).await;
    let id = record.id.to_string();
    let removed = running
        .orgkeep
        .remove_connection(ConnectionRequest { id: id.clone() })
        .await;
    running.close().await?;
    let RemovalView { name, revocation } = removed?;
    print::word(&format!("{name} is removed. {}", receipt(revocation)));
    if arguments.output.json {
        print::json(&RemoveResult {
            version: VERSION,
            outcome: "removed",
            id,
            name,
            revocation,
        })?;
    }
    Ok(Exit::Clean)
}

/// What is in production is removed only by whoever types its name.
fn confirmed(record: &ConnectionRecord) -> Result<bool, Trouble> {
    consent::somebody_must_be_there("removes")?;
    if consent::is_production(record) {
        return consent::named_again(record, "remove the connection");
    }
    let (name, user) = (&record.name, &record.username);
    let answer = input::answer(&format!("Remove {name} ({user})? [y/N]"))?;
    Ok(answer.is_some_and(|answer| ["y", "yes"].contains(&answer.to_lowercase().as_str())))
}

fn receipt(revocation: RevocationOutcomeView) -> &'static str {
    match revocation {
        RevocationOutcomeView::Revoked => "Salesforce has revoked its token.",
        RevocationOutcomeView::AlreadyDead => "Its token was dead already.",
        RevocationOutcomeView::Unconfirmed => {
            "Salesforce has not confirmed that its token is revoked; Orgkeep tries again with the next start of the window."
        }
        RevocationOutcomeView::NothingToRevoke => "There was no token to revoke.",
    }
}
