//! What a token is worth, told to the confidential app that owns it.

use axum::{http::StatusCode, response::Response};
use serde_json::{Value, json};

use super::client::secret_is_good;
use crate::{
    asked::Asked,
    backstage::Backstage,
    reply,
    world::{Grant, RefreshLookup, World},
};

/// Answers an introspection.
pub(crate) fn introspect(back: &Backstage, asked: &Asked) -> Response {
    let form = asked.form();
    let (client_id, secret) = asked.basic().unwrap_or_else(|| {
        let text = |name| form.text(name).to_owned();
        (text("client_id"), text("client_secret"))
    });
    let app = back.look(|world| world.app(&client_id).cloned());
    if !app.is_some_and(|app| secret_is_good(&app, Some(&secret), true)) {
        let description = "invalid client credentials";
        return reply::oauth_error(StatusCode::UNAUTHORIZED, "invalid_client", description);
    }
    let now = back.now();
    let report = back.look(|world| report(world, &client_id, form.text("token"), now));
    reply::json(
        StatusCode::OK,
        &report.unwrap_or_else(|| json!({"active": false})),
    )
}

/// What there is to say about one of the app's own living tokens.
fn report(world: &World, client_id: &str, token: &str, now: i64) -> Option<Value> {
    if let Some((grant, access)) = world.grants.find_access_token(token, now) {
        let times = (access.issued_at, Some(access.expires_at));
        return describe(world, client_id, grant, "access_token", times);
    }
    let RefreshLookup::Current(number) = world.grants.find_refresh_token(token) else {
        return None;
    };
    let mut grants = world.grants.all().iter();
    let grant = grants.find(|grant| grant.number == number)?;
    describe(
        world,
        client_id,
        grant,
        "refresh_token",
        (grant.granted_at, None),
    )
}

fn describe(
    world: &World,
    client_id: &str,
    grant: &Grant,
    token_type: &str,
    (issued_at, expires_at): (i64, Option<i64>),
) -> Option<Value> {
    if grant.client_id != client_id {
        return None;
    }
    let (org, user) = world.person(&grant.subject)?;
    let mut report = json!({
        "active": true,
        "scope": grant.scopes.join(" "),
        "client_id": client_id,
        "username": user.username,
        "sub": format!("{}/id/{}/{}", org.login_url, org.id, user.id),
        "token_type": token_type,
        "iat": issued_at / 1_000,
        "nbf": issued_at / 1_000,
    });
    if let Some(expires_at) = expires_at {
        report["exp"] = json!(expires_at / 1_000);
    }
    Some(report)
}
