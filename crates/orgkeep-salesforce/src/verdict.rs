//! What a failed call means for a connection that is being tested.

use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::verdict::{Circumstances, Verdict};

use crate::http::CallError;

impl CallError {
    /// The cause, where Salesforce itself refused.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        match self {
            Self::LimitReached(error) | Self::TokenRefused(error) | Self::Refused(error) => {
                Some(error.cause())
            }
            _ => None,
        }
    }

    /// What a test comes to that fails like this.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::NameNotFound => Verdict::NameNotFound,
            Self::Unreachable | Self::LocalAddress | Self::PrivateAddress => {
                Verdict::ConnectionFailed
            }
            Self::Tls(_) => Verdict::TlsFailed,
            Self::TimedOut => Verdict::TimedOut,
            Self::ProxyUnreachable | Self::ProxyRefused => Verdict::ProxyFailed,
            Self::ProxyPassword => Verdict::ProxyPassword,
            Self::CaptivePortal | Self::TooLarge | Self::Unexpected => Verdict::OtherAnswer,
            Self::Busy { .. } => Verdict::Maintenance,
            Self::TooMany { .. } => Verdict::LimitReached,
            Self::LimitReached(error) | Self::TokenRefused(error) | Self::Refused(error) => {
                Verdict::of(error.cause(), Circumstances::default())
            }
        }
    }
}
