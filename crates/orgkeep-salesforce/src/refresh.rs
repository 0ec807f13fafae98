//! New tokens for a refresh token (RFC 6749, 6; salesforce.md, 3.7).
//!
//! The request is made once. What comes back is not judged here: where the app rotates its tokens, the one that
//! was sent is dead by then, so its successor is stored before anything else (security.md, refresh-token
//! rotation). [`Claims::judge`] comes after that.

use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::catalogue::{Cause, Place};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::failure::ServerWords;
use orgkeep_domain::id::{OrgId, UserId};
use orgkeep_domain::scope::Scopes;
use orgkeep_secret::{AccessToken, ConsumerSecret, RefreshToken};
use reqwest::StatusCode;
use serde::{Deserialize, Deserializer};

use crate::api_error::ApiError;
use crate::http::{Answer, CallError, Failed, HttpClient};
use crate::token::ids_of;
use crate::{instance, signature};

/// What a renewal is asked with. No scope is: it stays what was granted.
#[derive(Debug, Clone, Copy)]
pub struct RefreshGrant<'a> {
    /// The server that is asked.
    pub login: &'a Authority,
    /// The app.
    pub consumer_key: &'a ConsumerKey,
    /// Its secret, where it has one.
    pub consumer_secret: Option<&'a ConsumerSecret>,
    /// The token that is spent.
    pub token: &'a RefreshToken,
}

/// What came back. Nothing of it has been checked.
#[derive(Debug)]
pub struct Renewal {
    /// For API calls.
    pub access: AccessToken,
    /// The successor of the token that was spent. `None` where that one stays in force.
    pub refresh: Option<RefreshToken>,
    /// Whether the answer names a successor and has none: `null`, or an empty text.
    pub names_nothing: bool,
    /// What is granted now, where the answer repeats it.
    pub scopes: Option<Scopes>,
    /// What the answer says of itself.
    pub claims: Claims,
}

/// What an answer says of itself, to be judged once its tokens are safe.
#[derive(Debug)]
pub struct Claims {
    token_type: String,
    instance_url: String,
    id: String,
    issued_at: String,
    signature: Option<String>,
}

/// What a renewal must agree with.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The server that was asked.
    pub login: &'a Authority,
    /// Which hosts are accepted.
    pub rule: AuthorityRule,
    /// The connection's org.
    pub org: &'a OrgId,
    /// The connection's user.
    pub user: &'a UserId,
    /// The app's secret, where it has one.
    pub consumer_secret: Option<&'a ConsumerSecret>,
}

/// Why the new tokens are not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RenewalError {
    /// They are no bearer tokens.
    #[error("the tokens are of another type")]
    OtherType,
    /// They are for a host that is not Salesforce's.
    #[error("the tokens are for a host that is not accepted")]
    OtherHost,
    /// They are for another org or user.
    #[error("the tokens are for another org or user")]
    OtherIdentity,
    /// The signature does not fit the consumer secret.
    #[error("the signature does not fit the consumer secret")]
    Signature,
}

/// Why there are no new tokens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefreshError {
    /// Salesforce refuses. The token was not spent.
    #[error("Salesforce refuses to renew the session")]
    Refused {
        /// Why.
        cause: Cause,
        /// In its own words.
        words: ServerWords,
    },
    /// There is no answer, or none of Salesforce's own.
    #[error("the session was not renewed: {error}")]
    Call {
        /// What happened.
        error: CallError,
        /// Whether the token may have been spent all the same.
        may_have_acted: bool,
    },
}

/// Everything may be missing: what was spent has a successor, whatever the rest is like.
#[derive(Default, Deserialize)]
#[serde(default)]
struct AnswerWire {
    access_token: String,
    refresh_token: Successor,
    scope: Option<String>,
    token_type: String,
    instance_url: String,
    id: String,
    issued_at: String,
    signature: Option<String>,
}

/// What an answer says of the refresh token's successor.
#[derive(Default)]
enum Successor {
    /// Nothing: the one that was sent stays in force.
    #[default]
    None,
    /// That there is one, and then `null` or an empty text in its place.
    Empty,
    Token(String),
}

impl<'de> Deserialize<'de> for Successor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let token = Option::<String>::deserialize(deserializer)?;
        let token = token.filter(|token| !token.is_empty());
        Ok(token.map_or(Self::Empty, Self::Token))
    }
}

/// Spends the refresh token. One POST, never repeated.
///
/// # Errors
/// [`RefreshError`] tells whether the token may have been spent.
pub async fn refresh(
    client: &HttpClient,
    grant: &RefreshGrant<'_>,
) -> Result<Renewal, RefreshError> {
    let url = grant.login.url("/services/oauth2/token");
    // EXPOSE: the token and the app's secret go to the server that issued the token (RFC 6749, 6).
    let token = grant.token.expose();
    let mut form = vec![
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("client_id", grant.consumer_key.as_str()),
    ];
    if let Some(secret) = grant.consumer_secret {
        // EXPOSE: a confidential app proves itself in the body of this request (RFC 6749, 2.3.1).
        form.push(("client_secret", secret.expose()));
    }
    let answer = client.send_once(client.post_form(&url, &form)).await?;
    read(&answer)
}

pub(crate) fn read(answer: &Answer) -> Result<Renewal, RefreshError> {
    let call = |error, may_have_acted| RefreshError::Call {
        error,
        may_have_acted,
    };
    if answer.is_portal() {
        return Err(call(CallError::CaptivePortal, false));
    }
    if answer.status == StatusCode::OK {
        let tokens: Result<AnswerWire, CallError> = answer.json();
        let tokens = tokens.ok().filter(|tokens| !tokens.access_token.is_empty());
        return tokens
            .map(Renewal::from)
            .ok_or(call(CallError::Unexpected, true));
    }
    match ApiError::read(&answer.media_type, &answer.body) {
        Some(error) => Err(refused(&error)),
        None => Err(call(CallError::Unexpected, false)),
    }
}

fn refused(error: &ApiError) -> RefreshError {
    RefreshError::Refused {
        cause: error.cause_at(Place::Token),
        words: error.words(),
    }
}

impl From<Failed> for RefreshError {
    fn from(failed: Failed) -> Self {
        Self::Call {
            error: failed.error,
            may_have_acted: failed.may_have_acted,
        }
    }
}

impl From<AnswerWire> for Renewal {
    fn from(wire: AnswerWire) -> Self {
        let names_nothing = matches!(wire.refresh_token, Successor::Empty);
        let refresh = match wire.refresh_token {
            Successor::Token(token) => Some(RefreshToken::new(token)),
            Successor::None | Successor::Empty => None,
        };
        Self {
            access: AccessToken::new(wire.access_token),
            refresh,
            names_nothing,
            scopes: wire.scope.map(|scope| Scopes::parse(&scope)),
            claims: Claims {
                token_type: wire.token_type,
                instance_url: wire.instance_url,
                id: wire.id,
                issued_at: wire.issued_at,
                signature: wire.signature,
            },
        }
    }
}

impl Claims {
    /// The server that takes the new tokens: Salesforce's, or the one that was asked. `None` for any other, and
    /// then the tokens are not used anywhere.
    #[must_use]
    pub fn instance(&self, login: &Authority, rule: AuthorityRule) -> Option<Authority> {
        instance::accepted(&self.instance_url, login, rule)
    }

    /// Whether the tokens are this connection's, for a host that may see them.
    ///
    /// # Errors
    /// [`RenewalError`] names the first disagreement.
    pub fn judge(&self, expected: &Expected<'_>) -> Result<(), RenewalError> {
        if !self.token_type.eq_ignore_ascii_case("bearer") {
            return Err(RenewalError::OtherType);
        }
        if self.instance(expected.login, expected.rule).is_none() {
            return Err(RenewalError::OtherHost);
        }
        let ids = ids_of(&self.id);
        if !ids.is_some_and(|(org, user)| org == *expected.org && user == *expected.user) {
            return Err(RenewalError::OtherIdentity);
        }
        let message = [self.id.as_str(), self.issued_at.as_str()];
        let signed = |secret| signature::fits(secret, &message, self.signature.as_deref());
        if expected.consumer_secret.is_none_or(signed) {
            Ok(())
        } else {
            Err(RenewalError::Signature)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGIN: &str = "https://acme.my.salesforce.com";
    const ORG: &str = "00D000000000001EAA";
    const USER: &str = "005000000000001AAA";

    fn judged(change: impl FnOnce(&mut Claims)) -> Result<(), RenewalError> {
        let mut claims = Claims {
            token_type: "Bearer".to_owned(),
            instance_url: LOGIN.to_owned(),
            id: format!("https://login.salesforce.com/id/{ORG}/{USER}"),
            issued_at: "1780000000000".to_owned(),
            signature: None,
        };
        change(&mut claims);
        let rule = AuthorityRule::Salesforce;
        claims.judge(&Expected {
            login: &Authority::parse(LOGIN, rule).unwrap(),
            rule,
            org: &OrgId::parse(ORG).unwrap(),
            user: &UserId::parse(USER).unwrap(),
            consumer_secret: None,
        })
    }

    #[test]
    fn each_disagreement_is_named() {
        assert_eq!(judged(|_| ()), Ok(()));
        assert_eq!(judged(|claims| claims.token_type = "bearer".into()), Ok(()));
        let other_type = judged(|claims| claims.token_type = "mac".into());
        assert_eq!(other_type, Err(RenewalError::OtherType));
        let other_host = judged(|claims| claims.instance_url = "https://acme.example".into());
        assert_eq!(other_host, Err(RenewalError::OtherHost));
        for (org, user) in [
            ("00D000000000002EAA", USER),
            (ORG, "005000000000002AAA"),
            ("00D000000000002EAA", "005000000000002AAA"),
        ] {
            let id = format!("https://login.salesforce.com/id/{org}/{user}");
            let other = judged(|claims| claims.id = id);
            assert_eq!(other, Err(RenewalError::OtherIdentity), "{org} {user}");
        }
        let nobody = judged(|claims| claims.id = String::new());
        assert_eq!(nobody, Err(RenewalError::OtherIdentity));
    }
}
