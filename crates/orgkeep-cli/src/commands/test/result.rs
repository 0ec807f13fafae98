//! What `orgkeep test` prints as JSON.

use jiff::Timestamp;
use orgkeep_app::inventory::VERSION;
use orgkeep_app::session::SessionError;
use orgkeep_domain::outcome::TestOutcome;
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
    pub outcome: Result<TestOutcome, SessionError>,
}

impl TestResult {
    pub fn of(record: &ConnectionRecord, outcome: Result<TestOutcome, SessionError>) -> Self {
        Self {
            id: record.id.to_string(),
            name: record.name.to_string(),
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
