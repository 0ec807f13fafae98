//! From what the products need to a blueprint.

use crate::answers::{Problem, Question};
use crate::blueprint::{
    Blueprint, BlueprintError, BlueprintParts, Distribution, Flows, Identity, Security,
};
use crate::callback::{CallbackError, Callbacks};
use crate::merge::Merged;
use crate::name::Username;
use crate::policy::{IpRelaxation, PermittedUsers, Policies, RefreshTokenPolicy, SessionTimeout};
use crate::setting::Setting;

/// Why there is no blueprint yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssembleError {
    /// An answer is missing or wrong.
    #[error("an answer is missing or wrong")]
    Answers(Vec<Problem>),
    /// Salesforce wants a contact e-mail.
    #[error("the contact e-mail is missing")]
    NoContactEmail,
    /// Client credentials run as a user, and none is named.
    #[error("client credentials need a user to run as")]
    NoRunAs,
    /// The callback URLs do not go together.
    #[error(transparent)]
    Callbacks(#[from] CallbackError),
    /// The settings contradict each other.
    #[error(transparent)]
    Blueprint(#[from] BlueprintError),
}

impl Merged {
    /// The blueprint of the app. It is Local; a tree for packages changes that by itself.
    ///
    /// # Errors
    /// [`AssembleError`]. A checklist can be made all the same.
    pub fn blueprint(&self) -> Result<Blueprint, AssembleError> {
        if !self.problems.is_empty() {
            return Err(AssembleError::Answers(self.problems.clone()));
        }
        let blueprint = Blueprint::new(BlueprintParts {
            identity: self.identity()?,
            distribution: Distribution::Local,
            callbacks: Callbacks::parse_lines(&self.callbacks.join("\n"))?,
            scopes: self.scopes.clone(),
            flows: self.flows(),
            security: self.security(),
            policies: self.policies(),
            client_credentials: self.client_credentials()?,
        });
        Ok(blueprint?)
    }

    /// Whether an answer to this question is missing or wrong.
    #[must_use]
    pub fn is_doubtful(&self, question: &Question) -> bool {
        self.problems.iter().any(|one| one.question == *question)
    }

    fn identity(&self) -> Result<Identity, AssembleError> {
        let email = self.naming.contact_email.clone();
        Ok(Identity {
            label: self.naming.label.clone(),
            api_name: self.naming.api_name.clone(),
            contact_email: email.ok_or(AssembleError::NoContactEmail)?,
            description: self.naming.description.clone(),
        })
    }

    fn flows(&self) -> Flows {
        let code_and_credentials = self.is_on(Setting::CodeAndCredentialsFlow, false);
        Flows {
            code_and_credentials,
            credentials_in_body: code_and_credentials
                && self.is_on(Setting::CredentialsInBody, false),
            ..Flows::default()
        }
    }

    fn security(&self) -> Security {
        let security = Security {
            secret_for_web_server_flow: self.is_on(Setting::SecretForWebServerFlow, true),
            secret_for_refresh_token_flow: self.is_on(Setting::SecretForRefreshTokenFlow, true),
            require_pkce: self.is_on(Setting::RequirePkce, true),
            rotate_refresh_tokens: false,
        };
        Security {
            // Nothing else protects the refresh token of a public client (RFC 9700, 2.2.2).
            rotate_refresh_tokens: security.is_public(),
            ..security
        }
    }

    fn policies(&self) -> Policies {
        let usual = Policies::default();
        let value = |setting| self.settings.get(&setting).map(String::as_str);
        let permitted_users = value(Setting::PermittedUsers)
            .and_then(PermittedUsers::from_setup)
            .unwrap_or(usual.permitted_users);
        // Members are kept for later while everybody may use the app, but metadata does not name them.
        let approved = permitted_users == PermittedUsers::AdminApproved;
        let members = |names: &std::collections::BTreeSet<_>| {
            if approved {
                names.clone()
            } else {
                Default::default()
            }
        };
        Policies {
            permitted_users,
            profiles: members(&self.profiles),
            permission_sets: members(&self.permission_sets),
            ip_relaxation: value(Setting::IpRelaxation)
                .and_then(IpRelaxation::from_setup)
                .unwrap_or(usual.ip_relaxation),
            refresh_token: value(Setting::RefreshTokenPolicy)
                .and_then(RefreshTokenPolicy::from_setup)
                .unwrap_or(usual.refresh_token),
            session_timeout: value(Setting::SessionTimeout).and_then(SessionTimeout::from_setup),
            ..usual
        }
    }

    fn client_credentials(&self) -> Result<Option<Username>, AssembleError> {
        if !self.is_on(Setting::ClientCredentialsFlow, false) {
            return Ok(None);
        }
        let run_as = self.run_as.clone();
        run_as.map(Some).ok_or(AssembleError::NoRunAs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answers;
    use crate::merge::merge;
    use crate::preset::{presets, served};

    fn assemble(
        chosen: &[&str],
        inputs: &[(&str, &str, &str)],
        choices: &[(Setting, &str)],
    ) -> Result<BlueprintParts, AssembleError> {
        let mut answers = Answers {
            contact_email: "admin@example.com".into(),
            ..Answers::default()
        };
        for (preset, key, text) in inputs {
            let of_preset = answers.inputs.entry((*preset).to_owned()).or_default();
            of_preset.insert((*key).to_owned(), (*text).to_owned());
        }
        for (setting, value) in choices {
            answers.choices.insert(*setting, (*value).to_owned());
        }
        let all = presets().unwrap();
        let chosen: Vec<String> = chosen.iter().map(|name| (*name).to_owned()).collect();
        let merged = merge(&served(&all, &chosen), &answers);
        merged.blueprint().map(Blueprint::into_parts)
    }

    #[test]
    fn orgkeep_alone_is_a_public_client_that_rotates() {
        let parts = assemble(&[], &[], &[]).unwrap();
        assert!(parts.security.is_public() && parts.security.rotate_refresh_tokens);
        assert!(parts.security.require_pkce);
        assert_eq!(parts.policies, Policies::default());
    }

    #[test]
    fn vault_makes_it_confidential_and_asks_who_may_use_it() {
        let instance = ("vault", "instance", "https://vault-qa.autorabit.com");
        assert_eq!(
            assemble(&["vault"], &[instance], &[]),
            Err(BlueprintError::NobodyPermitted.into())
        );
        let profiles = ("vault", "profiles", "System Administrator");
        let parts = assemble(&["vault"], &[instance, profiles], &[]).unwrap();
        assert!(!parts.security.is_public() && !parts.security.rotate_refresh_tokens);
        assert_eq!(
            parts.policies.permitted_users,
            PermittedUsers::AdminApproved
        );
        assert_eq!(parts.callbacks.iter().count(), 2);
    }

    #[test]
    fn members_are_left_out_while_everybody_may_use_the_app() {
        let instance = ("vault", "instance", "https://vault-qa.autorabit.com");
        let profiles = ("vault", "profiles", "System Administrator");
        let everybody = (Setting::PermittedUsers, "All users may self-authorize");
        let parts = assemble(&["vault"], &[instance, profiles], &[everybody]).unwrap();
        assert!(parts.policies.profiles.is_empty());
    }

    #[test]
    fn client_credentials_need_a_user() {
        let on = (Setting::ClientCredentialsFlow, "on");
        assert_eq!(
            assemble(&["general"], &[], &[on]),
            Err(AssembleError::NoRunAs)
        );
        let run_as = ("general", "run_as", "integration@acme.example");
        let parts = assemble(&["general"], &[run_as], &[on]).unwrap();
        assert!(parts.client_credentials.is_some());
        assert_eq!(parts.policies.session_timeout, SessionTimeout::new(120));
    }

    #[test]
    fn an_unanswered_question_stops_it() {
        assert!(matches!(
            assemble(&["arm"], &[], &[]),
            Err(AssembleError::Answers(problems)) if problems.len() == 1
        ));
    }
}
