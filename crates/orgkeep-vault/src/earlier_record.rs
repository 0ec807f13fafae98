//! The sign-in that a connection had before it was moved to another one, kept for a while to go back to.

use jiff::Timestamp;
use orgkeep_domain::attempt::PasswordLogin;
use orgkeep_domain::authority::Authority;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::scope::Scopes;
use orgkeep_secret::ConsumerSecret;

use crate::connection_record::RegisteredApp;
use crate::revocation_record::RevocationId;

/// Which earlier sign-in: that of one connection, from one move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierId {
    /// Whose.
    pub connection: ConnectionId,
    /// Drawn anew with each move.
    pub(crate) revision: String,
}

/// An earlier sign-in as the store has it, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierRecord {
    /// Which.
    pub id: EarlierId,
    /// How the connection signed in.
    pub authentication: AuthenticationType,
    /// Where people signed in.
    pub login: Authority,
    /// The app; a password needed none.
    pub app: Option<RegisteredApp>,
    /// Who signed in.
    pub username: String,
    /// The scopes that were asked for; none means all that the app has.
    pub requested_scopes: Option<Scopes>,
    /// Since when it is kept.
    pub kept_at: Timestamp,
    /// Its refresh token in the queue of unwanted ones; none where it had none.
    pub revocation: Option<RevocationId>,
}

/// An earlier sign-in with what is secret about it.
#[derive(Debug)]
pub struct EarlierSignIn {
    /// What is plain.
    pub record: EarlierRecord,
    /// What the connection signed in with.
    pub credentials: EarlierCredentials,
}

/// What is secret about an earlier sign-in.
#[derive(Debug)]
pub enum EarlierCredentials {
    /// That of an app.
    App {
        /// The app, as the org knows it.
        app: RegisteredApp,
        /// Its secret, where it has one.
        consumer_secret: Option<ConsumerSecret>,
    },
    /// That of a login with a password.
    Password(PasswordLogin),
}
