//! `orgkeep remove`.

use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::removal::{RemovalView, RevocationOutcomeView};
use orgkeep_app::inventory::VERSION;
use orgkeep_domain::connection::OrgType;
use orgkeep_vault::connection_record::ConnectionRecord;
use serde::Serialize;

use crate::arguments::{PlaceArguments, RemoveArguments};
use crate::exit::{Exit, Trouble};
use crate::running::Running;
use crate::{compose, input, named, print, unlock};

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
    let record = named::one(&compose::store(place)?, &arguments.name).await?;
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
    if !input::somebody_is_there() {
        return Err(Trouble::usage(
            "Nobody is there to be asked; --yes removes without a question.",
        ));
    }
    let name = &record.name;
    let user = &record.username;
    if record.org_type == OrgType::Production {
        let question =
            format!("{name} ({user}) is a production org. Its name, to remove the connection:");
        return Ok(input::answer(&question)?.as_deref() == Some(name.as_str()));
    }
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
