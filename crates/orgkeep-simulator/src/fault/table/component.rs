//! Scenarios in which one component is refused, deployed or written by itself.

use crate::fault::{Fault, Scenario, ScenarioGroup, Tuning};

const APP: &str = "ExternalClientApplication";
const OAUTH: &str = "ExtlClntAppOauthSettings";
const GLOBAL: &str = "ExtlClntAppGlobalOauthSettings";
const PLUGINS: &str = "ExtlClntAppConfigurablePolicies";
const POLICIES: &str = "ExtlClntAppOauthConfigurablePolicies";
const SETTINGS: &str = "ExternalClientAppSettings";

/// Components that are refused.
pub(super) const COMPONENT: [Scenario; 12] = [
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
    Scenario {
        id: "secrets-setting-read-only",
        title: "Setting read only",
        description: "The org's setting for reading secrets is refused because the user may only read it.",
        group: ScenarioGroup::Metadata,
        make: |tuning| {
            refuse(
                tuning,
                SETTINGS,
                [
                    "INSUFFICIENT_ACCESS_OR_READONLY",
                    "insufficient access rights on object id",
                    "enableClientSecretInRestApiAccess",
                ],
            )
        },
    },
];

/// Code, words, and the element that it is about.
fn refuse(tuning: &Tuning, type_name: &str, [code, usual, field]: [&str; 3]) -> Fault {
    Fault::ComponentProblem {
        type_name: type_name.to_owned(),
        code: code.to_owned(),
        message: tuning.text_or(usual),
        field: field.to_owned(),
    }
}
