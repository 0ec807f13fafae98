//! What to enter in Salesforce, in the order in which its pages ask (product.md, 2).

use crate::merge::Merged;
use crate::scope_table::ScopeRow;
use crate::setting::Setting;

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Setup, Quick Find, External Client App Manager.
    OpenManager,
    /// New External Client App: Basic Information.
    BasicInformation,
    /// API (Enable OAuth Settings): Enable OAuth, Callback URL.
    Callback,
    /// OAuth Scopes.
    Scopes,
    /// Flow Enablement.
    Flows,
    /// Security, then Create.
    Security,
    /// Policies tab, OAuth Policies.
    Policies,
    /// Settings tab, OAuth Settings: Consumer Key and Secret.
    Credentials,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 8] = [
        Self::OpenManager,
        Self::BasicInformation,
        Self::Callback,
        Self::Scopes,
        Self::Flows,
        Self::Security,
        Self::Policies,
        Self::Credentials,
    ];

    /// The word under which a tick is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::OpenManager => "open_manager",
            Self::BasicInformation => "basic_information",
            Self::Callback => "callback",
            Self::Scopes => "scopes",
            Self::Flows => "flows",
            Self::Security => "security",
            Self::Policies => "policies",
            Self::Credentials => "credentials",
        }
    }

    /// The step stored under a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }
}

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

/// Every step with its values, for one app.
#[must_use]
pub fn checklist(merged: &Merged, scopes: &[ScopeRow]) -> Vec<(Step, Vec<Value>)> {
    vec![
        (
            Step::OpenManager,
            vec![typed("Quick Find", "External Client App Manager")],
        ),
        (Step::BasicInformation, basic_information()),
        (Step::Callback, callbacks(merged)),
        (Step::Scopes, scope_values(merged, scopes)),
        (
            Step::Flows,
            settings(merged, &[Setting::CodeAndCredentialsFlow]),
        ),
        (
            Step::Security,
            settings(
                merged,
                &[
                    Setting::SecretForWebServerFlow,
                    Setting::SecretForRefreshTokenFlow,
                    Setting::RequirePkce,
                ],
            ),
        ),
        (
            Step::Policies,
            settings(merged, &[Setting::PermittedUsers, Setting::IpRelaxation]),
        ),
        (Step::Credentials, Vec::new()),
    ]
}

fn basic_information() -> Vec<Value> {
    vec![
        typed("External Client App Name", "Orgkeep"),
        typed("API Name", "Orgkeep"),
        chosen("Distribution State", "Local"),
    ]
}

fn callbacks(merged: &Merged) -> Vec<Value> {
    let mut values = vec![chosen("Enable OAuth", "on")];
    values.extend(
        merged
            .callbacks
            .iter()
            .map(|url| typed("Callback URL", url)),
    );
    values
}

fn scope_values(merged: &Merged, scopes: &[ScopeRow]) -> Vec<Value> {
    scopes
        .iter()
        .filter(|row| merged.scopes.iter().any(|scope| scope == row.runtime))
        .map(|row| chosen("OAuth Scope", &row.setup))
        .collect()
}

fn settings(merged: &Merged, wanted: &[Setting]) -> Vec<Value> {
    wanted
        .iter()
        .filter_map(|setting| Some(chosen(setting.label(), merged.settings.get(setting)?)))
        .collect()
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
        label: label.to_owned(),
        value: value.to_owned(),
        typed: false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::merge::merge;
    use crate::preset::presets;
    use crate::scope_table::scope_table;

    #[test]
    fn orgkeep_alone_asks_for_one_callback_four_scopes_and_three_boxes() {
        let all = presets().unwrap();
        let steps = checklist(
            &merge(&[&all[0]], &BTreeMap::new()),
            &scope_table().unwrap(),
        );
        let count = |wanted| {
            steps
                .iter()
                .find(|(step, _)| *step == wanted)
                .map(|(_, values)| values.len())
        };
        assert_eq!(steps.len(), 8);
        assert_eq!(count(Step::Callback), Some(2));
        assert_eq!(count(Step::Scopes), Some(4));
        assert_eq!(count(Step::Security), Some(3));
    }

    #[test]
    fn callbacks_are_told_exactly() {
        let all = presets().unwrap();
        let steps = checklist(
            &merge(&[&all[0]], &BTreeMap::new()),
            &scope_table().unwrap(),
        );
        let callback = steps[2].1.iter().find(|value| value.typed).unwrap();
        assert_eq!(callback.value, "http://localhost:33333");
    }
}
