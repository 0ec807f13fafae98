//! What a server says of itself before anyone signs in.

use orgkeep_domain::attempt::IssuerRule;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::failure::FailureReason;
use orgkeep_domain::id::OrgId;
use serde::Deserialize;
use url::Url;

use crate::http::HttpClient;

/// What counts of such a document (RFC 8414, 2). No request is ever sent to an address that stands in it.
#[derive(Deserialize)]
pub(crate) struct MetadataWire {
    issuer: String,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl MetadataWire {
    fn addresses(&self) -> impl Iterator<Item = &str> {
        let endpoints = [
            &self.authorization_endpoint,
            &self.token_endpoint,
            &self.revocation_endpoint,
            &self.userinfo_endpoint,
        ];
        let endpoints = endpoints.into_iter().flatten().map(String::as_str);
        endpoints.chain([self.issuer.as_str()])
    }
}

/// What the answer's `iss` must be. A server that announces nothing, or has no such document, may leave it
/// out; one that announces it must send exactly its own name (RFC 9207, 2.4; RFC 8414, 3.3).
///
/// # Errors
/// [`FailureReason::IssuerMismatch`] when the document speaks of another server: whoever else it would send
/// people to, the answer could come from there. [`FailureReason::UnexpectedAnswer`] when something else stands
/// in the document's place.
pub async fn issuer_rule(
    client: &HttpClient,
    authority: &Authority,
    rule: AuthorityRule,
) -> Result<IssuerRule, FailureReason> {
    match published(client, authority).await? {
        Some(metadata) => judge(metadata, authority, rule),
        None => Ok(IssuerRule::IfPresent(authority.origin().to_owned())),
    }
}

/// What follows from a server's own description.
pub(crate) fn judge(
    metadata: MetadataWire,
    authority: &Authority,
    rule: AuthorityRule,
) -> Result<IssuerRule, FailureReason> {
    let announces = metadata.authorization_response_iss_parameter_supported;
    let named = metadata
        .addresses()
        .all(|text| is_own(text, authority, rule));
    if !named || (announces && metadata.issuer != authority.origin()) {
        return Err(FailureReason::IssuerMismatch);
    }
    Ok(if announces {
        IssuerRule::Required(metadata.issuer)
    } else {
        IssuerRule::IfPresent(authority.origin().to_owned())
    })
}

/// The document; `None` where there is none, or none to be had now.
async fn published(
    client: &HttpClient,
    authority: &Authority,
) -> Result<Option<MetadataWire>, FailureReason> {
    let url = authority.url("/.well-known/openid-configuration");
    match client.send(client.get(&url)).await {
        Ok(answer) if answer.status.is_success() => Ok(Some(answer.json()?)),
        Ok(answer) if answer.status.is_redirection() && answer.is_portal() => {
            Err(FailureReason::UnexpectedAnswer)
        }
        _ => Ok(None),
    }
}

/// Whether an address lies at the server that was asked. One of Salesforce's own hosts may name another of
/// them: that every My Domain names itself is not known.
fn is_own(text: &str, asked: &Authority, rule: AuthorityRule) -> bool {
    let origin = Url::parse(text).map(|url| url.origin().ascii_serialization());
    let named = origin
        .ok()
        .and_then(|origin| Authority::parse(&origin, rule).ok());
    named.is_some_and(|named| named == *asked || (named.is_trusted() && asked.is_trusted()))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct LoginPageWire {
    org_id: String,
}

impl LoginPageWire {
    pub(crate) fn org(&self) -> Option<OrgId> {
        OrgId::parse(&self.org_id).ok()
    }
}

/// The org behind a My Domain, as the address itself tells anybody (salesforce.md, 3.1). `None` for a generic
/// login host, which serves every org, and wherever there is no such document.
pub async fn org_of(client: &HttpClient, authority: &Authority) -> Option<OrgId> {
    let url = authority.url("/.well-known/auth-configuration");
    let answer = client.send(client.get(&url)).await.ok()?;
    answer.json::<LoginPageWire>().ok()?.org()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://northwind.my.salesforce.com";
    const SALESFORCE_S: &str = "https://login.salesforce.com";
    const FOREIGN: &str = "https://login.example.com";

    fn judged(asked: &str, issuer: &str, announces: bool) -> Result<IssuerRule, FailureReason> {
        let metadata = MetadataWire {
            issuer: issuer.to_owned(),
            authorization_endpoint: None,
            token_endpoint: Some(format!("{issuer}/services/oauth2/token")),
            revocation_endpoint: None,
            userinfo_endpoint: None,
            authorization_response_iss_parameter_supported: announces,
        };
        let asked = Authority::parse(asked, AuthorityRule::Salesforce).unwrap();
        judge(metadata, &asked, AuthorityRule::Salesforce)
    }

    #[test]
    fn who_announces_a_name_has_to_announce_its_own() {
        let required = |origin: &str| Ok(IssuerRule::Required(origin.to_owned()));
        let if_present = |origin: &str| Ok(IssuerRule::IfPresent(origin.to_owned()));
        let mismatch = || Err(FailureReason::IssuerMismatch);
        for (asked, issuer, announces, expected) in [
            (OWN, OWN, true, required(OWN)),
            (OWN, OWN, false, if_present(OWN)),
            (OWN, SALESFORCE_S, true, mismatch()),
            (OWN, SALESFORCE_S, false, if_present(OWN)),
            (OWN, FOREIGN, true, mismatch()),
            (OWN, FOREIGN, false, mismatch()),
            (FOREIGN, FOREIGN, true, required(FOREIGN)),
            (FOREIGN, FOREIGN, false, if_present(FOREIGN)),
            (FOREIGN, SALESFORCE_S, false, mismatch()),
        ] {
            let found = judged(asked, issuer, announces);
            assert_eq!(found, expected, "{asked}: {issuer}, {announces}");
        }
    }
}
