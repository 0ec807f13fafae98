//! The report on moves to External Client Apps, for a change ticket: which connection, from what, to what, how it stands.
//!
//! It names no secret. Its columns are a promise to programs outside, as those of the inventory are.

use orgkeep_api::connection::{AuthenticationView, EnvironmentView};
use orgkeep_api::label::ExpiryView;
use orgkeep_blueprint::markdown::escape;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::text::neutral;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::dependents::DependentRecord;
use orgkeep_vault::earlier_record::EarlierRecord;
use orgkeep_vault::move_queue::{QueuedMoveRecord, QueuedMoveState};
use orgkeep_vault::pending_record::PendingRecord;
use serde::Serialize;

use crate::attempt::rfc3339;
use crate::dev_hub::against_migration;
use crate::labels::expiry_view;
use crate::move_words::{dependent_in_words, failure_in_words, tested};
use crate::table::{Column, TableError, to_table};
use crate::view::{authentication_view, environment_view};

/// The longest text of a cell of the document, in characters.
const LONGEST: usize = 300;

/// One connection of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MoveEntry {
    name: String,
    org_name: String,
    org_id: String,
    username: String,
    environment: EnvironmentView,
    from: AuthenticationView,
    to: AuthenticationView,
    state: MoveStanding,
    at: Option<String>,
    app: Option<String>,
    deadline: String,
    blocker: String,
    owner: String,
    dependents: Vec<String>,
    id: String,
}

/// How a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum MoveStanding {
    /// Nothing was done yet.
    ToMove,
    /// Its app is there, or is being made, and Salesforce does not know it yet.
    AppCreatedWaiting,
    /// Its app is typed.
    ReadyToAuthorize,
    /// It is in the queue.
    Waiting,
    /// Its sign-in failed.
    Failed,
    /// The person went on without it.
    Skipped,
    /// It is moved.
    Moved,
    /// It is registered as a Dev Hub, which is not moved.
    Stays,
}

impl MoveStanding {
    /// As the board calls it.
    fn in_words(self) -> &'static str {
        match self {
            Self::ToMove => "To move",
            Self::AppCreatedWaiting => "App created, waiting",
            Self::ReadyToAuthorize => "Ready to authorize",
            Self::Waiting => "In the queue",
            Self::Failed => "Failed",
            Self::Skipped => "Skipped",
            Self::Moved => "Moved",
            Self::Stays => "Stays",
        }
    }
}

/// What the report knows of one connection.
pub(crate) struct Known<'a> {
    pub(crate) record: &'a ConnectionRecord,
    pub(crate) queued: Option<&'a QueuedMoveRecord>,
    pub(crate) pending: Option<&'a PendingRecord>,
    /// Whether its app cannot be signed in through yet.
    pub(crate) waits: bool,
    pub(crate) earlier: Option<&'a EarlierRecord>,
    pub(crate) dependents: &'a [DependentRecord],
}

impl Known<'_> {
    /// Its line; nothing where it was never anything else than what it is.
    pub(crate) fn entry(&self) -> Option<MoveEntry> {
        let record = self.record;
        let from = self.came_from()?;
        let (state, at) = self.standing();
        Some(MoveEntry {
            name: record.name.to_string(),
            org_name: record.org_name.clone(),
            org_id: record.org_id.to_string(),
            username: record.username.clone(),
            environment: environment_view(record.environment),
            from: authentication_view(from),
            to: match state {
                MoveStanding::Stays => authentication_view(from),
                _ => AuthenticationView::ExternalClientApp,
            },
            state,
            at,
            app: self.app().map(ConsumerKey::shortened),
            deadline: deadline(record),
            blocker: self.blocker(state),
            owner: record.labels.owner.clone(),
            dependents: self
                .dependents
                .iter()
                .map(|one| dependent_in_words(&one.fields))
                .collect(),
            id: record.id.to_string(),
        })
    }

    fn is_moved(&self) -> bool {
        self.record.authentication == AuthenticationType::ExternalClientApp
    }

    fn came_from(&self) -> Option<AuthenticationType> {
        if !self.is_moved() {
            return Some(self.record.authentication);
        }
        let kept = self.earlier.map(|earlier| earlier.authentication);
        kept.or(self.queued.map(|queued| queued.came_from))
    }

    fn app(&self) -> Option<&ConsumerKey> {
        if self.is_moved() {
            self.record.consumer_key()
        } else {
            self.pending.map(|typed| &typed.consumer_key)
        }
    }

    fn standing(&self) -> (MoveStanding, Option<String>) {
        if self.is_moved() {
            let at = self.earlier.map(|earlier| earlier.kept_at);
            let at = at.or(self.queued.map(|queued| queued.changed_at));
            return (MoveStanding::Moved, at.map(rfc3339));
        }
        if against_migration(self.record).is_some() {
            return (MoveStanding::Stays, None);
        }
        let queued = self.queued.and_then(|queued| {
            let state = match queued.state {
                QueuedMoveState::Waiting | QueuedMoveState::Begun => MoveStanding::Waiting,
                QueuedMoveState::Failed(_) => MoveStanding::Failed,
                QueuedMoveState::Skipped => MoveStanding::Skipped,
                // Somebody went back since.
                QueuedMoveState::Moved => return None,
            };
            Some((state, Some(rfc3339(queued.changed_at))))
        });
        queued.unwrap_or_else(|| match self.pending {
            _ if self.waits => {
                let at = self.pending.map(|typed| rfc3339(typed.typed_at));
                (MoveStanding::AppCreatedWaiting, at)
            }
            Some(typed) => (
                MoveStanding::ReadyToAuthorize,
                Some(rfc3339(typed.typed_at)),
            ),
            None => (MoveStanding::ToMove, None),
        })
    }

    fn blocker(&self, state: MoveStanding) -> String {
        match state {
            MoveStanding::Moved => return String::new(),
            MoveStanding::Stays => return "registered as a Dev Hub".to_owned(),
            _ => {}
        }
        match self.queued.map(|queued| &queued.state) {
            Some(QueuedMoveState::Failed(why)) => failure_in_words(why.as_deref()),
            _ => tested(self.record).to_owned(),
        }
    }
}

fn deadline(record: &ConnectionRecord) -> String {
    match expiry_view(record) {
        None => String::new(),
        Some(ExpiryView::SignInEnds { release, month }) => month.unwrap_or(release),
        Some(ExpiryView::WithSession) => "with its session".to_owned(),
        Some(
            ExpiryView::WithKey { at }
            | ExpiryView::ByDefaultPolicy { at }
            | ExpiryView::OrgEnds { at },
        ) => at,
    }
}

/// The columns of the table, and where their values stand in the JSON of an entry.
const COLUMNS: [Column; 15] = [
    ("name", "/name"),
    ("orgName", "/orgName"),
    ("orgId", "/orgId"),
    ("username", "/username"),
    ("environment", "/environment"),
    ("from", "/from"),
    ("to", "/to"),
    ("state", "/state"),
    ("at", "/at"),
    ("app", "/app"),
    ("deadline", "/deadline"),
    ("blocker", "/blocker"),
    ("owner", "/owner"),
    ("dependents", "/dependents"),
    ("id", "/id"),
];

/// As a table for spreadsheets. No cell is a formula.
pub(crate) fn to_csv(entries: &[MoveEntry]) -> Result<String, TableError> {
    to_table(&COLUMNS, entries)
}

/// As a document that shows the same table. No text in it is markup.
pub(crate) fn to_markdown(entries: &[MoveEntry], now: &str) -> Result<String, TableError> {
    let moved = entries
        .iter()
        .filter(|entry| entry.state == MoveStanding::Moved);
    let mut text = format!(
        "# Moves to External Client Apps\n\n{} of {} connections are moved. As of {now}.\n\n",
        moved.count(),
        entries.len(),
    );
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    text.push_str(&format!("| {} |\n", names.join(" | ")));
    text.push_str(&format!("|{}\n", " --- |".repeat(names.len())));
    for entry in entries {
        let value = serde_json::to_value(entry)?;
        let cells = COLUMNS.map(|(name, pointer)| match name {
            "state" => entry.state.in_words().to_owned(),
            _ => cell(value.pointer(pointer)),
        });
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    Ok(text)
}

fn cell(value: Option<&serde_json::Value>) -> String {
    let text = match value {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(serde_json::Value::Array(words)) => {
            let words: Vec<&str> = words.iter().filter_map(|word| word.as_str()).collect();
            words.join(", ")
        }
        _ => String::new(),
    };
    escape(&neutral(&text, LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, state: MoveStanding) -> MoveEntry {
        MoveEntry {
            name: name.to_owned(),
            org_name: "ACME".to_owned(),
            org_id: "00D000000000001AAA".to_owned(),
            username: "admin@example.com".to_owned(),
            environment: EnvironmentView::Uat,
            from: AuthenticationView::Standard,
            to: AuthenticationView::ExternalClientApp,
            state,
            at: Some("2026-11-20T10:00:00.000Z".to_owned()),
            app: Some("3MVG9a…1234".to_owned()),
            deadline: "2027-06".to_owned(),
            blocker: "the org was not reached".to_owned(),
            owner: "Release team".to_owned(),
            dependents: vec!["pipeline Nightly (ARM)".to_owned(), "job Backup".to_owned()],
            id: "c1".to_owned(),
        }
    }

    #[test]
    fn every_column_has_its_value_and_no_cell_is_a_formula() {
        let table = to_csv(&[entry("=HYPERLINK(1)", MoveStanding::Failed)]).unwrap();
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
        assert_eq!(
            (row.get(0), row.get(7)),
            (Some("'=HYPERLINK(1)"), Some("failed"))
        );
        assert_eq!(row.get(13), Some("pipeline Nightly (ARM), job Backup"));
    }

    #[test]
    fn the_document_counts_and_shows_texts_as_themselves() {
        let entries = [
            entry("A|B\n# <b>", MoveStanding::Moved),
            entry("C", MoveStanding::ToMove),
        ];
        let text = to_markdown(&entries, "2026-11-21T10:00:00Z").unwrap();
        assert!(text.contains("1 of 2 connections are moved."), "{text}");
        let rows: Vec<&str> = text.lines().skip(6).collect();
        assert_eq!(rows.len(), 2, "{text}");
        assert!(rows[0].starts_with("| A\\|B \\# \\<b\\> |"), "{text}");
        assert!(rows[0].contains("| Moved |") && rows[1].contains("| To move |"));
    }
}
