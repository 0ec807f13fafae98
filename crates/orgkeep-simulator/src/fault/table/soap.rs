//! Scenarios in which the SOAP login refuses: one for each code that Salesforce has.

use crate::fault::{Fault, Scenario, ScenarioGroup, Tuning};

/// Refusals of the SOAP login.
pub(super) const SOAP: [Scenario; 22] = [
    Scenario {
        id: "soap-invalid-login",
        title: "Wrong user name or password",
        description: "The SOAP login says that user name, password or security token are wrong, or that the user is locked out.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "INVALID_LOGIN",
                "Invalid username, password, security token; or user locked out.",
            )
        },
    },
    Scenario {
        id: "soap-must-use-security-token",
        title: "Security token wanted",
        description: "The SOAP login wants the security token behind the password.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "LOGIN_MUST_USE_SECURITY_TOKEN",
                "Invalid username, password, security token; or user locked out. Are you at a new location?",
            )
        },
    },
    Scenario {
        id: "soap-challenge-issued",
        title: "Identity to be verified",
        description: "The SOAP login asks for a verification that only a browser can do.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "LOGIN_CHALLENGE_ISSUED",
                "You must verify your identity before you can log in.",
            )
        },
    },
    Scenario {
        id: "soap-challenge-pending",
        title: "Verification not done yet",
        description: "The SOAP login still waits for a verification that it asked for.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "LOGIN_CHALLENGE_PENDING",
                "Your identity has not been verified yet.",
            )
        },
    },
    Scenario {
        id: "soap-restricted-domain",
        title: "Address not allowed",
        description: "The SOAP login refuses the address that the request comes from.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "LOGIN_DURING_RESTRICTED_DOMAIN",
                "login from current IP domain is not allowed.",
            )
        },
    },
    Scenario {
        id: "soap-restricted-time",
        title: "Hour not allowed",
        description: "The SOAP login refuses at this hour.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "LOGIN_DURING_RESTRICTED_TIME",
                "login is not allowed at this time of day.",
            )
        },
    },
    Scenario {
        id: "soap-api-disabled-for-org",
        title: "Org without an API",
        description: "The SOAP login says that the org's edition has no API.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "API_DISABLED_FOR_ORG",
                "API is not enabled for this Organization or Partner",
            )
        },
    },
    Scenario {
        id: "soap-api-currently-disabled",
        title: "API out of order",
        description: "The SOAP login says that the API is switched off for now.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "API_CURRENTLY_DISABLED",
                "The API is currently disabled for this organization.",
            )
        },
    },
    Scenario {
        id: "soap-login-disabled",
        title: "SOAP login switched off",
        description: "The SOAP login says that it is switched off in this org, as in new ones.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "INVALID_OPERATION",
                "SOAP API login() is disabled by default in this org.",
            )
        },
    },
    Scenario {
        id: "soap-unsupported-api-version",
        title: "Version without a login",
        description: "The SOAP login says that it does not exist in this version.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "UNSUPPORTED_API_VERSION",
                "Invalid Api version specified on URL",
            )
        },
    },
    Scenario {
        id: "soap-insufficient-access",
        title: "Permission missing",
        description: "The SOAP login says that the user lacks a permission for it.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "INSUFFICIENT_ACCESS",
                "The user lacks the permission Use Any API Auth.",
            )
        },
    },
    Scenario {
        id: "soap-password-lockout",
        title: "User locked out",
        description: "The SOAP login says that there were too many wrong passwords.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "PASSWORD_LOCKOUT",
                "The password has been locked out.",
            )
        },
    },
    Scenario {
        id: "soap-org-locked",
        title: "Org locked",
        description: "The SOAP login says that the org is locked.",
        group: ScenarioGroup::Soap,
        make: |tuning| refuse(tuning, "ORG_LOCKED", "The organization has been locked."),
    },
    Scenario {
        id: "soap-org-in-maintenance",
        title: "Org in maintenance",
        description: "The SOAP login says that the org is being maintained.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "ORG_IN_MAINTENANCE",
                "The organization is in maintenance.",
            )
        },
    },
    Scenario {
        id: "soap-org-is-signing-up",
        title: "Org not ready yet",
        description: "The SOAP login says that the org is still being made.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "ORG_IS_SIGNING_UP",
                "The organization is still signing up.",
            )
        },
    },
    Scenario {
        id: "soap-trial-expired",
        title: "Trial over",
        description: "The SOAP login says that the org's trial is over.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "TRIAL_EXPIRED",
                "The trial period of the organization has expired.",
            )
        },
    },
    Scenario {
        id: "soap-client-not-accessible",
        title: "Client not allowed",
        description: "The SOAP login says that the user may not use this client.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "CLIENT_NOT_ACCESSIBLE_FOR_USER",
                "The client is not accessible for the user.",
            )
        },
    },
    Scenario {
        id: "soap-sso-service-down",
        title: "Single sign-on down",
        description: "The SOAP login says that the org's single sign-on does not answer.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "SSO_SERVICE_DOWN",
                "The single sign-on service is down.",
            )
        },
    },
    Scenario {
        id: "soap-server-unavailable",
        title: "Server unavailable",
        description: "The SOAP login says that the server is unavailable for now.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "SERVER_UNAVAILABLE",
                "The server is temporarily unavailable.",
            )
        },
    },
    Scenario {
        id: "soap-request-limit-exceeded",
        title: "API limit reached",
        description: "The SOAP login says that the daily limit is reached.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "REQUEST_LIMIT_EXCEEDED",
                "TotalRequests Limit exceeded.",
            )
        },
    },
    Scenario {
        id: "soap-transaction-security",
        title: "Stopped by a policy",
        description: "The SOAP login is stopped by a transaction security policy.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "TXN_SECURITY_NO_ACCESS",
                "A transaction security policy does not allow this operation.",
            )
        },
    },
    Scenario {
        id: "soap-expired-password-operation",
        title: "Password to be changed first",
        description: "The SOAP login says that an expired password allows nothing.",
        group: ScenarioGroup::Soap,
        make: |tuning| {
            refuse(
                tuning,
                "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
                "The user's password has expired, you must call SetPassword before attempting any other API operations",
            )
        },
    },
];

fn refuse(tuning: &Tuning, code: &str, message: &str) -> Fault {
    Fault::SoapFault {
        code: code.to_owned(),
        message: tuning.text_or(message),
    }
}
