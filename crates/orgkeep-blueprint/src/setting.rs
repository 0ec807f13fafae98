//! The settings of an app on which products can disagree.

use serde::Deserialize;

/// A setting that a preset may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Client Credentials Flow.
    ClientCredentialsFlow,
    /// Authorization Code and Credentials Flow (headless sign-in).
    CodeAndCredentialsFlow,
    /// The option of that flow: user credentials only in the body of a POST.
    CredentialsInBody,
    /// Require secret for Web Server Flow.
    SecretForWebServerFlow,
    /// Require secret for Refresh Token Flow.
    SecretForRefreshTokenFlow,
    /// Require Proof Key for Code Exchange.
    RequirePkce,
    /// Permitted Users.
    PermittedUsers,
    /// IP Relaxation.
    IpRelaxation,
    /// Refresh Token Policy.
    RefreshTokenPolicy,
    /// The timeout of a session.
    SessionTimeout,
}

/// `key`, label on Salesforce's page, values with the one to propose first.
type Row = (&'static str, &'static str, &'static [&'static str]);

const ON_OFF: &[&str] = &[ON, "off"];
/// A ticked box.
pub(crate) const ON: &str = "on";

impl Setting {
    /// Every setting, in the order of Salesforce's pages.
    pub const ALL: [Self; 10] = [
        Self::ClientCredentialsFlow,
        Self::CodeAndCredentialsFlow,
        Self::CredentialsInBody,
        Self::SecretForWebServerFlow,
        Self::SecretForRefreshTokenFlow,
        Self::RequirePkce,
        Self::PermittedUsers,
        Self::IpRelaxation,
        Self::RefreshTokenPolicy,
        Self::SessionTimeout,
    ];

    /// The word under which a choice is stored; the same as in preset files.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.row().0
    }

    /// The setting stored under a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.key() == key)
    }

    /// The label on Salesforce's page.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.row().1
    }

    /// The values, in the order in which a proposal is looked for: what serves everybody, then what is safer.
    #[must_use]
    pub fn values(self) -> &'static [&'static str] {
        self.row().2
    }

    /// Whether a value is one of [`Setting::values`].
    #[must_use]
    pub fn accepts(self, value: &str) -> bool {
        self.values().contains(&value)
    }

    fn row(self) -> Row {
        match self {
            // A flow that nobody needs is a door that nobody watches, but a product that asks for it needs it.
            Self::ClientCredentialsFlow => (
                "client_credentials_flow",
                "Enable Client Credentials Flow",
                ON_OFF,
            ),
            Self::CodeAndCredentialsFlow => (
                "code_and_credentials_flow",
                "Enable Authorization Code and Credentials Flow",
                ON_OFF,
            ),
            // Off takes credentials in the body and in the header, so it serves everybody.
            Self::CredentialsInBody => (
                "credentials_in_body",
                "Require user credentials in the POST body for Authorization Code and Credentials Flow",
                &["off", ON],
            ),
            Self::SecretForWebServerFlow => (
                "secret_for_web_server_flow",
                "Require secret for Web Server Flow",
                ON_OFF,
            ),
            Self::SecretForRefreshTokenFlow => (
                "secret_for_refresh_token_flow",
                "Require secret for Refresh Token Flow",
                ON_OFF,
            ),
            // Sending PKCE works whether it is required or not, so requiring it costs nobody anything.
            Self::RequirePkce => (
                "require_pkce",
                "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows",
                ON_OFF,
            ),
            Self::PermittedUsers
            | Self::IpRelaxation
            | Self::RefreshTokenPolicy
            | Self::SessionTimeout => self.policy_row(),
        }
    }

    fn policy_row(self) -> Row {
        match self {
            Self::PermittedUsers => (
                "permitted_users",
                "Permitted Users",
                &[
                    "Admin approved users are pre-authorized",
                    "All users may self-authorize",
                ],
            ),
            // Relaxed wins: a product that runs from changing addresses fails under Enforce.
            Self::IpRelaxation => (
                "ip_relaxation",
                "IP Relaxation",
                &["Relax IP restrictions", "Enforce IP restrictions"],
            ),
            Self::SessionTimeout => (
                "session_timeout",
                "Timeout Value",
                &[
                    "2 hours",
                    "15 minutes",
                    "30 minutes",
                    "1 hour",
                    "4 hours",
                    "8 hours",
                    "12 hours",
                    "24 hours",
                ],
            ),
            _ => (
                "refresh_token_policy",
                "Refresh Token Policy",
                &[
                    "Expire refresh token if not used for 30 days",
                    "Expire refresh token after 365 days",
                    "Refresh token is valid until revoked",
                    "Immediately expire refresh token",
                ],
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{IpRelaxation, PermittedUsers, RefreshTokenPolicy, SessionTimeout};

    #[test]
    fn a_key_leads_back_to_its_setting() {
        for setting in Setting::ALL {
            assert_eq!(Setting::from_key(setting.key()), Some(setting));
        }
    }

    #[test]
    fn every_value_of_a_policy_means_something_in_a_blueprint() {
        for value in Setting::PermittedUsers.values() {
            assert!(PermittedUsers::from_setup(value).is_some(), "{value}");
        }
        for value in Setting::IpRelaxation.values() {
            assert!(IpRelaxation::from_setup(value).is_some(), "{value}");
        }
        for value in Setting::RefreshTokenPolicy.values() {
            assert!(RefreshTokenPolicy::from_setup(value).is_some(), "{value}");
        }
        for value in Setting::SessionTimeout.values() {
            assert!(SessionTimeout::from_setup(value).is_some(), "{value}");
        }
    }
}
