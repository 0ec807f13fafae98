//! How a blueprint stands in a file.

use std::collections::BTreeSet;

use orgkeep_domain::scope::Scopes;
use serde::{Deserialize, Serialize};

use super::RecipeError;
use crate::blueprint::{Blueprint, BlueprintParts, Distribution, Flows, Identity, Security};
use crate::callback::Callbacks;
use crate::name::{ApiName, ContactEmail, Description, Label, MemberName, Username};
use crate::policy::{
    IpRelaxation, PermittedUsers, Policies, RefreshTokenPolicy, SessionAction, SessionLevel,
    SessionTimeout,
};
use crate::scope_table::rows_of;

/// A blueprint.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AppRecord {
    label: String,
    api_name: String,
    contact_email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    distribution: String,
    callbacks: Vec<String>,
    scopes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_credentials_run_as: Option<String>,
    flows: FlowsRecord,
    security: SecurityRecord,
    policies: PoliciesRecord,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FlowsRecord {
    code_and_credentials: bool,
    credentials_in_body: bool,
    device: bool,
    token_exchange: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecurityRecord {
    secret_for_web_server_flow: bool,
    secret_for_refresh_token_flow: bool,
    require_pkce: bool,
    rotate_refresh_tokens: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PoliciesRecord {
    permitted_users: String,
    profiles: Vec<String>,
    permission_sets: Vec<String>,
    ip_relaxation: String,
    refresh_token: String,
    session_level: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_timeout_minutes: Option<u16>,
}

impl AppRecord {
    pub(super) fn of(blueprint: &Blueprint) -> Self {
        let BlueprintParts {
            identity,
            distribution,
            callbacks,
            scopes,
            flows,
            security,
            policies,
            client_credentials,
        } = blueprint.parts();
        Self {
            label: identity.label.to_string(),
            api_name: identity.api_name.to_string(),
            contact_email: identity.contact_email.to_string(),
            description: identity.description.as_ref().map(ToString::to_string),
            distribution: distribution.metadata().to_owned(),
            callbacks: callbacks.iter().map(ToString::to_string).collect(),
            scopes: rows_of(scopes).map(|row| row.runtime.clone()).collect(),
            client_credentials_run_as: client_credentials.as_ref().map(ToString::to_string),
            flows: FlowsRecord::of(*flows),
            security: SecurityRecord::of(*security),
            policies: PoliciesRecord::of(policies),
        }
    }

    pub(super) fn blueprint(self) -> Result<Blueprint, RecipeError> {
        let value = |name| move |_| RecipeError::Value(name);
        let description = self.description.as_deref().map(Description::parse);
        let run_as = self
            .client_credentials_run_as
            .as_deref()
            .map(Username::parse);
        let identity = Identity {
            label: Label::parse(&self.label).map_err(value("label"))?,
            api_name: ApiName::parse(&self.api_name).map_err(value("api_name"))?,
            contact_email: ContactEmail::parse(&self.contact_email)
                .map_err(value("contact_email"))?,
            description: description.transpose().map_err(value("description"))?,
        };
        Ok(Blueprint::new(BlueprintParts {
            identity,
            distribution: Distribution::from_metadata(&self.distribution)
                .ok_or(RecipeError::Value("distribution"))?,
            callbacks: Callbacks::parse_lines(&self.callbacks.join("\n"))
                .map_err(|_| RecipeError::Value("callbacks"))?,
            scopes: self.scopes.iter().map(String::as_str).collect::<Scopes>(),
            flows: self.flows.flows(),
            security: self.security.security(),
            policies: self.policies.policies()?,
            client_credentials: run_as
                .transpose()
                .map_err(value("client_credentials_run_as"))?,
        })?)
    }
}

impl FlowsRecord {
    fn of(flows: Flows) -> Self {
        Self {
            code_and_credentials: flows.code_and_credentials,
            credentials_in_body: flows.credentials_in_body,
            device: flows.device,
            token_exchange: flows.token_exchange,
        }
    }

    fn flows(self) -> Flows {
        Flows {
            code_and_credentials: self.code_and_credentials,
            credentials_in_body: self.credentials_in_body,
            device: self.device,
            token_exchange: self.token_exchange,
        }
    }
}

impl SecurityRecord {
    fn of(security: Security) -> Self {
        Self {
            secret_for_web_server_flow: security.secret_for_web_server_flow,
            secret_for_refresh_token_flow: security.secret_for_refresh_token_flow,
            require_pkce: security.require_pkce,
            rotate_refresh_tokens: security.rotate_refresh_tokens,
        }
    }

    fn security(self) -> Security {
        Security {
            secret_for_web_server_flow: self.secret_for_web_server_flow,
            secret_for_refresh_token_flow: self.secret_for_refresh_token_flow,
            require_pkce: self.require_pkce,
            rotate_refresh_tokens: self.rotate_refresh_tokens,
        }
    }
}

impl PoliciesRecord {
    fn of(policies: &Policies) -> Self {
        let texts = |names: &BTreeSet<MemberName>| names.iter().map(ToString::to_string).collect();
        Self {
            permitted_users: policies.permitted_users.metadata().to_owned(),
            profiles: texts(&policies.profiles),
            permission_sets: texts(&policies.permission_sets),
            ip_relaxation: policies.ip_relaxation.metadata().to_owned(),
            refresh_token: policies.refresh_token.to_string(),
            session_level: policies.session_level.metadata().to_owned(),
            session_action: policies.session_action.map(|a| a.metadata().to_owned()),
            session_timeout_minutes: policies.session_timeout.map(SessionTimeout::minutes),
        }
    }

    fn policies(self) -> Result<Policies, RecipeError> {
        let value = RecipeError::Value;
        let names = |texts: &[String], name| {
            let parsed = texts.iter().map(|text| MemberName::parse(text));
            parsed.collect::<Result<_, _>>().map_err(|_| value(name))
        };
        let action =
            |text: String| SessionAction::from_metadata(&text).ok_or(value("session_action"));
        let timeout =
            |minutes| SessionTimeout::new(minutes).ok_or(value("session_timeout_minutes"));
        Ok(Policies {
            permitted_users: PermittedUsers::from_metadata(&self.permitted_users)
                .ok_or(value("permitted_users"))?,
            profiles: names(&self.profiles, "profiles")?,
            permission_sets: names(&self.permission_sets, "permission_sets")?,
            ip_relaxation: IpRelaxation::from_metadata(&self.ip_relaxation)
                .ok_or(value("ip_relaxation"))?,
            refresh_token: RefreshTokenPolicy::from_setup(&self.refresh_token)
                .ok_or(value("refresh_token"))?,
            session_level: SessionLevel::from_metadata(&self.session_level)
                .ok_or(value("session_level"))?,
            session_action: self.session_action.map(action).transpose()?,
            session_timeout: self.session_timeout_minutes.map(timeout).transpose()?,
        })
    }
}
