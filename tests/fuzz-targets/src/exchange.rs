//! What Salesforce answers to a code, a refresh token or a password.

use orgkeep_domain::attempt::{Draft, PasswordLogin, Purpose};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::failure::ServerWords;
use orgkeep_salesforce::api_error::ApiError;
use orgkeep_salesforce::fuzzing::{exchanged, logged_in, renewed};
use orgkeep_salesforce::refresh::RefreshError;
use orgkeep_salesforce::soap::LoginError;
use orgkeep_secret::{ConsumerSecret, Password, SecurityToken};

use crate::assert_fit;
use crate::host::assert_accepted;

const RULE: AuthorityRule = AuthorityRule::Salesforce;
const JSON: &str = "application/json";
/// What no text that is shown may hold.
const PASSWORD: &str = "pass word";

/// Salesforce's own login host, and one that a person vouched for.
pub fn asked() -> impl Iterator<Item = Authority> {
    let hosts = ["https://login.salesforce.com", "https://login.acme.example"];
    hosts
        .into_iter()
        .filter_map(|host| Authority::parse(host, RULE).ok())
}

fn draft(authority: Authority, secret: Option<&str>) -> Option<Draft> {
    Some(Draft {
        authority,
        client: ClientApp {
            kind: ClientKind::ExternalClientApp,
            key: ConsumerKey::parse("3MVG9key").ok()?,
            secret: secret.map(|secret| ConsumerSecret::new(secret.to_owned())),
        },
        callback: CallbackUrl::standard(),
        scopes: None,
        login_hint: None,
        purpose: Purpose::Register { expected_org: None },
    })
}

/// An answer of the token endpoint: tokens, or an error in any of its shapes.
pub fn token_json(bytes: &[u8]) -> bool {
    let mut understood = false;
    for asked in asked() {
        for secret in [None, Some("ABCDEF0123456789")] {
            let Some(draft) = draft(asked.clone(), secret) else {
                return false;
            };
            if let Ok(tokens) = exchanged(bytes, &draft, RULE) {
                assert_accepted(&tokens.instance, &asked);
                assert!(!tokens.access.is_empty(), "there is no access token");
                assert!(secret.is_none() || tokens.is_signed, "nobody signed it");
                understood = true;
            }
        }
        understood |= renews(bytes, &asked);
    }
    understood
}

fn renews(bytes: &[u8], asked: &Authority) -> bool {
    let form = "application/x-www-form-urlencoded";
    let tries = [(200, JSON), (400, JSON), (400, form), (500, "text/html")];
    for (status, media_type) in tries {
        match renewed(status, media_type, bytes) {
            Ok(renewal) => {
                assert_eq!(status, 200);
                assert!(!renewal.access.is_empty() && !empty(&renewal.refresh));
                let instance = renewal.claims.instance(asked, RULE);
                instance
                    .iter()
                    .for_each(|instance| assert_accepted(instance, asked));
                return true;
            }
            Err(RefreshError::Refused { words, .. }) => assert_words(&words),
            // Where it was not said that nothing was done, the token may be gone.
            Err(RefreshError::Call { may_have_acted, .. }) => {
                assert!(!may_have_acted || status == 200);
            }
        }
        if let Some(error) = ApiError::read(media_type, bytes) {
            assert_words(&error.words());
            assert!(!(error.refuses_token() && error.is_limit()));
        }
    }
    false
}

fn empty(token: &Option<orgkeep_secret::RefreshToken>) -> bool {
    token.as_ref().is_some_and(|token| token.is_empty())
}

pub fn assert_words(words: &ServerWords) {
    let code = words.code.iter();
    code.for_each(|code| assert_fit(code, 100));
    let description = words.description.iter();
    description.for_each(|text| assert_fit(text, 300));
}

/// An answer to a login with a password.
pub fn soap_xml(bytes: &[u8]) -> bool {
    let credentials = PasswordLogin {
        username: "ada@acme.example".to_owned(),
        password: Password::new(PASSWORD.to_owned()),
        security_token: Some(SecurityToken::new("T0ken".to_owned())),
    };
    let mut understood = false;
    for (asked, status) in asked().zip([200, 500]).chain(asked().zip([500, 200])) {
        match logged_in(status, bytes, &asked, &credentials, RULE) {
            Ok(session) => {
                assert_eq!(status, 200);
                assert_accepted(&session.instance, &asked);
                assert!(!session.access.is_empty(), "there is no session");
                assert_fit(&session.username, 200);
                assert_fit(&session.display_name, 200);
                understood = true;
            }
            Err(LoginError::Refused(words)) => {
                assert_words(&words);
                for text in [words.code, words.description].iter().flatten() {
                    assert!(!text.contains(PASSWORD) && !text.contains("T0ken"));
                }
                understood = true;
            }
            Err(LoginError::Call(_) | LoginError::AnswerRefused) => {}
        }
    }
    understood
}
