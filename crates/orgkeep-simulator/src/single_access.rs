//! `/services/oauth2/singleaccess` and the front door: a link for one use signs a browser in.

use axum::{http::StatusCode, response::Response};
use serde_json::json;

use crate::{
    asked::Asked, authorize, backstage::Backstage, form::encode, host::HostKey, page, reply,
};

/// Where the link leads.
pub(crate) const FRONTDOOR_PATH: &str = "/secur/frontdoor.jsp";

/// Answers with a link to the address that is asked for.
pub(crate) fn link(back: &Backstage, asked: &Asked) -> Response {
    let (now, token) = (back.now(), asked.bearer().unwrap_or_default());
    let found = back.change(|world| world.use_access_token(token, now));
    let Some((subject, scopes)) = found.filter(|(subject, _)| asked.host.serves(subject.org))
    else {
        let words = "Bad_OAuth_Token".to_owned();
        return reply::of_type(StatusCode::FORBIDDEN, "text/html;charset=UTF-8", words);
    };
    if !scopes.iter().any(|scope| scope == "web" || scope == "full") {
        let words = "the app lacks a scope for browsers";
        return reply::oauth_error(StatusCode::FORBIDDEN, "Invalid_Scope", words);
    }
    let key = back.change(|world| {
        let key = world.entropy.text(40);
        world.open_doors.push(key.clone());
        key
    });
    let start = asked.parameters_or_form().text("redirect_uri").to_owned();
    let query = encode(&[("otp", &key), ("startURL", &start)]);
    let host = back.url(HostKey::MyDomain(subject.org));
    let link = format!("{host}{FRONTDOOR_PATH}?{query}");
    reply::json(StatusCode::OK, &json!({"frontdoor_uri": link}))
}

/// Lets a browser in, once.
pub(crate) fn enter(back: &Backstage, asked: &Asked) -> Response {
    let parameters = asked.parameters();
    let key = parameters.text("otp");
    let opened = back.change(|world| {
        let place = world.open_doors.iter().position(|door| door == key);
        place.map(|place| world.open_doors.remove(place)).is_some()
    });
    let start = parameters.text("startURL");
    let is_path = start.len() > 1 && start.starts_with('/') && !start.starts_with("//");
    if opened {
        reply::redirect(if is_path { start } else { authorize::HOME_PATH })
    } else {
        reply::html(StatusCode::NOT_FOUND, page::not_found())
    }
}
