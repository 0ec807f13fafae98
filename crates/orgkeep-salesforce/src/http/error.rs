//! Why a call brought no usable answer, in terms a person can act on.

use orgkeep_domain::failure::{Failure, FailureReason, ServerWords};

use crate::api_error::ApiError;

/// Why a call brought no usable answer. No variant carries an address or a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The name does not resolve: mistyped, or there is no network.
    #[error("the server's name is not known")]
    NameNotFound,
    /// The connection is refused or reset.
    #[error("the server cannot be reached")]
    Unreachable,
    /// The name is not one of Salesforce's and leads to this machine, or no further than its own link. Nothing was
    /// sent.
    #[error("the server's name leads to this machine")]
    LocalAddress,
    /// The name is not one of Salesforce's and leads to an address of a private network, which nobody has confirmed.
    /// Nothing was sent.
    #[error("the server's name leads into a private network")]
    PrivateAddress,
    /// The server did not prove who it is.
    #[error("the connection is not secure: {0}")]
    Tls(TlsProblem),
    /// Ten seconds to connect or thirty in all were over.
    #[error("the server answered too slowly")]
    TimedOut,
    /// The system's proxy does not resolve, refuses, or is silent.
    #[error("the proxy cannot be reached")]
    ProxyUnreachable,
    /// The proxy wants a name and password, or others than it got (HTTP 407).
    #[error("the proxy wants a name and password")]
    ProxyPassword,
    /// The proxy answered, and does not lead to the server.
    #[error("the proxy does not let the connection through")]
    ProxyRefused,
    /// Something between here and Salesforce answered in its place with a page of its own: the sign-in of a
    /// guest network, a company's filter.
    #[error("the answer is a page of the network, not Salesforce's")]
    CaptivePortal,
    /// More than a mebibyte.
    #[error("the answer is too large")]
    TooLarge,
    /// HTTP 420, 502, 503 or 504.
    #[error("the server asks to come back later")]
    Busy {
        /// Seconds, where the server says so.
        retry_after: Option<u32>,
    },
    /// HTTP 429: too many requests in a short time.
    #[error("the server is asked too often")]
    TooMany {
        /// Seconds, where the server says so.
        retry_after: Option<u32>,
    },
    /// REQUEST_LIMIT_EXCEEDED and the like.
    #[error("a limit of the org is reached")]
    LimitReached(ApiError),
    /// Salesforce does not take the access token; a new one may help.
    #[error("the access token is not accepted")]
    TokenRefused(ApiError),
    /// Salesforce refuses with a code or text of its own. A new access token does not help.
    #[error("Salesforce refuses")]
    Refused(ApiError),
    /// Something that Salesforce does not send, such as a broken document.
    #[error("the answer is not Salesforce's")]
    Unexpected,
}

/// Why TLS refused the server, where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TlsProblem {
    /// No authority that this system trusts vouches for the certificate: a company's root is missing, or
    /// somebody is in between.
    #[error("no known authority vouches for the certificate")]
    UnknownIssuer,
    /// The certificate's time is over, or this system's clock is ahead.
    #[error("the certificate has expired")]
    Expired,
    /// The certificate's time has not begun, or this system's clock is behind.
    #[error("the certificate is not valid yet")]
    NotYetValid,
    /// The certificate is another server's.
    #[error("the certificate is for another name")]
    WrongName,
    /// The certificate's authority took it back.
    #[error("the certificate is revoked")]
    Revoked,
    /// No common version or cipher, or no TLS at all.
    #[error("the server does not speak the TLS that is wanted")]
    Protocol,
    /// This system has no list of authorities to check certificates by.
    #[error("the system knows no authorities")]
    NoAuthorities,
    /// Another fault of the certificate.
    #[error("the certificate is not accepted")]
    Other,
}

/// A call that brought no usable answer, and what became of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failed {
    /// Why there is no answer.
    pub(crate) error: CallError,
    /// Whether the server may have done what was asked: the request left, and nothing came back that says
    /// otherwise.
    pub(crate) may_have_acted: bool,
}

impl From<Failed> for CallError {
    fn from(failed: Failed) -> Self {
        failed.error
    }
}

impl CallError {
    /// What a refusal in Salesforce's own words is.
    pub(crate) fn of_api(error: ApiError) -> Self {
        if error.refuses_token() {
            Self::TokenRefused(error)
        } else if error.is_limit() {
            Self::LimitReached(error)
        } else {
            Self::Refused(error)
        }
    }

    /// Seconds until the server may be asked again, where it says so.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Busy { retry_after } | Self::TooMany { retry_after } => *retry_after,
            _ => None,
        }
    }

    /// Salesforce's own code and text, where it sent any.
    #[must_use]
    pub fn words(&self) -> ServerWords {
        match self {
            Self::LimitReached(error) | Self::TokenRefused(error) | Self::Refused(error) => {
                error.words()
            }
            _ => ServerWords::default(),
        }
    }
}

impl From<CallError> for FailureReason {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NameNotFound
            | CallError::Unreachable
            | CallError::ProxyUnreachable
            | CallError::ProxyPassword
            | CallError::ProxyRefused => Self::Unreachable,
            CallError::LocalAddress => Self::LocalAddress,
            CallError::PrivateAddress => Self::PrivateAddress,
            CallError::Tls(_) => Self::TlsFailed,
            CallError::TimedOut => Self::TimedOut,
            CallError::Busy { retry_after } | CallError::TooMany { retry_after } => {
                Self::ServerBusy { retry_after }
            }
            CallError::CaptivePortal | CallError::TooLarge | CallError::Unexpected => {
                Self::UnexpectedAnswer
            }
            CallError::LimitReached(error)
            | CallError::TokenRefused(error)
            | CallError::Refused(error) => Self::Told(error.cause()),
        }
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        let words = error.words();
        Self {
            reason: error.into(),
            words,
        }
    }
}
