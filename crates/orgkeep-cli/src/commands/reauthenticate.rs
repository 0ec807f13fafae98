//! `orgkeep reauthenticate`.
//!
//! New credentials are pending until the sign-in has succeeded. If it does not, those that this command was given go
//! again; those that were typed in the window stay.

use std::time::Duration;

use orgkeep_api::command::Commands as _;
use orgkeep_api::login::PendingLoginRequest;
use orgkeep_api::pending::{PendingCredentialsRequest, ReauthenticateRequest};
use orgkeep_app::session::ended;
use orgkeep_domain::dev_hub::Deed;
use orgkeep_domain::verdict::Verdict;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::pending_record::PendingId;
use orgkeep_vault::vault::Vault;

use crate::arguments::{PlaceArguments, ReauthenticateArguments};
use crate::exit::{Exit, Trouble};
use crate::running::Running;
use crate::sign_in::{self, Accepted, End};
use crate::{compose, consent, input, named, print, unlock};

/// What this command was given in place of what is in force.
enum Given {
    App(PendingCredentialsRequest),
    Login(PendingLoginRequest),
}

impl Given {
    fn read(
        arguments: &ReauthenticateArguments,
        record: &ConnectionRecord,
    ) -> Result<Option<Self>, Trouble> {
        let id = record.id.to_string();
        if let Some(key) = arguments.client_id.clone() {
            let typed = input::credentials(id, key, arguments.client_secret_stdin)?;
            return Ok(Some(Self::App(typed)));
        }
        if !arguments.password_stdin {
            return Ok(None);
        }
        Ok(Some(Self::Login(PendingLoginRequest {
            id,
            username: record.username.clone(),
            password: input::secret("Password")?,
            security_token: input::optional_secret("Security token")?,
        })))
    }
}

/// Signs in again for a connection. Until that has succeeded, nothing about it changes.
pub async fn reauthenticate(
    place: &PlaceArguments,
    arguments: &ReauthenticateArguments,
) -> Result<Exit, Trouble> {
    let vault = unlock::vault(place).await?;
    let record = named::one(&vault, &arguments.name).await?;
    consent::dev_hub_allows(Deed::ReauthenticateDevHub, &record)?;
    must_fit(&vault, arguments, &record).await?;
    let sign_in = &arguments.sign_in;
    let browser = compose::browser(&sign_in.browser);
    let around = compose::surroundings(browser, Duration::from_secs(sign_in.timeout));
    let given = Given::read(arguments, &record)?;
    // Typing takes its time, and the window may have been used meanwhile.
    must_fit(&vault, arguments, &record).await?;
    let mut running = Running::begin(vault.clone(), around).await;
    let end = match kept(&running, &vault, &record, given).await {
        Ok(typed) => {
            let end = signed_in(&mut running, &record, arguments).await;
            if let Some(typed) = typed.filter(|_| !matches!(end, Ok(End::Connected(_)))) {
                take_back(&vault, &typed).await;
            }
            end
        }
        Err(trouble) => Err(trouble),
    };
    running.close().await?;
    finish(&vault, end, sign_in.output.json).await
}

async fn finish(vault: &Vault, end: Result<End, Trouble>, json: bool) -> Result<Exit, Trouble> {
    sign_in::finish(vault, end?, json).await
}

/// What somebody typed in the window is neither overwritten nor used by mistake.
async fn must_fit(
    vault: &Vault,
    arguments: &ReauthenticateArguments,
    record: &ConnectionRecord,
) -> Result<(), Trouble> {
    let waiting = vault.waiting(&record.id).await;
    let waiting = waiting.map_err(|error| Trouble::failed(&error))?;
    let new_key = arguments.client_id.is_some();
    let new = arguments.gives_new();
    let against = if arguments.pending && !waiting.is_some() {
        "No new credentials were typed for this connection."
    } else if (arguments.pending || new) && waiting.is_some() && !waiting.renews() {
        "What was typed for this connection is to move it to an External Client App. `orgkeep migrate` does that; the \
         window throws it away."
    } else if new && waiting.is_some() {
        "New credentials that were typed in the window wait for this connection. --pending signs in with them; the \
         window throws them away."
    } else if new_key && record.app.is_none() {
        "This connection signs in with a password, and has no app. `orgkeep migrate` moves it to an External Client App."
    } else if arguments.password_stdin && record.app.is_some() {
        "This connection signs in through an app. --client-id and --client-secret-stdin give it new credentials."
    } else if !new && !arguments.pending && record.upkeep.secret_is_apart {
        "The consumer secret of this connection cannot be read any more: it was sealed with a key that is lost. --client-id and \
         --client-secret-stdin give key and secret again; they may be the same."
    } else if !new && !arguments.pending && needs_another(record) {
        "Salesforce refused the password that is kept, or it cannot be used any more. --password-stdin takes one from \
         standard input, then the security token."
    } else {
        return Ok(());
    };
    Err(Trouble::refused(against))
}

/// Whether another password is needed. Each wrong try counts towards a lockout, so the same one is not sent again.
fn needs_another(record: &ConnectionRecord) -> bool {
    let refused = ended(record) == Some(Verdict::PasswordChanged);
    record.app.is_none() && (refused || record.upkeep.is_apart)
}

/// Keeps what this command was given. Gives what to take back if it does not work.
async fn kept(
    running: &Running,
    vault: &Vault,
    record: &ConnectionRecord,
    given: Option<Given>,
) -> Result<Option<PendingId>, Trouble> {
    let is_login = match given {
        None => return Ok(None),
        Some(Given::App(request)) => {
            running.orgkeep.set_pending_credentials(request).await?;
            false
        }
        Some(Given::Login(request)) => {
            running.orgkeep.set_pending_login(request).await?;
            true
        }
    };
    let kept = vault.waiting(&record.id).await;
    let kept = kept.map_err(|error| Trouble::failed(&error))?;
    Ok(match is_login {
        true => kept.login.map(|login| login.id),
        false => kept.app.map(|app| app.id),
    })
}

/// Only that: what was typed in the window meanwhile stays.
async fn take_back(vault: &Vault, typed: &PendingId) {
    if let Err(error) = vault.take_back_pending(typed).await {
        print::word(&format!(
            "orgkeep: the new credentials are left as pending: {error}"
        ));
    }
}

async fn signed_in(
    running: &mut Running,
    record: &ConnectionRecord,
    arguments: &ReauthenticateArguments,
) -> Result<End, Trouble> {
    let request = ReauthenticateRequest {
        id: record.id.to_string(),
        with_pending: arguments.pending || arguments.gives_new(),
        all_scopes: arguments.sign_in.all_scopes,
    };
    running.orgkeep.reauthenticate(request).await?;
    let accepted = Accepted {
        other_user: arguments.accept_user,
        refreshed_sandbox: arguments.accept_refreshed_sandbox,
        dev_hub: false,
    };
    Ok(sign_in::follow(running, &arguments.sign_in, accepted).await)
}
