//! A blueprint as metadata (salesforce.md, 1.2 to 1.7, 1.11).

use std::collections::BTreeSet;

use super::Kind;
use super::writer::Elements;
use crate::blueprint::{Blueprint, BlueprintParts};
use crate::name::{ApiName, MemberName, Username};
use crate::policy::{Policies, SessionLevel};
use crate::scope_table::tokens;

/// The app. `org_scoped` is what the Dev Hub of a package calls it.
pub(crate) fn app(blueprint: &Blueprint, org_scoped: Option<&str>) -> Elements {
    let parts = blueprint.parts();
    Elements::default()
        .text("contactEmail", parts.identity.contact_email.as_str())
        .optional("description", parts.identity.description.as_ref())
        .text("distributionState", parts.distribution.metadata())
        .flag("isProtected", false)
        .text("label", parts.identity.label.as_str())
        .optional("orgScopedExternalApp", org_scoped)
}

/// OAuth settings. `oauth_link` leads to the consumer in the Dev Hub of a package.
pub(crate) fn oauth(blueprint: &Blueprint, oauth_link: Option<&str>) -> Elements {
    let parts = blueprint.parts();
    satellite(Kind::OauthSettings, &parts.identity.api_name)
        .text(
            "commaSeparatedOauthScopes",
            tokens(&parts.scopes).join(", "),
        )
        .flag("isFirstPartyAppEnabled", false)
        .optional("oauthLink", oauth_link)
}

/// Global OAuth settings, without key and secret: Salesforce makes them.
pub(crate) fn global_oauth(blueprint: &Blueprint) -> Elements {
    let BlueprintParts {
        identity,
        callbacks,
        flows,
        security,
        client_credentials,
        ..
    } = blueprint.parts();
    satellite(Kind::GlobalOauthSettings, &identity.api_name)
        .text("callbackUrl", callbacks.joined())
        .flag(
            "isClientCredentialsFlowEnabled",
            client_credentials.is_some(),
        )
        .flag("isCodeCredFlowEnabled", flows.code_and_credentials)
        .flag("isCodeCredPostOnly", flows.credentials_in_body)
        .flag(
            "isConsumerSecretOptional",
            !security.secret_for_web_server_flow,
        )
        .flag("isDeviceFlowEnabled", flows.device)
        .flag("isIntrospectAllTokens", false)
        .flag("isNamedUserJwtEnabled", false)
        .flag("isPkceRequired", security.require_pkce)
        .flag(
            "isRefreshTokenRotationEnabled",
            security.rotate_refresh_tokens,
        )
        .flag(
            "isSecretRequiredForRefreshToken",
            security.secret_for_refresh_token_flow,
        )
        .flag("isSecretRequiredForTokenExchange", flows.token_exchange)
        .flag("isTokenExchangeEnabled", flows.token_exchange)
        .flag("shouldRotateConsumerKey", false)
        .flag("shouldRotateConsumerSecret", false)
}

/// Which plug-ins are on.
pub(crate) fn policies(app: &ApiName) -> Elements {
    satellite(Kind::Policies, app)
        .flag("isEnabled", true)
        .flag("isOauthPluginEnabled", true)
}

/// OAuth policies; client credentials run as `run_as`, and are off without one.
pub(crate) fn oauth_policies(blueprint: &Blueprint, run_as: Option<&Username>) -> Elements {
    let BlueprintParts {
        identity,
        flows,
        policies,
        ..
    } = blueprint.parts();
    let validity = policies.refresh_token.validity();
    let elements = satellite(Kind::OauthPolicies, &identity.api_name)
        .optional("clientCredentialsFlowUser", run_as)
        .flag("isClientCredentialsFlowEnabled", run_as.is_some())
        .flag("isGuestCodeCredFlowEnabled", false)
        .flag("isTokenExchangeFlowEnabled", flows.token_exchange)
        .text("ipRelaxationPolicyType", policies.ip_relaxation.metadata())
        .text(
            "permittedUsersPolicyType",
            policies.permitted_users.metadata(),
        )
        .text("refreshTokenPolicyType", policies.refresh_token.metadata())
        .optional(
            "refreshTokenValidityPeriod",
            validity.map(|time| time.count()),
        )
        .optional(
            "refreshTokenValidityUnit",
            validity.map(|time| time.unit().metadata()),
        )
        .optional(
            "sessionTimeoutInMinutes",
            policies.session_timeout.map(|time| time.minutes()),
        );
    session(members(elements, policies), policies)
}

fn members(elements: Elements, policies: &Policies) -> Elements {
    let joined = |names: &BTreeSet<MemberName>| {
        let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(","))
    };
    elements
        .optional(
            "commaSeparatedPermissionSet",
            joined(&policies.permission_sets),
        )
        .optional("commaSeparatedProfile", joined(&policies.profiles))
}

fn session(elements: Elements, policies: &Policies) -> Elements {
    let action = policies
        .session_action
        .filter(|_| policies.session_level == SessionLevel::HighAssurance);
    elements
        .optional("policyAction", action.map(|action| action.metadata()))
        .text("requiredSessionLevel", policies.session_level.metadata())
}

/// What every component beside the app itself has.
fn satellite(kind: Kind, app: &ApiName) -> Elements {
    Elements::default()
        .text("externalClientApplication", app.as_str())
        .text("label", kind.member(app))
}
