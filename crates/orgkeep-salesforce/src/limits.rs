//! The limits of an org (salesforce.md, 6.2).

use std::collections::BTreeMap;

use orgkeep_domain::limit::OrgLimit;
use orgkeep_domain::text::neutral;
use serde::Deserialize;

use crate::http::{CallError, HttpClient};
use crate::session::ApiSession;

/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 100;

/// Further fields of a limit are shares of single apps.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct LimitWire {
    max: u64,
    remaining: u64,
}

/// Every limit that the org tells this user, by name. Costs one API call.
///
/// # Errors
/// [`CallError`].
pub async fn limits(
    client: &HttpClient,
    session: ApiSession<'_>,
) -> Result<Vec<OrgLimit>, CallError> {
    let answer = client.send(session.get_resource(client, "limits/")).await?;
    let limits: BTreeMap<String, LimitWire> = answer.json()?;
    Ok(limits
        .into_iter()
        .map(|(name, limit)| OrgLimit {
            name: neutral(&name, LONGEST_NAME),
            max: limit.max,
            remaining: limit.remaining,
        })
        .collect())
}
