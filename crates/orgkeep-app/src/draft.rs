//! Drafts of registrations: what was typed, and what is wrong with it.

use orgkeep_api::browser::BrowserFields;
use orgkeep_api::checklist::ChecklistStepId;
use orgkeep_api::register::*;
use orgkeep_blueprint::checklist::Step;
use orgkeep_blueprint::preset::presets;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::{ClientKind, ConsumerKey, ConsumerKeyError};
use orgkeep_domain::connection::{ConnectionName, ConnectionNameError, OrgType};
use orgkeep_vault::draft_record::{DraftFields as StoredFields, DraftRecord};

use crate::address::{login_url_check, own_authority, usable_authority};
use crate::attempt::rfc3339;
use crate::design::{app_view, design_view, merged, preset_view, step_id, step_of, take_app};
use crate::typed::kept;
use crate::view::{authentication, authentication_view, org_type, org_type_view, retirement_view};

/// Everything the wizard shows of a draft.
pub(crate) fn draft_view(record: &DraftRecord, rule: AuthorityRule) -> DraftView {
    let products = presets().unwrap_or_default();
    let fields = &record.fields;
    DraftView {
        id: record.id.to_string(),
        step: step_view(&fields.step),
        fields: fields_view(fields),
        secret: record
            .secret_characters
            .map(|characters| SealedSecretView { characters }),
        retirement: retirement_view(fields.authentication),
        checks: checks(record, rule),
        presets: products.iter().map(preset_view).collect(),
        design: design_view(&merged(&products, &fields.app), &fields.ticked_steps),
        has_setup: own_authority(record, rule).is_some(),
        interrupted_at: record.authorizing_since.map(rfc3339),
        updated_at: rfc3339(record.updated_at),
    }
}

/// What was typed, as typed. `before` keeps what the page does not show.
pub(crate) fn take_fields(before: StoredFields, request: SaveDraftRequest) -> StoredFields {
    let fields = request.fields;
    let key = |id: ChecklistStepId| step_of(id).key().to_owned();
    let mut ticked: Vec<String> = fields.ticked.into_iter().map(key).collect();
    ticked.sort_unstable();
    ticked.dedup();
    StoredFields {
        step: step_key(request.step).to_owned(),
        name: kept(fields.name),
        org_type: Some(org_type(fields.org_type)),
        authentication: authentication(fields.authentication),
        login_address: kept(fields.login_url),
        consumer_key: kept(fields.consumer_key),
        username: kept(fields.username),
        browser: BrowserChoice {
            id: fields.browser.id.map(kept),
            private: fields.browser.private,
        },
        opens_when_active: fields.opens_when_active,
        app: take_app(fields.app),
        ticked_steps: ticked,
        ..before
    }
}

fn fields_view(fields: &StoredFields) -> DraftFields {
    let ticked = fields
        .ticked_steps
        .iter()
        .filter_map(|key| Step::from_key(key));
    DraftFields {
        name: fields.name.clone(),
        org_type: org_type_view(fields.org_type.unwrap_or(OrgType::Sandbox)),
        authentication: authentication_view(fields.authentication),
        login_url: fields.login_address.clone(),
        consumer_key: fields.consumer_key.clone(),
        username: fields.username.clone(),
        browser: BrowserFields {
            id: fields.browser.id.clone(),
            private: fields.browser.private,
        },
        opens_when_active: fields.opens_when_active,
        app: app_view(&fields.app),
        ticked: ticked.map(step_id).collect(),
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
    let usable = usable_authority(record, rule).is_some()
        && ClientKind::behind(fields.authentication).is_some();
    DraftChecksView {
        ready: name == FieldCheckView::Fine && consumer_key == FieldCheckView::Fine && usable,
        name,
        login_url: login_url_check(record, rule),
        consumer_key,
    }
}

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
