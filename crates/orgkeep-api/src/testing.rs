//! Tests of connections: what each found, many at a time, and on a schedule.

use serde::{Deserialize, Serialize};

use crate::connection::AuthenticationView;

/// What a test found. The words are in `ui/src/text/verdicts.ts`, one for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum VerdictId {
    /// The org answered, to the right user of the right org.
    Working,
    /// The refresh token is not accepted any more.
    Revoked,
    /// The sign-in reached the age that the app's policy allows.
    Expired,
    /// Another program used the rotating refresh token.
    RotatedElsewhere,
    /// The user's password was changed.
    PasswordChanged,
    /// The answer with the next refresh token did not arrive.
    AnswerLost,
    /// The session is over and nothing is there to renew it with.
    NotRenewable,
    /// The org does not let the user use the app.
    AppBlocked,
    /// The user is inactive, frozen or locked out.
    UserInactive,
    /// Not from this address, or not at this hour.
    PlaceOrHours,
    /// The org's edition, the user or the app's scopes do not include the API.
    ApiDisabled,
    /// The org lets nobody in.
    OrgGone,
    /// Another org is behind the same address.
    OrgRefreshed,
    /// The server's name does not resolve.
    NameNotFound,
    /// The server did not prove who it is.
    TlsFailed,
    /// The proxy does not lead to the server.
    ProxyFailed,
    /// The proxy wants a name and password, or others than it got.
    ProxyPassword,
    /// No answer in time.
    TimedOut,
    /// The connection was refused or broke.
    ConnectionFailed,
    /// Something answered that is not Salesforce.
    OtherAnswer,
    /// A limit is used up.
    LimitReached,
    /// Salesforce asks to come back later.
    Maintenance,
    /// Salesforce refused for the cause that stands beside.
    Refused,
}

/// Verdicts that ask the same of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum VerdictGroupId {
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

/// An end of a sign-in that Salesforce does not tell apart from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum OtherEndId {
    /// A newer sign-in of the same user through the same app ended this one.
    ReplacedBySignIn,
    /// The user's password was changed.
    PasswordChanged,
    /// The sign-in reached the age that the app's policy allows.
    Expired,
}

/// What was found, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct VerdictView {
    /// In one word.
    pub verdict: VerdictId,
    /// What it asks of a person.
    pub group: VerdictGroupId,
    /// Other reasons for which Salesforce gives the same answer.
    pub may_also_be: Vec<OtherEndId>,
    /// The entry of the error catalogue, where Salesforce refused.
    pub cause: Option<String>,
    /// Salesforce's code, as received.
    pub code: Option<String>,
    /// Salesforce's description, as received.
    pub description: Option<String>,
}

/// One test of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TestView {
    /// What was found.
    pub found: VerdictView,
    /// When it began, RFC 3339.
    pub at: String,
    /// Until the verdict, in milliseconds.
    pub milliseconds: u32,
    /// Whether the session was renewed for it.
    pub renewed: bool,
    /// What was tested. Pending credentials never are.
    pub credentials: TestedCredentialsView,
    /// The org's API requests of the day, where the answer told.
    pub requests: Option<RequestsView>,
}

/// The credentials that were in force when it was tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TestedCredentialsView {
    /// How the connection signed in.
    pub authentication: AuthenticationView,
    /// The first and last characters of the consumer key.
    pub consumer_key: Option<String>,
    /// When somebody signed in with them, RFC 3339.
    pub authorized_at: String,
    /// Whether that sign-in is still the one in force.
    pub in_force: bool,
}

/// How many API requests of a day are used, of all programs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct RequestsView {
    /// So far.
    pub used: u32,
    /// The most there are.
    pub allowed: u32,
}

/// The last test of a connection, as its row shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LastTestView {
    /// What was found.
    pub verdict: VerdictId,
    /// What it asks of a person.
    pub group: VerdictGroupId,
    /// When it began, RFC 3339.
    pub at: String,
    /// Until the verdict, in milliseconds.
    pub milliseconds: u32,
    /// When somebody signed in with the credentials that were tested, RFC 3339.
    pub authorized_at: String,
    /// Whether that sign-in is still the one in force. If not, the test says nothing of the connection as it is now.
    pub in_force: bool,
}

/// The tests of one connection that are kept, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTestsView {
    /// The tests.
    pub tests: Vec<TestView>,
}

/// Tests in progress, and the last run of many.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TestsView {
    /// Connections without a result yet: those of the run, and those that are tested by themselves.
    pub testing: Vec<String>,
    /// The run of many, in progress or the last one.
    pub run: Option<TestRunView>,
    /// When all connections are tested without being asked for.
    pub schedule: TestScheduleView,
}

/// A run of many tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TestRunView {
    /// Where it is.
    pub state: TestRunStateView,
    /// Whether the schedule began it.
    pub scheduled: bool,
    /// When it began, RFC 3339.
    pub began_at: String,
    /// How many connections it tests.
    pub total: u32,
    /// What was found so far, in the order in which it was found.
    pub results: Vec<TestedView>,
    /// How many connections came to each group, in the order of the groups. Groups without any are left out.
    pub summary: Vec<TallyView>,
    /// How many could not be tested at all.
    pub untested: u32,
    /// How many were not asked because their hosts asked to wait.
    pub postponed: u32,
}

/// Where a run of tests is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum TestRunStateView {
    /// Results are coming.
    Running,
    /// All results are there.
    Done,
    /// The person stopped it; the results until then count.
    Cancelled,
}

/// One connection of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TestedView {
    /// Which connection.
    pub id: String,
    /// What was found; `null` when it could not be tested: it is gone, its row is damaged, the vault is locked.
    pub test: Option<LastTestView>,
    /// Until when its host asked to wait, RFC 3339; then it was not asked.
    pub not_before: Option<String>,
}

/// How many connections came to the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TallyView {
    /// To what.
    pub group: VerdictGroupId,
    /// How many.
    pub count: u32,
}

/// When all connections are tested without being asked for, while the window is open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct TestScheduleView {
    /// Every so many hours; `null` while it is off.
    pub every_hours: Option<u32>,
    /// The next time, RFC 3339.
    pub next_at: Option<String>,
}

/// Tests many connections.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TestConnectionsRequest {
    /// Which ones; empty for all.
    pub ids: Vec<String>,
}

/// Switches the schedule.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TestScheduleRequest {
    /// Every so many hours, 1 to 168; `null` to switch it off.
    pub every_hours: Option<u32>,
}
