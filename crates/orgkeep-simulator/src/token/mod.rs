//! `/services/oauth2/token`, `/revoke` and `/introspect`.

mod answer;
mod client;
mod code_grant;
mod introspect;
mod refresh_grant;
mod revoke;

use answer::Answered;
use axum::{
    http::{Method, StatusCode},
    response::Response,
};
use client::authenticate;
pub(crate) use introspect::introspect;
pub(crate) use revoke::revoke;

use crate::{
    asked::Asked,
    backstage::Backstage,
    fault::{Fault, GrantKind},
    reply,
};

/// Why the token endpoint refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: String,
    description: String,
}

impl Refusal {
    fn new(code: &str, description: &str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code: code.to_owned(),
            description: description.to_owned(),
        }
    }

    fn invalid_grant(description: &str) -> Self {
        Self::new("invalid_grant", description)
    }

    fn into_response(self) -> Response {
        reply::oauth_error(self.status, &self.code, &self.description)
    }
}

/// Answers a token request.
pub(crate) fn token(back: &Backstage, asked: &Asked) -> Response {
    match answer(back, asked) {
        Ok(answer) => answer,
        Err(refusal) => refusal.into_response(),
    }
}

fn answer(back: &Backstage, asked: &Asked) -> Result<Response, Refusal> {
    if asked.method != Method::POST {
        return Err(Refusal::new("invalid_request", "must use HTTP POST"));
    }
    let form = asked.form();
    if let Some(name) = form.repeated() {
        let description = format!("{name} must not be repeated");
        return Err(Refusal::new("invalid_request", &description));
    }
    let kind = match form.text("grant_type") {
        "authorization_code" => GrantKind::Code,
        "refresh_token" => GrantKind::Refresh,
        _ => {
            return Err(Refusal::new(
                "unsupported_grant_type",
                "grant type not supported",
            ));
        }
    };
    scripted_refusal(back, kind)?;
    let app = authenticate(back, asked, &form, kind)?;
    let answered = match kind {
        GrantKind::Code => code_grant::exchange(back, asked, &form, &app)?,
        GrantKind::Refresh => refresh_grant::refresh(back, asked, &form, &app)?,
    };
    Ok(answer::write(back, kind, &app, &answered))
}

/// A refusal that has been switched on. The code or token of the request stays untouched.
fn scripted_refusal(back: &Backstage, kind: GrantKind) -> Result<(), Refusal> {
    let refusal = back.faults.take(|fault| match fault {
        Fault::TokenError {
            grant,
            status,
            code,
            description,
        } if grant.is_none_or(|grant| grant == kind) => Some(Refusal {
            status: StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_REQUEST),
            code: code.clone(),
            description: description.clone(),
        }),
        _ => None,
    });
    refusal.map_or(Ok(()), Err)
}
