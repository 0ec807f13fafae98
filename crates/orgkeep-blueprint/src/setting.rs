//! The settings of an app on which products can disagree.

use serde::Deserialize;

/// A setting that a preset may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Authorization Code and Credentials Flow (headless sign-in).
    CodeAndCredentialsFlow,
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
}

impl Setting {
    /// Every setting, in the order of Salesforce's pages.
    pub const ALL: [Self; 6] = [
        Self::CodeAndCredentialsFlow,
        Self::SecretForWebServerFlow,
        Self::SecretForRefreshTokenFlow,
        Self::RequirePkce,
        Self::PermittedUsers,
        Self::IpRelaxation,
    ];

    /// The word under which a choice is stored; the same as in preset files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::CodeAndCredentialsFlow => "code_and_credentials_flow",
            Self::SecretForWebServerFlow => "secret_for_web_server_flow",
            Self::SecretForRefreshTokenFlow => "secret_for_refresh_token_flow",
            Self::RequirePkce => "require_pkce",
            Self::PermittedUsers => "permitted_users",
            Self::IpRelaxation => "ip_relaxation",
        }
    }

    /// The setting stored under a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.key() == key)
    }

    /// The label on Salesforce's page.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::CodeAndCredentialsFlow => "Enable Authorization Code and Credentials Flow",
            Self::SecretForWebServerFlow => "Require secret for Web Server Flow",
            Self::SecretForRefreshTokenFlow => "Require secret for Refresh Token Flow",
            Self::RequirePkce => {
                "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows"
            }
            Self::PermittedUsers => "Permitted Users",
            Self::IpRelaxation => "IP Relaxation",
        }
    }

    /// The values, safest first: the order in which a proposal is looked for.
    #[must_use]
    pub fn values(self) -> &'static [&'static str] {
        match self {
            // A flow that nobody needs is a door that nobody watches, but a product that asks for it needs it.
            Self::CodeAndCredentialsFlow
            | Self::SecretForWebServerFlow
            | Self::SecretForRefreshTokenFlow
            // Sending PKCE works whether it is required or not, so requiring it costs nobody anything.
            | Self::RequirePkce => &["on", "off"],
            Self::PermittedUsers => &[
                "Admin approved users are pre-authorized",
                "All users may self-authorize",
            ],
            // Relaxed wins: a product that runs from changing addresses fails under Enforce.
            Self::IpRelaxation => &["Relax IP restrictions", "Enforce IP restrictions"],
        }
    }

    /// Whether a value is one of [`Setting::values`].
    #[must_use]
    pub fn accepts(self, value: &str) -> bool {
        self.values().contains(&value)
    }
}
