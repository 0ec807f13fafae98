//! `orgkeep migrate`: moves connections to an External Client App, one after the other, and back.
//!
//! Until its sign-in has succeeded, nothing about a connection changes. What was typed stays typed, so that it can be tried
//! again.

use std::time::Duration;

use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::migration::MigrateRequest;
use orgkeep_api::pending::PendingCredentialsRequest;
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::inventory::VERSION;
use orgkeep_domain::dev_hub::Deed;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::vault::Vault;
use serde::Serialize;

use crate::arguments::{MigrateArguments, PlaceArguments};
use crate::exit::{Exit, Trouble};
use crate::running::Running;
use crate::sign_in::{self, Accepted, End, SignInResult};
use crate::{compose, consent, input, named, print, unlock};

/// The one document.
#[derive(Serialize)]
struct MigrateResult {
    version: u32,
    /// Those that were tried, in their order.
    results: Vec<SignInResult>,
}

/// Moves each of the connections, and ends with the first that does not move.
pub async fn migrate(
    place: &PlaceArguments,
    arguments: &MigrateArguments,
) -> Result<Exit, Trouble> {
    if arguments.client_id.is_some() && arguments.names.len() > 1 {
        return Err(Trouble::usage(
            "An External Client App belongs to one org. Name one connection with --client-id.",
        ));
    }
    let vault = unlock::vault(place).await?;
    let records = named::several(&vault, &arguments.names).await?;
    for record in &records {
        if !arguments.back {
            consent::dev_hub_allows(Deed::MigrateDevHub, record)?;
        }
        if let Some(key) = &arguments.client_id {
            waits_already(&vault, record, key).await?;
        }
    }
    for record in &records {
        if !arguments.yes && !confirmed(record)? {
            print::word("Nothing was moved.");
            return Ok(Exit::Refused);
        }
    }
    let mut results = Vec::with_capacity(records.len());
    let ended = all_moved(&vault, &records, arguments, &mut results).await;
    if arguments.sign_in.output.json {
        print::json(&MigrateResult {
            version: VERSION,
            results,
        })?;
    }
    ended
}

/// Whether this app waits for the connection already. Another one that was typed for it is not overwritten.
async fn waits_already(
    vault: &Vault,
    record: &ConnectionRecord,
    key: &str,
) -> Result<bool, Trouble> {
    let waiting = vault.waiting(&record.id).await;
    let waiting = waiting.map_err(|error| Trouble::failed(&error))?;
    let against = match &waiting.app {
        None => return Ok(false),
        Some(app) if app.moves() && app.consumer_key.as_str() == key.trim() => return Ok(true),
        Some(app) if app.moves() => {
            "Another External Client App was typed for this connection. Without --client-id the connection moves to that \
             one; the window throws it away."
        }
        Some(_) => {
            "New credentials that were typed for this connection wait. `orgkeep reauthenticate --pending` signs in with \
             them; the window throws them away."
        }
    };
    Err(Trouble::refused(against))
}

/// What is in production moves only where its name is typed.
fn confirmed(record: &ConnectionRecord) -> Result<bool, Trouble> {
    if !consent::is_production(record) {
        return Ok(true);
    }
    consent::somebody_must_be_there("moves production")?;
    consent::named_again(record, "move the connection")
}

async fn all_moved(
    vault: &Vault,
    records: &[ConnectionRecord],
    arguments: &MigrateArguments,
    results: &mut Vec<SignInResult>,
) -> Result<Exit, Trouble> {
    for record in records {
        let end = moved(vault, record, arguments).await?;
        let (result, exit) = sign_in::told(vault, end).await?;
        results.push(result);
        if exit != Exit::Clean {
            return Ok(exit);
        }
    }
    Ok(Exit::Clean)
}

async fn moved(
    vault: &Vault,
    record: &ConnectionRecord,
    arguments: &MigrateArguments,
) -> Result<End, Trouble> {
    let sign_in = &arguments.sign_in;
    let browser = compose::browser(&sign_in.browser);
    let around = compose::surroundings(browser, Duration::from_secs(sign_in.timeout));
    print::word(&format!("{}:", record.name));
    let typed = typed(vault, record, arguments).await?;
    let mut running = Running::begin(vault.clone(), around).await;
    let end = match begun(&running.orgkeep, record.id.to_string(), typed, arguments).await {
        Ok(()) => {
            let accepted = Accepted {
                other_user: arguments.accept_user,
                refreshed_sandbox: arguments.accept_refreshed_sandbox,
                dev_hub: arguments.accept_dev_hub,
            };
            Ok(sign_in::follow(&mut running, sign_in, accepted).await)
        }
        Err(trouble) => Err(trouble),
    };
    running.close().await?;
    end
}

/// The app's credentials, where they are given here. Of an app that waits, the secret stays unless another one is given.
async fn typed(
    vault: &Vault,
    record: &ConnectionRecord,
    arguments: &MigrateArguments,
) -> Result<Option<PendingCredentialsRequest>, Trouble> {
    let Some(key) = arguments.client_id.clone().filter(|_| !arguments.back) else {
        return Ok(None);
    };
    let with_secret = arguments.client_secret_stdin;
    let given = input::credentials(record.id.to_string(), key.clone(), with_secret)?;
    // Typing takes its time, and the window may have been used meanwhile.
    let waits = waits_already(vault, record, &key).await?;
    Ok((with_secret || !waits).then_some(given))
}

async fn begun(
    orgkeep: &Orgkeep,
    id: String,
    typed: Option<PendingCredentialsRequest>,
    arguments: &MigrateArguments,
) -> Result<(), Trouble> {
    if arguments.back {
        orgkeep.go_back(ConnectionRequest { id }).await?;
        return Ok(());
    }
    if let Some(request) = typed {
        orgkeep.set_migration_credentials(request).await?;
    }
    let all_scopes = arguments.sign_in.all_scopes;
    orgkeep.migrate(MigrateRequest { id, all_scopes }).await?;
    Ok(())
}
