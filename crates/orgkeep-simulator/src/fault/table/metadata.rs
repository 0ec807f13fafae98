//! Scenarios of metadata: deployments, single components, consumer secrets.

use serde_json::json;

use super::network::{HTML, MAINTENANCE_PAGE};
use crate::fault::{Endpoint, Fault, Scenario, ScenarioGroup, Tuning};

const APP: &str = "ExternalClientApplication";
const OAUTH: &str = "ExtlClntAppOauthSettings";
const GLOBAL: &str = "ExtlClntAppGlobalOauthSettings";
const PLUGINS: &str = "ExtlClntAppConfigurablePolicies";
const POLICIES: &str = "ExtlClntAppOauthConfigurablePolicies";

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

/// Components that are refused.
pub(super) const REFUSED: [Scenario; 11] = [
    Scenario {
        id: "app-name-taken",
        title: "Name taken",
        description: "The app is refused because its name is taken.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                APP,
                [
                    "DUPLICATE_DEVELOPER_NAME",
                    "duplicate value found: the name is already in use",
                    "fullName",
                ],
            )
        },
    },
    Scenario {
        id: "app-value-taken",
        title: "Value taken",
        description: "The app is refused because a value of it is taken.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                APP,
                ["DUPLICATE_VALUE", "duplicate value found", "label"],
            )
        },
    },
    Scenario {
        id: "app-read-only",
        title: "App read only",
        description: "The app is refused because the user may only read it.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                APP,
                [
                    "INSUFFICIENT_ACCESS_OR_READONLY",
                    "insufficient access rights on object id",
                    "",
                ],
            )
        },
    },
    Scenario {
        id: "oauth-link-foreign",
        title: "Link of another org",
        description: "The OAuth settings are refused because of their link.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                OAUTH,
                [
                    "FIELD_INTEGRITY_EXCEPTION",
                    "There was a problem with the OAuth link",
                    "oauthLink",
                ],
            )
        },
    },
    Scenario {
        id: "app-name-mismatch",
        title: "Name does not match",
        description: "The OAuth settings are refused because they name another app.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                OAUTH,
                [
                    "INVALID_CROSS_REFERENCE_KEY",
                    "invalid cross reference id",
                    "externalClientApplication",
                ],
            )
        },
    },
    Scenario {
        id: "global-without-oauth",
        title: "OAuth settings missing",
        description: "The global settings are refused because the OAuth settings are missing.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                GLOBAL,
                [
                    "FIELD_INTEGRITY_EXCEPTION",
                    "This external client app lacks a valid OAuth settings configuration.",
                    "externalClientApplication",
                ],
            )
        },
    },
    Scenario {
        id: "global-field-missing",
        title: "Field missing",
        description: "The global settings are refused because a field is missing.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                GLOBAL,
                [
                    "REQUIRED_FIELD_MISSING",
                    "Required fields are missing: [callbackUrl]",
                    "callbackUrl",
                ],
            )
        },
    },
    Scenario {
        id: "global-packaged-in-scratch",
        title: "Packaged in a scratch org",
        description: "The global settings are refused because the app is packaged.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                GLOBAL,
                [
                    "FIELD_INTEGRITY_EXCEPTION",
                    "Ephemeral orgs such as scratch orgs can't be used to deploy packaged ECAs",
                    "",
                ],
            )
        },
    },
    Scenario {
        id: "policies-oauth-missing",
        title: "Policies too early",
        description: "The policies are refused because the OAuth settings are missing.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                POLICIES,
                [
                    "FIELD_INTEGRITY_EXCEPTION",
                    "The OAuth settings are missing for this external client app.",
                    "",
                ],
            )
        },
    },
    Scenario {
        id: "policies-not-accepted",
        title: "Policy not accepted",
        description: "The OAuth policies are refused because of a field that the org does not take.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                POLICIES,
                [
                    "FIELD_INTEGRITY_EXCEPTION",
                    "Invalid plugin settings",
                    "sessionTimeoutInMinutes",
                ],
            )
        },
    },
    Scenario {
        id: "plugins-not-accepted",
        title: "Plug-ins not accepted",
        description: "The policies of the app are refused.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                PLUGINS,
                [
                    "FIELD_INTEGRITY_EXCEPTION",
                    "Invalid plugin settings",
                    "isOauthPluginEnabled",
                ],
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

/// Code, words, and the element that it is about.
fn refuse(tuning: &Tuning, type_name: &str, [code, usual, field]: [&str; 3]) -> Fault {
    Fault::ComponentProblem {
        type_name: type_name.to_owned(),
        code: code.to_owned(),
        message: tuning.text_or(usual),
        field: field.to_owned(),
    }
}
