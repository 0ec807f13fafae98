//! What a test of a connection comes to.
//!
//! Refusals get their verdict from their [`Cause`] in the catalogue. Salesforce has one answer for several ends
//! of a sign-in (salesforce.md, 3.5, `expired access/refresh token`); [`Circumstances`] tell some of them apart,
//! and [`Verdict::may_also_be`] names what is left open.

use crate::catalogue::{Cause, named};

named! {
    /// What a test found. Names never change once they have been stored.
    Verdict {
        /// The org answered, to the right user of the right org.
        Working = "working",
        /// The refresh token is not accepted any more.
        Revoked = "revoked",
        /// The sign-in reached the age that the app's policy allows.
        Expired = "expired",
        /// The refresh token rotates, and not by this store: another program used it.
        RotatedElsewhere = "rotatedElsewhere",
        /// The user's password was changed, or is not the stored one.
        PasswordChanged = "passwordChanged",
        /// The refresh token was used up and the answer with its successor did not arrive.
        AnswerLost = "answerLost",
        /// The session is over and nothing is there to renew it with.
        NotRenewable = "notRenewable",
        /// The org does not let the user use the app: blocked, not installed, not approved.
        AppBlocked = "appBlocked",
        /// The user is inactive, frozen or locked out.
        UserInactive = "userInactive",
        /// Not from this address, or not at this hour.
        PlaceOrHours = "placeOrHours",
        /// The org's edition, the user or the app's scopes do not include the API.
        ApiDisabled = "apiDisabled",
        /// The org lets nobody in: inactive, locked, its trial over.
        OrgGone = "orgGone",
        /// Another org is behind the same address: the sandbox was refreshed.
        OrgRefreshed = "orgRefreshed",
        /// The server's name does not resolve.
        NameNotFound = "nameNotFound",
        /// The server did not prove who it is.
        TlsFailed = "tlsFailed",
        /// The proxy does not lead to the server.
        ProxyFailed = "proxyFailed",
        /// The proxy wants a name and password, or others than it got.
        ProxyPassword = "proxyPassword",
        /// No answer in time.
        TimedOut = "timedOut",
        /// The connection was refused or broke.
        ConnectionFailed = "connectionFailed",
        /// Something answered that is not Salesforce: a portal, a filter, a broken document.
        OtherAnswer = "otherAnswer",
        /// A limit of the org or user is used up.
        LimitReached = "limitReached",
        /// Salesforce asks to come back later.
        Maintenance = "maintenance",
        /// Salesforce refused for the cause that stands beside the verdict.
        Refused = "refused",
    }
}

/// An end of a sign-in that Salesforce does not tell apart from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherEnd {
    /// A sixth sign-in of the same user through the same app ended the oldest (salesforce.md, 3.7). It is never a verdict: a
    /// store has one sign-in of each user and app, and what others do is not seen from here.
    ReplacedBySignIn,
    /// The user's password was changed.
    PasswordChanged,
    /// The sign-in reached the age that the app's policy allows.
    Expired,
}

/// Verdicts that ask the same of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerdictGroup {
    /// Nothing to do.
    Working,
    /// Only a new sign-in helps.
    SignInAgain,
    /// The app's policies in the org.
    AppBlocked,
    /// The user's record in the org.
    UserInactive,
    /// IP ranges and login hours.
    PlaceOrHours,
    /// Editions, permissions, scopes.
    ApiDisabled,
    /// The org itself is not what it was.
    OrgGone,
    /// The way to Salesforce.
    Unreachable,
    /// Waiting, or asking less.
    LimitReached,
    /// Waiting.
    Maintenance,
    /// What the cause says.
    Refused,
}

/// What this computer knows beside Salesforce's words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The same token was sent before, and no answer to that arrived.
    pub answer_lost: bool,
    /// An earlier renewal brought another refresh token: the app rotates them.
    pub rotates: bool,
    /// The org's own address now names another org.
    pub org_replaced: bool,
}

impl Verdict {
    /// What a refusal means, with all that is known.
    #[must_use]
    pub fn of(cause: Cause, known: Circumstances) -> Self {
        let several_ends = cause == Cause::of("tokenExpired");
        match cause.verdict() {
            Self::Revoked if several_ends && known.org_replaced => Self::OrgRefreshed,
            Self::Revoked if several_ends && known.answer_lost => Self::AnswerLost,
            Self::Revoked if several_ends && known.rotates => Self::RotatedElsewhere,
            verdict => verdict,
        }
    }

    /// The verdict stored under a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == name)
    }

    /// What it asks of a person.
    #[must_use]
    pub fn group(self) -> VerdictGroup {
        use VerdictGroup as G;
        match self {
            Self::Working => G::Working,
            Self::Revoked
            | Self::Expired
            | Self::RotatedElsewhere
            | Self::PasswordChanged
            | Self::AnswerLost
            | Self::NotRenewable => G::SignInAgain,
            Self::AppBlocked => G::AppBlocked,
            Self::UserInactive => G::UserInactive,
            Self::PlaceOrHours => G::PlaceOrHours,
            Self::ApiDisabled => G::ApiDisabled,
            Self::OrgGone | Self::OrgRefreshed => G::OrgGone,
            Self::NameNotFound
            | Self::TlsFailed
            | Self::ProxyFailed
            | Self::ProxyPassword
            | Self::TimedOut
            | Self::ConnectionFailed
            | Self::OtherAnswer => G::Unreachable,
            Self::LimitReached => G::LimitReached,
            Self::Maintenance => G::Maintenance,
            Self::Refused => G::Refused,
        }
    }

    /// Other reasons for which Salesforce gives the same answer (salesforce.md, 3.5).
    #[must_use]
    pub fn may_also_be(self) -> &'static [OtherEnd] {
        match self {
            Self::Revoked | Self::RotatedElsewhere => &[
                OtherEnd::ReplacedBySignIn,
                OtherEnd::PasswordChanged,
                OtherEnd::Expired,
            ],
            _ => &[],
        }
    }

    /// Whether the stored tokens are dead for good, so that nothing is ever sent with them again.
    #[must_use]
    pub fn is_final(self) -> bool {
        self.group() == VerdictGroup::SignInAgain || self == Self::OrgRefreshed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Place, RetryPolicy, causes, classify};

    const NOTHING: Circumstances = Circumstances {
        answer_lost: false,
        rotates: false,
        org_replaced: false,
    };

    #[test]
    fn names_lead_back_to_their_verdicts() {
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::parse(verdict.name()), Some(*verdict));
        }
        assert_eq!(Verdict::parse("fine"), None);
    }

    #[test]
    fn what_salesforce_says_leads_to_its_verdict() {
        use Place::{Api, Token};
        use Verdict as V;
        for (place, code, words, expected) in [
            (Token, "invalid_grant", "token validity expired", V::Expired),
            (
                Token,
                "invalid_grant",
                "expired access/refresh token",
                V::Revoked,
            ),
            (Token, "invalid_grant", "something new", V::Revoked),
            (
                Token,
                "invalid_grant",
                "user hasn't approved this consumer",
                V::Revoked,
            ),
            (
                Token,
                "invalid_grant",
                "authentication failure",
                V::PasswordChanged,
            ),
            (Token, "invalid_grant", "inactive user", V::UserInactive),
            (
                Token,
                "invalid_grant",
                "ip restricted or invalid login hours",
                V::PlaceOrHours,
            ),
            (
                Token,
                "invalid_grant",
                "login rate exceeded",
                V::LimitReached,
            ),
            (Token, "app_blocked", "", V::AppBlocked),
            (
                Token,
                "invalid_client",
                "app must be installed into org",
                V::AppBlocked,
            ),
            (
                Token,
                "invalid_client",
                "invalid client credentials",
                V::Refused,
            ),
            (Token, "inactive_org", "", V::OrgGone),
            (Token, "server_error", "", V::Maintenance),
            (Api, "API_DISABLED_FOR_ORG", "", V::ApiDisabled),
            (Api, "REQUEST_LIMIT_EXCEEDED", "", V::LimitReached),
            (Api, "SERVER_UNAVAILABLE", "", V::Maintenance),
            (Api, "never_heard_of", "", V::Refused),
        ] {
            let cause = classify(Some(place), code, words);
            assert_eq!(Verdict::of(cause, NOTHING), expected, "{code} {words}");
        }
    }

    #[test]
    fn evidence_tells_the_ends_of_a_token_apart_and_nothing_else() {
        let expired = Cause::of("tokenExpired");
        let lost = Circumstances {
            answer_lost: true,
            rotates: true,
            ..NOTHING
        };
        let rotates = Circumstances {
            rotates: true,
            ..NOTHING
        };
        let refreshed = Circumstances {
            org_replaced: true,
            ..lost
        };
        assert_eq!(Verdict::of(expired, lost), Verdict::AnswerLost);
        assert_eq!(Verdict::of(expired, rotates), Verdict::RotatedElsewhere);
        assert_eq!(Verdict::of(expired, refreshed), Verdict::OrgRefreshed);
        for cause in causes().filter(|cause| *cause != expired) {
            assert_eq!(Verdict::of(cause, refreshed), cause.verdict(), "{cause:?}");
        }
    }

    #[test]
    fn a_reason_that_passes_by_itself_never_ends_a_sign_in() {
        let passing = [
            RetryPolicy::Later,
            RetryPolicy::AtOnce,
            RetryPolicy::Countdown,
        ];
        for cause in causes().filter(|cause| passing.contains(&cause.retry())) {
            assert!(!cause.verdict().is_final(), "{cause:?}");
        }
    }

    #[test]
    fn what_cannot_be_told_apart_is_named() {
        let open = Verdict::Revoked.may_also_be();
        assert!(open.contains(&OtherEnd::ReplacedBySignIn));
        assert_eq!(Verdict::RotatedElsewhere.may_also_be(), open);
        assert!(Verdict::AnswerLost.may_also_be().is_empty());
    }

    #[test]
    fn nothing_is_sent_again_after_these_verdicts_and_after_no_other() {
        let mut last = Verdict::ALL.iter().filter(|one| one.is_final());
        let names: Vec<_> = last.by_ref().map(|one| one.name()).collect();
        assert_eq!(
            names,
            [
                "revoked",
                "expired",
                "rotatedElsewhere",
                "passwordChanged",
                "answerLost",
                "notRenewable",
                "orgRefreshed",
            ]
        );
    }
}
