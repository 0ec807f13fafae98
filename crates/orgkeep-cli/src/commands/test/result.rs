//! What `orgkeep test` prints as JSON.

use jiff::Timestamp;
use orgkeep_api::connection::AuthenticationView;
use orgkeep_app::inventory::{VERSION, way_to_sign_in};
use orgkeep_app::session::{SessionError, Tested, ended};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::outcome::{TestOutcome, TestedCredentials};
use orgkeep_domain::verdict::Verdict;
use orgkeep_vault::connection_record::ConnectionRecord;
use serde::Serialize;

use super::Results;
use super::pauses::Pauses;
use crate::words::verdict_words;

/// One connection that was tested, or could not be.
pub struct TestResult {
    pub id: String,
    pub name: String,
    pub milliseconds: Option<u128>,
    /// Whether anything was sent.
    pub asked: bool,
    /// Since when it is known that the sign-in ended, where nothing was sent.
    pub ended_at: Option<Timestamp>,
    pub outcome: Result<TestOutcome, SessionError>,
}

impl TestResult {
    pub fn of(record: &ConnectionRecord, tested: Tested) -> Self {
        let Tested { asked, outcome, .. } = tested;
        let is_known = !asked && ended(record).is_some() && !record.upkeep.is_apart;
        Self {
            id: record.id.to_string(),
            name: record.name.to_string(),
            asked,
            ended_at: is_known.then(|| record.health_at()),
            milliseconds: outcome
                .as_ref()
                .ok()
                .map(|outcome| outcome.evidence.took.as_millis()),
            outcome,
        }
    }

    pub fn is_working(&self) -> bool {
        let verdict = self.outcome.as_ref().map(|outcome| outcome.verdict);
        matches!(verdict, Ok(Verdict::Working))
    }
}

/// All of them, in the order in which they were named.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TestsResult {
    version: u32,
    pub tested: usize,
    pub working: usize,
    results: Vec<ResultLine>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultLine {
    id: String,
    name: String,
    working: bool,
    verdict: Option<&'static str>,
    asked: bool,
    ended_at: Option<String>,
    credentials: Option<Credentials>,
    cause: Option<&'static str>,
    title: String,
    why: String,
    steps: Vec<String>,
    server_code: Option<String>,
    server_words: Option<String>,
    milliseconds: Option<u128>,
    renewed: bool,
    api_requests: Option<ApiRequests>,
    not_before: Option<String>,
}

/// What was tested with. What was typed and not authorized yet plays no part.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Credentials {
    authentication: AuthenticationView,
    consumer_key: Option<String>,
    authorized_at: Option<String>,
}

impl From<&TestedCredentials> for Credentials {
    fn from(tested: &TestedCredentials) -> Self {
        let at = Timestamp::from_millisecond(tested.authorized_at);
        Self {
            authentication: way_to_sign_in(tested.authentication),
            consumer_key: tested.consumer_key.as_ref().map(ConsumerKey::shortened),
            authorized_at: at.ok().map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize)]
struct ApiRequests {
    used: u32,
    allowed: u32,
}

impl TestsResult {
    pub fn of(records: &[ConnectionRecord], results: &Results<'_>, pauses: &Pauses) -> Self {
        let named = records.iter().filter_map(|record| {
            let result = results.get(record.id.as_str())?;
            Some(ResultLine::of(result, pauses.until(record)))
        });
        let lines: Vec<ResultLine> = named.collect();
        Self {
            version: VERSION,
            tested: lines.len(),
            working: lines.iter().filter(|line| line.working).count(),
            results: lines,
        }
    }
}

impl ResultLine {
    fn of(result: &TestResult, not_before: Option<Timestamp>) -> Self {
        let (title, why, steps) = match &result.outcome {
            Ok(outcome) => {
                let words = verdict_words(outcome.verdict, outcome.cause);
                (words.title, words.why, words.steps)
            }
            Err(error) => ("not tested".to_owned(), error.to_string(), Vec::new()),
        };
        let outcome = result.outcome.as_ref().ok();
        let usage = outcome.and_then(|outcome| outcome.evidence.usage);
        Self {
            id: result.id.clone(),
            name: result.name.clone(),
            working: result.is_working(),
            verdict: outcome.map(|outcome| outcome.verdict.name()),
            asked: result.asked,
            ended_at: result.ended_at.map(|at| at.to_string()),
            credentials: outcome.map(|outcome| Credentials::from(&outcome.evidence.credentials)),
            cause: outcome
                .and_then(|outcome| outcome.cause)
                .map(|cause| cause.id()),
            title,
            why,
            steps,
            server_code: outcome.and_then(|outcome| outcome.words.code.clone()),
            server_words: outcome.and_then(|outcome| outcome.words.description.clone()),
            milliseconds: result.milliseconds,
            renewed: outcome.is_some_and(|outcome| outcome.evidence.renewed),
            api_requests: usage.map(|usage| ApiRequests {
                used: usage.used,
                allowed: usage.allowed,
            }),
            not_before: not_before.map(|until| until.to_string()),
        }
    }
}
