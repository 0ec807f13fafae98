//! The values to enter, step by step.

use std::collections::BTreeSet;

use super::Step;
use crate::merge::Merged;
use crate::name::MemberName;
use crate::policy::PermittedUsers;
use crate::scope_table::rows_of;
use crate::setting::Setting;

const NAME: &str = "External Client App Name";
const API_NAME: &str = "API Name";
const CONTACT_EMAIL: &str = "Contact Email";
const DESCRIPTION: &str = "Description";
const DISTRIBUTION: &str = "Distribution State";
const CALLBACK: &str = "Callback URL";
const SCOPE: &str = "OAuth Scope";
const PROFILES: &str = "Selected Profiles";
const PERMISSION_SETS: &str = "Selected Permission Sets";
const RUN_AS: &str = "Run As (Username)";

/// One value to enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The field on Salesforce's page. Several values can be for the same one.
    pub field: &'static str,
    /// The field's label, numbered where it takes several typed values.
    pub label: String,
    /// Exactly what to enter or choose.
    pub value: String,
    /// Whether it is typed rather than chosen.
    pub typed: bool,
}

/// The fields in which apps can differ, in the order of the page.
pub(crate) fn fields(step: Step) -> Vec<&'static str> {
    let settings = step.settings().iter().map(|setting| setting.label());
    let others: &[&str] = match step {
        Step::BasicInformation => &[NAME, API_NAME, CONTACT_EMAIL, DESCRIPTION, DISTRIBUTION],
        Step::Callback => &[CALLBACK],
        Step::Scopes => &[SCOPE],
        Step::Policies => &[PROFILES, PERMISSION_SETS, RUN_AS],
        Step::OpenManager | Step::Flows | Step::Security | Step::Credentials => &[],
    };
    settings.chain(others.iter().copied()).collect()
}

pub(crate) fn values(step: Step, merged: &Merged) -> Vec<Value> {
    match step {
        Step::OpenManager => vec![typed("Quick Find", "External Client App Manager")],
        Step::BasicInformation => basic_information(merged),
        Step::Callback => callbacks(merged),
        Step::Scopes => rows_of(&merged.scopes)
            .map(|row| chosen(SCOPE, &row.setup))
            .collect(),
        Step::Policies => {
            let mut values = settings(step, merged);
            values.extend(people(merged));
            values
        }
        Step::Flows | Step::Security | Step::Credentials => settings(step, merged),
    }
}

fn basic_information(merged: &Merged) -> Vec<Value> {
    let naming = &merged.naming;
    let email = naming.contact_email.as_ref();
    let description = naming.description.as_ref();
    [
        Some(typed(NAME, naming.label.as_str())),
        Some(typed(API_NAME, naming.api_name.as_str())),
        email.map(|email| typed(CONTACT_EMAIL, email.as_str())),
        description.map(|text| typed(DESCRIPTION, text.as_str())),
        Some(chosen(DISTRIBUTION, "Local")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn callbacks(merged: &Merged) -> Vec<Value> {
    let several = merged.callbacks.len() > 1;
    let mut values = vec![chosen("Enable OAuth", "on")];
    values.extend(merged.callbacks.iter().enumerate().map(|(index, url)| {
        let value = typed(CALLBACK, url);
        let number = index + 1;
        match several {
            true => Value {
                label: format!("{CALLBACK} {number}"),
                ..value
            },
            false => value,
        }
    }));
    values
}

fn settings(step: Step, merged: &Merged) -> Vec<Value> {
    let made = step.settings().iter();
    made.filter_map(|setting| Some(chosen(setting.label(), merged.settings.get(setting)?)))
        .collect()
}

/// Who is pre-authorized, and as whom client credentials run.
fn people(merged: &Merged) -> Vec<Value> {
    let approved = merged
        .settings
        .get(&Setting::PermittedUsers)
        .map(String::as_str)
        == Some(PermittedUsers::AdminApproved.setup());
    let named = |label: &'static str, names: &BTreeSet<MemberName>| {
        let names: Vec<Value> = names
            .iter()
            .map(|name| chosen(label, name.as_str()))
            .collect();
        names
    };
    let mut values = Vec::new();
    if approved {
        values.extend(named(PROFILES, &merged.profiles));
        values.extend(named(PERMISSION_SETS, &merged.permission_sets));
    }
    if merged.is_on(Setting::ClientCredentialsFlow, false)
        && let Some(user) = &merged.run_as
    {
        values.push(typed(RUN_AS, user.as_str()));
    }
    values
}

fn typed(field: &'static str, value: &str) -> Value {
    Value {
        field,
        label: field.to_owned(),
        value: value.to_owned(),
        typed: true,
    }
}

fn chosen(field: &'static str, value: &str) -> Value {
    Value {
        typed: false,
        ..typed(field, value)
    }
}
