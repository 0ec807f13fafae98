//! Why an attempt ended without a connection, in terms a person can act on.

use crate::catalogue::{Cause, Place, classify};
use crate::text::neutral;

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
    /// The name of a login host that is not Salesforce's leads to this computer, or no further than its own
    /// cable. Nothing was sent there.
    LocalAddress,
    /// The name of a login host that is not Salesforce's leads to an address of a private network, which nobody has
    /// confirmed. Nothing was sent there.
    PrivateAddress,
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
    /// Salesforce refused, for a cause of the catalogue.
    Told(Cause),
    /// The answer's `iss` is not the server that was asked (RFC 9207).
    IssuerMismatch,
    /// The answer's signature does not fit the consumer secret.
    SignatureMismatch,
    /// The token answer lacks what it must have, or points to a host that is not Salesforce's.
    AnswerRefused,
    /// The org that answered is not the org that was expected.
    WrongOrg,
    /// Another user answered, or a refreshed sandbox, and the person did not accept that.
    IdentityRefused,
    /// Org, user and app are those of another connection, and the person left that as it is.
    AlreadyRegistered,
    /// Org, user and app are those of another connection than the one that was to have them.
    AnotherConnection {
        /// What that one is called.
        name: String,
    },
    /// The person heard what does not go with a Dev Hub, and did not want that.
    DevHubDeclined,
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

impl Failure {
    /// A refusal of Salesforce, understood by its code and description.
    #[must_use]
    pub fn told(place: Place, code: &str, description: &str) -> Self {
        Self {
            reason: FailureReason::Told(classify(Some(place), code, description)),
            words: ServerWords {
                code: Some(neutral(code, LONGEST_CODE)),
                description: Some(neutral(description, LONGEST_DESCRIPTION)),
            },
        }
    }
}

/// The longest code that is shown, in characters.
const LONGEST_CODE: usize = 100;
/// The longest description that is shown, in characters.
const LONGEST_DESCRIPTION: usize = 300;
