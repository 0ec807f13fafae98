//! Scenarios in which the browser ends on Salesforce's own page: the callback never hears of them.

use crate::fault::{Fault, Scenario, ScenarioGroup};

/// Scenarios that end on Salesforce's own page.
pub(super) const PAGE: [Scenario; 9] = [
    Scenario {
        id: "invalid-client-id",
        title: "Unknown consumer key",
        description: "The login page says that the client identifier is invalid.",
        group: ScenarioGroup::Page,
        make: |tuning| {
            stop_on_page(
                "invalid_client_id",
                &tuning.text_or("client identifier invalid"),
            )
        },
    },
    Scenario {
        id: "propagation-delay",
        title: "New key not known yet",
        description: "The consumer key is unknown until the scenario ends, as in the first minutes of a new app.",
        group: ScenarioGroup::Page,
        make: |tuning| {
            stop_on_page(
                "invalid_client_id",
                &tuning.text_or("client identifier invalid"),
            )
        },
    },
    Scenario {
        id: "redirect-uri-mismatch",
        title: "Callback differs",
        description: "The login page says that the callback URL is not one of the app's.",
        group: ScenarioGroup::Page,
        make: |tuning| {
            stop_on_page(
                "redirect_uri_mismatch",
                &tuning.text_or("redirect_uri must match configuration"),
            )
        },
    },
    Scenario {
        id: "ec-app-not-found",
        title: "App of another org",
        description: "After sign-in, the app is not installed in this org.",
        group: ScenarioGroup::Page,
        make: |tuning| {
            stop_after_sign_in(
                "OAUTH_EC_APP_NOT_FOUND",
                &tuning.text_or("External client app is not installed in this org"),
            )
        },
    },
    Scenario {
        id: "authorization-blocked",
        title: "Cross-org sign-in blocked",
        description: "After sign-in, a local app refuses a user of another org.",
        group: ScenarioGroup::Page,
        make: |tuning| {
            stop_after_sign_in(
                "OAUTH_AUTHORIZATION_BLOCKED",
                &tuning.text_or(
                    "Cross-org OAuth flows are not supported for this external client app",
                ),
            )
        },
    },
    Scenario {
        id: "app-blocked",
        title: "App blocked by an admin",
        description: "After sign-in, the app is blocked in this org.",
        group: ScenarioGroup::Page,
        make: |tuning| {
            stop_after_sign_in(
                "OAUTH_APP_BLOCKED",
                &tuning.text_or("this app is blocked by admin"),
            )
        },
    },
    Scenario {
        id: "access-denied-admin",
        title: "User not approved",
        description: "After sign-in, the user is not among those whom an admin has approved for the app.",
        group: ScenarioGroup::Page,
        make: |tuning| {
            stop_after_sign_in(
                "OAUTH_APP_ACCESS_DENIED",
                &tuning.text_or("user is not admin approved to access this app"),
            )
        },
    },
    Scenario {
        id: "approval-error-generic",
        title: "Unexpected error on approval",
        description: "After sign-in, Salesforce shows its catch-all error.",
        group: ScenarioGroup::Page,
        make: |tuning| {
            stop_after_sign_in(
                "OAUTH_APPROVAL_ERROR_GENERIC",
                &tuning.text_or(
                    "An unexpected error has occured during authentication. Please try again.",
                ),
            )
        },
    },
    Scenario {
        id: "authorize-internal-server-error",
        title: "Internal error on the login page",
        description: "The login page fails with an internal error.",
        group: ScenarioGroup::Page,
        make: |tuning| stop_on_page("server_error", &tuning.text_or("Internal Server Error")),
    },
];

fn stop_on_page(code: &str, description: &str) -> Fault {
    Fault::StopOnPage {
        code: code.to_owned(),
        description: description.to_owned(),
    }
}

fn stop_after_sign_in(code: &str, description: &str) -> Fault {
    Fault::StopAfterSignIn {
        code: code.to_owned(),
        description: description.to_owned(),
    }
}
