//! `/services/data/…`: versions, limits, and queries of what an org is.

mod query;
mod record;

use axum::{http::StatusCode, response::Response};
use serde_json::json;

use crate::{
    asked::Asked,
    backstage::Backstage,
    host::HostKey,
    org::{Org, OrgKey, User},
    reply,
};

/// API versions that are answered; 68.0 is Winter '27.
const VERSIONS: std::ops::RangeInclusive<u32> = 31..=68;

/// Winter '24, from which the labels are counted; older versions are answered and not listed.
const FIRST_LISTED: u32 = 59;

const SEASONS: [&str; 3] = ["Winter", "Spring", "Summer"];

/// A request with a living session of the org that was asked.
pub(crate) struct Session {
    pub org: Org,
    pub user: User,
    version: String,
}

impl Session {
    /// The version that was asked, as a number.
    pub(crate) fn version_number(&self) -> u32 {
        let number = self.version.trim_start_matches('v').trim_end_matches(".0");
        number.parse().unwrap_or_default()
    }
}

/// The list of versions: anybody may read it.
pub(crate) fn versions() -> Response {
    let line = |version: u32| {
        let releases = version - FIRST_LISTED;
        let season = SEASONS[releases as usize % SEASONS.len()];
        let year = 24 + releases / 3;
        json!({
            "label": format!("{season} '{year}"),
            "url": format!("/services/data/v{version}.0"),
            "version": format!("{version}.0"),
        })
    };
    let lines: Vec<_> = (FIRST_LISTED..=*VERSIONS.end()).map(line).collect();
    reply::json(StatusCode::OK, &json!(lines))
}

/// Everything below a version.
pub(crate) fn versioned(back: &Backstage, asked: &Asked) -> Response {
    let session = match session(back, asked) {
        Ok(session) => session,
        Err(refusal) => return *refusal,
    };
    let path = asked.path.trim_start_matches("/services/data/");
    let rest = path.split_once('/').map_or("", |(_, rest)| rest);
    let mut answer = resource(asked, &session, rest.trim_end_matches('/'));
    let (spent, allowed) = (
        session.org.api_requests_spent,
        session.org.api_requests_allowed,
    );
    reply::set_header(
        &mut answer,
        "sforce-limit-info",
        &format!("api-usage={spent}/{allowed}"),
    );
    answer
}

/// The session of a request, at a version that there is.
pub(crate) fn session(back: &Backstage, asked: &Asked) -> Result<Session, Box<Response>> {
    let path = asked.path.trim_start_matches("/services/data/");
    let version = path.split('/').next().unwrap_or_default();
    if !is_version(version) {
        return Err(Box::new(not_found()));
    }
    let mut session = open(back, asked)?;
    version.clone_into(&mut session.version);
    Ok(session)
}

fn resource(asked: &Asked, session: &Session, resource: &str) -> Response {
    match resource {
        "" => root(session),
        "limits" => limits(&session.org),
        "query" | "queryAll" => query::answer(session, asked.parameters().text("q")),
        "sobjects/ScratchOrgInfo/describe" if session.org.is_dev_hub => reply::json(
            StatusCode::OK,
            &json!({"name": "ScratchOrgInfo", "queryable": true}),
        ),
        _ => match resource.strip_prefix("sobjects/User/") {
            Some(id) => record::user(session, id),
            None => not_found(),
        },
    }
}

fn is_version(text: &str) -> bool {
    let number = text
        .strip_prefix('v')
        .and_then(|text| text.strip_suffix(".0"));
    let number = number.and_then(|number| number.parse().ok());
    number.is_some_and(|number| VERSIONS.contains(&number))
}

/// Checks the token, and counts the request against the org's daily limit.
fn open(back: &Backstage, asked: &Asked) -> Result<Session, Box<Response>> {
    let now = back.now();
    let token = asked.bearer().unwrap_or_default();
    let found = back.change(|world| {
        let (subject, scopes) = world.use_access_token(token, now)?;
        let org = world.org_mut(subject.org);
        org.api_requests_spent = org.api_requests_spent.saturating_add(1);
        let (org, user) = world.person(&subject)?;
        Some((org.clone(), user.clone(), scopes))
    });
    let expired = || Box::new(invalid_session("Session expired or invalid"));
    let (org, user, scopes) = found.ok_or_else(expired)?;
    if asked.host != HostKey::MyDomain(org.key) {
        return Err(expired());
    }
    if !scopes.iter().any(|scope| scope == "api" || scope == "full") {
        let words = "This session is not valid for use with the REST API";
        return Err(Box::new(invalid_session(words)));
    }
    let version = String::new();
    Ok(Session { org, user, version })
}

fn invalid_session(message: &str) -> Response {
    reply::rest_error(StatusCode::UNAUTHORIZED, "INVALID_SESSION_ID", message)
}

/// There is no such thing.
pub(crate) fn not_found() -> Response {
    let message = "The requested resource does not exist";
    reply::rest_error(StatusCode::NOT_FOUND, "NOT_FOUND", message)
}

fn root(session: &Session) -> Response {
    let base = format!("/services/data/{}", session.version);
    let (org, user) = (&session.org, &session.user);
    let resources = json!({
        "sobjects": format!("{base}/sobjects"),
        "query": format!("{base}/query"),
        "queryAll": format!("{base}/queryAll"),
        "limits": format!("{base}/limits"),
        "identity": format!("{}/id/{}/{}", org.login_url, org.id, user.id),
    });
    reply::json(StatusCode::OK, &resources)
}

fn limits(org: &Org) -> Response {
    let pair = |allowed: u32, left: u32| json!({"Max": allowed, "Remaining": left});
    let left = org
        .api_requests_allowed
        .saturating_sub(org.api_requests_spent);
    let mut limits = json!({
        "DailyApiRequests": pair(org.api_requests_allowed, left),
        "DailyBulkApiRequests": pair(10_000, 10_000),
        "DataStorageMB": pair(1_024, 871),
        "FileStorageMB": pair(1_024, 1_003),
        "SingleEmail": pair(15, 15),
    });
    if org.key == OrgKey::DevHub || org.is_dev_hub {
        limits["ActiveScratchOrgs"] = pair(40, 37);
        limits["DailyScratchOrgs"] = pair(80, 79);
    }
    reply::json(StatusCode::OK, &limits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_look_like_salesforces() {
        assert!(is_version("v65.0") && is_version("v31.0"));
        assert!(!is_version("v30.0") && !is_version("65.0") && !is_version("v65"));
    }
}
