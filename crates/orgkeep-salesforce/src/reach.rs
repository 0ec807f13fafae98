//! Whether a server can be reached, whether it is Salesforce, and what time it is there.

use std::time::SystemTime;

use orgkeep_domain::authority::Authority;
use serde::Deserialize;
use serde_json::Value;

use crate::http::{Answer, CallError, HttpClient};

/// A server that answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The server's clock, to the second, as its answer left; `None` where it does not say.
    pub server_time: Option<SystemTime>,
    /// Whether the answer is one that Salesforce gives.
    pub is_salesforce: bool,
}

#[derive(Deserialize)]
struct VersionWire {
    #[expect(dead_code, reason = "that the field is there is what is looked for")]
    label: String,
    #[expect(dead_code, reason = "that the field is there is what is looked for")]
    url: String,
    version: String,
}

/// Asks for something that anybody may read (salesforce.md, 3.1): at a My Domain the list of API versions, at
/// a generic login host, which serves no org, the discovery document. One GET; nothing is sent but the address.
///
/// # Errors
/// [`CallError`] when there is no answer, or none of the server's own.
pub async fn reach(client: &HttpClient, authority: &Authority) -> Result<Reached, CallError> {
    let generic = authority.is_generic();
    let path = if generic {
        "/.well-known/openid-configuration"
    } else {
        "/services/data/"
    };
    let answer = client.send(client.get(&authority.url(path))).await?;
    if answer.is_portal() {
        return Err(CallError::CaptivePortal);
    }
    Ok(Reached {
        server_time: answer.server_time,
        is_salesforce: if generic {
            is_discovery(&answer, authority)
        } else {
            is_versions(&answer)
        },
    })
}

/// The newest version of the API that an org has, its number before the dot; `None` where it does not say. Anybody may
/// ask (salesforce.md, 6.2).
///
/// # Errors
/// [`CallError`].
pub async fn newest_version(
    client: &HttpClient,
    authority: &Authority,
) -> Result<Option<u32>, CallError> {
    let request = client.get(&authority.url("/services/data/"));
    let versions: Vec<VersionWire> = client.send(request).await?.json()?;
    let number = |wire: &VersionWire| wire.version.split('.').next()?.parse::<u32>().ok();
    Ok(versions.iter().filter_map(number).max())
}

fn is_versions(answer: &Answer) -> bool {
    let versions = answer.json::<Vec<VersionWire>>();
    versions.is_ok_and(|versions| !versions.is_empty())
}

/// The issuer is the login host itself (RFC 8414, 3.3).
fn is_discovery(answer: &Answer, authority: &Authority) -> bool {
    let document = answer.json::<Value>();
    document.is_ok_and(|document| document["issuer"] == authority.origin())
}
