//! Whether a server can be reached, whether it is Salesforce, and what time it is there.

use std::time::SystemTime;

use orgkeep_domain::authority::Authority;
use serde_json::Value;

use crate::http::{Answer, CallError, HttpClient};
use crate::release::{VERSIONS_PATH, newest};

/// A server that answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The server's clock, to the second, as its answer left; `None` where it does not say.
    pub server_time: Option<SystemTime>,
    /// Whether the answer is one that Salesforce gives.
    pub is_salesforce: bool,
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
        VERSIONS_PATH
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
            newest(&answer).is_ok()
        },
    })
}

/// The issuer is the login host itself (RFC 8414, 3.3).
fn is_discovery(answer: &Answer, authority: &Authority) -> bool {
    let document = answer.json::<Value>();
    document.is_ok_and(|document| document["issuer"] == authority.origin())
}
