//! A declarative description of an External Client App.

use orgkeep_domain::scope::Scopes;

use crate::callback::Callbacks;
use crate::name::{ApiName, ContactEmail, Description, Label, Username};
use crate::policy::{PermittedUsers, Policies, SessionLevel};
use crate::scope_table;
use crate::token::tokens;

tokens! {
    /// Where an app lives.
    Distribution {
        /// In the one org in which it was made.
        Local = "Local", "Local";
        /// In every org that installs its package.
        Packaged = "Packaged", "Packaged";
    }
}

/// What an app is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// What people see.
    pub label: Label,
    /// What metadata calls it. Hard to change later.
    pub api_name: ApiName,
    /// Whom Salesforce writes to about it.
    pub contact_email: ContactEmail,
    /// What it is for.
    pub description: Option<Description>,
}

/// OAuth flows that are off in a new app. The web server flow is always there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flows {
    /// Authorization Code and Credentials Flow (headless sign-in).
    pub code_and_credentials: bool,
    /// Its option: user credentials only in the body of a POST.
    pub credentials_in_body: bool,
    /// Device Flow.
    pub device: bool,
    /// Token Exchange Flow.
    pub token_exchange: bool,
}

/// The boxes of the section Security.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Security {
    /// Require secret for Web Server Flow.
    pub secret_for_web_server_flow: bool,
    /// Require secret for Refresh Token Flow.
    pub secret_for_refresh_token_flow: bool,
    /// Require Proof Key for Code Exchange.
    pub require_pkce: bool,
    /// Enable Refresh Token Rotation.
    pub rotate_refresh_tokens: bool,
}

impl Security {
    /// Whether the app works without a secret, as a public client.
    #[must_use]
    pub fn is_public(self) -> bool {
        !self.secret_for_web_server_flow && !self.secret_for_refresh_token_flow
    }
}

/// Everything that a [`Blueprint`] consists of, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlueprintParts {
    /// What it is called.
    pub identity: Identity,
    /// Where it lives.
    pub distribution: Distribution,
    /// Where answers are sent.
    pub callbacks: Callbacks,
    /// Runtime scopes (`api`, `refresh_token`…).
    pub scopes: Scopes,
    /// OAuth flows.
    pub flows: Flows,
    /// The boxes of the section Security.
    pub security: Security,
    /// Who may use it, from where, for how long.
    pub policies: Policies,
    /// Client Credentials Flow: as which user it runs, or `None` where the flow is off.
    pub client_credentials: Option<Username>,
}

/// A description of an app in which nothing contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blueprint(BlueprintParts);

/// What contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BlueprintError {
    /// There is no scope.
    #[error("an app needs at least one scope")]
    NoScopes,
    /// A scope that Salesforce does not have.
    #[error("{0} is not a scope of Salesforce")]
    UnknownScope(String),
    /// An option of a flow that is off.
    #[error("credentials in the body are an option of the flow that is off")]
    OptionWithoutFlow,
    /// Pre-authorized users, and nobody chosen.
    #[error("nobody could use the app: no profile and no permission set is chosen")]
    NobodyPermitted,
    /// Profiles or permission sets, although all users may authorize.
    #[error("profiles and permission sets mean nothing while all users may authorize the app")]
    MembersWithoutApproval,
    /// A session action without high assurance.
    #[error("a session can be raised or blocked only with high assurance")]
    ActionWithoutAssurance,
}

impl Blueprint {
    /// Checks the parts against each other.
    ///
    /// # Errors
    /// [`BlueprintError`], the first one found.
    pub fn new(parts: BlueprintParts) -> Result<Self, BlueprintError> {
        if parts.scopes.is_empty() {
            return Err(BlueprintError::NoScopes);
        }
        if let Some(unknown) = parts
            .scopes
            .iter()
            .find(|s| scope_table::token(s).is_none())
        {
            return Err(BlueprintError::UnknownScope(unknown.to_owned()));
        }
        if parts.flows.credentials_in_body && !parts.flows.code_and_credentials {
            return Err(BlueprintError::OptionWithoutFlow);
        }
        check_policies(&parts.policies)?;
        Ok(Self(parts))
    }

    /// What it consists of.
    #[must_use]
    pub fn parts(&self) -> &BlueprintParts {
        &self.0
    }

    /// What it consists of, to be changed and checked anew.
    #[must_use]
    pub fn into_parts(self) -> BlueprintParts {
        self.0
    }

    /// The same app as a public client: no secret, and PKCE in its place.
    #[must_use]
    pub fn public(mut self) -> Self {
        self.0.security.secret_for_web_server_flow = false;
        self.0.security.secret_for_refresh_token_flow = false;
        self.0.security.require_pkce = true;
        self
    }

    /// The same app as a confidential client, whose secret both flows require.
    #[must_use]
    pub fn confidential(mut self) -> Self {
        self.0.security.secret_for_web_server_flow = true;
        self.0.security.secret_for_refresh_token_flow = true;
        self
    }

    /// The same app, in another distribution state.
    #[must_use]
    pub fn distributed(mut self, distribution: Distribution) -> Self {
        self.0.distribution = distribution;
        self
    }
}

fn check_policies(policies: &Policies) -> Result<(), BlueprintError> {
    let members = !policies.profiles.is_empty() || !policies.permission_sets.is_empty();
    match (policies.permitted_users, members) {
        (PermittedUsers::AdminApproved, false) => return Err(BlueprintError::NobodyPermitted),
        (PermittedUsers::AllSelfAuthorize, true) => {
            return Err(BlueprintError::MembersWithoutApproval);
        }
        _ => {}
    }
    if policies.session_action.is_some() && policies.session_level != SessionLevel::HighAssurance {
        return Err(BlueprintError::ActionWithoutAssurance);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::MemberName;
    use crate::policy::SessionAction;
    use crate::sample;

    fn refused(change: impl FnOnce(&mut BlueprintParts)) -> Option<BlueprintError> {
        let mut parts = sample::blueprint().into_parts();
        change(&mut parts);
        Blueprint::new(parts).err()
    }

    #[test]
    fn contradictions_are_refused() {
        use BlueprintError as E;
        assert_eq!(refused(|_| ()), None);
        assert_eq!(refused(|p| p.scopes = Scopes::default()), Some(E::NoScopes));
        assert_eq!(
            refused(|p| p.scopes = Scopes::parse("api SfapApi")),
            Some(E::UnknownScope("SfapApi".into()))
        );
        assert_eq!(
            refused(|p| p.flows.credentials_in_body = true),
            Some(E::OptionWithoutFlow)
        );
        assert_eq!(
            refused(|p| p.policies.permitted_users = PermittedUsers::AdminApproved),
            Some(E::NobodyPermitted)
        );
        assert_eq!(
            refused(|p| {
                p.policies.profiles = [MemberName::parse("Standard User").unwrap()].into();
            }),
            Some(E::MembersWithoutApproval)
        );
        assert_eq!(
            refused(|p| p.policies.session_action = Some(SessionAction::Block)),
            Some(E::ActionWithoutAssurance)
        );
    }
}
