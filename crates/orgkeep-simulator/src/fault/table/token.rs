//! Scenarios in which the token endpoint refuses.

use crate::fault::{Fault, Scenario, ScenarioGroup};

/// Refusals of the token endpoint.
pub(super) const TOKEN: [Scenario; 20] = [
    Scenario {
        id: "invalid-client-secret",
        title: "Wrong consumer secret",
        description: "The token endpoint says that the client credentials are invalid.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "invalid_client",
                &tuning.text_or("invalid client credentials"),
            )
        },
    },
    Scenario {
        id: "app-must-be-installed",
        title: "App not installed",
        description: "The token endpoint says that the app must be installed.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "invalid_client",
                &tuning.text_or("app must be installed into org"),
            )
        },
    },
    Scenario {
        id: "token-invalid-client-id",
        title: "Key unknown to the token endpoint",
        description: "The token endpoint says that the client identifier is invalid.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "invalid_client_id",
                &tuning.text_or("client identifier invalid"),
            )
        },
    },
    Scenario {
        id: "invalid-code-verifier",
        title: "PKCE does not match",
        description: "The token endpoint says that the code verifier is invalid.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error("invalid_grant", &tuning.text_or("invalid code verifier"))
        },
    },
    Scenario {
        id: "expired-code",
        title: "Code too old or used",
        description: "The token endpoint says that the authorization code has expired.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "invalid_grant",
                &tuning.text_or("expired authorization code"),
            )
        },
    },
    Scenario {
        id: "authentication-failure",
        title: "Authentication failure",
        description: "The token endpoint says no more than that authentication failed.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error("invalid_grant", &tuning.text_or("authentication failure"))
        },
    },
    Scenario {
        id: "inactive-user",
        title: "User inactive",
        description: "The token endpoint says that the user is inactive.",
        group: ScenarioGroup::Token,
        make: |tuning| Fault::token_error("invalid_grant", &tuning.text_or("inactive user")),
    },
    Scenario {
        id: "consumer-not-approved",
        title: "Consent missing",
        description: "The token endpoint says that the user has not approved the app.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "invalid_grant",
                &tuning.text_or("user hasn't approved this consumer"),
            )
        },
    },
    Scenario {
        id: "ip-restricted",
        title: "Wrong place or hour",
        description: "The token endpoint refuses because of IP ranges or login hours.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "invalid_grant",
                &tuning.text_or("ip restricted or invalid login hours"),
            )
        },
    },
    Scenario {
        id: "expired-refresh-token",
        title: "Refresh token dead",
        description: "The token endpoint says that the refresh token has expired.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "invalid_grant",
                &tuning.text_or("expired access/refresh token"),
            )
        },
    },
    Scenario {
        id: "token-validity-expired",
        title: "Refresh token too old",
        description: "The token endpoint says that the lifetime set by policy is over.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error("invalid_grant", &tuning.text_or("token validity expired"))
        },
    },
    Scenario {
        id: "already-being-processed",
        title: "Two refreshes at a time",
        description: "The token endpoint says that this refresh is already under way.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "invalid_grant",
                &tuning.text_or("token request is already being processed"),
            )
        },
    },
    Scenario {
        id: "unsupported-grant-type",
        title: "Grant type refused",
        description: "The token endpoint says that the grant type is not supported.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "unsupported_grant_type",
                &tuning.text_or("grant type not supported"),
            )
        },
    },
    Scenario {
        id: "oauth-flow-disabled",
        title: "Flow switched off",
        description: "The token endpoint says that the flow is disabled for the app.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "oauth_flow_disabled",
                &tuning.text_or("OAuth flow is not enabled for this app"),
            )
        },
    },
    Scenario {
        id: "refresh-scope-required",
        title: "Refresh scope demanded",
        description: "The token endpoint demands a refresh scope and an installed app.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error("invalid_request", &tuning.text_or("refresh_token scope is required and the connected app should be installed and preauthorized."))
        },
    },
    Scenario {
        id: "inactive-org",
        title: "Org inactive",
        description: "The token endpoint says that the org is inactive.",
        group: ScenarioGroup::Token,
        make: |tuning| Fault::token_error("inactive_org", &tuning.text_or("org is inactive")),
    },
    Scenario {
        id: "login-rate-exceeded",
        title: "Too many logins",
        description: "The token endpoint says that the user logs in too often.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            Fault::token_error(
                "rate_limit_exceeded",
                &tuning.text_or("login rate exceeded"),
            )
        },
    },
    Scenario {
        id: "unknown-token-error",
        title: "Error nobody knows",
        description: "The token endpoint answers with a code that is in no list.",
        group: ScenarioGroup::Token,
        make: |tuning| Fault::token_error("practice_unheard_of", &tuning.text_or("something new")),
    },
    Scenario {
        id: "token-server-error",
        title: "Token endpoint fails",
        description: "The token endpoint answers 500 with an OAuth error.",
        group: ScenarioGroup::Token,
        make: |tuning| token_error_with(500, "server_error", &tuning.text_or("retry your request")),
    },
    Scenario {
        id: "invalid-client-401",
        title: "Wrong secret with status 401",
        description: "The token endpoint says with status 401 that the client credentials are invalid.",
        group: ScenarioGroup::Token,
        make: |tuning| {
            token_error_with(
                401,
                "invalid_client",
                &tuning.text_or("invalid client credentials"),
            )
        },
    },
];

fn token_error_with(status: u16, code: &str, description: &str) -> Fault {
    Fault::TokenError {
        grant: None,
        status,
        code: code.to_owned(),
        description: description.to_owned(),
    }
}
