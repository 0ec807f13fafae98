//! The values to enter, step by step.

use super::Step;
use crate::merge::Merged;
use crate::name::MemberName;
use crate::policy::PermittedUsers;
use crate::scope_table::rows_of;
use crate::setting::Setting;

/// One value to enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The label on Salesforce's page.
    pub label: String,
    /// Exactly what to enter or choose.
    pub value: String,
    /// Whether it is typed rather than chosen.
    pub typed: bool,
}

pub(super) fn values(step: Step, merged: &Merged) -> Vec<Value> {
    match step {
        Step::OpenManager => vec![typed("Quick Find", "External Client App Manager")],
        Step::BasicInformation => basic_information(merged),
        Step::Callback => callbacks(merged),
        Step::Scopes => rows_of(&merged.scopes)
            .map(|row| chosen("OAuth Scope", &row.setup))
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
        Some(typed("External Client App Name", naming.label.as_str())),
        Some(typed("API Name", naming.api_name.as_str())),
        email.map(|email| typed("Contact Email", email.as_str())),
        description.map(|text| typed("Description", text.as_str())),
        Some(chosen("Distribution State", "Local")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn callbacks(merged: &Merged) -> Vec<Value> {
    let several = merged.callbacks.len() > 1;
    let mut values = vec![chosen("Enable OAuth", "on")];
    values.extend(merged.callbacks.iter().enumerate().map(|(index, url)| {
        if several {
            typed(&format!("Callback URL {}", index + 1), url)
        } else {
            typed("Callback URL", url)
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
    let named = |label: &'static str, names: &std::collections::BTreeSet<MemberName>| {
        let names: Vec<Value> = names
            .iter()
            .map(|name| chosen(label, name.as_str()))
            .collect();
        names
    };
    let mut values = Vec::new();
    if approved {
        values.extend(named("Selected Profiles", &merged.profiles));
        values.extend(named("Selected Permission Sets", &merged.permission_sets));
    }
    if merged.is_on(Setting::ClientCredentialsFlow, false)
        && let Some(user) = &merged.run_as
    {
        values.push(typed("Run As (Username)", user.as_str()));
    }
    values
}

fn typed(label: &str, value: &str) -> Value {
    Value {
        label: label.to_owned(),
        value: value.to_owned(),
        typed: true,
    }
}

fn chosen(label: &str, value: &str) -> Value {
    Value {
        typed: false,
        ..typed(label, value)
    }
}
