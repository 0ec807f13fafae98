//! `orgkeep reauthenticate`.
//!
//! New credentials are pending until the sign-in has succeeded. If it does not, those that this command was given go
//! again; those that were typed in the window stay.

use std::time::Duration;

use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::pending::{PendingCredentialsRequest, ReauthenticateRequest};
use orgkeep_vault::vault::Vault;

use crate::arguments::{PlaceArguments, ReauthenticateArguments};
use crate::exit::{Exit, Trouble};
use crate::running::Running;
use crate::sign_in::{self, Accepted, End};
use crate::{compose, input, named, print, unlock};

/// Signs in again for a connection. Until that has succeeded, nothing about it changes.
pub async fn reauthenticate(
    place: &PlaceArguments,
    arguments: &ReauthenticateArguments,
) -> Result<Exit, Trouble> {
    let vault = unlock::vault(place).await?;
    let record = named::one(&vault, &arguments.name).await?;
    let id = record.id.to_string();
    let sign_in = &arguments.sign_in;
    let waiting = vault.pending(&record.id).await;
    let waiting = waiting.map_err(|error| Trouble::failed(&error))?.is_some();
    must_fit(arguments, waiting)?;
    let browser = compose::browser(&sign_in.browser);
    let around = compose::surroundings(browser, Duration::from_secs(sign_in.timeout));
    let key = arguments.client_id.clone();
    let typed = key
        .map(|key| input::credentials(id.clone(), key, arguments.client_secret_stdin))
        .transpose()?;
    let mut running = Running::begin(vault.clone(), around).await;
    let end = signed_in(&mut running, id.clone(), typed, arguments).await;
    let given_up = arguments.client_id.is_some() && !matches!(end, Ok(End::Connected(_)));
    if given_up
        && let Err(error) = running
            .orgkeep
            .discard_pending_credentials(ConnectionRequest { id })
            .await
    {
        print::word(&format!(
            "orgkeep: the new credentials are left as pending: {error}"
        ));
    }
    running.close().await?;
    finish(&vault, end, sign_in.output.json).await
}

async fn finish(vault: &Vault, end: Result<End, Trouble>, json: bool) -> Result<Exit, Trouble> {
    sign_in::finish(vault, end?, json).await
}

/// What somebody typed in the window is neither overwritten nor used by mistake.
fn must_fit(arguments: &ReauthenticateArguments, waiting: bool) -> Result<(), Trouble> {
    if arguments.pending && !waiting {
        return Err(Trouble::refused(
            "No new credentials were typed for this connection.",
        ));
    }
    if arguments.client_id.is_some() && waiting {
        return Err(Trouble::refused(
            "New credentials that were typed in the window wait for this connection. --pending signs in with them; \
             the window throws them away.",
        ));
    }
    Ok(())
}

async fn signed_in(
    running: &mut Running,
    id: String,
    typed: Option<PendingCredentialsRequest>,
    arguments: &ReauthenticateArguments,
) -> Result<End, Trouble> {
    let orgkeep = &running.orgkeep;
    if let Some(request) = typed {
        orgkeep.set_pending_credentials(request).await?;
    }
    let request = ReauthenticateRequest {
        id,
        with_pending: arguments.pending || arguments.client_id.is_some(),
        all_scopes: arguments.sign_in.all_scopes,
    };
    orgkeep.reauthenticate(request).await?;
    let accepted = Accepted {
        other_user: arguments.accept_user,
        refreshed_sandbox: arguments.accept_refreshed_sandbox,
        dev_hub: false,
    };
    Ok(sign_in::follow(running, &arguments.sign_in, accepted).await)
}
