//! Why an attempt ended without a connection, in terms a person can act on.

use crate::callback::is_error_code;
use crate::catalogue::{Cause, Place, Sign, recognise};
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
    /// The machine-readable code. `None` where there was none, or none that can be read.
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
    /// A refusal of Salesforce, understood by its code and description. A code that cannot be one (RFC 6749, 4.1.2.1
    /// and 5.2) is not repeated: only that it cannot be read is told.
    #[must_use]
    pub fn told(place: Place, code: &str, description: &str) -> Self {
        let code = Some(code).filter(|code| is_error_code(code));
        let sign = recognise(Some(place), code.unwrap_or_default(), description);
        let unnamed = if code.is_some() {
            Cause::unknown
        } else {
            Cause::unreadable
        };
        let shown = neutral(description, LONGEST_DESCRIPTION);
        Self {
            reason: FailureReason::Told(sign.map_or_else(unnamed, Sign::cause)),
            words: ServerWords {
                code: code.map(str::to_owned),
                description: Some(shown).filter(|text| !text.is_empty()),
            },
        }
    }
}

/// The longest description that is shown, in characters.
pub const LONGEST_DESCRIPTION: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    fn told(code: &str, description: &str) -> (FailureReason, Option<String>, Option<String>) {
        let failure = Failure::told(Place::Callback, code, description);
        (
            failure.reason,
            failure.words.code,
            failure.words.description,
        )
    }

    #[test]
    fn nothing_is_told_as_an_empty_text() {
        let because = |id| FailureReason::Told(Cause::of(id));
        for code in ["", "<b>", "a b", "é", "\u{202e}x", &"x".repeat(101)] {
            for description in ["", "\u{200b}"] {
                let unreadable = (because("unreadable"), None, None);
                assert_eq!(told(code, description), unreadable, "{code}");
            }
        }
        let words = Some("hello".to_owned());
        assert_eq!(
            told("<b>", "hello"),
            (because("unreadable"), None, words.clone())
        );
        let code = Some("new_code".to_owned());
        assert_eq!(told("new_code", "hello"), (because("unknown"), code, words));
    }

    #[test]
    fn the_description_says_what_a_code_that_cannot_be_read_does_not() {
        let (reason, code, words) = told("<b>", "login rate exceeded");
        assert_eq!(reason, FailureReason::Told(Cause::of("limitReached")));
        assert_eq!(
            (code, words),
            (None, Some("login rate exceeded".to_owned()))
        );
    }
}
