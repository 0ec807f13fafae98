//! Answers in the shapes that Salesforce gives them.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};

use crate::form::encode;

const JSON: &str = "application/json;charset=UTF-8";
const HTML: &str = "text/html;charset=UTF-8";

/// An answer of any kind.
pub(crate) fn of_type(status: StatusCode, content_type: &'static str, body: String) -> Response {
    let mut reply = Response::new(Body::from(body));
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-cache, no-store"),
    );
    reply
}

/// JSON.
pub(crate) fn json(status: StatusCode, body: &Value) -> Response {
    of_type(status, JSON, body.to_string())
}

/// A page for a person. Its address carries codes and states, so none of it travels on as a referrer.
pub(crate) fn html(status: StatusCode, page: String) -> Response {
    let mut reply = of_type(status, HTML, page);
    let headers = reply.headers_mut();
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
    );
    reply
}

/// Plain text.
pub(crate) fn text(status: StatusCode, body: &str) -> Response {
    of_type(status, "text/plain;charset=UTF-8", body.to_owned())
}

/// Sends the browser elsewhere.
pub(crate) fn redirect(location: &str) -> Response {
    let mut reply = html(StatusCode::FOUND, String::new());
    set_header(&mut reply, "location", location);
    reply
}

/// An OAuth error as the token endpoint words it.
pub(crate) fn oauth_error(status: StatusCode, code: &str, description: &str) -> Response {
    json(
        status,
        &json!({"error": code, "error_description": description}),
    )
}

/// An OAuth error as the revoke endpoint words it: form-encoded.
pub(crate) fn form_error(code: &str, description: &str) -> Response {
    let body = encode(&[("error", code), ("error_description", description)]);
    of_type(
        StatusCode::BAD_REQUEST,
        "application/x-www-form-urlencoded",
        body,
    )
}

/// A REST error: an array with one object.
pub(crate) fn rest_error(status: StatusCode, code: &str, message: &str) -> Response {
    json(status, &json!([{"message": message, "errorCode": code}]))
}

/// Adds a header whose text is not known at compile time; one that HTTP cannot carry is left out.
pub(crate) fn set_header(reply: &mut Response, name: &str, value: &str) {
    let name = HeaderName::from_bytes(name.as_bytes());
    let value = HeaderValue::from_bytes(value.as_bytes());
    if let (Ok(name), Ok(value)) = (name, value) {
        reply.headers_mut().insert(name, value);
    }
}
