//! When a connection ends by itself, as far as that is known beforehand.

use core::time::Duration;

use crate::connection::AuthenticationType;
use crate::retirement::{End, Retirement};

/// How long refresh tokens live under the policies that Salesforce makes by itself for an External Client App:
/// `SpecificLifetime` of 365 days (salesforce.md, 1.7). An admin may have chosen others.
pub const DEFAULT_LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Why a connection ends, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// Salesforce ends this way to sign in.
    SignInEnds(&'static Retirement),
    /// There is no refresh token.
    WithSession,
    /// So long after the sign-in, if the app has the policies that Salesforce makes by itself.
    ByDefaultPolicy(Duration),
}

/// What decides about the end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// How it signs in.
    pub authentication: AuthenticationType,
    /// Whether it has a refresh token.
    pub has_refresh_token: bool,
    /// How long after the sign-in it last showed that it works, or that it does not.
    pub shown_after: Duration,
}

impl Expiry {
    /// The end of a connection, if one is known. A connection that outlived the usual policy has another one.
    #[must_use]
    pub fn of(standing: &Standing) -> Option<Self> {
        let retirement = Retirement::of(standing.authentication);
        if let Some(retirement) = retirement.filter(|one| one.end == End::SignIn) {
            return Some(Self::SignInEnds(retirement));
        }
        if !standing.has_refresh_token {
            return Some(Self::WithSession);
        }
        let usual = standing.authentication == AuthenticationType::ExternalClientApp
            && standing.shown_after <= DEFAULT_LIFETIME;
        usual.then_some(Self::ByDefaultPolicy(DEFAULT_LIFETIME))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(authentication: AuthenticationType) -> Standing {
        Standing {
            authentication,
            has_refresh_token: true,
            shown_after: Duration::ZERO,
        }
    }

    #[test]
    fn a_password_ends_with_the_login_call() {
        let end = Expiry::of(&standing(AuthenticationType::Standard));
        assert!(
            matches!(end, Some(Expiry::SignInEnds(retirement)) if retirement.month == Some("2027-06"))
        );
    }

    #[test]
    fn an_external_client_app_ends_by_its_usual_policy() {
        let mut standing = standing(AuthenticationType::ExternalClientApp);
        let usual = Some(Expiry::ByDefaultPolicy(DEFAULT_LIFETIME));
        assert_eq!(Expiry::of(&standing), usual);
        standing.shown_after = DEFAULT_LIFETIME + Duration::from_secs(1);
        assert_eq!(Expiry::of(&standing), None, "it outlived that policy");
        standing.has_refresh_token = false;
        assert_eq!(Expiry::of(&standing), Some(Expiry::WithSession));
    }

    #[test]
    fn the_usual_policy_is_a_year() {
        assert_eq!(DEFAULT_LIFETIME.as_secs(), 31_536_000);
    }

    #[test]
    fn a_connected_app_goes_on_working() {
        let end = Expiry::of(&standing(AuthenticationType::ConnectedApp));
        assert_eq!(end, None);
    }
}
