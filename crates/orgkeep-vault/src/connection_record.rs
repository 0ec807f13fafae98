//! What is plain about a connection.

use jiff::Timestamp;
use orgkeep_domain::attempt::PasswordLogin;
use orgkeep_domain::authority::Authority;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::{CallbackUrl, ConsumerKey};
use orgkeep_domain::connection::{
    AuthenticationType, ConnectionName, ConnectionStatus, Environment, OrgType,
};
use orgkeep_domain::health::Health;
use orgkeep_domain::id::{ConnectionId, OrgId, UserId};
use orgkeep_domain::label::Labels;
use orgkeep_domain::scope::Scopes;
use orgkeep_domain::verdict::Verdict;
use orgkeep_secret::{AccessToken, ConsumerSecret, RefreshToken};

use crate::error::DamagedRow;
use crate::posture::PostureRecord;
use crate::release::ReleaseRecord;

/// One registered org, as the store has it, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionRecord {
    /// For its whole life, whatever else changes.
    pub id: ConnectionId,
    /// What the admin calls it.
    pub name: ConnectionName,
    /// What kind of org it is, as the org itself said.
    pub org_type: OrgType,
    /// The admin's own label.
    pub environment: Environment,
    /// How Orgkeep signs in.
    pub authentication: AuthenticationType,
    /// Where people sign in.
    pub login: Authority,
    /// Where the tokens are valid.
    pub instance: Authority,
    /// The app that it signs in through; a password needs none.
    pub app: Option<RegisteredApp>,
    /// The org.
    pub org_id: OrgId,
    /// Who signed in.
    pub user_id: UserId,
    /// Their user name.
    pub username: String,
    /// Their name.
    pub display_name: String,
    /// The org's own name.
    pub org_name: String,
    /// "Enterprise Edition" and the like.
    pub edition: String,
    /// The instance, such as `CS214`.
    pub instance_name: String,
    /// The namespace of its packages, where it has registered one.
    pub namespace: Option<String>,
    /// The release that it is on, as it told when somebody last asked.
    pub release: Option<ReleaseRecord>,
    /// Whether the org is a sandbox.
    pub is_sandbox: bool,
    /// The scopes that were asked for; none means all that the app has.
    pub requested_scopes: Option<Scopes>,
    /// The scopes that were granted.
    pub granted_scopes: Scopes,
    /// The presets that the app serves.
    pub presets: Vec<String>,
    /// What is known of its health.
    pub status: ConnectionStatus,
    /// Since when that is known.
    pub status_at: Timestamp,
    /// When somebody last signed in.
    pub authenticated_at: Timestamp,
    /// When it was registered.
    pub created_at: Timestamp,
    /// What a sign-in to it opens.
    pub browser: BrowserChoice,
    /// Whether the token answer carried a signature. Without a consumer secret nobody can check one.
    pub is_signed: bool,
    /// Whether it was registered as a Dev Hub (product.md, 5). Whether the org is one is another question.
    pub is_dev_hub_registration: bool,
    /// Whether a consumer secret is kept for it.
    pub has_secret: bool,
    /// Whether a refresh token is kept for it.
    pub has_refresh_token: bool,
    /// Counts up with every new set of tokens, from 1.
    pub generation: u32,
    /// What has become of it since somebody signed in.
    pub upkeep: Upkeep,
    /// What the admin wrote on it.
    pub labels: Labels,
}

/// The app of a connection, as the org knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredApp {
    /// Its consumer key.
    pub consumer_key: ConsumerKey,
    /// The callback as registered.
    pub callback: CallbackUrl,
}

impl ConnectionRecord {
    /// The consumer key of its app, if it signs in through one.
    #[must_use]
    pub fn consumer_key(&self) -> Option<&ConsumerKey> {
        self.app.as_ref().map(|app| &app.consumer_key)
    }

    /// How it is.
    #[must_use]
    pub fn health(&self) -> Health {
        let last = self.upkeep.last_verdict.map(|last| last.verdict);
        Health::of(self.status, last)
    }

    /// When that was found out.
    #[must_use]
    pub fn health_at(&self) -> Timestamp {
        let found = self.upkeep.last_verdict.map(|last| last.at);
        found.map_or(self.status_at, |found| found.max(self.status_at))
    }
}

/// What is known of a connection beside its sign-in. Next to nothing, at first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Upkeep {
    /// Whether each renewal replaces the refresh token. `None` until one has shown it.
    pub rotates: Option<bool>,
    /// When the tokens were last renewed without a sign-in.
    pub renewed_at: Option<Timestamp>,
    /// Whether its secrets cannot be read with the vault's key: they were sealed with one that is lost, or it was
    /// restored from a backup, which holds none. Only a new sign-in helps, or the lost key.
    pub is_apart: bool,
    /// Whether a consumer secret is among what cannot be read: without it a sign-in of that app fails. What a backup brought
    /// does not tell.
    pub secret_is_apart: bool,
    /// What was last found out about the credentials. `None` until they have been tested.
    pub last_verdict: Option<LastVerdict>,
    /// What the last look at its app found. It stays with the app, whoever signs in.
    pub posture: Option<PostureRecord>,
    /// Since when it signs in with the key that it has. A key and its secret are replaced together.
    pub key_since: Option<Timestamp>,
    /// Until when its key works, where the app has got another one.
    pub key_ends_at: Option<Timestamp>,
    /// When the org comes to its end, as it said at the last sign-in, or the tool that the connection was imported from:
    /// scratch orgs and trials do.
    pub org_ends_at: Option<Timestamp>,
}

/// A verdict and its age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastVerdict {
    /// What was found.
    pub verdict: Verdict,
    /// When.
    pub at: Timestamp,
}

/// The whole list: what can be read, and what cannot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConnectionList {
    /// In the order of their names.
    pub records: Vec<ConnectionRecord>,
    /// Rows whose plain fields make no sense.
    pub damaged: Vec<DamagedRow>,
}

/// A connection with its secrets, both from one state of the store.
#[derive(Debug)]
pub struct StoredSession {
    /// What is plain.
    pub record: ConnectionRecord,
    /// What is not.
    pub secrets: ConnectionSecrets,
}

/// A connection's secrets, with the plain fields that were authenticated together with them. Secrets are
/// sent to these addresses and to no other.
#[derive(Debug)]
pub struct ConnectionSecrets {
    /// Where people sign in, and where tokens are refreshed and revoked.
    pub login: Authority,
    /// Where the tokens are valid.
    pub instance: Authority,
    /// Which set of tokens this is.
    pub generation: u32,
    /// For API calls.
    pub access: AccessToken,
    /// What the next session is got with.
    pub credentials: Credentials,
}

/// What a connection gets new sessions with.
#[derive(Debug)]
pub enum Credentials {
    /// OAuth.
    App(AppCredentials),
    /// A login with a password.
    Password(PasswordLogin),
}

/// An app, and what it granted.
#[derive(Debug)]
pub struct AppCredentials {
    /// The app.
    pub consumer_key: ConsumerKey,
    /// For new access tokens, where the app grants one.
    pub refresh: Option<RefreshToken>,
    /// The app's secret, where it has one.
    pub consumer_secret: Option<ConsumerSecret>,
}

impl Credentials {
    /// Those of an app.
    #[must_use]
    pub fn app(&self) -> Option<&AppCredentials> {
        match self {
            Self::App(app) => Some(app),
            Self::Password(_) => None,
        }
    }

    /// The refresh token, where there is one.
    #[must_use]
    pub fn into_refresh_token(self) -> Option<RefreshToken> {
        match self {
            Self::App(app) => app.refresh,
            Self::Password(_) => None,
        }
    }
}
