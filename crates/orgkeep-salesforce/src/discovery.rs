//! What a server says of itself before anyone signs in.

use orgkeep_domain::attempt::IssuerRule;
use orgkeep_domain::authority::Authority;
use orgkeep_domain::failure::FailureReason;
use orgkeep_domain::id::OrgId;
use serde::Deserialize;

use crate::http::HttpClient;

#[derive(Deserialize)]
struct MetadataWire {
    issuer: String,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// What the answer's `iss` must be. A server that announces nothing, or has no such document, may leave it
/// out; one that announces it must send exactly its own name (RFC 9207, 2.4; RFC 8414, 3.3).
///
/// # Errors
/// [`FailureReason::IssuerMismatch`] when the document names another server and announces `iss`.
pub async fn issuer_rule(
    client: &HttpClient,
    authority: &Authority,
) -> Result<IssuerRule, FailureReason> {
    let url = authority.url("/.well-known/openid-configuration");
    let own = || authority.origin().to_owned();
    let metadata = match client.send(client.get(&url)).await {
        Ok(answer) => answer.json::<MetadataWire>().ok(),
        Err(_) => None,
    };
    match metadata {
        Some(metadata) if metadata.authorization_response_iss_parameter_supported => {
            if metadata.issuer == authority.origin() {
                Ok(IssuerRule::Required(metadata.issuer))
            } else {
                Err(FailureReason::IssuerMismatch)
            }
        }
        _ => Ok(IssuerRule::IfPresent(own())),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct LoginPageWire {
    org_id: String,
}

/// The org behind a My Domain, as the address itself tells anybody (salesforce.md, 3.1). `None` for a generic
/// login host, which serves every org, and wherever there is no such document.
pub async fn org_of(client: &HttpClient, authority: &Authority) -> Option<OrgId> {
    let url = authority.url("/.well-known/auth-configuration");
    let answer = client.send(client.get(&url)).await.ok()?;
    let page = answer.json::<LoginPageWire>().ok()?;
    OrgId::parse(&page.org_id).ok()
}
