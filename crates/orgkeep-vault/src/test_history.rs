//! What tests of a connection found: the latest of each, and the last verdict with the connection itself.

use std::collections::HashMap;
use std::time::Duration;

use orgkeep_domain::activity::{ActivityKind, ActivityResult, Deed, Detail};
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::{AuthenticationType, ConnectionStatus};
use orgkeep_domain::failure::ServerWords;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::limit::ApiUsage;
use orgkeep_domain::outcome::{Evidence, TestOutcome, TestedCredentials};
use orgkeep_domain::verdict::Verdict;
use rusqlite::{OptionalExtension as _, Row, Transaction, named_params, params};

use crate::columns::Columns;
use crate::error::{DamagedRow, ReadError, StoreError};
use crate::vault::Vault;

/// How many results of one connection are kept.
pub const KEPT_RESULTS: u32 = 100;

/// Which results the activity tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// Each: a person asked for this test.
    Each,
    /// Those that came to another verdict than before: there may be a thousand in one run.
    Changes,
}

impl Vault {
    /// Keeps results, all in one transaction with what the activity tells of them, and drops the oldest beyond
    /// [`KEPT_RESULTS`]. The last verdict, and for
    /// a working connection its status, change only if the tested credentials are still those in force. Results of
    /// connections that are gone are dropped.
    ///
    /// # Errors
    /// [`StoreError`]; then none was kept.
    pub async fn keep_tests(
        &self,
        results: Vec<(ConnectionId, TestOutcome)>,
        telling: Telling,
    ) -> Result<(), StoreError> {
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                for (id, outcome) in &results {
                    let before = verdict_before(transaction, id)?;
                    if insert(transaction, id, outcome)? {
                        trim(transaction, id)?;
                        remember(transaction, id, outcome)?;
                        if telling == Telling::Each || before != Some(outcome.verdict) {
                            inner.tell_of(transaction, id, deed(outcome.verdict))?;
                        }
                    }
                }
                Ok(())
            })
        })
        .await
    }

    /// The kept results of a connection, the latest first. Needs no key. Rows that make no sense are left out.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be read.
    pub async fn tests(&self, id: &ConnectionId) -> Result<Vec<TestOutcome>, ReadError> {
        let id = id.clone();
        self.reading(move |_, connection| {
            connection
                .prepare_cached(
                    "SELECT * FROM test_result WHERE id = ?1 ORDER BY began_at DESC, number DESC",
                )?
                .query_map([id.as_str()], |row| Ok(read(row)))?
                .filter_map(|row| row.map(Result::ok).transpose())
                .map(|row| Ok(row?))
                .collect()
        })
        .await
    }
}

impl Vault {
    /// The latest kept result of each connection that has one. Needs no key. Rows that make no sense are left out.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be read.
    pub async fn last_tests(&self) -> Result<HashMap<ConnectionId, TestOutcome>, ReadError> {
        self.reading(move |_, connection| {
            connection
                .prepare_cached(LAST)?
                .query_map([], |row| Ok(read_with_id(row)))?
                .filter_map(|row| row.map(Result::ok).transpose())
                .map(|row| Ok(row?))
                .collect()
        })
        .await
    }
}

const LAST: &str = "
SELECT test_result.* FROM connection JOIN test_result ON test_result.number = (
    SELECT number FROM test_result WHERE test_result.id = connection.id
    ORDER BY began_at DESC, number DESC LIMIT 1)";
/// The last verdict. Whoever has just signed in works.
fn verdict_before(
    transaction: &Transaction<'_>,
    id: &ConnectionId,
) -> rusqlite::Result<Option<Verdict>> {
    let found: Option<Option<String>> = transaction
        .prepare_cached("SELECT verdict FROM connection WHERE id = ?1")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    Ok(found.and_then(|name| name.map_or(Some(Verdict::Working), |name| Verdict::parse(&name))))
}

fn deed(verdict: Verdict) -> Deed {
    let result = match verdict {
        Verdict::Working => ActivityResult::Done,
        _ => ActivityResult::Failed,
    };
    Deed::ended(ActivityKind::Test, result).with(Detail::Verdict(verdict))
}

/// Gives whether the connection is still there.
fn insert(
    transaction: &Transaction<'_>,
    id: &ConnectionId,
    outcome: &TestOutcome,
) -> rusqlite::Result<bool> {
    let (evidence, credentials) = (&outcome.evidence, &outcome.evidence.credentials);
    let inserted = transaction.prepare_cached(INSERT)?.execute(named_params! {
        ":id": id.as_str(),
        ":began_at": evidence.began_at,
        ":milliseconds": u32::try_from(evidence.took.as_millis()).unwrap_or(u32::MAX),
        ":verdict": outcome.verdict.name(),
        ":cause": outcome.cause.map(Cause::id),
        ":code": outcome.words.code,
        ":description": outcome.words.description,
        ":renewed": evidence.renewed,
        ":requests_used": evidence.usage.map(|usage| usage.used),
        ":requests_allowed": evidence.usage.map(|usage| usage.allowed),
        ":authentication": credentials.authentication.key(),
        ":consumer_key": credentials.consumer_key.as_ref().map_or("", ConsumerKey::as_str),
        ":authorized_at": credentials.authorized_at,
        ":generation": credentials.generation,
    })?;
    Ok(inserted == 1)
}

const INSERT: &str = "
INSERT INTO test_result (id, began_at, milliseconds, verdict, cause, code, description, renewed,
    requests_used, requests_allowed, authentication, consumer_key, authorized_at, generation)
SELECT :id, :began_at, :milliseconds, :verdict, :cause, :code, :description, :renewed,
    :requests_used, :requests_allowed, :authentication, :consumer_key, :authorized_at, :generation
WHERE EXISTS (SELECT 1 FROM connection WHERE id = :id)";

fn trim(transaction: &Transaction<'_>, id: &ConnectionId) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "DELETE FROM test_result WHERE id = ?1 AND number NOT IN (
                 SELECT number FROM test_result WHERE id = ?1
                 ORDER BY began_at DESC, number DESC LIMIT ?2)",
        )?
        .execute(params![id.as_str(), KEPT_RESULTS])?;
    Ok(())
}

/// The latest result counts, and a working connection is connected. Why a sign-in ended stays until it works again.
fn remember(
    transaction: &Transaction<'_>,
    id: &ConnectionId,
    outcome: &TestOutcome,
) -> rusqlite::Result<()> {
    let connected = ConnectionStatus::Connected.key();
    let untested = ConnectionStatus::Untested.key();
    if outcome.verdict == Verdict::Working {
        transaction
            .prepare_cached(
                "UPDATE connection SET status = ?3, status_at = ?4
                 WHERE id = ?1 AND generation = ?2 AND status_at <= ?4",
            )?
            .execute(params![
                id.as_str(),
                outcome.evidence.credentials.generation,
                connected,
                outcome.evidence.began_at
            ])?;
    }
    transaction
        .prepare_cached(
            "UPDATE connection SET verdict = ?4, verdict_at = ?5
             WHERE id = ?1 AND generation = ?2 AND status IN (?3, ?6)
                 AND (verdict_at IS NULL OR verdict_at <= ?5)",
        )?
        .execute(params![
            id.as_str(),
            outcome.evidence.credentials.generation,
            connected,
            outcome.verdict.name(),
            outcome.evidence.began_at,
            untested
        ])?;
    Ok(())
}

fn read_with_id(row: &Row<'_>) -> Result<(ConnectionId, TestOutcome), DamagedRow> {
    let id = Columns::of(row).parsed("id", |text| ConnectionId::parse(text).ok())?;
    Ok((id, read(row)?))
}

fn read(row: &Row<'_>) -> Result<TestOutcome, DamagedRow> {
    let columns = Columns::of(row);
    let cause: Option<String> = columns.get("cause")?;
    let used: Option<u32> = columns.get("requests_used")?;
    let allowed: Option<u32> = columns.get("requests_allowed")?;
    Ok(TestOutcome {
        verdict: columns.parsed("verdict", Verdict::parse)?,
        cause: cause.map(|id| Cause::parse(&id).unwrap_or_else(Cause::unknown)),
        words: ServerWords {
            code: columns.get("code")?,
            description: columns.get("description")?,
        },
        evidence: Evidence {
            began_at: columns.get("began_at")?,
            took: Duration::from_millis(u64::from(columns.get::<u32>("milliseconds")?)),
            credentials: credentials(&columns)?,
            renewed: columns.get("renewed")?,
            usage: used
                .zip(allowed)
                .map(|(used, allowed)| ApiUsage { used, allowed }),
        },
    })
}

fn credentials(columns: &Columns<'_, '_>) -> Result<TestedCredentials, DamagedRow> {
    Ok(TestedCredentials {
        authentication: columns.parsed("authentication", AuthenticationType::from_key)?,
        consumer_key: columns.parsed("consumer_key", |text| match text {
            "" => Some(None),
            text => ConsumerKey::parse(text).ok().map(Some),
        })?,
        authorized_at: columns.get("authorized_at")?,
        generation: columns.get("generation")?,
    })
}
