//! How a connection is: the one rule behind list, filters, command line and export.

use crate::connection::ConnectionStatus;
use crate::verdict::{Verdict, VerdictGroup};

/// How a connection is, as far as anybody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Health {
    /// Proven by an answer of the org.
    Connected,
    /// Nobody has tried it yet.
    Untested,
    /// Only a new sign-in helps.
    SignInAgain,
    /// The app's policies in the org are in the way.
    AppBlocked,
    /// The user's record in the org is in the way.
    UserInactive,
    /// IP ranges or login hours are in the way.
    PlaceOrHours,
    /// Editions, permissions or scopes are in the way.
    ApiDisabled,
    /// The org itself is not what it was.
    OrgGone,
    /// Salesforce refused for another cause.
    Refused,
    /// The way to Salesforce is in the way.
    Unreachable,
    /// A limit is used up.
    LimitReached,
    /// Salesforce asks to come back later.
    Maintenance,
}

impl Health {
    /// The health that follows from what is stored. `last` is what was last found out about the credentials in force.
    #[must_use]
    pub fn of(status: ConnectionStatus, last: Option<Verdict>) -> Self {
        let found = last.map(Verdict::group);
        match (status, found) {
            // What passes by itself does not bring back a sign-in that has ended; these two say what will.
            (ConnectionStatus::SignInAgain, Some(VerdictGroup::UserInactive)) => Self::UserInactive,
            (ConnectionStatus::SignInAgain, Some(VerdictGroup::OrgGone)) => Self::OrgGone,
            (ConnectionStatus::SignInAgain, _) => Self::SignInAgain,
            (ConnectionStatus::Untested, None) => Self::Untested,
            (ConnectionStatus::Connected, None) => Self::Connected,
            (_, Some(group)) => Self::found(group),
        }
    }

    fn found(group: VerdictGroup) -> Self {
        match group {
            VerdictGroup::Working => Self::Connected,
            VerdictGroup::SignInAgain => Self::SignInAgain,
            VerdictGroup::AppBlocked => Self::AppBlocked,
            VerdictGroup::UserInactive => Self::UserInactive,
            VerdictGroup::PlaceOrHours => Self::PlaceOrHours,
            VerdictGroup::ApiDisabled => Self::ApiDisabled,
            VerdictGroup::OrgGone => Self::OrgGone,
            VerdictGroup::Refused => Self::Refused,
            VerdictGroup::Unreachable => Self::Unreachable,
            VerdictGroup::LimitReached => Self::LimitReached,
            VerdictGroup::Maintenance => Self::Maintenance,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConnectionStatus::{Connected, SignInAgain, Untested};

    #[test]
    fn what_was_found_counts_whatever_was_stored_before() {
        for status in [Connected, Untested] {
            for (verdict, health) in [
                (Verdict::Working, Health::Connected),
                (Verdict::Revoked, Health::SignInAgain),
                (Verdict::AppBlocked, Health::AppBlocked),
                (Verdict::PlaceOrHours, Health::PlaceOrHours),
                (Verdict::OrgRefreshed, Health::OrgGone),
                (Verdict::TimedOut, Health::Unreachable),
                (Verdict::Maintenance, Health::Maintenance),
            ] {
                assert_eq!(Health::of(status, Some(verdict)), health, "{verdict:?}");
            }
        }
    }

    #[test]
    fn before_the_first_test_a_sign_in_proves_what_an_import_does_not() {
        assert_eq!(Health::of(Connected, None), Health::Connected);
        assert_eq!(Health::of(Untested, None), Health::Untested);
        assert_eq!(Health::of(SignInAgain, None), Health::SignInAgain);
    }

    #[test]
    fn a_sign_in_that_has_ended_is_over_unless_the_end_says_more() {
        for (verdict, health) in [
            (Verdict::RotatedElsewhere, Health::SignInAgain),
            (Verdict::TimedOut, Health::SignInAgain),
            (Verdict::Working, Health::SignInAgain),
            (Verdict::UserInactive, Health::UserInactive),
            (Verdict::OrgRefreshed, Health::OrgGone),
        ] {
            let found = Health::of(SignInAgain, Some(verdict));
            assert_eq!(found, health, "{verdict:?}");
        }
    }
}
