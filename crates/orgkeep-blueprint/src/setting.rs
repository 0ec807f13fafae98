//! The settings of an app on which products can disagree.

use serde::Deserialize;

/// A ticked box.
pub(crate) const ON: &str = "on";
const ON_OFF: &[&str] = &[ON, "off"];

/// Each setting with the word under which it is stored, its label on Salesforce's page, and its values.
macro_rules! settings {
    ($( $(#[$doc:meta])* $variant:ident = $key:literal, $label:literal, $values:expr; )*) => {
        /// A setting that a preset may ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Setting { $( $(#[$doc])* $variant, )* }

        impl Setting {
            /// Every setting, in the order of Salesforce's pages.
            pub const ALL: [Self; [$(Self::$variant),*].len()] = [$(Self::$variant),*];

            /// The word under which a choice is stored; the same as in preset files.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The label on Salesforce's page.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// The values, in the order in which a proposal is looked for: what serves everybody, then
            /// what is safer.
            #[must_use]
            pub fn values(self) -> &'static [&'static str] {
                match self { $(Self::$variant => $values,)* }
            }
        }
    };
}

settings! {
    /// Client Credentials Flow.
    // A flow that nobody needs is a door that nobody watches, but a product that asks for it needs it.
    ClientCredentialsFlow = "client_credentials_flow", "Enable Client Credentials Flow", ON_OFF;
    /// Authorization Code and Credentials Flow (headless sign-in).
    CodeAndCredentialsFlow = "code_and_credentials_flow",
        "Enable Authorization Code and Credentials Flow", ON_OFF;
    /// The option of that flow: user credentials only in the body of a POST.
    // Off takes credentials in the body and in the header, so it serves everybody.
    CredentialsInBody = "credentials_in_body",
        "Require user credentials in the POST body for Authorization Code and Credentials Flow", &["off", ON];
    /// Require secret for Web Server Flow.
    SecretForWebServerFlow = "secret_for_web_server_flow", "Require secret for Web Server Flow", ON_OFF;
    /// Require secret for Refresh Token Flow.
    SecretForRefreshTokenFlow = "secret_for_refresh_token_flow",
        "Require secret for Refresh Token Flow", ON_OFF;
    /// Require Proof Key for Code Exchange.
    // Sending PKCE works whether it is required or not, so requiring it costs nobody anything.
    RequirePkce = "require_pkce",
        "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows", ON_OFF;
    /// Permitted Users.
    PermittedUsers = "permitted_users", "Permitted Users",
        &["Admin approved users are pre-authorized", "All users may self-authorize"];
    /// IP Relaxation.
    // Relaxed wins: a product that runs from changing addresses fails under Enforce.
    IpRelaxation = "ip_relaxation", "IP Relaxation", &["Relax IP restrictions", "Enforce IP restrictions"];
    /// Refresh Token Policy.
    RefreshTokenPolicy = "refresh_token_policy", "Refresh Token Policy", &[
        "Expire refresh token if not used for 30 days",
        "Expire refresh token after 365 days",
        "Refresh token is valid until revoked",
        "Immediately expire refresh token",
    ];
    /// The timeout of a session.
    SessionTimeout = "session_timeout", "Timeout Value", &[
        "2 hours", "15 minutes", "30 minutes", "1 hour", "4 hours", "8 hours", "12 hours", "24 hours",
    ];
}

impl Setting {
    /// The setting stored under a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|setting| setting.key() == key)
    }

    /// Whether a value is one of [`Setting::values`].
    #[must_use]
    pub fn accepts(self, value: &str) -> bool {
        self.values().contains(&value)
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
