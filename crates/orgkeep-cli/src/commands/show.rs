//! `orgkeep show`.

use orgkeep_app::inventory::{InventoryEntry, VERSION};
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::label::{Labels, Tag};
use orgkeep_domain::outcome::TestOutcome;
use orgkeep_domain::retirement::{End, Retirement};
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::pending_login::PendingLoginRecord;
use orgkeep_vault::pending_record::PendingRecord;
use orgkeep_vault::waiting::Waiting;
use serde::Serialize;

use super::list::{health, way};
use crate::arguments::{PlaceArguments, ShowArguments};
use crate::exit::{Exit, Trouble};
use crate::table::{Cell, Look, cell, table};
use crate::words::verdict_words;
use crate::{compose, named, print};

/// How many tests are shown to people.
const TESTS: usize = 3;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShowResult {
    version: u32,
    connection: InventoryEntry,
    pending: Option<PendingResult>,
    pending_login: Option<PendingLoginResult>,
    tests: Vec<PastTest>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PendingResult {
    consumer_key: String,
    has_consumer_secret: bool,
    typed_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PendingLoginResult {
    username: String,
    has_security_token: bool,
    typed_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PastTest {
    at: String,
    verdict: &'static str,
    cause: Option<&'static str>,
    milliseconds: u128,
    renewed: bool,
}

/// Prints all that is known of one connection.
pub async fn show(place: &PlaceArguments, arguments: &ShowArguments) -> Result<Exit, Trouble> {
    let vault = compose::store(place)?;
    let record = named::one(&vault, &arguments.name).await?;
    let waiting = vault.waiting(&record.id).await;
    let waiting = waiting.map_err(|error| Trouble::failed(&error))?;
    let tests = vault.tests(&record.id).await;
    let tests = tests.map_err(|error| Trouble::failed(&error))?;
    if arguments.output.json {
        print::json(&ShowResult {
            version: VERSION,
            connection: InventoryEntry::from(&record),
            pending: waiting.app.as_ref().map(pending_result),
            pending_login: waiting.login.as_ref().map(pending_login_result),
            tests: tests.iter().map(past_test).collect(),
        })?;
    } else {
        let rows = rows(&record, &waiting, &tests);
        print::styled(&table(
            [record.name.as_str(), ""],
            &rows,
            Look::of_output().uncut(),
        ))?;
    }
    Ok(Exit::Clean)
}

fn rows(record: &ConnectionRecord, waiting: &Waiting, tests: &[TestOutcome]) -> Vec<[Cell; 2]> {
    let scopes = record.granted_scopes.to_string();
    let user = format!("{} ({})", record.username, record.display_name);
    let org = format!("{}, {}", record.org_name, record.edition);
    let mut rows = vec![
        [cell("status"), health(record.health())],
        [cell("since"), cell(record.health_at().to_string())],
        [cell("type"), cell(record.org_type.key())],
        [cell("environment"), cell(record.environment.key())],
        [cell("signs in by"), cell(way(record.authentication))],
        [cell("signed in"), cell(record.authenticated_at.to_string())],
        [cell("user"), cell(user)],
        [cell("org"), cell(org)],
        [cell("org id"), cell(record.org_id.to_string())],
        [cell("login"), cell(record.login.origin())],
        [cell("instance"), cell(record.instance.origin())],
        [cell("scopes"), cell(scopes)],
        [cell("id"), cell(record.id.to_string())],
    ];
    rows.extend(written_on_it(&record.labels));
    rows.extend(retirement(record.authentication));
    rows.extend(of_the_org(record));
    if let Some(key) = record.consumer_key() {
        rows.push([cell("consumer key"), cell(key.shortened())]);
    }
    rows.extend(what_waits(waiting));
    rows.extend(tests.iter().take(TESTS).map(test_row));
    rows
}

/// What the admin has written on it, as far as anything is.
fn written_on_it(labels: &Labels) -> impl Iterator<Item = [Cell; 2]> {
    let tags: Vec<&str> = labels.tags.iter().map(Tag::as_str).collect();
    let notes: Vec<&str> = labels.notes.lines().map(str::trim).collect();
    [
        ("tags", tags.join(", ")),
        ("owner", labels.owner.clone()),
        ("notes", notes.join(" ")),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(name, text)| [cell(name), cell(text)])
}

/// What Salesforce ends.
fn retirement(authentication: AuthenticationType) -> Option<[Cell; 2]> {
    let retirement = Retirement::of(authentication)?;
    let release = retirement.release;
    let text = match retirement.end {
        End::NewApps => {
            format!("no new Connected Apps from {release} on; those that are there go on working")
        }
        End::SignIn => format!(
            "sign-in with a password ends with {release}; `orgkeep migrate` moves it to an External Client App"
        ),
    };
    Some([cell("retirement"), cell(text)])
}

/// What was typed and is not in force.
fn what_waits(waiting: &Waiting) -> impl Iterator<Item = [Cell; 2]> {
    let key = waiting.app.as_ref();
    let key = key.map(|typed| ("new key", typed.consumer_key.shortened()));
    let login = waiting.login.as_ref();
    let login = login.map(|typed| ("new password", format!("for {}", typed.username)));
    [key, login].into_iter().flatten().map(|(name, what)| {
        let text = format!("{what}, not in force until a sign-in");
        [cell(name), cell(text)]
    })
}

/// What not every org has, or has told.
fn of_the_org(record: &ConnectionRecord) -> impl Iterator<Item = [Cell; 2]> {
    let namespace = record.namespace.clone();
    let release = record.release.as_ref().map(|known| {
        let (release, at) = (&known.release, known.at);
        format!("{}, API {}, seen {at}", release.label, release.api_version)
    });
    let end = record.upkeep.org_ends_at.map(|end| end.to_string());
    [
        ("namespace", namespace),
        ("release", release),
        ("org ends", end),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some([cell(name), cell(text?)]))
}

fn test_row(test: &TestOutcome) -> [Cell; 2] {
    let words = verdict_words(test.verdict, test.cause);
    let text = format!("{}: {}", time(test), words.title);
    [cell("tested"), cell(text)]
}

fn pending_result(record: &PendingRecord) -> PendingResult {
    PendingResult {
        consumer_key: record.consumer_key.shortened(),
        has_consumer_secret: record.secret_characters.is_some(),
        typed_at: record.typed_at.to_string(),
    }
}

fn pending_login_result(record: &PendingLoginRecord) -> PendingLoginResult {
    PendingLoginResult {
        username: record.username.clone(),
        has_security_token: record.security_token_characters.is_some(),
        typed_at: record.typed_at.to_string(),
    }
}

fn past_test(test: &TestOutcome) -> PastTest {
    PastTest {
        at: time(test),
        verdict: test.verdict.name(),
        cause: test.cause.map(|cause| cause.id()),
        milliseconds: test.evidence.took.as_millis(),
        renewed: test.evidence.renewed,
    }
}

/// When a test began, RFC 3339.
fn time(test: &TestOutcome) -> String {
    let at = jiff::Timestamp::from_millisecond(test.evidence.began_at);
    at.map_or_else(|_| String::new(), |at| format!("{at:.3}"))
}
