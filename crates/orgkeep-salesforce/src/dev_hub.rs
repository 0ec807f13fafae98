//! Whether an org is a Dev Hub for this user (salesforce.md, 6.3).

use orgkeep_domain::catalogue::Cause;

use crate::http::{CallError, HttpClient};
use crate::session::ApiSession;

const QUERY: &str = "SELECT Id FROM ScratchOrgInfo LIMIT 1";

/// Asks whether scratch orgs can be queried. An org without Dev Hub does not know the type, and neither does one
/// whose Dev Hub this user may not see. Costs one API call.
///
/// # Errors
/// [`CallError`] when the answer tells neither.
pub async fn is_dev_hub(client: &HttpClient, session: ApiSession<'_>) -> Result<bool, CallError> {
    let request = session.get_resource(client, "query").query(&[("q", QUERY)]);
    let answer = client.send(request).await?;
    match answer.json::<serde_json::Value>() {
        Ok(_) => Ok(true),
        Err(CallError::Refused(error)) if error.cause() == Cause::of("typeUnknown") => Ok(false),
        Err(error) => Err(error),
    }
}
