//! `orgkeep test`.

mod pauses;
mod result;

use std::collections::HashMap;

use jiff::Timestamp;
use orgkeep_app::session::{Asking, SessionError, TestRun};
use orgkeep_domain::failure::{LONGEST_DESCRIPTION, ServerWords};
use orgkeep_domain::outcome::TestOutcome;
use orgkeep_domain::text::neutral;
use orgkeep_domain::verdict::Verdict;
use orgkeep_vault::connection_record::ConnectionRecord;

use crate::arguments::{PlaceArguments, TestArguments};
use crate::exit::{Exit, Trouble};
use crate::print::{self, counted};
use crate::running::Running;
use crate::words::verdict_words;
use crate::{compose, named, unlock};
use pauses::Pauses;
use result::{TestResult, TestsResult};

/// Tests connections, each with the credentials in force, and prints what was found as it is found.
pub async fn test(place: &PlaceArguments, arguments: &TestArguments) -> Result<Exit, Trouble> {
    let vault = unlock::vault(place).await?;
    let records = if arguments.all {
        named::all(&vault).await?
    } else {
        named::several(&vault, &arguments.names).await?
    };
    let waiting = vault.all_waiting().await.unwrap_or_default();
    let mut running = Running::begin(vault.clone(), compose::plain_surroundings()).await;
    let ids = records.iter().map(|record| record.id.clone()).collect();
    let asking = match arguments.all {
        true => Asking::Run,
        false => Asking::Person,
    };
    let run = running.orgkeep.sessions()?.test_each(ids, asking);
    let mut results = HashMap::with_capacity(records.len());
    let telling = told(run, &records, arguments.output.json, &mut results);
    let ended = running.unless_interrupted(telling).await;
    running.close().await?;
    let interrupted = ended.transpose()?.is_none();
    let waits = |record: &&ConnectionRecord| waiting.contains(&record.id);
    records.iter().filter(waits).for_each(tell_of_pending);
    let pauses = Pauses::of(&vault).await;
    for pause in pauses.of_all(&records) {
        print::word(&pause);
    }
    let summary = TestsResult::of(&records, &results, &pauses);
    print::word(&format!(
        "{} of {} working.",
        summary.working,
        counted(summary.tested, "connection")
    ));
    if arguments.output.json {
        print::json(&summary)?;
    }
    Ok(match interrupted {
        true => Exit::Cancelled,
        false => exit(&results),
    })
}

fn tell_of_pending(record: &ConnectionRecord) {
    print::word(&format!(
        "{}: tested with the credentials authorized on {}. The new ones take effect after authorization.",
        record.name,
        record.authenticated_at.strftime("%Y-%m-%d")
    ));
}

type Results<'a> = HashMap<&'a str, TestResult>;

/// Every result, told as it comes: as progress where one document will tell them all.
async fn told<'a>(
    mut run: TestRun,
    records: &'a [ConnectionRecord],
    as_document: bool,
    results: &mut Results<'a>,
) -> Result<(), Trouble> {
    let records: HashMap<&str, &ConnectionRecord> = records
        .iter()
        .map(|record| (record.id.as_str(), record))
        .collect();
    while let Some(tested) = run.next().await {
        let Some((id, record)) = records.get_key_value(tested.id.as_str()) else {
            continue;
        };
        let result = TestResult::of(record, tested);
        match as_document {
            true => print::word(line(&result).trim_end()),
            false => print::result(&line(&result))?,
        }
        results.insert(*id, result);
    }
    Ok(())
}

fn line(result: &TestResult) -> String {
    let (name, milliseconds) = (&result.name, result.milliseconds.unwrap_or_default());
    match &result.outcome {
        Ok(outcome) if outcome.verdict == Verdict::Working => {
            let day = day_of_sign_in(outcome);
            format!("{name}: working ({milliseconds} ms), with the sign-in of {day}\n")
        }
        Ok(outcome) => {
            let words = verdict_words(outcome.verdict, outcome.cause);
            let (said, known) = (said(&outcome.words), known(result));
            let day = day_of_sign_in(outcome);
            format!(
                "{name}: {}{said}{known}\n  Tested with the sign-in of {day}.\n",
                words.lines()
            )
        }
        Err(error) => format!("{name}: not tested: {error}\n"),
    }
}

/// Which credentials were tested: pending ones never are.
fn day_of_sign_in(outcome: &TestOutcome) -> String {
    let at = outcome.evidence.credentials.authorized_at;
    Timestamp::from_millisecond(at)
        .map_or_else(|_| at.to_string(), |at| at.strftime("%Y-%m-%d").to_string())
}

/// Salesforce's own answer, where there is one: its code and its words, on a line that is no longer than words alone.
fn said(words: &ServerWords) -> String {
    let parts = [&words.code, &words.description].into_iter().flatten();
    let parts: Vec<&str> = parts.map(String::as_str).collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!(
            "\n  Salesforce: {}",
            neutral(&parts.join(": "), LONGEST_DESCRIPTION)
        ),
    }
}

/// That nobody was asked, and since when there is nothing to ask.
fn known(result: &TestResult) -> String {
    match result.ended_at {
        Some(at) => {
            let day = at.strftime("%Y-%m-%d");
            format!("\n  Nothing was sent: this has been known since {day}.")
        }
        None if !result.asked => "\n  Nothing was sent: this was known.".to_owned(),
        None => String::new(),
    }
}

/// A vault that cannot be used is worse than a connection that does not work.
fn exit(results: &Results<'_>) -> Exit {
    let unusable = |result: &TestResult| {
        !matches!(
            result.outcome,
            Ok(_)
                | Err(SessionError::NotFound
                    | SessionError::Ended(_)
                    | SessionError::Hindered(_)
                    | SessionError::Postponed { .. })
        )
    };
    if results.values().any(unusable) {
        Exit::Failed
    } else if results.values().all(|result| result.is_working()) {
        Exit::Clean
    } else {
        Exit::Refused
    }
}
