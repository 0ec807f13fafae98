//! What `sf org auth show-sfdx-auth-url --json` answers: an auth URL, `force://<key>:<secret>:<refresh token>@<host[:port]>`
//! (salesforce.md, 7.2). The whole of it is a credential.

use orgkeep_domain::authority::Authority;
use orgkeep_secret::{ConsumerSecret, RefreshToken};
use serde::Deserialize;

use super::key::is_redacted;
use super::tokens::Session;

/// An auth URL, taken apart.
#[derive(Debug)]
pub struct AuthUrl {
    /// The app.
    pub(super) client_id: String,
    /// The refresh token, and the app's secret where it has one.
    pub(super) session: Session,
    /// Host and port.
    place: String,
}

/// An answer that holds no auth URL. No error repeats anything of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthUrlError {
    /// Something stands there in place of it: stars, or a word that says so.
    #[error("the CLI keeps the value to itself")]
    Hidden,
    /// It is not JSON, or nothing of what it should be.
    #[error("the answer makes no sense")]
    Senseless,
}

/// The tokens belong to another sign-in than the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the tokens are those of another sign-in")]
pub struct OtherSignIn;

/// The answer as it is, or below `result`. Both are borrowed: a text with escapes in it is no auth URL, and would be
/// copied.
#[derive(Deserialize)]
struct AnswerWire<'a> {
    #[serde(borrow)]
    result: Option<UrlWire<'a>>,
    #[serde(rename = "sfdxAuthUrl")]
    url: Option<&'a str>,
}

#[derive(Deserialize)]
struct UrlWire<'a> {
    #[serde(rename = "sfdxAuthUrl")]
    url: Option<&'a str>,
}

impl AuthUrl {
    /// Reads an answer of the CLI.
    ///
    /// # Errors
    /// [`AuthUrlError`].
    pub fn of_answer(bytes: &[u8]) -> Result<Self, AuthUrlError> {
        let wire: Option<AnswerWire<'_>> = serde_json::from_slice(bytes).ok();
        let wire = wire.ok_or(AuthUrlError::Senseless)?;
        let below = wire.result.and_then(|result| result.url);
        let url = below.or(wire.url).ok_or(AuthUrlError::Senseless)?;
        match Self::parse(url) {
            Some(parsed) => Ok(parsed),
            None if is_redacted(url) => Err(AuthUrlError::Hidden),
            None => Err(AuthUrlError::Senseless),
        }
    }

    fn parse(url: &str) -> Option<Self> {
        let (credentials, place) = url.strip_prefix("force://")?.split_once('@')?;
        let [client_id, secret, refresh] = parts(credentials)?;
        let is_place = !place.is_empty() && place.chars().all(|c| c == ':' || is_plain(c));
        let secret_is_one = secret.is_empty() || is_value(secret);
        if !is_place || !is_value(client_id) || !is_value(refresh) || !secret_is_one {
            return None;
        }
        let consumer_secret = (!secret.is_empty()).then(|| ConsumerSecret::new(secret.to_owned()));
        Some(Self {
            client_id: client_id.to_owned(),
            session: Session {
                access: None,
                refresh: Some(RefreshToken::new(refresh.to_owned())),
                consumer_secret,
            },
            place: place.to_ascii_lowercase(),
        })
    }

    /// Whether it is for this server.
    pub(super) fn is_at(&self, authority: &Authority) -> bool {
        authority.host() == self.place
    }
}

fn parts(credentials: &str) -> Option<[&str; 3]> {
    let mut parts = credentials.split(':');
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

/// `[a-zA-Z0-9._-]+={0,2}`
fn is_value(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    !bare.is_empty() && text.len() - bare.len() <= 2 && bare.chars().all(is_plain)
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

#[cfg(test)]
mod tests {
    use orgkeep_domain::authority::AuthorityRule;

    use super::*;

    fn error(answer: &str) -> Option<AuthUrlError> {
        AuthUrl::of_answer(answer.as_bytes()).err()
    }

    #[test]
    fn both_forms_of_an_answer_are_read_and_an_empty_secret_is_none() {
        let bare =
            r#"{"sfdxAuthUrl":"force://PlatformCLI::5Aep861.x_y-z==@acme.my.salesforce.com"}"#;
        let url = AuthUrl::of_answer(bare.as_bytes()).unwrap();
        assert_eq!(url.client_id, "PlatformCLI");
        assert!(url.session.consumer_secret.is_none());
        let token = RefreshToken::new("5Aep861.x_y-z==".into());
        assert!(url.session.refresh.unwrap().matches(&token));

        let below =
            r#"{"status":0,"result":{"sfdxAuthUrl":"force://3MVG9:S3cret:5Aep@127.0.0.1:8080"}}"#;
        let url = AuthUrl::of_answer(below.as_bytes()).unwrap();
        let at = |text| Authority::parse(text, AuthorityRule::Practice).unwrap();
        assert!(url.session.consumer_secret.is_some());
        assert!(!url.is_at(&at("http://127.0.0.1:8081")));
        assert!(url.is_at(&at("http://127.0.0.1:8080")));
        assert!(!format!("{url:?}").contains("S3cret"));
    }

    #[test]
    fn anything_else_makes_no_sense() {
        for answer in [
            "",
            "Error: command org:auth:show-sfdx-auth-url not found",
            "[]",
            "{}",
            r#"{"result":[]}"#,
            r#"{"sfdxAuthUrl":7}"#,
            r#"{"sfdxAuthUrl":"force://a:b:c"}"#,
            r#"{"sfdxAuthUrl":"force://a:c@host"}"#,
            r#"{"sfdxAuthUrl":"force://a:b:c:d@host"}"#,
            r#"{"sfdxAuthUrl":"force://a:b:c===@host"}"#,
            r#"{"sfdxAuthUrl":"force://:b:c@host"}"#,
            r#"{"sfdxAuthUrl":"force://a:b:c@host/path"}"#,
            r#"{"sfdxAuthUrl":"force://a:b:c\u0041@host"}"#,
            r#"{"sfdxAuthUrl":"https://a:b:c@host"}"#,
        ] {
            assert_eq!(error(answer), Some(AuthUrlError::Senseless), "{answer}");
        }
        let hidden =
            r#"{"result":{"sfdxAuthUrl":"[REDACTED] Use 'sf org auth show-sfdx-auth-url'"}}"#;
        assert_eq!(error(hidden), Some(AuthUrlError::Hidden));
    }
}
