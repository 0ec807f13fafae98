//! What a test found, from the domain to the page.

use jiff::Timestamp;
use orgkeep_api::testing::{
    LastTestView, OtherEndId, RequestsView, TestView, TestedCredentialsView, VerdictGroupId,
    VerdictId, VerdictView,
};
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::failure::ServerWords;
use orgkeep_domain::outcome::TestOutcome;
use orgkeep_domain::verdict::{OtherEnd, Verdict, VerdictGroup};
use orgkeep_vault::connection_record::ConnectionRecord;

use crate::attempt::rfc3339;
use crate::session::Obstacle;
use crate::view::{authentication_view, same_words};

same_words!(verdict_id: Verdict -> VerdictId {
    Working, Revoked, Expired, RotatedElsewhere, PasswordChanged, AnswerLost, NotRenewable,
    AppBlocked, UserInactive, PlaceOrHours, ApiDisabled, OrgGone, OrgRefreshed, NameNotFound, TlsFailed,
    ProxyFailed, ProxyPassword, TimedOut, ConnectionFailed, OtherAnswer, LimitReached, Maintenance, Refused,
});
same_words!(other_end_id: OtherEnd -> OtherEndId { ReplacedBySignIn, PasswordChanged, Expired });
same_words!(group_id: VerdictGroup -> VerdictGroupId {
    Working, SignInAgain, AppBlocked, UserInactive, PlaceOrHours, ApiDisabled, OrgGone, Unreachable,
    LimitReached, Maintenance, Refused,
});

/// One test, with everything it rests on. `record` is the connection as it is now.
pub(crate) fn test_view(outcome: &TestOutcome, record: &ConnectionRecord) -> TestView {
    let (evidence, credentials) = (&outcome.evidence, &outcome.evidence.credentials);
    TestView {
        found: verdict_view(outcome.verdict, outcome.cause, &outcome.words),
        at: moment(evidence.began_at),
        milliseconds: milliseconds(outcome),
        renewed: evidence.renewed,
        credentials: TestedCredentialsView {
            authentication: authentication_view(credentials.authentication),
            consumer_key: credentials
                .consumer_key
                .as_ref()
                .map(ConsumerKey::shortened),
            authorized_at: moment(credentials.authorized_at),
            in_force: is_in_force(outcome, record),
        },
        requests: evidence.usage.map(|usage| RequestsView {
            used: usage.used,
            allowed: usage.allowed,
        }),
    }
}

/// The last test in a row of the list. `record` is the connection as it is now.
pub(crate) fn last_test_view(outcome: &TestOutcome, record: &ConnectionRecord) -> LastTestView {
    LastTestView {
        in_force: is_in_force(outcome, record),
        ..just_tested(outcome)
    }
}

/// The same at the moment of the test.
pub(super) fn just_tested(outcome: &TestOutcome) -> LastTestView {
    LastTestView {
        verdict: verdict_id(outcome.verdict),
        group: group_id(outcome.verdict.group()),
        at: moment(outcome.evidence.began_at),
        milliseconds: milliseconds(outcome),
        authorized_at: moment(outcome.evidence.credentials.authorized_at),
        in_force: true,
    }
}

/// Why something other than a test was not possible.
pub(crate) fn hindered_view(obstacle: &Obstacle) -> VerdictView {
    verdict_view(obstacle.verdict, obstacle.cause, &obstacle.words)
}

fn verdict_view(verdict: Verdict, cause: Option<Cause>, words: &ServerWords) -> VerdictView {
    let others = verdict.may_also_be().iter();
    VerdictView {
        verdict: verdict_id(verdict),
        group: group_id(verdict.group()),
        may_also_be: others.map(|other| other_end_id(*other)).collect(),
        cause: cause.map(|cause| cause.id().to_owned()),
        code: words.code.clone(),
        description: words.description.clone(),
    }
}

/// A test speaks of a sign-in. Renewals in between do not make it another one.
fn is_in_force(outcome: &TestOutcome, record: &ConnectionRecord) -> bool {
    outcome.evidence.credentials.authorized_at == record.authenticated_at.as_millisecond()
}

fn milliseconds(outcome: &TestOutcome) -> u32 {
    u32::try_from(outcome.evidence.took.as_millis()).unwrap_or(u32::MAX)
}

fn moment(milliseconds: i64) -> String {
    rfc3339(Timestamp::from_millisecond(milliseconds).unwrap_or_default())
}
