//! The app as a client: its kind, consumer key, consumer secret, callback.

use core::fmt;

use orgkeep_secret::ConsumerSecret;
use url::Url;

use crate::connection::AuthenticationType;

/// A consumer key (also called Consumer ID or client id). Not secret, but shown shortened.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsumerKey(String);

/// Text that cannot be a consumer key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConsumerKeyError {
    /// Nothing was given.
    #[error("the consumer key is empty")]
    Empty,
    /// It holds spaces, control characters or characters outside ASCII, or is absurdly long.
    #[error("the consumer key has characters that no key has")]
    Malformed,
}

impl ConsumerKey {
    /// Accepts what Salesforce may have made: visible ASCII, up to 4,096 characters, spaces around it
    /// trimmed.
    ///
    /// # Errors
    /// [`ConsumerKeyError`] when it is empty or has other characters.
    pub fn parse(text: &str) -> Result<Self, ConsumerKeyError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ConsumerKeyError::Empty);
        }
        if text.len() > 4096 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ConsumerKeyError::Malformed);
        }
        Ok(Self(text.to_owned()))
    }

    /// The whole key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has the shape of a key that Salesforce made: at least 60 letters, digits, dots and underscores. A key
    /// that an admin chose can be shorter (salesforce.md, 1.5), so this is evidence and not a rule.
    #[must_use]
    pub fn looks_issued(&self) -> bool {
        self.0.len() >= 60
            && self
                .0
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(&byte))
    }

    /// The first six and the last four characters, enough to tell two keys apart.
    #[must_use]
    pub fn shortened(&self) -> String {
        let characters: Vec<char> = self.0.chars().collect();
        if characters.len() <= 12 {
            return self.0.clone();
        }
        let head: String = characters.iter().take(6).collect();
        let tail: String = characters.iter().skip(characters.len() - 4).collect();
        format!("{head}…{tail}")
    }
}

impl fmt::Display for ConsumerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What kind of app it is. Both speak the same OAuth; what becomes of them differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientKind {
    /// A Connected App that is there already.
    ConnectedApp,
    /// An External Client App.
    ExternalClientApp,
}

impl ClientKind {
    /// The kind of app behind a way to sign in; a password has none.
    #[must_use]
    pub fn behind(authentication: AuthenticationType) -> Option<Self> {
        match authentication {
            AuthenticationType::Standard => None,
            AuthenticationType::ConnectedApp => Some(Self::ConnectedApp),
            AuthenticationType::ExternalClientApp => Some(Self::ExternalClientApp),
        }
    }

    /// The way to sign in with it.
    #[must_use]
    pub fn authentication(self) -> AuthenticationType {
        match self {
            Self::ConnectedApp => AuthenticationType::ConnectedApp,
            Self::ExternalClientApp => AuthenticationType::ExternalClientApp,
        }
    }
}

/// The app as Orgkeep signs in with it. A public app has no secret, and then none is ever sent.
#[derive(Debug)]
pub struct ClientApp {
    /// What kind of app it is.
    pub kind: ClientKind,
    /// Its consumer key.
    pub key: ConsumerKey,
    /// Its consumer secret, where it has one.
    pub secret: Option<ConsumerSecret>,
}

/// The callback address, byte for byte as it is registered in Salesforce.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackUrl {
    text: String,
    port: u16,
    path: String,
}

impl CallbackUrl {
    /// `http://localhost:33333`, the address that products ask admins to register.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            text: "http://localhost:33333".to_owned(),
            port: 33333,
            path: "/".to_owned(),
        }
    }

    /// Parses `http://localhost:PORT` with an optional path.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let plain = url.scheme() == "http"
            && url.host_str() == Some("localhost")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty();
        Some(Self {
            text: text.to_owned(),
            port: url.port()?,
            path: url.path().to_owned(),
        })
        .filter(|_| plain)
    }

    /// Exactly as registered, for both the authorize and the token request.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The port to listen on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The path on which the answer must arrive.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_callback_has_no_slash_and_answers_on_the_root() {
        let callback = CallbackUrl::standard();
        assert_eq!(callback.as_str(), "http://localhost:33333");
        assert_eq!(CallbackUrl::parse("http://localhost:33333"), Some(callback));
    }

    #[test]
    fn callbacks_elsewhere_are_refused() {
        for text in [
            "https://localhost:33333",
            "http://127.0.0.1:33333",
            "http://localhost",
            "http://localhost:33333/?x",
            "http://localhost:33333/#x",
            "http://localhost:33333#",
            "http://localhost.evil:33333",
            "http://u@localhost:33333",
        ] {
            assert_eq!(CallbackUrl::parse(text), None, "{text}");
        }
    }

    #[test]
    fn keys_with_spaces_inside_are_refused() {
        assert_eq!(
            ConsumerKey::parse("3MV G9"),
            Err(ConsumerKeyError::Malformed)
        );
        assert_eq!(ConsumerKey::parse(" 3MVG9 ").unwrap().as_str(), "3MVG9");
    }

    #[test]
    fn a_key_has_a_longest_length() {
        let key = |length: usize| ConsumerKey::parse(&"k".repeat(length));
        assert!(key(4096).is_ok());
        assert_eq!(key(4097), Err(ConsumerKeyError::Malformed));
    }

    #[test]
    fn a_key_that_salesforce_made_is_known_by_its_length_and_characters() {
        let looks_issued = |text: &str| ConsumerKey::parse(text).unwrap().looks_issued();
        let sixty = format!("3MVG9.a_{}", "x".repeat(52));
        assert!(looks_issued(&sixty));
        assert!(!looks_issued(&sixty[..59]));
        assert!(!looks_issued(&sixty.replace('_', "-")));
    }

    #[test]
    fn a_long_key_is_shown_by_its_ends_and_written_whole() {
        let shortened = |text: &str| ConsumerKey::parse(text).unwrap().shortened();
        assert_eq!(shortened("3MVG9abcdefghijk"), "3MVG9a…hijk");
        assert_eq!(shortened("3MVG9abcdefg"), "3MVG9abcdefg");
        assert_eq!(shortened("3MVG9abcdefgh"), "3MVG9a…efgh");
        let key = ConsumerKey::parse("3MVG9abcdefgh").unwrap();
        assert_eq!(key.to_string(), "3MVG9abcdefgh");
    }

    #[test]
    fn only_a_password_has_no_app_behind_it() {
        assert_eq!(ClientKind::behind(AuthenticationType::Standard), None);
        for kind in [ClientKind::ConnectedApp, ClientKind::ExternalClientApp] {
            assert_eq!(ClientKind::behind(kind.authentication()), Some(kind));
        }
    }
}
