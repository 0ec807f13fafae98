//! Ending a token, or a grant with all its tokens.

use axum::{http::StatusCode, response::Response};

use crate::{asked::Asked, backstage::Backstage, reply};

/// Answers a revocation. Salesforce takes the token from a form or from the query, and refuses a dead one.
pub(crate) fn revoke(back: &Backstage, asked: &Asked) -> Response {
    let form = asked.parameters_or_form();
    let hint = form.text("token_type_hint");
    if !matches!(hint, "" | "access_token" | "refresh_token") {
        return reply::form_error("unsupported_token_type", "this token type is not supported");
    }
    let now = back.now();
    if back.change(|world| world.grants.revoke(form.text("token"), now)) {
        reply::text(StatusCode::OK, "")
    } else {
        reply::form_error("invalid_token", "invalid token")
    }
}
