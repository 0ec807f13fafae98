//! One API call that proves a session: the root of the REST API, which names org and user (salesforce.md, 6.2).

use orgkeep_domain::id::{OrgId, UserId};
use orgkeep_domain::limit::ApiUsage;
use serde::Deserialize;

use crate::http::{CallError, HttpClient};
use crate::session::ApiSession;
use crate::token::ids_of;

/// What the org answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Which org it is.
    pub org: OrgId,
    /// For whom it answered.
    pub user: UserId,
    /// How much of the day's API requests is used.
    pub usage: Option<ApiUsage>,
}

#[derive(Deserialize)]
struct RootWire {
    identity: String,
}

/// Asks once. It needs the scope `api` and no permission on any record.
///
/// # Errors
/// [`CallError`]; [`CallError::TokenRefused`] when the session is over.
pub async fn probe(client: &HttpClient, session: ApiSession<'_>) -> Result<Proof, CallError> {
    let answer = client.send(session.get_resource(client, "")).await?;
    let root: RootWire = answer.json()?;
    let (org, user) = ids_of(&root.identity).ok_or(CallError::Unexpected)?;
    Ok(Proof {
        org,
        user,
        usage: answer.usage,
    })
}
