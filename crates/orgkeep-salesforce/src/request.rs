//! The authorization request (RFC 6749, 4.1.1; RFC 7636, 4.3), and the values that bind its answer to it.

use core::fmt;

use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
};
use oauth2::{
    AuthUrl, Client, ClientId, CsrfToken, EndpointNotSet, EndpointSet, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, StandardRevocableToken, TokenUrl,
};
use orgkeep_domain::attempt::{AwaitingConsent, Draft};
use orgkeep_secret::{CodeVerifier, StateToken};
use url::Url;

use crate::token::TokenAnswerWire;

/// The complete address that the browser is sent to. It holds the state, so it prints only its host.
pub struct AuthorizeUrl(Url);

impl AuthorizeUrl {
    /// The whole address, for the browser or the clipboard, never for a log or the page.
    #[must_use]
    pub fn for_the_browser(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for AuthorizeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthorizeUrl({})", self.0.host_str().unwrap_or_default())
    }
}

/// An address or key that no request can be made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the authorization request cannot be composed")]
pub struct RequestError;

/// Makes a state of 256 random bits, base64url without padding: 43 characters.
#[must_use]
pub fn make_state() -> StateToken {
    StateToken::new(CsrfToken::new_random_len(32).into_secret())
}

/// Makes a verifier of 256 random bits (RFC 7636, 4.1 and 7.1): 43 characters.
#[must_use]
pub fn make_verifier() -> CodeVerifier {
    let (_challenge, verifier) = PkceCodeChallenge::new_random_sha256_len(32);
    CodeVerifier::new(verifier.into_secret())
}

/// The address for an attempt that waits for consent.
///
/// # Errors
/// [`RequestError`] when an endpoint does not parse; authorities are checked, so it does not happen.
pub fn authorize_url(awaiting: &AwaitingConsent) -> Result<AuthorizeUrl, RequestError> {
    let (draft, state, verifier) = awaiting.request();
    compose(draft, state, verifier)
}

/// The same request with throw-away values, for asking without a browser whether Salesforce knows the
/// key. An answer to it fits no attempt.
pub(crate) fn probe_url(draft: &Draft) -> Result<AuthorizeUrl, RequestError> {
    compose(draft, &make_state(), &make_verifier())
}

fn compose(
    draft: &Draft,
    state: &StateToken,
    verifier: &CodeVerifier,
) -> Result<AuthorizeUrl, RequestError> {
    let client = oauth_client(draft)?;
    // EXPOSE: the request carries the state itself and the verifier's hash (RFC 7636, 4.2).
    let (state, verifier) = (state.expose().to_owned(), verifier.expose().to_owned());
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier));
    let scopes = draft.scopes.iter().flat_map(|scopes| scopes.iter());
    let mut request = client
        .authorize_url(|| CsrfToken::new(state))
        .add_scopes(scopes.map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(challenge)
        // A session of another org in the same browser ends on an error page of Salesforce.
        .add_extra_param("prompt", "login");
    if let Some(username) = &draft.login_hint {
        request = request.add_extra_param("login_hint", username.clone());
    }
    let (url, _state) = request.url();
    Ok(AuthorizeUrl(url))
}

/// A client whose endpoints all lie on the draft's authority.
pub(crate) type OauthClient = Client<
    BasicErrorResponse,
    TokenAnswerWire,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

pub(crate) fn oauth_client(draft: &Draft) -> Result<OauthClient, RequestError> {
    let authorize = draft.authority.url("/services/oauth2/authorize");
    let token = draft.authority.url("/services/oauth2/token");
    Ok(
        Client::new(ClientId::new(draft.client.key.as_str().to_owned()))
            .set_auth_type(oauth2::AuthType::RequestBody)
            .set_auth_uri(AuthUrl::new(authorize).map_err(|_| RequestError)?)
            .set_token_uri(TokenUrl::new(token).map_err(|_| RequestError)?)
            .set_redirect_uri(
                RedirectUrl::new(draft.callback.as_str().to_owned()).map_err(|_| RequestError)?,
            ),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use orgkeep_domain::attempt::IssuerRule;
    use orgkeep_domain::scope::Scopes;
    use orgkeep_secret::ConsumerSecret;

    use super::*;
    use crate::sample;

    fn draft() -> Draft {
        let mut draft = sample::draft("https://acme.my.salesforce.com");
        draft.client.secret = Some(ConsumerSecret::new("canary-secret".into()));
        draft.scopes = Some(Scopes::parse("api refresh_token web"));
        draft.login_hint = Some("admin@acme.example".into());
        draft
    }

    #[test]
    fn the_request_is_as_the_standard_wants_it_and_holds_no_secret() {
        let awaiting = draft().ask_consent(
            make_state(),
            CodeVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into()),
            IssuerRule::IfPresent(String::new()),
        );
        let url = authorize_url(&awaiting).unwrap();
        let query: HashMap<String, String> = url.0.query_pairs().into_owned().collect();
        assert_eq!(url.0.path(), "/services/oauth2/authorize");
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["client_id"], "3MVG9.key_&=+%");
        assert_eq!(query["redirect_uri"], "http://localhost:33333");
        assert_eq!(
            query["code_challenge"],
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        assert_eq!(query["code_challenge_method"], "S256");
        assert_eq!(query["scope"], "api refresh_token web");
        assert_eq!(query["prompt"], "login");
        assert_eq!(query["login_hint"], "admin@acme.example");
        assert_eq!(query["state"].len(), 43);
        assert!(!url.for_the_browser().contains("canary"));
        assert!(!url.for_the_browser().contains("dBjftJeZ"));
    }

    #[test]
    fn without_scopes_the_parameter_is_absent() {
        let url = probe_url(&Draft {
            scopes: None,
            ..draft()
        })
        .unwrap();
        assert!(!url.0.query_pairs().any(|(name, _)| name == "scope"));
    }

    #[test]
    fn debug_shows_the_host_only() {
        let url = probe_url(&draft()).unwrap();
        assert_eq!(format!("{url:?}"), "AuthorizeUrl(acme.my.salesforce.com)");
    }

    #[test]
    fn o_02_no_value_repeats_in_ten_thousand_flows() {
        let mut seen = HashSet::new();
        let fits = |text: &str| {
            text.len() == 43
                && text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        };
        for _ in 0..10_000 {
            let (state, verifier) = (make_state(), make_verifier());
            // EXPOSE: the test looks for repeated values.
            for text in [state.expose(), verifier.expose()] {
                assert!(fits(text) && seen.insert(text.to_owned()));
            }
        }
        println!("O-02 survived {} of 10000", seen.len() / 2);
    }
}
