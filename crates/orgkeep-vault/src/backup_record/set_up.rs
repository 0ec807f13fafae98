//! The set-up of a connection in a backup.

use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::{CallbackUrl, ConsumerKey};
use orgkeep_domain::connection::{
    AuthenticationType, Colour, ConnectionName, ConnectionStatus, Environment, OrgType,
};
use orgkeep_domain::id::{ConnectionId, OrgId, UserId};
use orgkeep_domain::label::{Labels, Tag, parse_notes, parse_owner};
use orgkeep_domain::scope::Scopes;
use serde::{Deserialize, Serialize};

use super::{browser, moment};
use crate::connection_record::{ConnectionRecord, RegisteredApp, Upkeep};

/// A connection's set-up, without its secrets and without what is known of its health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SetUpRecord {
    id: String,
    name: String,
    org_type: String,
    environment: String,
    authentication: String,
    login: String,
    instance: String,
    /// A password needs no app: neither key nor callback.
    #[serde(default)]
    consumer_key: Option<String>,
    #[serde(default)]
    callback: Option<String>,
    org_id: String,
    user_id: String,
    username: String,
    display_name: String,
    org_name: String,
    edition: String,
    instance_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    is_sandbox: bool,
    requested_scopes: Option<String>,
    granted_scopes: String,
    presets: Vec<String>,
    authenticated_at: i64,
    created_at: i64,
    browser: Option<String>,
    private_window: bool,
    #[serde(default)]
    is_dev_hub: bool,
    #[serde(default)]
    labels: LabelsRecord,
}

/// What the person wrote on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LabelsRecord {
    tags: Vec<String>,
    favourite: bool,
    colour: Option<String>,
    owner: String,
    notes: String,
}

impl From<&ConnectionRecord> for SetUpRecord {
    fn from(record: &ConnectionRecord) -> Self {
        Self {
            id: record.id.as_str().to_owned(),
            name: record.name.as_str().to_owned(),
            org_type: record.org_type.key().to_owned(),
            environment: record.environment.key().to_owned(),
            authentication: record.authentication.key().to_owned(),
            login: record.login.origin().to_owned(),
            instance: record.instance.origin().to_owned(),
            consumer_key: record.consumer_key().map(|key| key.as_str().to_owned()),
            callback: record
                .app
                .as_ref()
                .map(|app| app.callback.as_str().to_owned()),
            org_id: record.org_id.as_str().to_owned(),
            user_id: record.user_id.as_str().to_owned(),
            username: record.username.clone(),
            display_name: record.display_name.clone(),
            org_name: record.org_name.clone(),
            edition: record.edition.clone(),
            instance_name: record.instance_name.clone(),
            namespace: record.namespace.clone(),
            is_sandbox: record.is_sandbox,
            requested_scopes: record.requested_scopes.as_ref().map(ToString::to_string),
            granted_scopes: record.granted_scopes.to_string(),
            presets: record.presets.clone(),
            authenticated_at: record.authenticated_at.as_millisecond(),
            created_at: record.created_at.as_millisecond(),
            browser: record.browser.id.clone(),
            private_window: record.browser.private,
            is_dev_hub: record.is_dev_hub_registration,
            labels: (&record.labels).into(),
        }
    }
}

/// Its secrets are not there.
fn apart() -> Upkeep {
    Upkeep {
        is_apart: true,
        ..Upkeep::default()
    }
}

impl SetUpRecord {
    /// The connection, of which only a sign-in can make one that works. `None` where a field makes no sense.
    pub(crate) fn to_record(&self, rule: AuthorityRule) -> Option<ConnectionRecord> {
        let authenticated_at = moment(self.authenticated_at)?;
        let authentication = AuthenticationType::from_key(&self.authentication)?;
        Some(ConnectionRecord {
            id: ConnectionId::parse(&self.id).ok()?,
            name: ConnectionName::parse(&self.name).ok()?,
            org_type: OrgType::from_key(&self.org_type)?,
            environment: Environment::from_key(&self.environment)?,
            authentication,
            login: Authority::parse(&self.login, rule).ok()?,
            instance: Authority::parse(&self.instance, rule).ok()?,
            app: self.app(authentication)?,
            org_id: OrgId::parse(&self.org_id).ok()?,
            user_id: UserId::parse(&self.user_id).ok()?,
            username: self.username.clone(),
            display_name: self.display_name.clone(),
            org_name: self.org_name.clone(),
            edition: self.edition.clone(),
            instance_name: self.instance_name.clone(),
            namespace: self.namespace.clone(),
            release: None,
            is_sandbox: self.is_sandbox,
            requested_scopes: self.requested_scopes.as_deref().map(Scopes::parse),
            granted_scopes: Scopes::parse(&self.granted_scopes),
            presets: self.presets.clone(),
            status: ConnectionStatus::SignInAgain,
            status_at: authenticated_at,
            authenticated_at,
            created_at: moment(self.created_at)?,
            browser: browser(self.browser.as_ref(), self.private_window),
            is_signed: true,
            is_dev_hub_registration: self.is_dev_hub,
            has_secret: false,
            has_refresh_token: false,
            generation: 1,
            upkeep: apart(),
            labels: self.labels.to_labels()?,
        })
    }

    /// The app, which everything but a password has.
    fn app(&self, authentication: AuthenticationType) -> Option<Option<RegisteredApp>> {
        match (authentication, &self.consumer_key, &self.callback) {
            (AuthenticationType::Standard, None, None) => Some(None),
            (
                AuthenticationType::ConnectedApp | AuthenticationType::ExternalClientApp,
                Some(key),
                Some(callback),
            ) => Some(Some(RegisteredApp {
                consumer_key: ConsumerKey::parse(key).ok()?,
                callback: CallbackUrl::parse(callback)?,
            })),
            _ => None,
        }
    }
}

impl From<&Labels> for LabelsRecord {
    fn from(labels: &Labels) -> Self {
        let tags = labels.tags.iter();
        Self {
            tags: tags.map(|tag| tag.as_str().to_owned()).collect(),
            favourite: labels.favourite,
            colour: Some(labels.colour.key().to_owned()),
            owner: labels.owner.clone(),
            notes: labels.notes.clone(),
        }
    }
}

impl LabelsRecord {
    fn to_labels(&self) -> Option<Labels> {
        let tags = self.tags.iter().map(|tag| Tag::parse(tag).ok());
        Some(Labels {
            tags: tags.collect::<Option<_>>()?,
            favourite: self.favourite,
            colour: match &self.colour {
                Some(key) => Colour::from_key(key)?,
                None => Colour::Plain,
            },
            owner: parse_owner(&self.owner).ok()?,
            notes: parse_notes(&self.notes).ok()?,
        })
    }
}
