//! Errors that stay with Salesforce: the callback never hears of them.

use axum::{http::StatusCode, response::Response};

use crate::{
    asked::Asked,
    form::{Form, encode},
    host::HostKey,
    page, reply,
};

/// Where My Domain hosts show an error.
pub(crate) const PROBLEM_PATH: &str = "/setup/secur/RemoteAccessErrorPage.apexp";

/// A code for programs and words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub code: String,
    pub description: String,
}

impl Problem {
    pub(crate) fn new(code: &str, description: &str) -> Self {
        Self {
            code: code.to_owned(),
            description: description.to_owned(),
        }
    }

    /// `error=…&error_description=…`, the form in which a check without a browser finds it.
    pub(crate) fn query(&self) -> String {
        let pairs = [
            ("error", self.code.as_str()),
            ("error_description", self.description.as_str()),
        ];
        encode(&pairs)
    }
}

/// Ends an authorization here, in one of the three forms that are met in the field: the generic hosts answer with the
/// page itself, a production My Domain redirects to it, a sandbox's redirects with the error encoded once more.
pub(crate) fn stop(host: HostKey, problem: &Problem) -> Response {
    match host {
        HostKey::Login | HostKey::Test => page_of(problem),
        HostKey::MyDomain(org) if org.is_sandbox() => {
            let details = encode(&[("details", &problem.query())]);
            reply::redirect(&format!("{PROBLEM_PATH}?{details}"))
        }
        HostKey::MyDomain(_) => reply::redirect(&format!("{PROBLEM_PATH}?{}", problem.query())),
    }
}

/// The error page of a My Domain host.
pub(crate) fn show(asked: &Asked) -> Response {
    let outer = asked.parameters();
    let form = match outer.get("details") {
        Some(details) => Form::parse(details.as_bytes()),
        None => outer,
    };
    page_of(&Problem::new(
        form.text("error"),
        form.text("error_description"),
    ))
}

fn page_of(problem: &Problem) -> Response {
    let words = advice(&problem.code);
    reply::html(StatusCode::BAD_REQUEST, page::problem(problem, words))
}

/// What each code means to the person who reads the page.
fn advice(code: &str) -> &'static str {
    match code {
        "invalid_client_id" => {
            "The consumer key is not known here. It may be mistyped, belong to another environment, or be too new."
        }
        "redirect_uri_mismatch" | "redirect_uri_missing" => {
            "The callback URL of the request is not one of those that the app has registered."
        }
        "OAUTH_EC_APP_NOT_FOUND" => "The app exists in another org than the one you signed in to.",
        "OAUTH_AUTHORIZATION_BLOCKED" => {
            "The app is local to another org. Sign in at that org's own address."
        }
        "OAUTH_APP_BLOCKED" => "An admin of this org has blocked the app.",
        "OAUTH_APP_ACCESS_DENIED" => "An admin has to approve you for this app first.",
        _ => "The request cannot be carried out.",
    }
}
