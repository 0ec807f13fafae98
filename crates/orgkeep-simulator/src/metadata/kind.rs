//! The types of metadata that the practice org keeps, and what may stand in each.

use serde::{Deserialize, Serialize};

/// A type of metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    App,
    OauthSettings,
    GlobalOauth,
    Policies,
    OauthPolicies,
    AppSettings,
}

/// What an element holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    Text,
    Flag,
    Number,
    OneOf(&'static [&'static str]),
    /// Other elements. The practice org shows them and takes none.
    Parts,
}

/// An element of a type.
pub(super) struct Field {
    pub name: &'static str,
    /// The API version that brought it.
    pub since: u32,
    pub required: bool,
    pub holds: Holds,
}

const fn field(name: &'static str, since: u32, holds: Holds) -> Field {
    Field {
        name,
        since,
        required: false,
        holds,
    }
}

const fn needed(name: &'static str, holds: Holds) -> Field {
    Field {
        name,
        since: 59,
        required: true,
        holds,
    }
}

impl Kind {
    /// Every type, in the order in which one needs the other.
    pub(super) const ALL: [Self; 6] = [
        Self::App,
        Self::OauthSettings,
        Self::GlobalOauth,
        Self::Policies,
        Self::OauthPolicies,
        Self::AppSettings,
    ];

    /// The name that requests use.
    pub(super) fn type_name(self) -> &'static str {
        self.names().0
    }

    pub(super) fn folder(self) -> &'static str {
        self.names().1
    }

    pub(super) fn suffix(self) -> &'static str {
        self.names().2
    }

    /// What a package calls the type: settings go by one name for all.
    pub(super) fn package_name(self) -> &'static str {
        match self {
            Self::AppSettings => "Settings",
            other => other.type_name(),
        }
    }

    /// The API version that brought it.
    pub(super) fn since(self) -> u32 {
        match self {
            Self::AppSettings => 58,
            Self::Policies => 60,
            _ => 59,
        }
    }

    pub(super) fn of_type(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.type_name() == name)
    }

    pub(super) fn of_package(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.package_name() == name)
    }

    /// What may stand in it.
    pub(super) fn fields(self) -> &'static [Field] {
        match self {
            Self::App => APP,
            Self::OauthSettings => OAUTH_SETTINGS,
            Self::GlobalOauth => GLOBAL_OAUTH,
            Self::Policies => POLICIES,
            Self::OauthPolicies => OAUTH_POLICIES,
            Self::AppSettings => APP_SETTINGS,
        }
    }

    /// Whether an element of it holds others.
    pub(super) fn has_parts_in(self, element: &str) -> bool {
        let mut fields = self.fields().iter();
        fields.any(|field| field.name == element && matches!(field.holds, Holds::Parts))
    }

    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::App => ("ExternalClientApplication", "externalClientApps", "eca"),
            Self::OauthSettings => (
                "ExtlClntAppOauthSettings",
                "extlClntAppOauthSettings",
                "ecaOauth",
            ),
            Self::GlobalOauth => (
                "ExtlClntAppGlobalOauthSettings",
                "extlClntAppGlobalOauthSets",
                "ecaGlblOauth",
            ),
            Self::Policies => (
                "ExtlClntAppConfigurablePolicies",
                "extlClntAppPolicies",
                "ecaPlcy",
            ),
            Self::OauthPolicies => (
                "ExtlClntAppOauthConfigurablePolicies",
                "extlClntAppOauthPolicies",
                "ecaOauthPlcy",
            ),
            Self::AppSettings => ("ExternalClientAppSettings", "settings", "settings"),
        }
    }
}

const APP: &[Field] = &[
    field("contactEmail", 59, Holds::Text),
    field("contactPhone", 59, Holds::Text),
    field("description", 59, Holds::Text),
    needed("distributionState", Holds::OneOf(&["Local", "Packaged"])),
    field("iconUrl", 59, Holds::Text),
    field("isProtected", 59, Holds::Flag),
    needed("label", Holds::Text),
    field("logoUrl", 59, Holds::Text),
    field("orgScopedExternalApp", 59, Holds::Text),
];

const OAUTH_SETTINGS: &[Field] = &[
    needed("commaSeparatedOauthScopes", Holds::Text),
    needed("externalClientApplication", Holds::Text),
    field("isFirstPartyAppEnabled", 62, Holds::Flag),
    field("label", 59, Holds::Text),
    field("oauthLink", 59, Holds::Text),
    field("singleLogoutUrl", 59, Holds::Text),
    field("trustedIpRanges", 59, Holds::Parts),
];

const GLOBAL_OAUTH: &[Field] = &[
    needed("callbackUrl", Holds::Text),
    field("certificate", 60, Holds::Text),
    field("consumerKey", 59, Holds::Text),
    field("consumerSecret", 59, Holds::Text),
    needed("externalClientApplication", Holds::Text),
    field("isClientCredentialsFlowEnabled", 60, Holds::Flag),
    field("isCodeCredFlowEnabled", 61, Holds::Flag),
    field("isCodeCredPostOnly", 61, Holds::Flag),
    field("isConsumerSecretOptional", 59, Holds::Flag),
    field("isDeviceFlowEnabled", 60, Holds::Flag),
    field("isIntrospectAllTokens", 59, Holds::Flag),
    field("isNamedUserJwtEnabled", 61, Holds::Flag),
    field("isPkceRequired", 59, Holds::Flag),
    field("isRefreshTokenRotationEnabled", 60, Holds::Flag),
    field("isSecretRequiredForRefreshToken", 59, Holds::Flag),
    field("isSecretRequiredForTokenExchange", 60, Holds::Flag),
    field("isTokenExchangeEnabled", 60, Holds::Flag),
    field("label", 59, Holds::Text),
    field("shouldRotateConsumerKey", 59, Holds::Flag),
    field("shouldRotateConsumerSecret", 59, Holds::Flag),
];

const POLICIES: &[Field] = &[
    needed("externalClientApplication", Holds::Text),
    field("isEnabled", 60, Holds::Flag),
    field("isOauthPluginEnabled", 60, Holds::Flag),
    field("label", 60, Holds::Text),
];

const OAUTH_POLICIES: &[Field] = &[
    field("clientCredentialsFlowUser", 60, Holds::Text),
    field("commaSeparatedPermissionSet", 59, Holds::Text),
    field("commaSeparatedProfile", 59, Holds::Text),
    field("customAttributes", 59, Holds::Parts),
    needed("externalClientApplication", Holds::Text),
    field(
        "ipRelaxationPolicyType",
        59,
        Holds::OneOf(&[
            "Enforce",
            "Bypass",
            "Bypass_2factor",
            "Enforce_RelaxRefresh",
        ]),
    ),
    field("isClientCredentialsFlowEnabled", 60, Holds::Flag),
    field("isGuestCodeCredFlowEnabled", 61, Holds::Flag),
    field("isTokenExchangeFlowEnabled", 60, Holds::Flag),
    field("label", 59, Holds::Text),
    field(
        "permittedUsersPolicyType",
        59,
        Holds::OneOf(&["AllSelfAuthorized", "AdminApprovedPreAuthorized"]),
    ),
    field(
        "policyAction",
        59,
        Holds::OneOf(&["Block", "RaiseSessionLevel"]),
    ),
    field(
        "refreshTokenPolicyType",
        59,
        Holds::OneOf(&["Infinite", "Zero", "SpecificInactivity", "SpecificLifetime"]),
    ),
    field("refreshTokenValidityPeriod", 59, Holds::Number),
    field(
        "refreshTokenValidityUnit",
        59,
        Holds::OneOf(&["Hours", "Days", "Months"]),
    ),
    field(
        "requiredSessionLevel",
        59,
        Holds::OneOf(&["STANDARD", "HIGH_ASSURANCE", "LOW"]),
    ),
    field("sessionTimeoutInMinutes", 59, Holds::Number),
];

const APP_SETTINGS: &[Field] = &[
    field("enableClientSecretInRestApiAccess", 62, Holds::Flag),
    field("enableConsumerSecretApiAccess", 58, Holds::Flag),
    field("enablePackageEcaOauthFromDevOrg", 62, Holds::Flag),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_elements_of_every_type_stand_in_the_order_of_the_alphabet() {
        for kind in Kind::ALL {
            let names: Vec<_> = kind.fields().iter().map(|field| field.name).collect();
            assert!(names.is_sorted(), "{names:?}");
        }
    }
}
