//! The tokens of an auth file: sealed with the key of their home, or with the CLI, which opens them itself.

use orgkeep_secret::{AccessToken, ConsumerSecret, RefreshToken};

use super::key::{CipherError, CliKey};
use super::wire::AuthFileWire;

/// Who opens the tokens of a home.
#[derive(Debug)]
pub enum TokensFrom<'a> {
    /// The home's key, if it was found.
    Key(Option<&'a CliKey>),
    /// The CLI is asked for those that are chosen.
    Cli,
}

/// Tokens that an org has.
#[derive(Debug)]
pub enum Grant {
    /// They are here.
    Opened(Session),
    /// The CLI has them, and is asked when they are wanted.
    WithTheCli,
}

/// Tokens of an org, opened.
#[derive(Debug)]
pub struct Session {
    /// For API calls. The CLI gives none; the first use gets one with the refresh token.
    pub access: Option<AccessToken>,
    /// For new ones.
    pub refresh: Option<RefreshToken>,
    /// The app's secret, where there is one.
    pub consumer_secret: Option<ConsumerSecret>,
}

/// Why an org has no tokens that can be used here. What else is known of it stays good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoGrant {
    /// The key of the home was not found.
    KeyMissing,
    /// The key does not open them.
    OtherKey,
    /// They were taken out of the file.
    Redacted,
    /// They are not encrypted as the CLI does.
    Malformed,
    /// There are none.
    Absent,
    /// The file does not say which user or which app they belong to.
    OwnerUnknown,
}

/// Without a refresh token there is nothing that the CLI could show.
pub(super) fn grant(wire: &AuthFileWire, tokens: &TokensFrom<'_>) -> Result<Grant, NoGrant> {
    match tokens {
        TokensFrom::Key(key) => opened(wire, *key).map(Grant::Opened),
        TokensFrom::Cli if wire.text("refreshToken").is_some() => Ok(Grant::WithTheCli),
        TokensFrom::Cli => Err(NoGrant::Absent),
    }
}

fn opened(wire: &AuthFileWire, key: Option<&CliKey>) -> Result<Session, NoGrant> {
    let access = wire.text("accessToken").ok_or(NoGrant::Absent)?;
    let key = key.ok_or(NoGrant::KeyMissing)?;
    Ok(Session {
        access: Some(key.open(access)?),
        refresh: wire
            .text("refreshToken")
            .map(|text| key.open(text))
            .transpose()?,
        consumer_secret: wire
            .text("clientSecret")
            .map(|text| key.open(text))
            .transpose()?,
    })
}

impl From<CipherError> for NoGrant {
    fn from(error: CipherError) -> Self {
        match error {
            CipherError::Redacted => Self::Redacted,
            CipherError::Malformed => Self::Malformed,
            CipherError::Refused => Self::OtherKey,
        }
    }
}
