//! Which release of Salesforce an org is on (salesforce.md, 6.2).

use orgkeep_domain::authority::Authority;
use orgkeep_domain::organization::Release;
use orgkeep_domain::text::neutral;
use serde::Deserialize;

use crate::http::{Answer, CallError, HttpClient};

/// The list of API versions, which anybody may read.
pub(crate) const VERSIONS_PATH: &str = "/services/data/";

/// The longest label that is kept, in characters.
const LONGEST_LABEL: usize = 40;
/// The longest version that is kept, in characters.
const LONGEST_VERSION: usize = 10;

#[derive(Deserialize)]
struct VersionWire {
    label: String,
    version: String,
    #[expect(dead_code, reason = "that it is there is what is looked for")]
    url: String,
}

/// Asks the org's own server. The list is not signed in for: nothing is sent but the address, and no API request of the
/// org is used up.
///
/// # Errors
/// [`CallError`].
pub async fn release(client: &HttpClient, instance: &Authority) -> Result<Release, CallError> {
    let answer = client
        .send(client.get(&instance.url(VERSIONS_PATH)))
        .await?;
    newest(&answer)
}

/// The last of the versions that an answer lists.
pub(crate) fn newest(answer: &Answer) -> Result<Release, CallError> {
    let versions: Vec<VersionWire> = answer.json()?;
    let last = versions.last().ok_or(CallError::Unexpected)?;
    Ok(Release {
        label: neutral(&last.label, LONGEST_LABEL),
        api_version: neutral(&last.version, LONGEST_VERSION),
    })
}
