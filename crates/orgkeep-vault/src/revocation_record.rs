//! A token that is not wanted any more, and that Salesforce has still to be told about.

use jiff::Timestamp;
use orgkeep_domain::authority::Authority;
use orgkeep_domain::id::ConnectionId;
use orgkeep_secret::{AccessToken, RefreshToken};

/// One token in the queue.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RevocationId(String);

impl RevocationId {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A token in the queue, without the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationRecord {
    /// Which one.
    pub id: RevocationId,
    /// The server that has to be told.
    pub host: Authority,
    /// The connection that it was of, where that was noted.
    pub connection: Option<ConnectionId>,
    /// What the connection was called.
    pub connection_name: String,
    /// The org's own name.
    pub org_name: String,
    /// How often it was tried in vain.
    pub tries: u32,
    /// When it was last tried.
    pub last_try_at: Option<Timestamp>,
    /// When the token became unwanted.
    pub created_at: Timestamp,
}

/// The token itself, and the authenticated host that it may be sent to.
#[derive(Debug)]
pub struct RevocationToken {
    /// Where to.
    pub host: Authority,
    /// What.
    pub token: UnwantedToken,
}

/// Which kind of token it is. With a refresh token its access tokens end too.
#[derive(Debug)]
pub enum UnwantedToken {
    /// The usual case.
    Refresh(RefreshToken),
    /// Where the app grants no refresh token.
    Access(AccessToken),
}
