//! `/services/oauth2/authorize` and the pages that follow from it.
//!
//! A request that is in order is kept under an opaque name; sign-in and consent carry that name along, as Salesforce's
//! pages carry theirs. What is wrong with the app or its callback stays on a page; the rest is told to the callback.

mod consent;
mod finish;
mod problem;
mod request;
mod sign_in;

use axum::response::Response;
pub(crate) use consent::{CONSENT_PATH, ask, decide};
use finish::send_error;
pub(crate) use problem::{PROBLEM_PATH, Problem, show as show_problem};
pub(crate) use request::AuthorizeRequest;
use request::Stop;
pub(crate) use sign_in::{
    HOME_PATH, LOGOUT_PATH, home, session_of, show as show_sign_in, sign_in, sign_out,
};

use crate::{
    asked::Asked,
    backstage::Backstage,
    fault::Fault,
    form::encode,
    reply,
    world::{Continuation, Subject},
};

/// Answers an authorize request.
pub(crate) fn begin(back: &Backstage, asked: &Asked) -> Response {
    if let Some(problem) = back.faults.take(stop_on_page) {
        return problem::stop(asked.host, &problem);
    }
    let request = match request::parse(back, asked) {
        Ok(request) => request,
        Err(Stop::OnPage(problem)) => return problem::stop(asked.host, &problem),
        Err(Stop::AtCallback(request, problem)) => {
            return send_error(back, asked.host, &request, &problem);
        }
    };
    if let Some(problem) = back.faults.take(error_to_callback) {
        return send_error(back, asked.host, &request, &problem);
    }
    if request.immediate {
        return at_once(back, asked, &request);
    }
    to_person(back, asked, request)
}

fn stop_on_page(fault: &Fault) -> Option<Problem> {
    match fault {
        Fault::StopOnPage { code, description } => Some(Problem::new(code, description)),
        _ => None,
    }
}

fn error_to_callback(fault: &Fault) -> Option<Problem> {
    match fault {
        Fault::ErrorToCallback { code, description } => Some(Problem::new(code, description)),
        _ => None,
    }
}

/// `immediate=true`: a code if nobody has to be asked anything, else an error.
fn at_once(back: &Backstage, asked: &Asked, request: &AuthorizeRequest) -> Response {
    match session_of(back, asked) {
        Some(subject) if may_skip_consent(back, request, &subject) => {
            finish::send_code(back, asked.host, request, &subject)
        }
        _ => {
            let problem = Problem::new("immediate_unsuccessful", "user interaction required");
            send_error(back, asked.host, request, &problem)
        }
    }
}

/// Sends the browser to sign-in, or to consent if somebody is signed in already and that is good enough.
fn to_person(back: &Backstage, asked: &Asked, request: AuthorizeRequest) -> Response {
    let needs_sign_in = request.forces_sign_in() || session_of(back, asked).is_none();
    let continuation = Continuation {
        host: asked.host,
        request,
        needs_sign_in,
    };
    let source = back.change(|world| world.browsers.wait(continuation, &mut world.entropy));
    if needs_sign_in {
        reply::redirect(&sign_in_address(&source))
    } else {
        reply::redirect(&consent_address(&source))
    }
}

/// Whether the person has allowed the app all of this before, and nobody insists on asking again.
fn may_skip_consent(back: &Backstage, request: &AuthorizeRequest, subject: &Subject) -> bool {
    if request.forces_consent() {
        return false;
    }
    back.look(|world| {
        let app = world.app(&request.client_id);
        app.is_some_and(|app| app.org == subject.org)
            && world
                .grants
                .covers(&request.client_id, subject, &request.scopes)
    })
}

fn consent_address(source: &str) -> String {
    format!("{CONSENT_PATH}?{}", encode(&[("source", source)]))
}

/// Salesforce's login page, told where to go on.
fn sign_in_address(source: &str) -> String {
    let start = consent_address(source);
    format!("/?{}", encode(&[("ec", "302"), ("startURL", &start)]))
}
