//! What stands in a backup: everything of a vault that is plain, and no secret (docs/BACKUP.md).

mod set_up;

use std::collections::BTreeMap;

use jiff::Timestamp;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::connection::{AuthenticationType, OrgType};
use orgkeep_domain::id::{BlueprintId, DraftId};
use serde::{Deserialize, Serialize};

use crate::app_fields::AppFields;
use crate::blueprint_record::BlueprintRecord;
use crate::draft_record::{DraftFields, DraftRecord};

pub(crate) use set_up::SetUpRecord;

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
    #[serde(default)]
    is_dev_hub: bool,
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
            is_dev_hub: fields.is_dev_hub,
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
            is_dev_hub: self.is_dev_hub,
            // Whoever goes on with it is told once more.
            retirement_accepted: false,
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
                password_characters: None,
                security_token_characters: None,
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
