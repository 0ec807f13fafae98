//! Scenarios of discovery and of the REST interface.

use serde_json::json;

use super::network::{HTML, MAINTENANCE_PAGE};
use crate::fault::{DiscoveryLie, Endpoint, Fault, Scenario, ScenarioGroup};

/// Discovery documents and REST answers that are not what they should be.
pub(super) const REST: [Scenario; 12] = [
    Scenario {
        id: "discovery-issuer-of-another-host",
        title: "Issuer of another host",
        description: "Discovery names an issuer on another host.",
        group: ScenarioGroup::Discovery,
        make: |_| Fault::Discovery(DiscoveryLie::IssuerOfAnotherHost),
    },
    Scenario {
        id: "discovery-insecure-issuer",
        title: "Issuer without https",
        description: "Discovery names an issuer that is reached without https.",
        group: ScenarioGroup::Discovery,
        make: |_| Fault::Discovery(DiscoveryLie::InsecureIssuer),
    },
    Scenario {
        id: "discovery-token-endpoint-elsewhere",
        title: "Token endpoint elsewhere",
        description: "Discovery names a token endpoint on another host.",
        group: ScenarioGroup::Discovery,
        make: |_| Fault::Discovery(DiscoveryLie::TokenEndpointElsewhere),
    },
    Scenario {
        id: "discovery-revocation-endpoint-elsewhere",
        title: "Revocation elsewhere",
        description: "Discovery names a revocation endpoint on another host.",
        group: ScenarioGroup::Discovery,
        make: |_| Fault::Discovery(DiscoveryLie::RevocationEndpointElsewhere),
    },
    Scenario {
        id: "discovery-html",
        title: "Page for a document",
        description: "Discovery answers with a page.",
        group: ScenarioGroup::Discovery,
        make: |_| Fault::reply(Endpoint::OpenidConfiguration, 200, HTML, MAINTENANCE_PAGE),
    },
    Scenario {
        id: "api-session-expired",
        title: "Session over",
        description: "REST requests are told that the session has expired.",
        group: ScenarioGroup::Api,
        make: |tuning| {
            rest_reply(
                401,
                "INVALID_SESSION_ID",
                &tuning.text_or("Session expired or invalid"),
            )
        },
    },
    Scenario {
        id: "api-session-not-valid-for-rest",
        title: "Session not for REST",
        description: "REST requests are told that the session is not valid for them.",
        group: ScenarioGroup::Api,
        make: |tuning| {
            rest_reply(
                401,
                "INVALID_SESSION_ID",
                &tuning.text_or("This session is not valid for use with the REST API"),
            )
        },
    },
    Scenario {
        id: "api-not-attached-to-agent",
        title: "App not attached",
        description: "REST requests are told that the app is not attached to an agent.",
        group: ScenarioGroup::Api,
        make: |tuning| {
            rest_reply(
                401,
                "INVALID_SESSION_ID",
                &tuning.text_or("Connected app is not attached to Agent"),
            )
        },
    },
    Scenario {
        id: "api-http-420",
        title: "Status 420 for REST",
        description: "REST requests are answered with a page and status 420.",
        group: ScenarioGroup::Api,
        make: |_| Fault::reply(Endpoint::Query, 420, HTML, MAINTENANCE_PAGE),
    },
    Scenario {
        id: "api-disabled-for-org",
        title: "API switched off",
        description: "REST requests are told that the org has no API.",
        group: ScenarioGroup::Api,
        make: |tuning| {
            rest_reply(
                403,
                "API_DISABLED_FOR_ORG",
                &tuning.text_or("API is not enabled for this Organization or Partner"),
            )
        },
    },
    Scenario {
        id: "request-limit-exceeded",
        title: "API limit reached",
        description: "REST requests are told that the daily limit is reached.",
        group: ScenarioGroup::Api,
        make: |tuning| {
            rest_reply(
                403,
                "REQUEST_LIMIT_EXCEEDED",
                &tuning.text_or("TotalRequests Limit exceeded."),
            )
        },
    },
    Scenario {
        id: "bad-oauth-token",
        title: "Userinfo refuses",
        description: "The userinfo endpoint says that the token is bad.",
        group: ScenarioGroup::Api,
        make: |_| {
            Fault::reply(
                Endpoint::Userinfo,
                403,
                "text/html;charset=UTF-8",
                "Bad_OAuth_Token",
            )
        },
    },
];

fn rest_reply(status: u16, code: &str, message: &str) -> Fault {
    let body = json!([{"message": message, "errorCode": code}]).to_string();
    Fault::reply(
        Endpoint::Query,
        status,
        "application/json;charset=UTF-8",
        &body,
    )
}
