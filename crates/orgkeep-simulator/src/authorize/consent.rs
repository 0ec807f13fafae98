//! The consent page: Allow or Deny.

use axum::{http::StatusCode, response::Response};

use super::{
    Problem, consent_address, finish, may_skip_consent, problem, session_of, sign_in_address,
};
use crate::{
    asked::Asked,
    backstage::Backstage,
    fault::Fault,
    host::HostKey,
    page, reply,
    world::{Continuation, Subject},
};

/// The page's address.
pub(crate) const CONSENT_PATH: &str = "/setup/secur/RemoteAccessAuthorizationPage.apexp";

/// An authorization that a signed-in person can decide about.
struct Question {
    source: String,
    waiting: Continuation,
    subject: Subject,
}

/// Shows the page, or goes on without it if the person has allowed this before.
pub(crate) fn ask(back: &Backstage, asked: &Asked) -> Response {
    let question = match find(back, asked) {
        Ok(question) => question,
        Err(answer) => return *answer,
    };
    if may_skip_consent(back, &question.waiting.request, &question.subject) {
        return allow(back, asked.host, &question);
    }
    let page = back.look(|world| {
        let (org, user) = world.person(&question.subject)?;
        let app = world.app(&question.waiting.request.client_id)?;
        let request = &question.waiting.request;
        Some(page::consent(
            app,
            org,
            user,
            &request.scopes,
            &question.source,
        ))
    });
    match page {
        Some(page) => reply::html(StatusCode::OK, page),
        None => gone(asked.host),
    }
}

/// The page's form: the person has decided.
pub(crate) fn decide(back: &Backstage, asked: &Asked) -> Response {
    let question = match find(back, asked) {
        Ok(question) => question,
        Err(answer) => return *answer,
    };
    match asked.form().text("decision") {
        "allow" => allow(back, asked.host, &question),
        "deny" => {
            back.change(|world| world.browsers.decided(&question.source));
            let problem = Problem::new("access_denied", "end-user denied authorization");
            finish::send_error(back, asked.host, &question.waiting.request, &problem)
        }
        _ => reply::redirect(&consent_address(&question.source)),
    }
}

fn allow(back: &Backstage, host: HostKey, question: &Question) -> Response {
    back.change(|world| world.browsers.decided(&question.source));
    let request = &question.waiting.request;
    match back.faults.take(error_after_consent) {
        Some(problem) => finish::send_error(back, host, request, &problem),
        None => finish::send_code(back, host, request, &question.subject),
    }
}

/// The authorization, or the answer if there is nothing to decide.
fn find(back: &Backstage, asked: &Asked) -> Result<Question, Box<Response>> {
    let form = asked.parameters_or_form();
    let source = form.text("source").to_owned();
    let waiting = back.look(|world| world.browsers.waiting(asked.host, &source).cloned());
    let waiting = waiting.ok_or_else(|| Box::new(gone(asked.host)))?;
    let to_sign_in = || Box::new(reply::redirect(&sign_in_address(&source)));
    let subject = session_of(back, asked).ok_or_else(to_sign_in)?;
    if waiting.needs_sign_in {
        return Err(to_sign_in());
    }
    match obstacle(back, asked.host, &waiting, &subject) {
        Some(problem) => Err(Box::new(problem::stop(asked.host, &problem))),
        None => Ok(Question {
            source,
            waiting,
            subject,
        }),
    }
}

/// What keeps this person from using this app here.
fn obstacle(
    back: &Backstage,
    host: HostKey,
    waiting: &Continuation,
    subject: &Subject,
) -> Option<Problem> {
    let app_org = back.look(|world| world.app(&waiting.request.client_id).map(|app| app.org));
    if app_org != Some(subject.org) {
        return Some(foreign_app(host));
    }
    back.faults.take(stop_after_sign_in)
}

/// A local app is of no use to another org; the words depend on where the person signed in.
fn foreign_app(host: HostKey) -> Problem {
    match host {
        HostKey::MyDomain(_) => {
            let description = "External client app is not installed in this org";
            Problem::new("OAUTH_EC_APP_NOT_FOUND", description)
        }
        HostKey::Login | HostKey::Test => {
            let description =
                "Cross-org OAuth flows are not supported for this external client app";
            Problem::new("OAUTH_AUTHORIZATION_BLOCKED", description)
        }
    }
}

fn gone(host: HostKey) -> Response {
    let description = "This page was already used, or is too old. Please start again.";
    problem::stop(
        host,
        &Problem::new("OAUTH_APPROVAL_ERROR_GENERIC", description),
    )
}

fn stop_after_sign_in(fault: &Fault) -> Option<Problem> {
    match fault {
        Fault::StopAfterSignIn { code, description } => Some(Problem::new(code, description)),
        _ => None,
    }
}

fn error_after_consent(fault: &Fault) -> Option<Problem> {
    match fault {
        Fault::ErrorAfterConsent { code, description } => Some(Problem::new(code, description)),
        _ => None,
    }
}
