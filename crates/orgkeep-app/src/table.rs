//! Tables for spreadsheets (RFC 4180), made from what the JSON of the same things says.

use std::io;

use orgkeep_domain::text::neutral;
use serde::Serialize;
use serde_json::Value;

/// The name of a column, and where its value stands in the JSON of an entry (RFC 6901).
pub(crate) type Column = (&'static str, &'static str);

/// The longest text of a cell, in characters.
const LONGEST: usize = 1_000;

/// Something could not be put into the form in which it is handed on.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// As JSON.
    #[error("it could not be written as JSON")]
    Json(#[from] serde_json::Error),
    /// As CSV.
    #[error("it could not be written as CSV")]
    Csv(#[from] csv::Error),
    /// The last of it.
    #[error("it could not be written")]
    Write(#[from] io::Error),
}

/// A line of names, then a line for each entry. No cell is a formula.
pub(crate) fn to_table<T: Serialize>(
    columns: &[Column],
    entries: &[T],
) -> Result<String, TableError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(columns.iter().map(|(name, _)| name))?;
    for entry in entries {
        let value = serde_json::to_value(entry)?;
        let cells = columns
            .iter()
            .map(|(name, pointer)| without_formula(&cell(value.pointer(pointer), separator(name))));
        writer.write_record(cells)?;
    }
    writer.flush()?;
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    String::from_utf8(bytes).map_err(|error| io::Error::other(error).into())
}

/// Scopes have no spaces; tags and dependents may.
fn separator(column: &str) -> &'static str {
    match column {
        "tags" | "dependents" => ", ",
        _ => " ",
    }
}

fn cell(value: Option<&Value>, separator: &str) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(words)) => {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            words.join(separator)
        }
        Some(other) => other.to_string(),
    }
}

/// Spreadsheets take such a text for a formula, also inside quotes. An apostrophe makes it a text again.
fn without_formula(text: &str) -> String {
    let text = neutral(text, LONGEST);
    if text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
    {
        format!("'{text}")
    } else {
        text
    }
}
