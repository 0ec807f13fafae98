//! Why a sign-in failed, as the page sees it. The words are in `ui/src/text/failures.ts`, one for each.

use serde::{Deserialize, Serialize};

/// Why an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum FailureView {
    /// The person cancelled.
    Cancelled,
    /// The deadline passed.
    NothingCameBack,
    /// Another program holds the port.
    #[serde(rename_all = "camelCase")]
    PortOccupied {
        /// Its name and process id, where the system tells them.
        holder: Option<String>,
    },
    /// The system keeps the port for itself.
    PortReserved,
    /// The port cannot be used for another cause.
    PortUnavailable,
    /// Another copy of Orgkeep is signing in.
    #[serde(rename_all = "camelCase")]
    AnotherSignIn {
        /// Which program.
        who: String,
        /// Since when, RFC 3339.
        since: String,
    },
    /// No browser opened.
    BrowserFailed,
    /// The server cannot be reached.
    Unreachable,
    /// The login host's name leads to this computer.
    LocalAddress,
    /// The login host's name leads to an address of a private network, which nobody has confirmed.
    PrivateAddress,
    /// The certificate is not the server's.
    TlsFailed,
    /// The server answered too slowly.
    TimedOut,
    /// The answer was not Salesforce's.
    UnexpectedAnswer,
    /// Maintenance or overload.
    #[serde(rename_all = "camelCase")]
    ServerBusy {
        /// Seconds to wait, where the server said so.
        retry_after: Option<u32>,
    },
    /// Salesforce refused.
    #[serde(rename_all = "camelCase")]
    Told {
        /// The entry of the error catalogue; its words are in `ui/src/text/catalogue.ts`.
        cause: String,
    },
    /// The answer came from another server.
    IssuerMismatch,
    /// The signature does not fit the secret.
    SignatureMismatch,
    /// The token answer is not usable.
    AnswerRefused,
    /// Another org answered.
    WrongOrg,
    /// Another user or a refreshed sandbox answered, and that was not accepted.
    IdentityRefused,
    /// Org, user and app are those of another connection, which was left as it is.
    AlreadyRegistered,
    /// Org, user and app are those of another connection than the one that was to have them.
    #[serde(rename_all = "camelCase")]
    AnotherConnection {
        /// What that one is called.
        name: String,
    },
    /// What was said of Dev Hub was not accepted.
    DevHubDeclined,
    /// The vault could not be written.
    NotSaved,
    /// The vault is locked.
    VaultLocked,
}
