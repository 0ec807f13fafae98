//! `orgkeep register`.
//!
//! It registers as the window does: a draft, and the one driver of sign-ins. The draft goes with the command, however
//! that ends, so that failed pipelines leave nothing behind; only a killed one leaves it, and the window shows it.

mod draft;

use std::time::Duration;

use orgkeep_api::attempt::ConnectRequest;
use orgkeep_api::command::Commands as _;
use orgkeep_api::register::DraftRequest;
use orgkeep_app::facade::Orgkeep;

use crate::arguments::{PlaceArguments, RegisterArguments};
use crate::exit::{Exit, Trouble};
use crate::sign_in::{self, Accepted, End};
use crate::{compose, input, unlock};

/// Signs in to an org, and saves the connection.
pub async fn register(
    place: &PlaceArguments,
    arguments: &RegisterArguments,
) -> Result<Exit, Trouble> {
    let vault = unlock::vault(place).await?;
    let secret = match arguments.client_secret_stdin {
        true => Some(input::secret("Consumer secret")?),
        false => None,
    };
    let sign_in = &arguments.sign_in;
    let browser = compose::browser(&sign_in.browser);
    let around = compose::surroundings(browser, Duration::from_secs(sign_in.timeout));
    let orgkeep = compose::program(vault.clone(), around);
    let draft = draft::of(&orgkeep, arguments, secret).await;
    let end = match draft {
        Ok(id) => connected(&orgkeep, id, arguments).await,
        Err(trouble) => Err(trouble),
    };
    orgkeep.close().await;
    sign_in::finish(&vault, end?, sign_in.output.json).await
}

async fn connected(
    orgkeep: &Orgkeep,
    id: String,
    arguments: &RegisterArguments,
) -> Result<End, Trouble> {
    let request = ConnectRequest {
        draft: id.clone(),
        all_scopes: arguments.sign_in.all_scopes,
    };
    let end = match orgkeep.connect(request).await {
        Ok(_) => Ok(sign_in::follow(orgkeep, &arguments.sign_in, Accepted::default()).await),
        Err(error) => Err(error.into()),
    };
    if !matches!(end, Ok(End::Connected(_))) {
        draft::discarded(orgkeep, DraftRequest { id }).await;
    }
    end
}
