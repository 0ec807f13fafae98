//! Scenarios in which the interfaces of metadata and of consumer secrets refuse as a whole.

use serde_json::json;

use super::network::{HTML, MAINTENANCE_PAGE};
use crate::fault::{Endpoint, Fault, Scenario, ScenarioGroup, Tuning};

/// Interfaces that refuse as a whole.
pub(super) const METADATA: [Scenario; 13] = [
    Scenario {
        id: "deploy-not-allowed",
        title: "No deployments by REST",
        description: "Deployments are told that the org has no API.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            deploy_reply(
                403,
                "API_DISABLED_FOR_ORG",
                &tuning.text_or("API is not enabled for this Organization or Partner"),
            )
        },
    },
    Scenario {
        id: "deploy-insufficient-access",
        title: "Deployment not permitted",
        description: "Deployments are told that the user may not change metadata.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            deploy_reply(
                403,
                "INSUFFICIENT_ACCESS",
                &tuning.text_or("insufficient access rights on cross-reference id"),
            )
        },
    },
    Scenario {
        id: "deploy-session-expired",
        title: "Session over for deployments",
        description: "Deployments are told that the session has expired.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            deploy_reply(
                401,
                "INVALID_SESSION_ID",
                &tuning.text_or("Session expired or invalid"),
            )
        },
    },
    Scenario {
        id: "deploy-maintenance",
        title: "Maintenance during deployment",
        description: "Deployments are answered with a page and status 503.",
        group: ScenarioGroup::Metadata,
        make: |_| Fault::reply(Endpoint::Deploy, 503, HTML, MAINTENANCE_PAGE),
    },
    Scenario {
        id: "deploy-stuck",
        title: "Deployment without an end",
        description: "The next deployment never comes to an end by itself.",
        group: ScenarioGroup::Metadata,
        make: |_| Fault::DeploymentStuck,
    },
    Scenario {
        id: "metadata-session-invalid",
        title: "Session not valid for metadata",
        description: "The metadata interface says that the session is not valid.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            fault(
                tuning,
                "INVALID_SESSION_ID",
                "Invalid Session ID found in SessionHeader: Illegal Session",
            )
        },
    },
    Scenario {
        id: "metadata-insufficient-access",
        title: "Metadata not permitted",
        description: "The metadata interface says that the user may not change metadata.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            fault(
                tuning,
                "INSUFFICIENT_ACCESS",
                "insufficient access rights on cross-reference id",
            )
        },
    },
    Scenario {
        id: "metadata-type-unknown",
        title: "Type not known",
        description: "The metadata interface does not know the type at this version.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            fault(
                tuning,
                "INVALID_TYPE",
                "This type of metadata is not available for this organization",
            )
        },
    },
    Scenario {
        id: "metadata-version-unsupported",
        title: "Version not supported",
        description: "The metadata interface does not answer at this version.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            fault(
                tuning,
                "UNSUPPORTED_API_VERSION",
                "Invalid Api version specified on URL",
            )
        },
    },
    Scenario {
        id: "metadata-api-disabled",
        title: "Metadata switched off",
        description: "The metadata interface says that the org has no API.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            fault(
                tuning,
                "API_DISABLED_FOR_ORG",
                "API is not enabled for this Organization or Partner",
            )
        },
    },
    Scenario {
        id: "metadata-unknown-exception",
        title: "Fault of the server",
        description: "The metadata interface fails for a reason of its own.",
        group: ScenarioGroup::Metadata,
        make: |tuning| fault(tuning, "UNKNOWN_EXCEPTION", "An unexpected error occurred."),
    },
    Scenario {
        id: "secrets-not-enabled",
        title: "Secrets cannot be read",
        description: "Requests for consumer secrets are told that this is not enabled.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            credentials_reply(
                403,
                &tuning.text_or("This feature is not currently enabled."),
            )
        },
    },
    Scenario {
        id: "secrets-not-for-user",
        title: "Secrets not for this user",
        description: "Requests for consumer secrets are told that this user may not read them.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            credentials_reply(
                403,
                &tuning.text_or("This feature is not enabled for this user."),
            )
        },
    },
];

fn deploy_reply(status: u16, code: &str, message: &str) -> Fault {
    reply(Endpoint::Deploy, status, code, message)
}

fn credentials_reply(status: u16, message: &str) -> Fault {
    reply(
        Endpoint::Credentials,
        status,
        "FUNCTIONALITY_NOT_ENABLED",
        message,
    )
}

fn reply(at: Endpoint, status: u16, code: &str, message: &str) -> Fault {
    let body = json!([{"message": message, "errorCode": code}]).to_string();
    Fault::reply(at, status, "application/json;charset=UTF-8", &body)
}

fn fault(tuning: &Tuning, code: &str, usual: &str) -> Fault {
    Fault::MetadataFault {
        code: code.to_owned(),
        message: tuning.text_or(usual),
    }
}
