//! The rows that can be queried.

use axum::{http::StatusCode, response::Response};
use serde_json::{Map, Value, json};

use super::{Session, not_found};
use crate::{
    org::{Org, User},
    reply,
};

type Row = Map<String, Value>;

/// All rows of an object, or `None` where the org has no such object.
pub(super) fn rows(session: &Session, object: &str) -> Option<Vec<Row>> {
    match object.to_ascii_lowercase().as_str() {
        "organization" => Some(vec![organization(&session.org)]),
        "user" if session.user.may_see_users => {
            Some(session.org.users.iter().map(user_row).collect())
        }
        "scratchorginfo" if session.org.is_dev_hub => Some(Vec::new()),
        _ => None,
    }
}

/// A row that has every column of the object, for checking names where there are no rows.
pub(super) fn rows_shape(session: &Session, object: &str) -> Row {
    let first = rows(session, object).and_then(|mut rows| rows.pop());
    first.unwrap_or_else(|| {
        row(json!({"Id": null, "Name": null, "Status": null, "ScratchOrg": null, "SignupUsername": null}))
    })
}

/// `sobjects/User/{id}`.
pub(super) fn user(session: &Session, id: &str) -> Response {
    let found = session.org.user_by_id(id);
    match found {
        Some(user) => reply::json(StatusCode::OK, &Value::Object(user_row(user))),
        None => not_found(),
    }
}

fn organization(org: &Org) -> Row {
    row(json!({
        "Id": org.id,
        "Name": org.name,
        "InstanceName": org.instance_name,
        "IsSandbox": org.key.is_sandbox(),
        "TrialExpirationDate": org.trial_expiration_date,
        "NamespacePrefix": org.namespace_prefix,
        "OrganizationType": org.edition,
        "Country": "DE",
        "LanguageLocaleKey": "en_US",
    }))
}

fn user_row(user: &User) -> Row {
    row(json!({
        "Id": user.id,
        "Username": user.username,
        "Name": user.display_name,
        "Email": user.email,
        "IsActive": user.is_active,
        "UserType": "Standard",
    }))
}

fn row(value: Value) -> Row {
    match value {
        Value::Object(row) => row,
        _ => Row::new(),
    }
}
