//! Scenarios in which the callback is called with an error, or with something odd.

use crate::fault::{Fault, IssuerAnswer, Scenario, ScenarioGroup};

/// Scenarios that the callback hears of.
pub(super) const CALLBACK: [Scenario; 15] = [
    Scenario {
        id: "access-denied-admin-callback",
        title: "User not approved, told to the callback",
        description: "After consent, the callback hears that the user is not approved for the app.",
        group: ScenarioGroup::Callback,
        make: |tuning| {
            error_after_consent(
                "OAUTH_APP_ACCESS_DENIED",
                &tuning.text_or("user is not admin approved to access this app"),
            )
        },
    },
    Scenario {
        id: "access-denied",
        title: "Denied without a click",
        description: "After consent, the callback hears that the person denied it.",
        group: ScenarioGroup::Callback,
        make: |tuning| {
            error_after_consent(
                "access_denied",
                &tuning.text_or("end-user denied authorization"),
            )
        },
    },
    Scenario {
        id: "missing-code-challenge",
        title: "PKCE demanded",
        description: "The callback hears that a code challenge is missing.",
        group: ScenarioGroup::Callback,
        make: |tuning| {
            error_to_callback(
                "invalid_request",
                &tuning.text_or("missing required code challenge"),
            )
        },
    },
    Scenario {
        id: "invalid-scope",
        title: "Scope the app lacks",
        description: "The callback hears that a requested scope is not allowed.",
        group: ScenarioGroup::Callback,
        make: |tuning| {
            error_to_callback(
                "invalid_scope",
                &tuning.text_or("the requested scope is not allowed"),
            )
        },
    },
    Scenario {
        id: "server-error",
        title: "Error sent to the callback",
        description: "The callback hears of a server error.",
        group: ScenarioGroup::Callback,
        make: |tuning| error_to_callback("server_error", &tuning.text_or("retry your request")),
    },
    Scenario {
        id: "unknown-error",
        title: "Unknown error sent to the callback",
        description: "The callback hears of an unknown error.",
        group: ScenarioGroup::Callback,
        make: |tuning| error_to_callback("unknown_error", &tuning.text_or("retry your request")),
    },
    Scenario {
        id: "unsupported-response-type",
        title: "Response type refused",
        description: "The callback hears that the response type is not supported.",
        group: ScenarioGroup::Callback,
        make: |tuning| {
            error_to_callback(
                "unsupported_response_type",
                &tuning.text_or("response type not supported"),
            )
        },
    },
    Scenario {
        id: "code-text",
        title: "Code of odd characters",
        description: "The next code is the given text, or one full of characters that need encoding.",
        group: ScenarioGroup::Callback,
        make: |tuning| Fault::CodeText(tuning.text_or("aPrx%2F+a%25b/c.d==")),
    },
    Scenario {
        id: "issuer-equal",
        title: "Issuer named",
        description: "The callback carries the issuer that discovery advertises.",
        group: ScenarioGroup::Callback,
        make: |_| Fault::Issuer(IssuerAnswer::Equal),
    },
    Scenario {
        id: "issuer-other-host",
        title: "Issuer of another host",
        description: "The callback names an issuer on another host.",
        group: ScenarioGroup::Callback,
        make: |_| Fault::Issuer(IssuerAnswer::OtherHost),
    },
    Scenario {
        id: "issuer-trailing-slash",
        title: "Issuer with a slash",
        description: "The callback names the issuer with a slash too many.",
        group: ScenarioGroup::Callback,
        make: |_| Fault::Issuer(IssuerAnswer::TrailingSlash),
    },
    Scenario {
        id: "issuer-upper-case",
        title: "Issuer in capitals",
        description: "The callback names the issuer in capitals.",
        group: ScenarioGroup::Callback,
        make: |_| Fault::Issuer(IssuerAnswer::UpperCase),
    },
    Scenario {
        id: "issuer-twice",
        title: "Issuer named two times",
        description: "The callback carries the issuer two times.",
        group: ScenarioGroup::Callback,
        make: |_| Fault::Issuer(IssuerAnswer::Twice),
    },
    Scenario {
        id: "issuer-missing-though-advertised",
        title: "Issuer missing",
        description: "Discovery advertises an issuer in the callback, and there is none.",
        group: ScenarioGroup::Callback,
        make: |_| Fault::Issuer(IssuerAnswer::MissingThoughAdvertised),
    },
    Scenario {
        id: "issuer-present-though-not-advertised",
        title: "Issuer nobody announced",
        description: "The callback names a strange issuer that discovery does not advertise.",
        group: ScenarioGroup::Callback,
        make: |_| Fault::Issuer(IssuerAnswer::PresentThoughNotAdvertised),
    },
];

fn error_to_callback(code: &str, description: &str) -> Fault {
    Fault::ErrorToCallback {
        code: code.to_owned(),
        description: description.to_owned(),
    }
}

fn error_after_consent(code: &str, description: &str) -> Fault {
    Fault::ErrorAfterConsent {
        code: code.to_owned(),
        description: description.to_owned(),
    }
}
