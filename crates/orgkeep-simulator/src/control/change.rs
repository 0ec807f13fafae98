//! Changing orgs, people, apps and time while the practice org runs. What a request does not name stays as it is.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::refused;
use crate::{SimulatorError, app::Propagation, backstage::Backstage, org::OrgKey};

/// A change to an app.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct AppRequest {
    pkce_required: Option<bool>,
    secret_required: Option<bool>,
    rotates_refresh_tokens: Option<bool>,
    issues_jwt: Option<bool>,
    withholds_refresh_token: Option<bool>,
    callbacks: Option<Vec<String>>,
    scopes: Option<Vec<String>>,
    propagation: Option<Propagation>,
    secret: Option<String>,
}

/// A change to an org.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct OrgRequest {
    name: Option<String>,
    edition: Option<String>,
    instance_name: Option<String>,
    trusts_address: Option<bool>,
}

/// A change to a user.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct UserRequest {
    display_name: Option<String>,
    password: Option<String>,
    security_token: Option<String>,
    password_expired: Option<bool>,
    is_active: Option<bool>,
}

/// Other lifetimes, in seconds.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct LifetimesRequest {
    code: Option<u64>,
    access_token: Option<u64>,
    jwt: Option<u64>,
    grant: Option<u64>,
}

/// Time that is to pass.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ClockRequest {
    milliseconds: u64,
}

/// Replaces what is there by what is wanted, if anything is.
fn put<T>(place: &mut T, wanted: Option<T>) {
    if let Some(wanted) = wanted {
        *place = wanted;
    }
}

pub(super) fn app(back: &Backstage, client_id: &str, request: AppRequest) -> Result<Value, Value> {
    back.change(|world| {
        let app = world.app_mut(client_id);
        let app = app.ok_or_else(|| refused(&SimulatorError::UnknownApp))?;
        put(&mut app.pkce_required, request.pkce_required);
        put(&mut app.secret_required_for_code, request.secret_required);
        put(
            &mut app.secret_required_for_refresh,
            request.secret_required,
        );
        put(
            &mut app.rotates_refresh_tokens,
            request.rotates_refresh_tokens,
        );
        put(&mut app.issues_jwt, request.issues_jwt);
        put(
            &mut app.withholds_refresh_token,
            request.withholds_refresh_token,
        );
        put(&mut app.callbacks, request.callbacks);
        put(&mut app.scopes, request.scopes);
        put(&mut app.propagation, request.propagation);
        put(&mut app.secret, request.secret.map(Some));
        Ok(json!(app))
    })
}

pub(super) fn org(back: &Backstage, name: &str, request: OrgRequest) -> Result<Value, Value> {
    let key = OrgKey::ALL.into_iter().find(|key| key.name() == name);
    let key = key.ok_or_else(|| json!({"error": "there is no such org"}))?;
    back.change(|world| {
        let org = world.org_mut(key);
        put(&mut org.name, request.name);
        put(&mut org.edition, request.edition);
        put(&mut org.instance_name, request.instance_name);
        put(&mut org.trusts_address, request.trusts_address);
        Ok(json!(org))
    })
}

pub(super) fn user(back: &Backstage, username: &str, request: UserRequest) -> Result<Value, Value> {
    back.change(|world| {
        let unknown = || refused(&SimulatorError::UnknownUser(username.to_owned()));
        let user = world.user_mut(username).ok_or_else(unknown)?;
        put(&mut user.display_name, request.display_name);
        put(&mut user.password, request.password);
        put(&mut user.security_token, request.security_token);
        put(&mut user.password_expired, request.password_expired);
        put(&mut user.is_active, request.is_active);
        Ok(json!(user))
    })
}

pub(super) fn lifetimes(back: &Backstage, request: &LifetimesRequest) -> Value {
    back.change(|world| {
        let lifetimes = &mut world.lifetimes;
        put(&mut lifetimes.code, request.code.map(Duration::from_secs));
        put(
            &mut lifetimes.access_token,
            request.access_token.map(Duration::from_secs),
        );
        put(&mut lifetimes.jwt, request.jwt.map(Duration::from_secs));
        put(
            &mut lifetimes.grant,
            request.grant.map(Duration::from_secs).map(Some),
        );
    });
    json!({"lifetimes": "changed"})
}

pub(super) fn clock(back: &Backstage, request: &ClockRequest) -> Value {
    back.clock
        .advance(Duration::from_millis(request.milliseconds));
    json!({"now": back.now()})
}

pub(super) fn end_grants(back: &Backstage) -> Value {
    back.change(|world| world.grants.end_all());
    json!({"grants": 0})
}

pub(super) fn end_access_tokens(back: &Backstage) -> Value {
    back.change(|world| world.grants.end_access_tokens());
    json!({"accessTokens": 0})
}

pub(super) fn end_sessions(back: &Backstage) -> Value {
    back.change(|world| world.browsers.sessions.clear());
    json!({"sessions": 0})
}
