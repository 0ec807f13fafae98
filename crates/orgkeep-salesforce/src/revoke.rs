//! Revoking a token (RFC 7009; salesforce.md, 3.8).

use orgkeep_domain::authority::Authority;
use orgkeep_secret::{Secret, SecretKind};

use crate::http::HttpClient;

/// What became of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// Salesforce confirmed it.
    Revoked,
    /// It was dead already. Salesforce says so with a 400 where the standard wants a 200.
    AlreadyDead,
    /// No confirmation: the token may still live.
    Unconfirmed {
        /// Seconds until the server may be asked again, where it says so.
        retry_after: Option<u32>,
    },
}

/// Revokes a refresh or access token, in the body of a POST. Revoking a refresh token ends its access tokens
/// too.
pub async fn revoke<Kind: SecretKind>(
    client: &HttpClient,
    authority: &Authority,
    token: &Secret<Kind>,
) -> Revocation {
    let url = authority.url("/services/oauth2/revoke");
    // EXPOSE: the token goes to the server that issued it, to be ended there.
    let form = [("token", token.expose())];
    match client.send(client.post_form(&url, &form)).await {
        Ok(answer) if answer.status.as_u16() == 200 => Revocation::Revoked,
        Ok(answer) if answer.status.as_u16() == 400 && answer.says("invalid_token") => {
            Revocation::AlreadyDead
        }
        // A 503 means that the token still lives (RFC 7009, 2.2.1), and silence means nothing.
        Ok(_) => Revocation::Unconfirmed { retry_after: None },
        Err(failed) => Revocation::Unconfirmed {
            retry_after: failed.retry_after(),
        },
    }
}
