//! Callback URLs as Salesforce takes them.

use core::fmt;

/// How many characters all callback URLs of an app may have together, line breaks between them included
/// (Salesforce Help, "Configure the External Client App OAuth Settings").
pub const LONGEST_CALLBACKS: usize = 2000;

/// Schemes that look like an app's own and are not.
const NOT_AN_APPS: [&str; 9] = [
    "about",
    "blob",
    "data",
    "file",
    "ftp",
    "javascript",
    "vbscript",
    "ws",
    "wss",
];

/// One callback URL, byte for byte as it is entered: Salesforce compares it literally.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Callback(String);

/// Why a text is no callback URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// Nothing was given.
    #[error("it is empty")]
    Empty,
    /// It is not an absolute address, or has spaces, a fragment or characters outside ASCII.
    #[error("it is not an absolute address")]
    Malformed,
    /// Plain http anywhere but on localhost, which Salesforce refuses.
    #[error("it must start with https, or with http://localhost")]
    NotHttps,
    /// All callback URLs together are too long.
    #[error("all callback URLs together have more than 2,000 characters")]
    TooLong,
}

impl Callback {
    /// Takes `https://…`, `http://localhost…` or an app's own scheme (salesforce.md, 0).
    ///
    /// # Errors
    /// [`CallbackError`].
    pub fn parse(text: &str) -> Result<Self, CallbackError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CallbackError::Empty);
        }
        if text.len() > LONGEST_CALLBACKS {
            return Err(CallbackError::TooLong);
        }
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        let parsed = url::Url::parse(text).map_err(|_| CallbackError::Malformed)?;
        let (scheme, rest) = text.split_once("://").ok_or(CallbackError::Malformed)?;
        let whole = !rest.is_empty() && parsed.username().is_empty() && parsed.password().is_none();
        if !visible || !whole || scheme != parsed.scheme() || text.contains(['#', '\\']) {
            return Err(CallbackError::Malformed);
        }
        match scheme {
            "https" => Ok(Self(text.to_owned())),
            "http" if is_localhost(rest) => Ok(Self(text.to_owned())),
            "http" => Err(CallbackError::NotHttps),
            own if NOT_AN_APPS.contains(&own) => Err(CallbackError::Malformed),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// Exactly as given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a program on the same machine answers there.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.0.strip_prefix("http://").is_some_and(is_localhost)
    }
}

impl fmt::Display for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_localhost(rest: &str) -> bool {
    rest.strip_prefix("localhost")
        .is_some_and(|after| after.is_empty() || after.starts_with([':', '/', '?']))
}

/// The callback URLs of an app, each once, in the order in which they are entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callbacks(Vec<Callback>);

impl Callbacks {
    /// Takes at least one; a repetition counts once.
    ///
    /// # Errors
    /// [`CallbackError::Empty`] without any, [`CallbackError::TooLong`] above 2,000 characters.
    pub fn new(all: impl IntoIterator<Item = Callback>) -> Result<Self, CallbackError> {
        let mut kept: Vec<Callback> = Vec::new();
        for callback in all {
            if !kept.contains(&callback) {
                kept.push(callback);
            }
        }
        let callbacks = Self(kept);
        match callbacks.joined().len() {
            0 => Err(CallbackError::Empty),
            length if length > LONGEST_CALLBACKS => Err(CallbackError::TooLong),
            _ => Ok(callbacks),
        }
    }

    /// Takes one URL for each line, as metadata holds them.
    ///
    /// # Errors
    /// [`CallbackError`].
    pub fn parse_lines(text: &str) -> Result<Self, CallbackError> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let parsed: Result<Vec<Callback>, CallbackError> = lines.map(Callback::parse).collect();
        Self::new(parsed?)
    }

    /// One URL for each line: what goes into the page's box and into metadata's one element.
    #[must_use]
    pub fn joined(&self) -> String {
        let texts: Vec<&str> = self.iter().map(Callback::as_str).collect();
        texts.join("\n")
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Callback> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_localhost_and_own_schemes_are_taken_as_they_are() {
        for text in [
            "https://vault-qa.autorabit.com/dashboard/setup/addSfOrg",
            "http://localhost:33333",
            "http://localhost",
            "http://localhost:1717/OauthRedirect",
            "com.acme.app://callback",
            "sfdc:///axm/detect/oauth/done",
        ] {
            assert_eq!(Callback::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn what_salesforce_refuses_is_refused() {
        use CallbackError as E;
        for (text, error) in [
            ("", E::Empty),
            ("vault", E::Malformed),
            ("http://acme.example/cb", E::NotHttps),
            ("http://localhost.evil.example", E::NotHttps),
            ("http://127.0.0.1:33333", E::NotHttps),
            ("https://a.example/#x", E::Malformed),
            ("https://a.example/a b", E::Malformed),
            ("https://u:p@a.example", E::Malformed),
            ("javascript://a", E::Malformed),
            ("HTTPS://a.example", E::Malformed),
            ("http:\\\\localhost", E::Malformed),
        ] {
            assert_eq!(Callback::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn two_thousand_characters_are_the_limit_for_all_together() {
        let url = |length: usize| {
            Callback::parse(&format!("https://a.example/{}", "x".repeat(length - 18))).unwrap()
        };
        assert!(Callbacks::new([url(999), url(1000)]).is_ok());
        assert_eq!(
            Callbacks::new([url(1000), url(1001)]),
            Err(CallbackError::TooLong)
        );
        assert_eq!(Callbacks::new([]), Err(CallbackError::Empty));
    }

    #[test]
    fn lines_come_back_as_they_went() {
        let text = "http://localhost:33333\nhttps://a.example/cb";
        let callbacks = Callbacks::parse_lines(&format!("\r\n  {text}\n\nhttps://a.example/cb\n"));
        assert_eq!(callbacks.unwrap().joined(), text);
    }
}
