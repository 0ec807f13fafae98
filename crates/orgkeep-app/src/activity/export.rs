//! The activity as a file, for spreadsheets and scripts.
//!
//! Its names are a promise to programs outside, so it has types of its own and does not follow the page.

use orgkeep_vault::activity_record::ActivityRecord;
use serde::Serialize;

use crate::attempt::rfc3339;
use crate::table::{Column, TableError, to_table};

/// Rises when a field changes its meaning or goes away. New fields do not raise it.
pub const VERSION: u32 = 1;

/// What stands where this version does not know a word.
const UNKNOWN: &str = "unknown";

/// One entry, with all of it that may be handed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportedEntry {
    /// Its place in the whole activity, from 1.
    pub number: u64,
    /// When, RFC 3339.
    pub at: String,
    /// What was done: `register`, `test`, `remove`…
    pub kind: &'static str,
    /// How it ended: `done`, `failed`, `cancelled` or `unconfirmed`.
    pub result: &'static str,
    /// What the connection was called then.
    pub connection: Option<String>,
    /// Which connection it was.
    pub connection_id: Option<String>,
    /// Its org's 18-character id.
    pub org_id: Option<String>,
    /// The account on this computer.
    pub person: Option<String>,
    /// The program.
    pub program: String,
    /// Which kind of thing else there is to say: `verdict`, `cause`, `earlierName`…
    pub detail: Option<&'static str>,
    /// What that is.
    pub value: Option<String>,
}

impl From<ActivityRecord> for ExportedEntry {
    fn from(entry: ActivityRecord) -> Self {
        let concerned = entry.concerned;
        let id = concerned.as_ref().and_then(|one| one.id.as_ref());
        let org = concerned.as_ref().and_then(|one| one.org.as_ref());
        Self {
            number: entry.number,
            at: rfc3339(entry.at),
            kind: entry.kind.map_or(UNKNOWN, |kind| kind.name()),
            result: entry.result.map_or(UNKNOWN, |result| result.name()),
            connection_id: id.map(ToString::to_string),
            org_id: org.map(ToString::to_string),
            connection: concerned.map(|one| one.name),
            person: entry.person,
            program: entry
                .program
                .map_or_else(|| UNKNOWN.to_owned(), |program| program.to_string()),
            detail: entry.detail.as_ref().map(|detail| detail.key()),
            value: entry.detail.map(|detail| detail.value()),
        }
    }
}

/// The document that `orgkeep activity --json` and the export are.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    entries: &'a [ExportedEntry],
}

/// As one JSON document, ending with a line break.
///
/// # Errors
/// [`TableError::Json`].
pub fn to_json(entries: &[ExportedEntry]) -> Result<String, TableError> {
    let document = Document {
        version: VERSION,
        entries,
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// As a table for spreadsheets.
///
/// # Errors
/// [`TableError`].
pub fn to_csv(entries: &[ExportedEntry]) -> Result<String, TableError> {
    to_table(&COLUMNS, entries)
}

/// The columns of the table, and where their values stand in the JSON of an entry.
const COLUMNS: [Column; 11] = [
    ("number", "/number"),
    ("at", "/at"),
    ("kind", "/kind"),
    ("result", "/result"),
    ("connection", "/connection"),
    ("connectionId", "/connectionId"),
    ("orgId", "/orgId"),
    ("person", "/person"),
    ("program", "/program"),
    ("detail", "/detail"),
    ("value", "/value"),
];

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use orgkeep_domain::activity::{ActivityKind, ActivityResult, Concerned, Detail, Program};
    use orgkeep_domain::id::{ConnectionId, OrgId};

    use super::*;

    fn entry(name: &str) -> ExportedEntry {
        ExportedEntry::from(ActivityRecord {
            number: 7,
            at: Timestamp::UNIX_EPOCH,
            kind: Some(ActivityKind::Rename),
            result: Some(ActivityResult::Done),
            concerned: Some(Concerned {
                id: ConnectionId::parse("c1").ok(),
                name: name.to_owned(),
                org: OrgId::parse("00D000000000001").ok(),
            }),
            person: Some("admin".to_owned()),
            program: Some(Program::Window),
            detail: Some(Detail::EarlierName(name.to_owned())),
        })
    }

    #[test]
    fn every_field_of_the_json_is_a_column_of_the_table() {
        let value = serde_json::to_value(entry("ACME")).unwrap();
        let names: Vec<&str> = value
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut columns = COLUMNS.map(|(name, _)| name);
        columns.sort_unstable();
        assert_eq!(names, columns);
        assert_eq!(
            to_csv(&[entry("ACME, \"full\"")]).unwrap(),
            "number,at,kind,result,connection,connectionId,orgId,person,program,detail,value\r\n\
             7,1970-01-01T00:00:00.000Z,rename,done,\"ACME, \"\"full\"\"\",c1,00D000000000001EAA,admin,\
             Orgkeep window,earlierName,\"ACME, \"\"full\"\"\"\r\n"
        );
    }

    #[test]
    fn no_name_becomes_a_formula() {
        for name in [
            "=HYPERLINK(\"http://evil.example\")",
            "+1",
            "-1",
            "@SUM(A1)",
            " =1",
        ] {
            let table = to_csv(&[entry(name)]).unwrap();
            let mut reader = csv::Reader::from_reader(table.as_bytes());
            let row = reader.records().next().unwrap().unwrap();
            let expected = format!("'{}", name.trim());
            assert_eq!(
                (row.get(4), row.get(10)),
                (Some(&*expected), Some(&*expected))
            );
        }
    }

    #[test]
    fn the_document_names_its_version_and_says_what_it_does_not_know() {
        let unknown = ActivityRecord {
            number: 8,
            at: Timestamp::UNIX_EPOCH,
            kind: None,
            result: None,
            concerned: None,
            person: None,
            program: None,
            detail: None,
        };
        let text = to_json(&[unknown.into()]).unwrap();
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["version"], VERSION);
        assert_eq!(document["entries"][0]["kind"], "unknown");
        assert_eq!(
            document["entries"][0]["connection"],
            serde_json::Value::Null
        );
    }
}
