//! What was typed, as a draft that can be connected.

use orgkeep_api::address::{ConfirmHostRequest, LoginUrlCheckView};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{AuthenticationView, OrgTypeView};
use orgkeep_api::login::{DraftLoginRequest, LoginField};
use orgkeep_api::register::{
    DraftFields, DraftRequest, DraftSecretRequest, DraftView, FieldCheckView, SaveDraftRequest,
    WizardStepView,
};
use orgkeep_app::facade::Orgkeep;

use super::Typed;
use crate::arguments::{OrgKind, RegisterArguments, Way};
use crate::exit::Trouble;
use crate::print;

/// The id of a draft that is ready. One that is not is thrown away again.
pub async fn of(
    orgkeep: &Orgkeep,
    arguments: &RegisterArguments,
    typed: Typed,
) -> Result<String, Trouble> {
    let draft = orgkeep.new_draft(NoRequest {}).await?;
    let id = draft.id.clone();
    match filled(orgkeep, draft, arguments, typed).await {
        Ok(()) => Ok(id),
        Err(trouble) => {
            discarded(orgkeep, DraftRequest { id }).await;
            Err(trouble)
        }
    }
}

/// Throws a draft away.
pub async fn discarded(orgkeep: &Orgkeep, request: DraftRequest) {
    if let Err(error) = orgkeep.discard_draft(request).await {
        print::word(&format!(
            "orgkeep: what was typed is left in the window's list of unfinished registrations: {error}"
        ));
    }
}

async fn filled(
    orgkeep: &Orgkeep,
    draft: DraftView,
    arguments: &RegisterArguments,
    typed: Typed,
) -> Result<(), Trouble> {
    let id = draft.id.clone();
    let request = SaveDraftRequest {
        id: id.clone(),
        step: WizardStepView::Credentials,
        fields: fields(draft.fields, arguments),
    };
    let mut saved = orgkeep.save_draft(request).await?;
    if let Some(host) = &arguments.confirm_host {
        let host = host.clone();
        let draft = id.clone();
        saved = orgkeep
            .confirm_login_host(ConfirmHostRequest { draft, host })
            .await
            .map_err(|error| Trouble::usage(format!("--confirm-host: {}.", error.message)))?;
    }
    usable(&saved, arguments)?;
    seal(orgkeep, id, typed).await
}

async fn seal(orgkeep: &Orgkeep, id: String, typed: Typed) -> Result<(), Trouble> {
    match typed {
        Typed::App { secret: None } => {}
        Typed::App { secret } => {
            orgkeep
                .set_draft_secret(DraftSecretRequest { id, secret })
                .await?;
        }
        Typed::Login {
            password,
            security_token,
        } => {
            for (field, secret) in [
                (LoginField::Password, Some(password)),
                (LoginField::SecurityToken, security_token),
            ] {
                let id = id.clone();
                orgkeep
                    .set_draft_login(DraftLoginRequest { id, field, secret })
                    .await?;
            }
        }
    }
    Ok(())
}

fn fields(new: DraftFields, arguments: &RegisterArguments) -> DraftFields {
    DraftFields {
        name: arguments.name.clone(),
        org_type: match arguments.org_type {
            OrgKind::Production => OrgTypeView::Production,
            OrgKind::Sandbox => OrgTypeView::Sandbox,
            OrgKind::Developer => OrgTypeView::Developer,
            OrgKind::Scratch => OrgTypeView::Scratch,
        },
        authentication: match arguments.auth {
            Way::Eca => AuthenticationView::ExternalClientApp,
            Way::ConnectedApp => AuthenticationView::ConnectedApp,
            Way::Standard => AuthenticationView::Standard,
        },
        retirement_accepted: arguments.auth == Way::Standard,
        login_url: arguments.login_url.clone(),
        consumer_key: arguments.client_id.clone().unwrap_or_default(),
        username: arguments.username.clone().unwrap_or_default(),
        opens_when_active: true,
        ..new
    }
}

/// Everything is said that can be known before a browser opens.
fn usable(draft: &DraftView, arguments: &RegisterArguments) -> Result<(), Trouble> {
    let checks = &draft.checks;
    if let Some(wrong) = wrong(checks.name) {
        return Err(Trouble::usage(format!("--name: {wrong}.")));
    }
    address(&checks.login_url)?;
    if arguments.auth == Way::Standard {
        // Its password is sealed next; then everything is there.
        return match wrong(checks.username) {
            Some(wrong) => Err(Trouble::usage(format!("--username: {wrong}."))),
            None => Ok(()),
        };
    }
    if let Some(wrong) = wrong(checks.consumer_key) {
        return Err(Trouble::usage(format!("--client-id: {wrong}.")));
    }
    match checks.ready {
        true => Ok(()),
        false => Err(Trouble::usage("These values cannot be used together.")),
    }
}

fn wrong(check: FieldCheckView) -> Option<&'static str> {
    match check {
        FieldCheckView::Fine => None,
        FieldCheckView::Empty => Some("nothing visible is in it"),
        FieldCheckView::TooLong => Some("it is longer than 80 characters"),
        FieldCheckView::Malformed => Some("it has characters that no such value has"),
    }
}

fn address(check: &LoginUrlCheckView) -> Result<(), Trouble> {
    match check {
        LoginUrlCheckView::MyDomain { origin, repairs } => {
            if !repairs.is_empty() {
                print::word(&format!("The login address is taken as {origin}."));
            }
            Ok(())
        }
        LoginUrlCheckView::Generic { origin, .. } => {
            print::word(&format!(
                "{origin} serves every org, and a Local app works in its own only: sign in to the org that has it."
            ));
            Ok(())
        }
        LoginUrlCheckView::Custom {
            confirmed: true, ..
        } => Ok(()),
        LoginUrlCheckView::Custom {
            host, suggestion, ..
        } => {
            let better = suggestion.as_ref().map_or_else(String::new, |origin| {
                format!(" The org's own address is probably {origin}.")
            });
            Err(Trouble::usage(format!(
                "--login-url: {host} is not a login host of Salesforce that Orgkeep knows.{better} Whoever is sure of \
                 it adds --confirm-host {host}."
            )))
        }
        LoginUrlCheckView::Empty => Err(Trouble::usage("--login-url: it is empty.")),
        LoginUrlCheckView::Refused { reason } => {
            Err(Trouble::usage(format!("--login-url: {}", refused(*reason))))
        }
    }
}

fn refused(reason: orgkeep_api::address::AddressReasonView) -> &'static str {
    use orgkeep_api::address::AddressReasonView as Reason;
    match reason {
        Reason::Malformed => "it is not a web address.",
        Reason::Scheme => "it is an address of another kind than a web page's.",
        Reason::UserInfo => "it holds a user name or password. Leave that out.",
        Reason::Host => "the host cannot be a Salesforce server.",
        Reason::NotALoginHost => "nobody signs in to an org at that host of Salesforce.",
        Reason::MyDomainUnknown => "it does not tell the org's My Domain.",
        Reason::NotPractice => "the practice vault takes addresses of this computer only.",
    }
}
