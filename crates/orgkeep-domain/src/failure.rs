//! Why an attempt ended without a connection, in terms a person can act on.

/// The end of an attempt that saved nothing. Each reason has its own text and its own next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailureReason {
    /// The person cancelled.
    Cancelled,
    /// The deadline passed with no answer.
    NothingCameBack,
    /// The app was closed or killed while the attempt ran.
    Interrupted,
    /// Another program holds the callback port.
    PortOccupied {
        /// The program's name and process id, where the system tells them.
        holder: Option<String>,
    },
    /// The system keeps the port for itself (Windows excluded ranges) or forbids it.
    PortReserved,
    /// Listening failed for another cause, named in the detail.
    PortUnavailable,
    /// Another copy of Orgkeep is signing in.
    AnotherSignIn {
        /// Who, as that copy wrote it down: process id and program.
        who: String,
        /// Since when, RFC 3339.
        since: String,
    },
    /// No browser could be opened and the person did not open the link by hand.
    BrowserFailed,
    /// The server's host does not resolve, refuses or resets the connection.
    Unreachable,
    /// TLS failed: the certificate is not the server's.
    TlsFailed,
    /// The server answered too slowly.
    TimedOut,
    /// The server answered with something that is not Salesforce's: a captive portal, a proxy page.
    UnexpectedAnswer,
    /// The server asks to come back later: maintenance or overload.
    ServerBusy {
        /// Seconds to wait, where the server said so.
        retry_after: Option<u32>,
    },
    /// The key was still unknown when the waiting time was over.
    KeyUnknown,
    /// The callback is not one of the app's.
    CallbackMismatch,
    /// The person pressed Deny, or the org denied for them.
    Denied,
    /// The consumer secret is wrong.
    SecretWrong,
    /// The app wants a secret and none was given.
    SecretMissing,
    /// A requested scope is not one of the app's.
    ScopeNotAllowed,
    /// The app is blocked or not installed, or this user may not use it.
    AppBlocked,
    /// The app belongs to another org than the one signed in to.
    AppOfAnotherOrg,
    /// The user is inactive, frozen or locked.
    UserInactive,
    /// The address or the hour is not allowed for this user.
    LoginRestricted,
    /// The code was too old or had been used.
    CodeExpired,
    /// The flow is switched off for the app.
    FlowDisabled,
    /// Too many sign-ins or too many requests.
    LimitReached,
    /// Salesforce refused for a cause that Orgkeep does not know.
    RefusedByServer,
    /// The answer's `iss` is not the server that was asked (RFC 9207).
    IssuerMismatch,
    /// The answer's signature does not fit the consumer secret.
    SignatureMismatch,
    /// The token answer lacks what it must have, or points to a host that is not Salesforce's.
    AnswerRefused,
    /// The org that answered is not the org that was expected.
    WrongOrg,
    /// The vault could not be written; the detail says why.
    NotSaved,
    /// The vault is locked.
    VaultLocked,
}

/// What Salesforce itself said, made fit to show and free of secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerWords {
    /// The machine-readable code.
    pub code: Option<String>,
    /// The description that came with it.
    pub description: Option<String>,
}

/// A failed attempt: the reason, and the server's words where there are any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub reason: FailureReason,
    /// In Salesforce's own words, folded under Details.
    pub words: ServerWords,
}

impl From<FailureReason> for Failure {
    fn from(reason: FailureReason) -> Self {
        Self {
            reason,
            words: ServerWords::default(),
        }
    }
}

impl FailureReason {
    /// Classifies an OAuth error by code first and description second (salesforce.md, 3.5), never by
    /// HTTP status.
    #[must_use]
    pub fn of_oauth_error(code: &str, description: &str) -> Self {
        let says = |part: &str| description.to_ascii_lowercase().contains(part);
        match code {
            "access_denied" => Self::Denied,
            "invalid_client_id" | "app_not_found" => Self::KeyUnknown,
            "redirect_uri_mismatch" | "redirect_uri_missing" => Self::CallbackMismatch,
            "invalid_scope" => Self::ScopeNotAllowed,
            "invalid_client" if says("installed") => Self::AppBlocked,
            "invalid_client" if says("secret") && says("required") => Self::SecretMissing,
            "invalid_client" => Self::SecretWrong,
            "invalid_client_credentials" => Self::SecretWrong,
            "OAUTH_APP_BLOCKED"
            | "OAUTH_APP_ACCESS_DENIED"
            | "app_blocked"
            | "fail_close_app_blocked"
            | "invalid_app_access" => Self::AppBlocked,
            "OAUTH_EC_APP_NOT_FOUND" | "OAUTH_AUTHORIZATION_BLOCKED" => Self::AppOfAnotherOrg,
            "invalid_grant" => Self::of_grant_error(description),
            "inactive_user" => Self::UserInactive,
            "unsupported_grant_type" | "oauth_flow_disabled" | "unsupported_response_type" => {
                Self::FlowDisabled
            }
            "rate_limit_exceeded" => Self::LimitReached,
            "server_error" | "service_unavailable" | "system_down" | "temporarily_unavailable" => {
                Self::ServerBusy { retry_after: None }
            }
            _ if says("login rate exceeded") => Self::LimitReached,
            _ => Self::RefusedByServer,
        }
    }

    fn of_grant_error(description: &str) -> Self {
        let text = description.to_ascii_lowercase();
        let says = |part: &str| text.contains(part);
        if says("expired authorization code") {
            Self::CodeExpired
        } else if says("inactive user") {
            Self::UserInactive
        } else if says("ip restricted") || says("login hours") {
            Self::LoginRestricted
        } else if says("hasn't approved") {
            Self::AppBlocked
        } else if says("login rate exceeded") {
            Self::LimitReached
        } else {
            Self::RefusedByServer
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_errors_have_their_reason() {
        for (code, description, reason) in [
            (
                "access_denied",
                "end-user denied authorization",
                FailureReason::Denied,
            ),
            (
                "invalid_client_id",
                "client identifier invalid",
                FailureReason::KeyUnknown,
            ),
            (
                "redirect_uri_mismatch",
                "redirect_uri must match configuration",
                FailureReason::CallbackMismatch,
            ),
            (
                "invalid_client",
                "invalid client credentials",
                FailureReason::SecretWrong,
            ),
            (
                "invalid_client",
                "app must be installed into org",
                FailureReason::AppBlocked,
            ),
            (
                "invalid_grant",
                "expired authorization code",
                FailureReason::CodeExpired,
            ),
            (
                "invalid_grant",
                "ip restricted or invalid login hours",
                FailureReason::LoginRestricted,
            ),
            (
                "invalid_grant",
                "Inactive User",
                FailureReason::UserInactive,
            ),
            (
                "invalid_grant",
                "authentication failure",
                FailureReason::RefusedByServer,
            ),
            ("OAUTH_EC_APP_NOT_FOUND", "", FailureReason::AppOfAnotherOrg),
            ("new_code_of_next_year", "", FailureReason::RefusedByServer),
        ] {
            assert_eq!(
                FailureReason::of_oauth_error(code, description),
                reason,
                "{code} {description}"
            );
        }
    }
}
