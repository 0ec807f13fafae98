//! Drafts of registrations: what was typed, what is wrong with it, and what to enter in Salesforce.

use std::collections::BTreeMap;

use orgkeep_api::address::LoginUrlCheckView;
use orgkeep_api::browser::BrowserFields;
use orgkeep_api::checklist::*;
use orgkeep_api::register::*;
use orgkeep_blueprint::answers::Answers;
use orgkeep_blueprint::checklist::{Step, Value, checklist};
use orgkeep_blueprint::merge::{Conflict, Merged, merge};
use orgkeep_blueprint::preset::{Preset, presets, served};
use orgkeep_blueprint::setting::Setting;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::{ConsumerKey, ConsumerKeyError};
use orgkeep_domain::connection::{ConnectionName, ConnectionNameError, OrgType};
use orgkeep_vault::draft_record::{DraftFields as StoredFields, DraftRecord};

use crate::address::{login_url_check, usable_authority};
use crate::attempt::rfc3339;
use crate::view::{org_type, org_type_view, pairs};

/// The longest text that is kept of a field, in characters. More was not typed by a person.
const LONGEST_FIELD: usize = 4096;

/// Everything the wizard shows of a draft.
pub(crate) fn draft_view(record: &DraftRecord, rule: AuthorityRule) -> DraftView {
    let products = presets().unwrap_or_default();
    let merged = merged(&products, &record.fields);
    let checks = checks(record, rule);
    DraftView {
        id: record.id.to_string(),
        step: step_view(&record.fields.step),
        fields: fields_view(&record.fields),
        secret: record
            .secret_characters
            .map(|characters| SealedSecretView { characters }),
        checklist: checklist_views(&merged, &record.fields, &checks.login_url),
        checks,
        presets: products.iter().map(preset_view).collect(),
        conflicts: merged.conflicts.iter().map(conflict_view).collect(),
        interrupted_at: record.authorizing_since.map(rfc3339),
        updated_at: rfc3339(record.updated_at),
    }
}

/// What the chosen products need of the app.
pub(crate) fn merged(products: &[Preset], fields: &StoredFields) -> Merged {
    let choices: BTreeMap<Setting, String> = fields
        .conflict_choices
        .iter()
        .filter_map(|(key, value)| Some((Setting::from_key(key)?, value.clone())))
        .collect();
    let answers = Answers {
        choices,
        ..Answers::default()
    };
    merge(&served(products, &fields.presets), &answers)
}

/// What was typed, as typed. `before` keeps what the page does not show.
pub(crate) fn take_fields(before: StoredFields, request: SaveDraftRequest) -> StoredFields {
    let fields = request.fields;
    let kept = |text: String| text.chars().take(LONGEST_FIELD).collect::<String>();
    let key = |id: ChecklistStepId| step_of(id).key().to_owned();
    let mut ticked: Vec<String> = fields.ticked.into_iter().map(key).collect();
    ticked.sort_unstable();
    ticked.dedup();
    StoredFields {
        step: step_key(request.step).to_owned(),
        name: kept(fields.name),
        org_type: Some(org_type(fields.org_type)),
        login_address: kept(fields.login_url),
        consumer_key: kept(fields.consumer_key),
        username: kept(fields.username),
        browser: BrowserChoice {
            id: fields.browser.id.map(kept),
            private: fields.browser.private,
        },
        opens_when_active: fields.opens_when_active,
        presets: fields.presets.into_iter().take(20).map(kept).collect(),
        ticked_steps: ticked,
        conflict_choices: fields
            .choices
            .into_iter()
            .map(|choice| {
                (
                    setting_of(choice.setting).key().to_owned(),
                    kept(choice.value),
                )
            })
            .collect(),
        ..before
    }
}

fn fields_view(fields: &StoredFields) -> DraftFields {
    let ticked = fields
        .ticked_steps
        .iter()
        .filter_map(|key| Step::from_key(key));
    let choices = Setting::ALL.into_iter().filter_map(|setting| {
        Some(ChoiceFields {
            setting: setting_id(setting),
            value: fields.conflict_choices.get(setting.key())?.clone(),
        })
    });
    DraftFields {
        name: fields.name.clone(),
        org_type: org_type_view(fields.org_type.unwrap_or(OrgType::Sandbox)),
        login_url: fields.login_address.clone(),
        consumer_key: fields.consumer_key.clone(),
        username: fields.username.clone(),
        browser: BrowserFields {
            id: fields.browser.id.clone(),
            private: fields.browser.private,
        },
        opens_when_active: fields.opens_when_active,
        presets: fields.presets.clone(),
        ticked: ticked.map(step_id).collect(),
        choices: choices.collect(),
    }
}

fn checks(record: &DraftRecord, rule: AuthorityRule) -> DraftChecksView {
    let fields = &record.fields;
    let name = match ConnectionName::parse(&fields.name) {
        Ok(_) => FieldCheckView::Fine,
        Err(ConnectionNameError::Empty) => FieldCheckView::Empty,
        Err(ConnectionNameError::TooLong) => FieldCheckView::TooLong,
    };
    let consumer_key = match ConsumerKey::parse(&fields.consumer_key) {
        Ok(_) => FieldCheckView::Fine,
        Err(ConsumerKeyError::Empty) => FieldCheckView::Empty,
        Err(ConsumerKeyError::Malformed) => FieldCheckView::Malformed,
    };
    let reachable = usable_authority(record, rule).is_some();
    DraftChecksView {
        ready: name == FieldCheckView::Fine && consumer_key == FieldCheckView::Fine && reachable,
        name,
        login_url: login_url_check(record, rule),
        consumer_key,
    }
}

pairs!(step_id, step_of: Step <-> ChecklistStepId {
    OpenManager = OpenManager, BasicInformation = BasicInformation, Callback = Callback,
    Scopes = Scopes, Flows = Flows, Security = Security, Policies = Policies,
    Credentials = Credentials,
});

fn checklist_views(
    merged: &Merged,
    fields: &StoredFields,
    address: &LoginUrlCheckView,
) -> Vec<ChecklistStepView> {
    let has_setup = matches!(address, LoginUrlCheckView::MyDomain { .. });
    checklist(merged)
        .steps
        .into_iter()
        .map(|step| ChecklistStepView {
            id: step_id(step.step),
            ticked: fields.ticked_steps.iter().any(|key| key == step.step.key()),
            values: step.values.into_iter().map(value_view).collect(),
            page: has_setup.then_some(SetupPageId::ExternalClientAppManager),
        })
        .collect()
}

fn value_view(value: Value) -> ChecklistValueView {
    ChecklistValueView {
        label: value.label,
        value: value.value,
        copyable: value.typed,
    }
}

fn preset_view(preset: &Preset) -> PresetView {
    PresetView {
        id: preset.id.clone(),
        title: preset.title.clone(),
        note: preset.note.clone(),
        always: preset.always,
    }
}

fn conflict_view(conflict: &Conflict) -> ConflictView {
    let wish = |(product, value): &(String, String)| WishView {
        product: product.clone(),
        value: value.clone(),
    };
    ConflictView {
        setting: setting_id(conflict.setting),
        wishes: conflict.wishes.iter().map(wish).collect(),
        proposed: conflict.proposed.clone(),
        chosen: conflict.chosen.clone(),
        options: conflict.options.clone(),
    }
}

pairs!(setting_id, setting_of: Setting <-> SettingId {
    ClientCredentialsFlow = ClientCredentialsFlow,
    CodeAndCredentialsFlow = CodeAndCredentialsFlow,
    CredentialsInBody = CredentialsInBody,
    SecretForWebServerFlow = SecretForWebServerFlow,
    SecretForRefreshTokenFlow = SecretForRefreshTokenFlow,
    RequirePkce = RequirePkce,
    PermittedUsers = PermittedUsers,
    IpRelaxation = IpRelaxation,
    RefreshTokenPolicy = RefreshTokenPolicy,
    SessionTimeout = SessionTimeout,
});

fn step_key(step: WizardStepView) -> &'static str {
    match step {
        WizardStepView::Prerequisites => "prerequisites",
        WizardStepView::Credentials => "credentials",
    }
}

fn step_view(key: &str) -> WizardStepView {
    match key {
        "credentials" => WizardStepView::Credentials,
        _ => WizardStepView::Prerequisites,
    }
}
