//! What stands in a backup: everything of a vault that is plain, and no secret (docs/BACKUP.md).

use std::collections::BTreeMap;

use jiff::Timestamp;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::{CallbackUrl, ConsumerKey};
use orgkeep_domain::connection::{
    AuthenticationType, ConnectionName, ConnectionStatus, Environment, OrgType,
};
use orgkeep_domain::id::{BlueprintId, ConnectionId, DraftId, OrgId, UserId};
use orgkeep_domain::scope::Scopes;
use serde::{Deserialize, Serialize};

use crate::app_fields::AppFields;
use crate::blueprint_record::BlueprintRecord;
use crate::connection_record::{ConnectionRecord, Upkeep};
use crate::draft_record::{DraftFields, DraftRecord};

/// The whole content. Field names are part of the format; what a version does not know, it refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ContentRecord {
    pub(crate) made_by: String,
    /// Milliseconds since 1970, as everywhere in the content.
    pub(crate) made_at: i64,
    /// Which kind of vault: real and practice ones never mix.
    pub(crate) rule: String,
    pub(crate) connections: Vec<SetUpRecord>,
    pub(crate) blueprints: Vec<OwnBlueprintRecord>,
    pub(crate) drafts: Vec<TypedRecord>,
    pub(crate) settings: BTreeMap<String, String>,
}

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
    consumer_key: String,
    callback: String,
    org_id: String,
    user_id: String,
    username: String,
    display_name: String,
    org_name: String,
    edition: String,
    instance_name: String,
    is_sandbox: bool,
    requested_scopes: Option<String>,
    granted_scopes: String,
    presets: Vec<String>,
    authenticated_at: i64,
    created_at: i64,
    browser: Option<String>,
    private_window: bool,
}

/// One of the person's own blueprints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OwnBlueprintRecord {
    id: String,
    name: String,
    app: AppRecord,
    created_at: i64,
    updated_at: i64,
}

/// A draft as it was typed, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TypedRecord {
    id: String,
    step: String,
    name: String,
    org_type: Option<String>,
    authentication: String,
    login_address: String,
    consumer_key: String,
    app: AppRecord,
    ticked_steps: Vec<String>,
    extra_scopes: Vec<String>,
    username: String,
    browser: Option<String>,
    private_window: bool,
    opens_when_active: bool,
    created_at: i64,
    updated_at: i64,
}

/// What was typed and chosen of an app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AppRecord {
    label: String,
    api_name: String,
    contact_email: String,
    description: String,
    presets: Vec<String>,
    inputs: BTreeMap<String, BTreeMap<String, String>>,
    choices: BTreeMap<String, String>,
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
            consumer_key: record.consumer_key.as_str().to_owned(),
            callback: record.callback.as_str().to_owned(),
            org_id: record.org_id.as_str().to_owned(),
            user_id: record.user_id.as_str().to_owned(),
            username: record.username.clone(),
            display_name: record.display_name.clone(),
            org_name: record.org_name.clone(),
            edition: record.edition.clone(),
            instance_name: record.instance_name.clone(),
            is_sandbox: record.is_sandbox,
            requested_scopes: record.requested_scopes.as_ref().map(ToString::to_string),
            granted_scopes: record.granted_scopes.to_string(),
            presets: record.presets.clone(),
            authenticated_at: record.authenticated_at.as_millisecond(),
            created_at: record.created_at.as_millisecond(),
            browser: record.browser.id.clone(),
            private_window: record.browser.private,
        }
    }
}

impl SetUpRecord {
    /// The connection, of which only a sign-in can make one that works. `None` where a field makes no sense.
    pub(crate) fn to_record(&self, rule: AuthorityRule) -> Option<ConnectionRecord> {
        let authenticated_at = moment(self.authenticated_at)?;
        Some(ConnectionRecord {
            id: ConnectionId::parse(&self.id).ok()?,
            name: ConnectionName::parse(&self.name).ok()?,
            org_type: OrgType::from_key(&self.org_type)?,
            environment: Environment::from_key(&self.environment)?,
            authentication: AuthenticationType::from_key(&self.authentication)?,
            login: Authority::parse(&self.login, rule).ok()?,
            instance: Authority::parse(&self.instance, rule).ok()?,
            consumer_key: ConsumerKey::parse(&self.consumer_key).ok()?,
            callback: CallbackUrl::parse(&self.callback)?,
            org_id: OrgId::parse(&self.org_id).ok()?,
            user_id: UserId::parse(&self.user_id).ok()?,
            username: self.username.clone(),
            display_name: self.display_name.clone(),
            org_name: self.org_name.clone(),
            edition: self.edition.clone(),
            instance_name: self.instance_name.clone(),
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
            has_secret: false,
            has_refresh_token: false,
            generation: 1,
            upkeep: Upkeep {
                is_apart: true,
                ..Upkeep::default()
            },
        })
    }
}

impl From<&BlueprintRecord> for OwnBlueprintRecord {
    fn from(record: &BlueprintRecord) -> Self {
        Self {
            id: record.id.as_str().to_owned(),
            name: record.name.clone(),
            app: (&record.app).into(),
            created_at: record.created_at.as_millisecond(),
            updated_at: record.updated_at.as_millisecond(),
        }
    }
}

impl OwnBlueprintRecord {
    pub(crate) fn to_record(&self) -> Option<BlueprintRecord> {
        Some(BlueprintRecord {
            id: BlueprintId::parse(&self.id).ok()?,
            name: self.name.clone(),
            app: self.app.to_fields(),
            created_at: moment(self.created_at)?,
            updated_at: moment(self.updated_at)?,
        })
    }
}

impl From<&DraftRecord> for TypedRecord {
    fn from(record: &DraftRecord) -> Self {
        let fields = &record.fields;
        Self {
            id: record.id.as_str().to_owned(),
            step: fields.step.clone(),
            name: fields.name.clone(),
            org_type: fields.org_type.map(|kind| kind.key().to_owned()),
            authentication: fields.authentication.key().to_owned(),
            login_address: fields.login_address.clone(),
            consumer_key: fields.consumer_key.clone(),
            app: (&fields.app).into(),
            ticked_steps: fields.ticked_steps.clone(),
            extra_scopes: fields.extra_scopes.clone(),
            username: fields.username.clone(),
            browser: fields.browser.id.clone(),
            private_window: fields.browser.private,
            opens_when_active: fields.opens_when_active,
            created_at: record.created_at.as_millisecond(),
            updated_at: record.updated_at.as_millisecond(),
        }
    }
}

impl TypedRecord {
    /// The draft's id, what was typed, and when it was begun and changed.
    pub(crate) fn to_parts(&self) -> Option<(DraftId, DraftFields, [Timestamp; 2])> {
        let org_type = match &self.org_type {
            Some(key) => Some(OrgType::from_key(key)?),
            None => None,
        };
        let fields = DraftFields {
            step: self.step.clone(),
            name: self.name.clone(),
            org_type,
            authentication: AuthenticationType::from_key(&self.authentication)?,
            login_address: self.login_address.clone(),
            consumer_key: self.consumer_key.clone(),
            app: self.app.to_fields(),
            ticked_steps: self.ticked_steps.clone(),
            extra_scopes: self.extra_scopes.clone(),
            username: self.username.clone(),
            browser: browser(self.browser.as_ref(), self.private_window),
            opens_when_active: self.opens_when_active,
        };
        let moments = [moment(self.created_at)?, moment(self.updated_at)?];
        Some((DraftId::parse(&self.id).ok()?, fields, moments))
    }
}

impl From<&AppFields> for AppRecord {
    fn from(app: &AppFields) -> Self {
        Self {
            label: app.label.clone(),
            api_name: app.api_name.clone(),
            contact_email: app.contact_email.clone(),
            description: app.description.clone(),
            presets: app.presets.clone(),
            inputs: app.inputs.clone(),
            choices: app.choices.clone(),
        }
    }
}

impl AppRecord {
    fn to_fields(&self) -> AppFields {
        AppFields {
            label: self.label.clone(),
            api_name: self.api_name.clone(),
            contact_email: self.contact_email.clone(),
            description: self.description.clone(),
            presets: self.presets.clone(),
            inputs: self.inputs.clone(),
            choices: self.choices.clone(),
        }
    }
}

fn browser(id: Option<&String>, private: bool) -> BrowserChoice {
    let id = id.cloned();
    BrowserChoice { id, private }
}

fn moment(milliseconds: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds).ok()
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_map, vec};
    use proptest::option;
    use proptest::prelude::*;

    use super::*;

    fn app() -> impl Strategy<Value = AppFields> {
        let text = || any::<String>();
        let inputs = btree_map(text(), btree_map(text(), text(), 0..3), 0..3);
        let choices = btree_map(text(), text(), 0..3);
        (
            text(),
            text(),
            text(),
            text(),
            vec(text(), 0..3),
            inputs,
            choices,
        )
            .prop_map(
                |(label, api_name, contact_email, description, presets, inputs, choices)| {
                    AppFields {
                        label,
                        api_name,
                        contact_email,
                        description,
                        presets,
                        inputs,
                        choices,
                    }
                },
            )
    }

    fn fields() -> impl Strategy<Value = DraftFields> {
        let text = || any::<String>();
        let lists = (vec(text(), 0..3), vec(text(), 0..3), option::of(text()));
        (
            text(),
            text(),
            text(),
            text(),
            app(),
            lists,
            any::<[bool; 2]>(),
        )
            .prop_map(|(step, name, login_address, username, app, lists, flags)| {
                DraftFields {
                    step,
                    name,
                    org_type: flags[0].then_some(OrgType::Sandbox),
                    login_address,
                    username,
                    app,
                    ticked_steps: lists.0,
                    extra_scopes: lists.1,
                    browser: BrowserChoice {
                        id: lists.2,
                        private: flags[1],
                    },
                    opens_when_active: flags[0],
                    ..DraftFields::default()
                }
            })
    }

    fn through_json<T: Serialize + for<'a> Deserialize<'a>>(record: &T) -> T {
        serde_json::from_slice(&serde_json::to_vec(record).unwrap()).unwrap()
    }

    proptest! {
        #[test]
        fn a_draft_comes_back_as_it_was_typed(fields in fields(), at in 0_i64..4_000_000_000_000) {
            let moment = Timestamp::from_millisecond(at).unwrap();
            let draft = DraftRecord {
                id: DraftId::parse(&"a".repeat(32)).unwrap(),
                fields: fields.clone(),
                secret_characters: Some(12),
                confirmed_host: None,
                key_typed_at: None,
                key_known_at: None,
                key_waiting_since: None,
                authorizing_since: None,
                created_at: moment,
                updated_at: moment,
            };
            let parts = through_json(&TypedRecord::from(&draft)).to_parts();
            prop_assert_eq!(parts, Some((draft.id, fields, [moment, moment])));
        }

        #[test]
        fn a_blueprint_comes_back_as_it_was(name in any::<String>(), app in app()) {
            let blueprint = BlueprintRecord {
                id: BlueprintId::parse(&"b".repeat(32)).unwrap(),
                name,
                app,
                created_at: Timestamp::UNIX_EPOCH,
                updated_at: Timestamp::UNIX_EPOCH,
            };
            let back = through_json(&OwnBlueprintRecord::from(&blueprint)).to_record();
            prop_assert_eq!(back, Some(blueprint));
        }
    }
}
