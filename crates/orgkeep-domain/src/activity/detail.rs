//! What else there is to say about an entry.

use crate::catalogue::{Cause, named};
use crate::connection::Environment;
use crate::failure::FailureReason;
use crate::text::neutral;
use crate::verdict::Verdict;

/// What else there is to say. It is stored as two words: which of these it is, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// What a test found, or why a sign-in ended.
    Verdict(Verdict),
    /// Why Salesforce refused.
    Cause(Cause),
    /// Why something did not come about on this side.
    Obstacle(Obstacle),
    /// What a connection was called before.
    EarlierName(String),
    /// How a connection was labelled before.
    EarlierEnvironment(Environment),
    /// What it was done to: the name of a blueprint, the label of an app.
    Subject(String),
    /// What a run of tests came to.
    Tested(TestTally),
    /// How many entries or files.
    Count(u64),
}

/// What a run of tests came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TestTally {
    /// How many connections were tested.
    pub tested: u32,
    /// How many of them work.
    pub working: u32,
}

/// The longest name that is kept, in characters.
const LONGEST: usize = 120;

const VERDICT: &str = "verdict";
const CAUSE: &str = "cause";
const OBSTACLE: &str = "obstacle";
const EARLIER_NAME: &str = "earlierName";
const EARLIER_ENVIRONMENT: &str = "earlierEnvironment";
const SUBJECT: &str = "subject";
const TESTED: &str = "tested";
const COUNT: &str = "count";

impl Detail {
    /// The name of something, made fit to show.
    #[must_use]
    pub fn subject(name: &str) -> Self {
        Self::Subject(neutral(name, LONGEST))
    }

    /// Which one it is.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Verdict(_) => VERDICT,
            Self::Cause(_) => CAUSE,
            Self::Obstacle(_) => OBSTACLE,
            Self::EarlierName(_) => EARLIER_NAME,
            Self::EarlierEnvironment(_) => EARLIER_ENVIRONMENT,
            Self::Subject(_) => SUBJECT,
            Self::Tested(_) => TESTED,
            Self::Count(_) => COUNT,
        }
    }

    /// Its value as it is stored.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Verdict(verdict) => verdict.name().to_owned(),
            Self::Cause(cause) => cause.id().to_owned(),
            Self::Obstacle(obstacle) => obstacle.name().to_owned(),
            Self::EarlierName(text) | Self::Subject(text) => text.clone(),
            Self::EarlierEnvironment(environment) => environment.key().to_owned(),
            Self::Tested(tally) => {
                format!("{} {}", tally.tested, tally.working)
            }
            Self::Count(count) => count.to_string(),
        }
    }

    /// Reads [`Detail::key`] and [`Detail::value`] back. Nothing for what this version does not know.
    #[must_use]
    pub fn parse(key: &str, value: &str) -> Option<Self> {
        match key {
            VERDICT => Verdict::parse(value).map(Self::Verdict),
            CAUSE => Some(Self::Cause(
                Cause::parse(value).unwrap_or_else(Cause::unknown),
            )),
            OBSTACLE => Obstacle::try_from(value.to_owned())
                .ok()
                .map(Self::Obstacle),
            EARLIER_NAME => Some(Self::EarlierName(value.to_owned())),
            EARLIER_ENVIRONMENT => Environment::from_key(value).map(Self::EarlierEnvironment),
            SUBJECT => Some(Self::Subject(value.to_owned())),
            TESTED => tally(value).map(Self::Tested),
            COUNT => value.parse().ok().map(Self::Count),
            _ => None,
        }
    }

    /// Why an attempt ended without a connection.
    #[must_use]
    pub fn of_failure(reason: &FailureReason) -> Self {
        match reason {
            FailureReason::Told(cause) => Self::Cause(*cause),
            other => Self::Obstacle(Obstacle::of(other)),
        }
    }
}

fn tally(value: &str) -> Option<TestTally> {
    let mut numbers = value.split(' ').map(str::parse);
    let tally = TestTally {
        tested: numbers.next()?.ok()?,
        working: numbers.next()?.ok()?,
    };
    numbers.next().is_none().then_some(tally)
}

named! {
    /// What can stand in the way of a sign-in on this side: a [`FailureReason`] without its particulars.
    Obstacle {
        /// The person ended it.
        Cancelled = "cancelled",
        /// No answer came.
        NothingCameBack = "nothingCameBack",
        /// The program ended.
        Interrupted = "interrupted",
        /// Another program holds the port.
        PortOccupied = "portOccupied",
        /// The system keeps the port.
        PortReserved = "portReserved",
        /// The port cannot be used.
        PortUnavailable = "portUnavailable",
        /// Another copy signs in.
        AnotherSignIn = "anotherSignIn",
        /// No browser opened.
        BrowserFailed = "browserFailed",
        /// The server cannot be reached.
        Unreachable = "unreachable",
        /// The login host's name leads to this computer.
        LocalAddress = "localAddress",
        /// The login host's name leads into a private network.
        PrivateAddress = "privateAddress",
        /// The server did not prove who it is.
        TlsFailed = "tlsFailed",
        /// The server was too slow.
        TimedOut = "timedOut",
        /// Something answered that is not Salesforce.
        UnexpectedAnswer = "unexpectedAnswer",
        /// Salesforce asks to come back later.
        ServerBusy = "serverBusy",
        /// Salesforce refused, for a cause that is not told here.
        Refused = "refused",
        /// The answer came from another server.
        IssuerMismatch = "issuerMismatch",
        /// The answer's signature does not fit.
        SignatureMismatch = "signatureMismatch",
        /// The answer is not usable.
        AnswerRefused = "answerRefused",
        /// Another org answered.
        WrongOrg = "wrongOrg",
        /// Another identity answered and was not accepted.
        IdentityRefused = "identityRefused",
        /// Org, user and app have a connection already, which was left as it is.
        AlreadyRegistered = "alreadyRegistered",
        /// Org, user and app are those of another connection.
        AnotherConnection = "anotherConnection",
        /// What was said of Dev Hub was not accepted.
        DevHubDeclined = "devHubDeclined",
        /// The vault could not be written.
        NotSaved = "notSaved",
        /// The vault is locked.
        VaultLocked = "vaultLocked",
        /// The passphrase is another one.
        PassphraseWrong = "passphraseWrong",
    }
}

impl Obstacle {
    fn of(reason: &FailureReason) -> Self {
        match reason {
            FailureReason::Cancelled => Self::Cancelled,
            FailureReason::NothingCameBack => Self::NothingCameBack,
            FailureReason::Interrupted => Self::Interrupted,
            FailureReason::PortOccupied { .. } => Self::PortOccupied,
            FailureReason::PortReserved => Self::PortReserved,
            FailureReason::PortUnavailable => Self::PortUnavailable,
            FailureReason::AnotherSignIn { .. } => Self::AnotherSignIn,
            FailureReason::BrowserFailed => Self::BrowserFailed,
            FailureReason::Unreachable => Self::Unreachable,
            FailureReason::LocalAddress => Self::LocalAddress,
            FailureReason::PrivateAddress => Self::PrivateAddress,
            FailureReason::TlsFailed => Self::TlsFailed,
            FailureReason::TimedOut => Self::TimedOut,
            FailureReason::UnexpectedAnswer => Self::UnexpectedAnswer,
            FailureReason::ServerBusy { .. } => Self::ServerBusy,
            FailureReason::Told(_) => Self::Refused,
            FailureReason::IssuerMismatch => Self::IssuerMismatch,
            FailureReason::SignatureMismatch => Self::SignatureMismatch,
            FailureReason::AnswerRefused => Self::AnswerRefused,
            FailureReason::WrongOrg => Self::WrongOrg,
            FailureReason::IdentityRefused => Self::IdentityRefused,
            FailureReason::AlreadyRegistered => Self::AlreadyRegistered,
            FailureReason::AnotherConnection { .. } => Self::AnotherConnection,
            FailureReason::DevHubDeclined => Self::DevHubDeclined,
            FailureReason::NotSaved => Self::NotSaved,
            FailureReason::VaultLocked => Self::VaultLocked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_detail_survives_being_stored() {
        let tally = TestTally {
            tested: 1000,
            working: 996,
        };
        for detail in [
            Detail::Verdict(Verdict::Revoked),
            Detail::Cause(Cause::of("tokenExpired")),
            Detail::Obstacle(Obstacle::WrongOrg),
            Detail::EarlierName("ACME UAT".into()),
            Detail::EarlierEnvironment(Environment::FullCopy),
            Detail::subject("Team \u{202e}recipe"),
            Detail::Tested(tally),
            Detail::Count(12),
        ] {
            assert_eq!(Detail::parse(detail.key(), &detail.value()), Some(detail));
        }
    }

    #[test]
    fn what_this_version_does_not_know_is_nothing() {
        for (key, value) in [
            ("moon", "full"),
            ("verdict", "moon"),
            ("tested", "1"),
            ("tested", "1 2 3"),
            ("count", "-1"),
        ] {
            assert_eq!(Detail::parse(key, value), None, "{key} {value}");
        }
    }

    #[test]
    fn a_failure_of_salesforce_keeps_its_cause_and_any_other_its_name() {
        let told = FailureReason::Told(Cause::of("tokenExpired"));
        assert_eq!(
            Detail::of_failure(&told),
            Detail::Cause(Cause::of("tokenExpired"))
        );
        let occupied = FailureReason::PortOccupied {
            holder: Some("C:\\somewhere\\program.exe".into()),
        };
        assert_eq!(
            Detail::of_failure(&occupied),
            Detail::Obstacle(Obstacle::PortOccupied)
        );
    }
}
