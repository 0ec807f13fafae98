//! A blueprint in Setup's words, line by line, to be read and compared.

use std::collections::BTreeSet;

use crate::blueprint::{Blueprint, BlueprintParts};
use crate::name::MemberName;
use crate::policy::SessionTimeout;
use crate::scope_table::rows_of;
use crate::setting::Setting;

/// One line. Every blueprint has the same lines in the same order, so two can be put side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The label on Salesforce's page.
    pub label: &'static str,
    /// What stands there; several values each for themselves, none for nothing.
    pub values: Vec<String>,
}

/// Everything that a blueprint says.
#[must_use]
pub fn facts(blueprint: &Blueprint) -> Vec<Fact> {
    let mut facts = names(blueprint.parts());
    facts.extend(boxes(blueprint.parts()));
    facts.extend(policies(blueprint.parts()));
    facts
}

fn names(parts: &BlueprintParts) -> Vec<Fact> {
    let BlueprintParts {
        identity,
        distribution,
        callbacks,
        scopes,
        ..
    } = parts;
    vec![
        one("External Client App Name", identity.label.as_str()),
        one("API Name", identity.api_name.as_str()),
        one("Contact Email", identity.contact_email.as_str()),
        some(
            "Description",
            identity.description.iter().map(ToString::to_string),
        ),
        one("Distribution State", distribution.setup()),
        some("Callback URL", callbacks.iter().map(ToString::to_string)),
        some("OAuth Scopes", rows_of(scopes).map(|row| row.setup.clone())),
    ]
}

fn boxes(parts: &BlueprintParts) -> Vec<Fact> {
    let BlueprintParts {
        flows,
        security,
        client_credentials,
        ..
    } = parts;
    let of = |setting: Setting, is_on: bool| one(setting.label(), on(is_on));
    vec![
        of(Setting::ClientCredentialsFlow, client_credentials.is_some()),
        of(Setting::CodeAndCredentialsFlow, flows.code_and_credentials),
        of(Setting::CredentialsInBody, flows.credentials_in_body),
        one("Enable Device Flow", on(flows.device)),
        one("Enable Token Exchange Flow", on(flows.token_exchange)),
        of(
            Setting::SecretForWebServerFlow,
            security.secret_for_web_server_flow,
        ),
        of(
            Setting::SecretForRefreshTokenFlow,
            security.secret_for_refresh_token_flow,
        ),
        of(Setting::RequirePkce, security.require_pkce),
        one(
            "Enable Refresh Token Rotation",
            on(security.rotate_refresh_tokens),
        ),
    ]
}

fn policies(parts: &BlueprintParts) -> Vec<Fact> {
    let policies = &parts.policies;
    let members =
        |names: &BTreeSet<MemberName>| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let minutes = |timeout: SessionTimeout| format!("{} minutes", timeout.minutes());
    vec![
        one(
            Setting::PermittedUsers.label(),
            policies.permitted_users.setup(),
        ),
        some("Selected Profiles", members(&policies.profiles)),
        some(
            "Selected Permission Sets",
            members(&policies.permission_sets),
        ),
        one(
            Setting::IpRelaxation.label(),
            policies.ip_relaxation.setup(),
        ),
        one(
            Setting::RefreshTokenPolicy.label(),
            policies.refresh_token.to_string(),
        ),
        one("Session Level", policies.session_level.setup()),
        some(
            "Below It",
            policies
                .session_action
                .map(|action| action.setup().to_owned()),
        ),
        some(
            Setting::SessionTimeout.label(),
            policies.session_timeout.map(minutes),
        ),
        some(
            "Run As (Username)",
            parts.client_credentials.iter().map(ToString::to_string),
        ),
    ]
}

fn on(is_on: bool) -> &'static str {
    if is_on { "on" } else { "off" }
}

fn one(label: &'static str, value: impl Into<String>) -> Fact {
    some(label, [value.into()])
}

fn some(label: &'static str, values: impl IntoIterator<Item = String>) -> Fact {
    Fact {
        label,
        values: values.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn two_blueprints_have_the_same_lines_and_differ_where_they_differ() {
        let one = sample::blueprint();
        let mut parts = one.clone().into_parts();
        parts.security.require_pkce = false;
        let other = Blueprint::new(parts).unwrap();
        let pairs: Vec<_> = facts(&one).into_iter().zip(facts(&other)).collect();
        assert!(pairs.iter().all(|(one, other)| one.label == other.label));
        let differing: Vec<_> = pairs.iter().filter(|(one, other)| one != other).collect();
        assert_eq!(differing.len(), 1);
        assert_eq!(differing[0].0.label, Setting::RequirePkce.label());
    }
}
