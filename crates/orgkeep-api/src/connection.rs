//! Connections as the page sees them.

use serde::{Deserialize, Serialize};

use crate::app_check::PostureView;
use crate::browser::BrowserFields;
use crate::dev_hub::DevHubRuleView;
use crate::health::HealthView;
use crate::label::{ColourView, ExpiryView};
use crate::login::PendingLoginView;
use crate::migration::{EarlierView, NewAppView};
use crate::notice::{HostPauseView, UnsavedView};
use crate::opening::ReleaseView;
use crate::pending::PendingView;
use crate::removal::RevocationView;
use crate::retirement::{EndView, RetirementView};
use crate::rotation::RotationView;
use crate::table;
use crate::testing::LastTestView;

/// The whole list, painted from the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionsView {
    /// One row for each connection, by name. They travel as a table, which the page's backend turns into rows.
    #[serde(serialize_with = "table::serialize")]
    #[cfg_attr(feature = "typescript", specta(type = Vec<ConnectionRowView>))]
    pub rows: Vec<ConnectionRowView>,
    /// Tokens that are not wanted any more, and that Salesforce has not confirmed as revoked.
    pub unconfirmed: Vec<RevocationView>,
    /// Hosts that asked not to be asked before a moment.
    pub pauses: Vec<HostPauseView>,
    /// New tokens that are not on the disk yet.
    pub unsaved: UnsavedView,
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionRowView {
    /// Which connection.
    pub id: String,
    /// The admin's name for it.
    pub name: String,
    /// Who signs in.
    pub username: String,
    /// The org's 18-character id.
    pub org_id: String,
    /// The host that answers.
    pub host: String,
    /// Where the org is: scheme, host, and a port where it needs one.
    pub url: String,
    /// The admin's label.
    pub environment: EnvironmentView,
    /// What kind of org it is.
    pub org_type: OrgTypeView,
    /// How Orgkeep signs in.
    pub authentication: AuthenticationView,
    /// What of this way to sign in comes to an end, if anything does.
    pub retires: Option<EndView>,
    /// How it is.
    pub health: HealthView,
    /// When that was found out, RFC 3339.
    pub health_at: String,
    /// How its sign-in is, as last proven.
    pub status: StatusView,
    /// When the status was proven, RFC 3339.
    pub status_at: String,
    /// When a person last signed in, RFC 3339.
    pub authenticated_at: String,
    /// What its last test found; `null` until it has been tested.
    pub last_test: Option<LastTestView>,
    /// What the last look at its app came to; `null` until somebody has looked at the app that is in force.
    pub posture: Option<PostureView>,
    /// Whether its app may open the org in a browser: the scope `web` or `full` is granted, or nobody knows what is.
    pub can_open: bool,
    /// The host of the production org that it belongs to, where its own host tells.
    pub family: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it stands among the first.
    pub favourite: bool,
    /// The admin's mark.
    pub colour: ColourView,
    /// Who looks after it; empty for nobody.
    pub owner: String,
    /// When it ends by itself, if that is known.
    pub expiry: Option<ExpiryView>,
}

/// Everything that can be shown of one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// What the list shows.
    pub row: ConnectionRowView,
    /// The org's own name.
    pub org_name: String,
    /// "Enterprise Edition" and the like.
    pub edition: String,
    /// The instance, such as `CS214`.
    pub instance_name: String,
    /// The namespace of its packages, where it has registered one.
    pub namespace: Option<String>,
    /// The release that it is on, as it told when its limits were last asked for; `null` before that.
    pub release: Option<ReleaseView>,
    /// The person's or integration's name.
    pub display_name: String,
    /// The user's 18-character id.
    pub user_id: String,
    /// Where sign-in happens.
    pub login_host: String,
    /// The first and last characters of the consumer key. A login with a password has none.
    pub consumer_key: Option<String>,
    /// Whether a consumer secret is sealed in the vault.
    pub has_secret: bool,
    /// Whether Orgkeep can stay signed in without a person.
    pub has_refresh_token: bool,
    /// What is known of the tokens.
    pub tokens: TokensView,
    /// What a sign-in to it opens, and its org.
    pub browser: BrowserFields,
    /// Credentials that were typed and are not in force.
    pub pending: Option<PendingView>,
    /// The sign-in that it had before it was moved, while that is kept.
    pub earlier: Option<EarlierView>,
    /// A new key and secret of its app, while they are on their way or the ones before still work.
    pub rotation: Option<RotationView>,
    /// A login that was typed and is not in force.
    pub pending_login: Option<PendingLoginView>,
    /// Whether its secrets cannot be read: they were sealed with a key that is lost, or a backup brought it without them.
    pub secrets_apart: bool,
    /// Whether its app needs a consumer secret that is among them.
    pub consumer_secret_apart: bool,
    /// Whether the password in force was refused: it is not sent again, and another is wanted.
    pub password_refused: bool,
    /// When this way to sign in comes to an end, if it does.
    pub retirement: Option<RetirementView>,
    /// Whether it was registered as a Dev Hub.
    pub is_dev_hub_registration: bool,
    /// Why it cannot be authenticated again, if it cannot.
    pub not_reauthenticated: Option<DevHubRuleView>,
    /// Why it cannot be moved to an External Client App, if it is a Dev Hub.
    pub not_moved: Option<DevHubRuleView>,
    /// The callback address in use. A login with a password has none.
    pub callback: Option<String>,
    /// What the sign-in of another app will send.
    pub new_app: NewAppView,
    /// Scopes: granted, missing, and extra.
    pub scopes: Vec<ScopeView>,
    /// What differs from what the app was meant to be.
    pub deviations: Vec<DeviationView>,
    /// When it was registered, RFC 3339.
    pub created_at: String,
    /// What the admin wrote down.
    pub notes: String,
}

/// The tokens of a connection: their age, what the app does with them, and how many sign-ins count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TokensView {
    /// When the session was last renewed without a person, RFC 3339; `null` if never since the sign-in.
    pub renewed_at: Option<String>,
    /// Whether each renewal replaces the refresh token; `null` until a renewal has shown it.
    pub rotates: Option<bool>,
    /// Sign-ins of this user through this app that Orgkeep knows to count at Salesforce: the one in force, and
    /// earlier ones whose end Salesforce has not confirmed.
    pub sign_ins: u32,
    /// How many Salesforce allows; one more ends the oldest (salesforce.md, 3.7).
    pub most_sign_ins: u32,
}

/// One scope and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ScopeView {
    /// The runtime name.
    pub scope: String,
    /// The titles of the products that want it.
    pub wanted_by: Vec<String>,
    /// What became of it.
    pub state: ScopeStateView,
}

/// What became of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ScopeStateView {
    /// Wanted and granted.
    Granted,
    /// Wanted and not granted.
    Missing,
    /// Granted although nobody asked.
    Extra,
    /// Wanted, and nobody knows what was granted: the sign-in comes from another tool.
    Unknown,
}

/// Something that differs from the blueprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum DeviationView {
    /// A wanted scope was not granted.
    #[serde(rename_all = "camelCase")]
    ScopeMissing {
        /// The runtime name.
        scope: String,
        /// The titles of the products that want it.
        wanted_by: Vec<String>,
    },
    /// A scope was granted that nobody asked for.
    #[serde(rename_all = "camelCase")]
    ScopeExtra {
        /// The runtime name.
        scope: String,
    },
    /// No refresh token came: the connection ends with its session.
    NoRefreshToken,
    /// A public app: rotate its refresh tokens, if the org offers it.
    RotationAdvised,
    /// The answer to the sign-in carried no signature. Without a consumer secret none could be checked.
    Unsigned,
}

/// The admin's label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum EnvironmentView {
    /// Blue.
    Development,
    /// Green.
    Integration,
    /// Purple.
    Uat,
    /// Orange.
    FullCopy,
    /// Red.
    Production,
    /// Grey.
    Other,
}

/// What kind of org it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum OrgTypeView {
    /// A production org.
    Production,
    /// A sandbox.
    Sandbox,
    /// A Developer Edition org.
    Developer,
    /// A scratch org.
    Scratch,
}

/// How Orgkeep signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AuthenticationView {
    /// User name and password.
    Standard,
    /// OAuth via Connected App.
    ConnectedApp,
    /// OAuth via External Client App.
    ExternalClientApp,
}

/// How a connection's sign-in is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum StatusView {
    /// Proven by an answer of the org.
    Connected,
    /// Only a person can bring it back.
    SignInAgain,
    /// It was imported and has not been tested yet.
    Untested,
}

/// Names a connection.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionRequest {
    /// Which one.
    pub id: String,
}
