//! Policies of an app: who may use it, from where, and for how long (salesforce.md, 1.7).

use core::fmt;
use std::collections::BTreeSet;

use crate::name::MemberName;
use crate::token::tokens;

tokens! {
    /// Whether the network ranges of profiles bind the app's users.
    IpRelaxation {
        /// They do.
        Enforce = "Enforce", "Enforce IP restrictions";
        /// They do not.
        Relax = "Bypass", "Relax IP restrictions";
        /// They do not, for those who confirm with a second factor.
        RelaxWithSecondFactor = "Bypass_2factor", "Relax IP restrictions with second factor";
        /// They do, except when a refresh token is used.
        RelaxForRefresh = "Enforce_RelaxRefresh", "Enforce IP restrictions, but relax for refresh tokens";
    }
}

tokens! {
    /// Who may authorize the app.
    PermittedUsers {
        /// Every user, who is asked once.
        AllSelfAuthorize = "AllSelfAuthorized", "All users may self-authorize";
        /// Users of chosen profiles and permission sets, who are not asked.
        AdminApproved = "AdminApprovedPreAuthorized", "Admin approved users are pre-authorized";
    }
}

tokens! {
    /// What a session must be worth to use the app.
    SessionLevel {
        /// An ordinary sign-in.
        Standard = "STANDARD", "Standard";
        /// A sign-in with a second factor.
        HighAssurance = "HIGH_ASSURANCE", "High Assurance";
        /// Less than an ordinary sign-in.
        Low = "LOW", "Low";
    }
}

tokens! {
    /// What happens to a session that is worth less than high assurance.
    SessionAction {
        /// It is refused.
        Block = "Block", "Block users";
        /// The user is asked for a second factor.
        Raise = "RaiseSessionLevel", "Raise the session level to high assurance";
    }
}

tokens! {
    /// A unit of time.
    ValidityUnit {
        /// 60 minutes.
        Hours = "Hours", "hours";
        /// 24 hours.
        Days = "Days", "days";
        /// A month of the calendar.
        Months = "Months", "months";
    }
}

/// A number of hours, days or months; at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Validity {
    count: u16,
    unit: ValidityUnit,
}

impl Validity {
    /// `None` for no time at all.
    #[must_use]
    pub fn new(count: u16, unit: ValidityUnit) -> Option<Self> {
        (count > 0).then_some(Self { count, unit })
    }

    /// How many.
    #[must_use]
    pub fn count(self) -> u16 {
        self.count
    }

    /// Of what.
    #[must_use]
    pub fn unit(self) -> ValidityUnit {
        self.unit
    }
}

/// How long a refresh token works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefreshTokenPolicy {
    /// Until someone revokes it.
    UntilRevoked,
    /// Not at all.
    Never,
    /// Until it is not used for so long.
    WhileUsed(Validity),
    /// For so long, used or not.
    For(Validity),
}

impl RefreshTokenPolicy {
    /// What a new app has (salesforce.md, 1.7: the default that Salesforce makes).
    pub const PLATFORM_DEFAULT: Self = Self::For(Validity {
        count: 365,
        unit: ValidityUnit::Days,
    });

    /// The word in metadata.
    #[must_use]
    pub fn metadata(self) -> &'static str {
        match self {
            Self::UntilRevoked => "Infinite",
            Self::Never => "Zero",
            Self::WhileUsed(_) => "SpecificInactivity",
            Self::For(_) => "SpecificLifetime",
        }
    }

    /// The time in it.
    #[must_use]
    pub fn validity(self) -> Option<Validity> {
        match self {
            Self::UntilRevoked | Self::Never => None,
            Self::WhileUsed(validity) | Self::For(validity) => Some(validity),
        }
    }

    /// From the word in metadata and the time beside it.
    #[must_use]
    pub fn from_metadata(word: &str, validity: Option<Validity>) -> Option<Self> {
        match word {
            "Infinite" => Some(Self::UntilRevoked),
            "Zero" => Some(Self::Never),
            "SpecificInactivity" => validity.map(Self::WhileUsed),
            "SpecificLifetime" => validity.map(Self::For),
            _ => None,
        }
    }

    /// From the words of [`fmt::Display`].
    #[must_use]
    pub fn from_setup(text: &str) -> Option<Self> {
        if let Some(time) = text.strip_prefix(WHILE_USED) {
            return parse_validity(time).map(Self::WhileUsed);
        }
        if let Some(time) = text.strip_prefix(FOR) {
            return parse_validity(time).map(Self::For);
        }
        [Self::UntilRevoked, Self::Never]
            .into_iter()
            .find(|policy| policy.to_string() == text)
    }
}

const WHILE_USED: &str = "Expire refresh token if not used for ";
const FOR: &str = "Expire refresh token after ";

/// Setup's words.
impl fmt::Display for RefreshTokenPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UntilRevoked => f.write_str("Refresh token is valid until revoked"),
            Self::Never => f.write_str("Immediately expire refresh token"),
            Self::WhileUsed(time) => write!(f, "{WHILE_USED}{} {}", time.count, time.unit.setup()),
            Self::For(time) => write!(f, "{FOR}{} {}", time.count, time.unit.setup()),
        }
    }
}

fn parse_validity(text: &str) -> Option<Validity> {
    let (count, unit) = text.split_once(' ')?;
    Validity::new(count.parse().ok()?, ValidityUnit::from_setup(unit)?)
}

/// After how many minutes without use a session ends: 15 minutes to 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionTimeout(u16);

impl SessionTimeout {
    /// `None` outside 15 to 1,440 minutes.
    #[must_use]
    pub fn new(minutes: u16) -> Option<Self> {
        (15..=1440).contains(&minutes).then_some(Self(minutes))
    }

    /// From Setup's words: `15 minutes`, `2 hours`.
    #[must_use]
    pub fn from_setup(text: &str) -> Option<Self> {
        let (count, unit) = text.split_once(' ')?;
        let minutes: u16 = match unit {
            "minute" | "minutes" => 1,
            "hour" | "hours" => 60,
            _ => return None,
        };
        Self::new(count.parse::<u16>().ok()?.checked_mul(minutes)?)
    }

    /// In minutes.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }
}

/// Everything an administrator decides about an app that exists already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// Who may authorize it.
    pub permitted_users: PermittedUsers,
    /// Profiles of those who are pre-authorized.
    pub profiles: BTreeSet<MemberName>,
    /// Permission sets of those who are pre-authorized.
    pub permission_sets: BTreeSet<MemberName>,
    /// Network ranges.
    pub ip_relaxation: IpRelaxation,
    /// How long refresh tokens work.
    pub refresh_token: RefreshTokenPolicy,
    /// What a session must be worth.
    pub session_level: SessionLevel,
    /// What happens below high assurance; only with [`SessionLevel::HighAssurance`].
    pub session_action: Option<SessionAction>,
    /// When an idle session ends; `None` leaves it to the org.
    pub session_timeout: Option<SessionTimeout>,
}

impl Default for Policies {
    /// What Salesforce makes for a new app (salesforce.md, 1.7).
    fn default() -> Self {
        Self {
            permitted_users: PermittedUsers::AllSelfAuthorize,
            profiles: BTreeSet::new(),
            permission_sets: BTreeSet::new(),
            ip_relaxation: IpRelaxation::Enforce,
            refresh_token: RefreshTokenPolicy::PLATFORM_DEFAULT,
            session_level: SessionLevel::Standard,
            session_action: None,
            session_timeout: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_policy_reads_as_it_is_written() {
        let days = Validity::new(30, ValidityUnit::Days).unwrap();
        for policy in [
            RefreshTokenPolicy::UntilRevoked,
            RefreshTokenPolicy::Never,
            RefreshTokenPolicy::WhileUsed(days),
            RefreshTokenPolicy::For(days),
        ] {
            assert_eq!(
                RefreshTokenPolicy::from_setup(&policy.to_string()),
                Some(policy)
            );
            assert_eq!(
                RefreshTokenPolicy::from_metadata(policy.metadata(), policy.validity()),
                Some(policy)
            );
        }
        assert_eq!(
            RefreshTokenPolicy::from_setup("Expire refresh token after 0 days"),
            None
        );
        assert_eq!(
            RefreshTokenPolicy::from_metadata("SpecificLifetime", None),
            None
        );
    }

    #[test]
    fn the_case_of_a_metadata_word_does_not_matter() {
        assert_eq!(
            IpRelaxation::from_metadata("Enforce_relaxrefresh"),
            Some(IpRelaxation::RelaxForRefresh)
        );
        assert_eq!(IpRelaxation::from_metadata("Relax IP restrictions"), None);
    }

    #[test]
    fn a_session_lasts_from_a_quarter_of_an_hour_to_a_day() {
        assert_eq!(
            SessionTimeout::new(120).map(SessionTimeout::minutes),
            Some(120)
        );
        assert_eq!(SessionTimeout::new(14), None);
        assert_eq!(SessionTimeout::new(1441), None);
    }
}
