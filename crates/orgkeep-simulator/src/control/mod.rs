//! `/__practice/…`: switching faults and reading the journal from another process.
//!
//! Only requests that name this machine as their host are answered, and only JSON changes anything, so that no web page
//! a person happens to have open can reach these.

mod change;

use std::time::Duration;

use axum::{
    body::Bytes,
    http::{Method, StatusCode, header},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    SimulatorError,
    asked::Asked,
    backstage::Backstage,
    fault::{SCENARIOS, Times, Tuning},
    org::OrgKey,
    reply,
};

/// How a scenario is to be switched on. Nothing at all is: with its defaults, until it is switched off.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct SwitchRequest {
    times: Option<u32>,
    during_milliseconds: Option<u64>,
    #[serde(flatten)]
    tuning: Tuning,
}

/// Answers a control request.
pub(crate) fn answer(back: &Backstage, asked: &Asked) -> Response {
    if !is_local(asked) {
        return reply::text(StatusCode::MISDIRECTED_REQUEST, "not for this host name");
    }
    if asked.method != Method::GET && !is_json(asked) {
        return reply::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, "application/json only");
    }
    match carry_out(back, asked) {
        Ok(body) => reply::json(StatusCode::OK, &body),
        Err(body) => reply::json(StatusCode::BAD_REQUEST, &body),
    }
}

fn carry_out(back: &Backstage, asked: &Asked) -> Result<Value, Value> {
    let path = asked
        .path
        .trim_start_matches("/__practice")
        .trim_matches('/');
    let (topic, rest) = path.split_once('/').unwrap_or((path, ""));
    match (asked.method.as_str(), topic, rest) {
        ("GET", "scenarios", "") => Ok(scenarios(back)),
        ("POST", "scenarios", id) => switch_on(back, id, &asked.body),
        ("DELETE", "scenarios", id) => Ok(switch_off(back, id)),
        ("GET", "journal", "") => Ok(json!(back.journal.entries())),
        ("DELETE", "journal", "") => Ok(forget(back)),
        ("GET", "orgs", "") => Ok(orgs(back)),
        ("POST", "apps", id) => change::app(back, id, read(&asked.body)?),
        ("POST", "orgs", name) => change::org(back, name, read(&asked.body)?),
        ("POST", "users", username) => change::user(back, username, read(&asked.body)?),
        ("POST", "lifetimes", "") => Ok(change::lifetimes(back, &read(&asked.body)?)),
        ("POST", "clock", "") => Ok(change::clock(back, &read(&asked.body)?)),
        ("DELETE", "grants", "") => Ok(change::end_grants(back)),
        ("DELETE", "access-tokens", "") => Ok(change::end_access_tokens(back)),
        ("DELETE", "sessions", "") => Ok(change::end_sessions(back)),
        _ => Err(json!({"error": "no such thing to control"})),
    }
}

/// A name that a stranger's page cannot make point here.
fn is_local(asked: &Asked) -> bool {
    let host = asked.header(header::HOST).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn is_json(asked: &Asked) -> bool {
    let kind = asked.header(header::CONTENT_TYPE).unwrap_or_default();
    kind.starts_with("application/json")
}

fn scenarios(back: &Backstage) -> Value {
    let active = back.faults.active();
    let row = |scenario: &crate::fault::Scenario| {
        let on = active
            .iter()
            .find(|fault| fault.scenario == Some(scenario.id));
        json!({
            "id": scenario.id,
            "title": scenario.title,
            "description": scenario.description,
            "group": scenario.group,
            "on": on.is_some(),
            "remaining": on.and_then(|on| on.remaining),
            "until": on.and_then(|on| on.until),
        })
    };
    json!(SCENARIOS.iter().map(row).collect::<Vec<_>>())
}

fn switch_on(back: &Backstage, id: &str, body: &Bytes) -> Result<Value, Value> {
    let request: SwitchRequest = read(body)?;
    let times = match (request.times, request.during_milliseconds) {
        (Some(count), _) => Times::Next(count),
        (None, Some(time)) => Times::During(Duration::from_millis(time)),
        (None, None) => Times::Always,
    };
    let done = back.faults.set_scenario(id, &request.tuning, times);
    done.map_err(|error| refused(&error))?;
    Ok(json!({"on": id}))
}

fn switch_off(back: &Backstage, id: &str) -> Value {
    if id.is_empty() {
        back.faults.clear();
    } else {
        back.faults.clear_scenario(id);
    }
    json!({"off": id})
}

fn forget(back: &Backstage) -> Value {
    back.journal.clear();
    json!({"entries": 0})
}

/// Addresses, people and apps.
fn orgs(back: &Backstage) -> Value {
    back.look(|world| {
        let rows = OrgKey::ALL.map(|key| {
            let mut row = json!(world.org(key));
            let apps = world.apps.iter().filter(|app| app.org == key);
            row["apps"] = json!(apps.collect::<Vec<_>>());
            row
        });
        json!(rows)
    })
}

/// An empty body is an empty object.
fn read<T: Default + for<'de> Deserialize<'de>>(body: &Bytes) -> Result<T, Value> {
    if body.is_empty() {
        return Ok(T::default());
    }
    serde_json::from_slice(body).map_err(|error| json!({"error": error.to_string()}))
}

fn refused(error: &SimulatorError) -> Value {
    json!({"error": error.to_string()})
}
