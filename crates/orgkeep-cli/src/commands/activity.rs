//! `orgkeep activity`.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use orgkeep_app::activity::export::{ExportedEntry, VERSION};
use orgkeep_domain::activity::{ActivityResult, Concerned};
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::activity_record::{ActivityFilter, ActivityRecord, ChainReport, Seal};
use orgkeep_vault::vault::Vault;
use serde::Serialize;

use crate::arguments::{ActivityArguments, PlaceArguments};
use crate::exit::{Exit, Trouble};
use crate::table::{Cell, Look, Mood, cell, moody, table};
use crate::words::{activity_words, detail_words, fault_words};
use crate::{compose, print, unlock};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ActivityOutput {
    version: u32,
    entries: Vec<ExportedEntry>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChainOutput {
    version: u32,
    entries: u64,
    first_at: Option<String>,
    unbroken: bool,
    first_wrong_entry: Option<u64>,
    fault: Option<&'static str>,
    sealed_from: Option<u64>,
    sealed_to: Option<u64>,
    seal_looked_at: bool,
}

/// Prints what happened, the newest first; or whether it is as it was written.
pub async fn activity(
    place: &PlaceArguments,
    arguments: &ActivityArguments,
) -> Result<Exit, Trouble> {
    let vault = compose::store(place)?;
    if arguments.verify {
        return verify(&vault, arguments.output.json).await;
    }
    let filter = filter(&vault, arguments).await?;
    let page = vault.activity(filter, None, arguments.limit).await;
    let page = page.map_err(|error| Trouble::failed(&error))?;
    if arguments.output.json {
        let entries = page.entries.into_iter().map(ExportedEntry::from);
        print::json(&ActivityOutput {
            version: VERSION,
            entries: entries.collect(),
        })?;
    } else if page.entries.is_empty() {
        print::word("Nothing of that kind has happened.");
    } else {
        let rows: Vec<[Cell; 5]> = page.entries.iter().map(row).collect();
        let titles = ["WHEN", "CONNECTION", "WHAT", "RESULT", "BY"];
        print::styled(&table(titles, &rows, Look::of_output()))?;
        if page.before.is_some() {
            print::word("There are older entries. --limit shows more.");
        }
    }
    Ok(Exit::Clean)
}

async fn filter(vault: &Vault, arguments: &ActivityArguments) -> Result<ActivityFilter, Trouble> {
    let connection = match &arguments.connection {
        Some(name) => Some(named(vault, name).await?),
        None => None,
    };
    Ok(ActivityFilter {
        connection,
        kinds: arguments.kind.clone(),
        results: arguments.result.clone(),
        program: arguments.program,
        from: arguments.since,
        ..ActivityFilter::default()
    })
}

/// A connection by its name or id. It may be gone: what happened to it is still here.
async fn named(vault: &Vault, text: &str) -> Result<ConnectionId, Trouble> {
    let known = vault.activity_connections().await;
    let known = known.map_err(|error| Trouble::failed(&error))?;
    let is_meant = |one: &&Concerned| {
        let by_id = one.id.as_ref().is_some_and(|id| id.as_str() == text);
        by_id || one.name.to_lowercase() == text.to_lowercase()
    };
    let mut hits = known
        .iter()
        .filter(is_meant)
        .filter_map(|one| one.id.clone());
    match (hits.next(), hits.next()) {
        (Some(id), None) => Ok(id),
        (Some(_), Some(_)) => Err(Trouble::refused(format!(
            "{text} is the name of several connections. The ids in `orgkeep activity --json` tell them apart."
        ))),
        (None, _) => Err(Trouble::refused(format!(
            "Nothing has happened to a connection called {text}."
        ))),
    }
}

fn row(entry: &ActivityRecord) -> [Cell; 5] {
    let name = entry.concerned.as_ref().map_or("", |one| one.name.as_str());
    let what = entry.kind.map_or("something newer", activity_words);
    let detail = entry.detail.as_ref().map(detail_words);
    let what = match detail.filter(|detail| !detail.is_empty()) {
        Some(detail) => format!("{what}: {detail}"),
        None => what.to_owned(),
    };
    let program = entry.program.map(|program| program.to_string());
    let by: Vec<String> = entry.person.clone().into_iter().chain(program).collect();
    [
        cell(format!("{:.0}", entry.at)),
        cell(name),
        cell(what),
        result(entry.result),
        cell(by.join(", ")),
    ]
}

fn result(result: Option<ActivityResult>) -> Cell {
    match result {
        Some(ActivityResult::Done) => moody("done", Mood::Good),
        Some(ActivityResult::Failed) => moody("failed", Mood::Bad),
        Some(ActivityResult::Cancelled) => cell("cancelled"),
        Some(ActivityResult::Unconfirmed) => moody("not confirmed", Mood::Bad),
        None => cell(""),
    }
}

/// The seal can be looked at only with the key. Without it the hashes alone are, and that is said.
async fn verify(vault: &Vault, json: bool) -> Result<Exit, Trouble> {
    let locked = unlock::outcome(vault).await.err();
    let report = vault.verify_activity().await;
    let report = report.map_err(|error| Trouble::failed(&error))?;
    if json {
        print::json(&chain_output(&report))?;
    } else {
        print::result(&format!("{}\n", told(&report)))?;
        if let Some(reason) = locked {
            print::word(&format!("The seal was not looked at: {reason}."));
        }
    }
    Ok(match report.fault {
        Some(_) => Exit::Refused,
        None => Exit::Clean,
    })
}

fn told(report: &ChainReport) -> String {
    let count = usize::try_from(report.entries).unwrap_or(usize::MAX);
    let entries = match count {
        1 => "1 entry".to_owned(),
        _ => format!("{count} entries"),
    };
    match (&report.fault, report.first_at) {
        (Some(fault), _) => fault_words(fault),
        (None, Some(at)) => format!("Unbroken since {at:.0}: {entries}."),
        (None, None) => "Nothing has happened yet.".to_owned(),
    }
}

fn chain_output(report: &ChainReport) -> ChainOutput {
    let (from, to) = match report.seal {
        Seal::Covers { from, to, .. } => (Some(from), Some(to)),
        Seal::Locked | Seal::Absent => (None, None),
    };
    ChainOutput {
        version: VERSION,
        entries: report.entries,
        first_at: report.first_at.map(|at| format!("{at:.3}")),
        unbroken: report.fault.is_none(),
        first_wrong_entry: report.fault.map(|fault| fault.number),
        fault: report.fault.map(|fault| fault.kind.name()),
        sealed_from: from,
        sealed_to: to,
        seal_looked_at: report.seal != Seal::Locked,
    }
}

/// A moment (RFC 3339), a day of this computer's calendar, or how long ago: `7d`, `2h30m`.
pub fn parse_since(text: &str) -> Result<Timestamp, String> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment);
    }
    if let Ok(day) = text.parse::<Date>()
        && let Ok(start) = day.to_zoned(TimeZone::system())
    {
        return Ok(start.timestamp());
    }
    let now = Timestamp::now().to_zoned(TimeZone::UTC);
    let span = text.parse::<Span>().map(Span::abs);
    let past = span.and_then(|span| now.checked_sub(span));
    past.map(|past| past.timestamp()).map_err(|_| {
        "a moment (2026-11-20T12:00:00Z), a day (2026-11-20), or how long ago (7d, 2h)".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_a_moment_a_day_or_an_age() {
        let moment = parse_since("2026-11-20T12:00:00Z").unwrap();
        assert_eq!(moment.to_string(), "2026-11-20T12:00:00Z");
        let day = parse_since("2026-11-20").unwrap();
        assert_eq!(day.to_zoned(TimeZone::system()).hour(), 0);
        let begin = parse_since("7d").unwrap();
        let age = Timestamp::now().duration_since(begin);
        assert_eq!(age.as_hours(), 7 * 24);
        assert!(parse_since("lately").is_err());
    }
}
