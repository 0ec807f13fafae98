//! `/services/data/vXX.0/apps/oauth/…`: apps, their consumer keys and secrets, and changing those (salesforce.md, 2.2).

use axum::{
    http::{Method, StatusCode},
    response::Response,
};
use serde_json::{Value, json};

use crate::{
    app::{ClientApp, SparePair},
    asked::Asked,
    backstage::Backstage,
    entropy::Entropy,
    metadata::consumer_id,
    reply,
    rest::{self, Session},
    salesforce_id::with_checksum,
};

/// How long it takes until the org's switch counts, in milliseconds.
const EFFECTIVE_AFTER: i64 = 200;
/// How long a pair works after it was rotated out: 30 days, in milliseconds.
const ROTATED_FOR: i64 = 30 * 24 * 60 * 60 * 1000;
/// The version that brought staging.
const STAGED_SINCE: u32 = 65;

/// Answers a request.
pub(crate) fn answer(back: &Backstage, asked: &Asked) -> Response {
    let session = match rest::session(back, asked) {
        Ok(session) => session,
        Err(refusal) => return *refusal,
    };
    let rest = asked.path.split("/apps/oauth/").nth(1).unwrap_or_default();
    let parts: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
    if parts == ["usage"] {
        return usage(back, &session);
    }
    if !session.user.may_view_secrets {
        return off("This feature is not enabled for this user.");
    }
    if session.org.secrets_by_rest_since.is_none() {
        return off("This feature is not currently enabled.");
    }
    match parts.as_slice() {
        ["credentials", app] => consumers(back, &session, app),
        ["credentials", app, _] => pair(back, &session, asked, app),
        ["credentials", app, _, "staged"] if session.version_number() >= STAGED_SINCE => {
            staged(back, &session, asked, app)
        }
        ["credentials", app, _, "staged", id] if session.version_number() >= STAGED_SINCE => {
            one_staged(back, &session, asked, app, id)
        }
        _ => rest::not_found(),
    }
}

fn off(message: &str) -> Response {
    reply::rest_error(StatusCode::FORBIDDEN, "FUNCTIONALITY_NOT_ENABLED", message)
}

/// What other requests call an app.
fn identifier(app: &ClientApp) -> String {
    let label = format!("app {} in {}", app.developer_name, app.org.name());
    with_checksum(&format!("0xI{}", Entropy::from_label(&label).hex(12)))
}

fn found(back: &Backstage, session: &Session, id: &str) -> Option<ClientApp> {
    back.look(|world| {
        let mut apps = world.apps.iter().filter(|app| app.org == session.org.key);
        apps.find(|app| identifier(app) == id).cloned()
    })
}

fn usage(back: &Backstage, session: &Session) -> Response {
    let apps = back.look(|world| {
        let own = world.apps.iter().filter(|app| app.org == session.org.key);
        let row = |app: &ClientApp| {
            json!({"developerName": app.developer_name, "identifier": identifier(app), "label": app.name})
        };
        own.map(row).collect::<Vec<_>>()
    });
    reply::json(StatusCode::OK, &json!({"apps": apps, "nextPageUrl": null}))
}

fn consumers(back: &Backstage, session: &Session, id: &str) -> Response {
    let Some(app) = found(back, session, id) else {
        return rest::not_found();
    };
    let consumer = json!({"id": consumer_id(&app), "key": app.client_id, "name": app.name});
    let body = json!({"consumers": [consumer], "currentPageUrl": "", "nextPageUrl": null});
    reply::json(StatusCode::OK, &body)
}

/// Before the switch counts, the answer has no secret in it.
fn pair(back: &Backstage, session: &Session, asked: &Asked, id: &str) -> Response {
    let Some(app) = found(back, session, id) else {
        return rest::not_found();
    };
    let mut body = json!({"id": consumer_id(&app)});
    let part = asked.parameters().text("part").to_ascii_lowercase();
    let since = session.org.secrets_by_rest_since.unwrap_or(i64::MAX);
    if part != "secret" {
        body["key"] = json!(app.client_id);
    }
    if part.contains("secret") && back.now() >= since.saturating_add(EFFECTIVE_AFTER) {
        body["secret"] = json!(app.secret);
    }
    reply::json(StatusCode::OK, &body)
}

fn staged(back: &Backstage, session: &Session, asked: &Asked, id: &str) -> Response {
    let Some(app) = found(back, session, id) else {
        return rest::not_found();
    };
    match asked.method {
        Method::GET => {
            let list: Vec<Value> = app.spare.iter().map(shown).collect();
            reply::json(
                StatusCode::OK,
                &json!({"stagedCredentials": list, "url": asked.path}),
            )
        }
        Method::POST if !session.user.may_rotate_secrets => {
            let message = "insufficient access rights on cross-reference id";
            reply::rest_error(StatusCode::FORBIDDEN, "INSUFFICIENT_ACCESS", message)
        }
        Method::POST if app.spare.is_some() => {
            let message = "There is a staged credential already";
            reply::rest_error(StatusCode::BAD_REQUEST, "DUPLICATE_VALUE", message)
        }
        Method::POST => {
            let pair = back.change(|world| {
                let pair = SparePair {
                    id: format!("889{}", world.entropy.hex(12)),
                    client_id: format!("3MVG9{}", world.entropy.text(80)),
                    secret: world.entropy.hex(64),
                    rotated: false,
                    ends_at: None,
                };
                if let Some(app) = world.app_mut(&app.client_id) {
                    app.spare = Some(pair.clone());
                }
                pair
            });
            reply::json(StatusCode::CREATED, &shown(&pair))
        }
        _ => reply::text(StatusCode::METHOD_NOT_ALLOWED, "not here"),
    }
}

fn shown(pair: &SparePair) -> Value {
    let state = if pair.rotated { "rotated" } else { "staged" };
    json!({"id": pair.id, "key": pair.client_id, "secret": pair.secret, "state": state})
}

fn one_staged(
    back: &Backstage,
    session: &Session,
    asked: &Asked,
    id: &str,
    pair: &str,
) -> Response {
    let app = found(back, session, id);
    let app = app.filter(|app| app.spare.as_ref().is_some_and(|own| own.id == pair));
    let Some(app) = app else {
        return rest::not_found();
    };
    let command: Value = serde_json::from_slice(&asked.body).unwrap_or_default();
    match asked.method {
        Method::DELETE => {
            back.change(|world| {
                if let Some(app) = world.app_mut(&app.client_id) {
                    app.spare = None;
                }
            });
            reply::text(StatusCode::NO_CONTENT, "")
        }
        Method::PATCH if command["command"] == "rotate" => {
            let now = back.now();
            back.change(|world| {
                if let Some(app) = world.app_mut(&app.client_id) {
                    app.rotate(now.saturating_add(ROTATED_FOR));
                }
            });
            reply::json(StatusCode::OK, &json!({"id": pair}))
        }
        _ => reply::text(StatusCode::METHOD_NOT_ALLOWED, "not here"),
    }
}
