//! Drafts of registrations: what was typed, and what is wrong with it.

use orgkeep_api::browser::BrowserFields;
use orgkeep_api::checklist::ChecklistStepId;
use orgkeep_api::register::*;
use orgkeep_blueprint::checklist::Step;
use orgkeep_blueprint::preset::presets;
use orgkeep_domain::attempt::{UsernameError, parse_username};
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
        secret: record.secret_characters.map(sealed),
        password: record.password_characters.map(sealed),
        security_token: record.security_token_characters.map(sealed),
        retirement: retirement_view(fields.authentication),
        is_dev_hub: fields.is_dev_hub,
        checks: checks(record, rule),
        presets: products.iter().map(preset_view).collect(),
        design: design_view(&merged(&products, &fields.app), &fields.ticked_steps),
        has_setup: own_authority(record, rule).is_some(),
        interrupted_at: record.authorizing_since.map(rfc3339),
        updated_at: rfc3339(record.updated_at),
    }
}

fn sealed(characters: u32) -> SealedSecretView {
    SealedSecretView { characters }
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
        // A Dev Hub's is fixed: the others are refused.
        authentication: match before.is_dev_hub {
            true => before.authentication,
            false => authentication(fields.authentication),
        },
        retirement_accepted: fields.retirement_accepted,
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
        retirement_accepted: fields.retirement_accepted,
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
    let username = match parse_username(&fields.username) {
        Ok(_) => FieldCheckView::Fine,
        Err(UsernameError::Empty) => FieldCheckView::Empty,
        Err(UsernameError::Malformed) => FieldCheckView::Malformed,
    };
    let can_sign_in = match ClientKind::behind(fields.authentication) {
        Some(_) => consumer_key == FieldCheckView::Fine,
        None => {
            let typed = username == FieldCheckView::Fine && record.password_characters.is_some();
            typed && fields.retirement_accepted
        }
    };
    let usable = usable_authority(record, rule).is_some();
    DraftChecksView {
        ready: name == FieldCheckView::Fine && usable && can_sign_in,
        name,
        login_url: login_url_check(record, rule),
        consumer_key,
        username,
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
