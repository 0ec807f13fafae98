//! A list as entries with named fields, each knowing its line: from CSV or from JSON.

use std::collections::BTreeMap;

use serde_json::{Deserializer, Map, Value};

/// The longest list, in entries.
pub const MOST_ENTRIES: usize = 10_000;

/// Why a list is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// There is nothing in it.
    #[error("the list is empty")]
    Empty,
    /// It has more than [`MOST_ENTRIES`] entries.
    #[error("the list has more than {MOST_ENTRIES} entries")]
    TooLong,
    /// Its first line names none of the columns that are needed.
    #[error("the first line names no column {0}")]
    NoColumn(&'static str),
    /// It is neither CSV nor JSON from this line on.
    #[error("line {0} is neither CSV nor JSON")]
    Malformed(u64),
}

/// What is wrong with one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// Which line, from 1.
    pub line: u64,
    /// Which field.
    pub field: &'static str,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing stands there.
    Missing,
    /// It is none of the words that are known.
    Unknown,
    /// It is longer than it may be.
    TooLong,
    /// It is not an address at which somebody can sign in.
    Address,
    /// An earlier line says the same.
    Repeated,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it begins, from 1.
    pub line: u64,
    fields: BTreeMap<String, String>,
}

impl Entry {
    /// The text of a field that is known under any of these names; empty where there is none.
    #[must_use]
    pub fn text(&self, names: &[&str]) -> &str {
        let found = names.iter().find_map(|name| self.fields.get(&folded(name)));
        found.map_or("", String::as_str)
    }

    /// An error of this line.
    #[must_use]
    pub fn fault(&self, field: &'static str, fault: Fault) -> LineError {
        LineError {
            line: self.line,
            field,
            fault,
        }
    }

    fn is_empty(&self) -> bool {
        self.fields.values().all(String::is_empty)
    }
}

/// Reads a list. What begins with a bracket is JSON: an array of objects. Anything else is CSV, with names in its first
/// line, separated by commas, semicolons or tabs.
///
/// # Errors
/// [`ListError`]. Nothing of the list stands in it.
pub fn parse_entries(text: &str) -> Result<Vec<Entry>, ListError> {
    let text = text.trim_start_matches('\u{feff}');
    let entries = match text.trim_start().chars().next() {
        None => return Err(ListError::Empty),
        Some('[') => parse_json(text)?,
        Some(_) => parse_csv(text)?,
    };
    if entries.is_empty() {
        return Err(ListError::Empty);
    }
    Ok(entries)
}

fn parse_csv(text: &str) -> Result<Vec<Entry>, ListError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter_of(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let names = reader.headers().map_err(|error| malformed(&error))?.clone();
    let mut entries = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| malformed(&error))?;
        let line = row.position().map_or(0, |begin| line_of(text, begin));
        let cells = names.iter().zip(row.iter());
        let fields = cells
            .map(|(name, cell)| (folded(name), cell.to_owned()))
            .collect();
        push(&mut entries, Entry { line, fields })?;
    }
    Ok(entries)
}

/// Whichever of the usual ones stands most often in the first line.
fn delimiter_of(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| first.bytes().filter(|byte| byte == delimiter).count();
    // The last of equals wins: a comma where there is none at all.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

fn malformed(error: &csv::Error) -> ListError {
    ListError::Malformed(error.position().map_or(1, csv::Position::line))
}

fn parse_json(text: &str) -> Result<Vec<Entry>, ListError> {
    let mut entries = Vec::new();
    let mut place = Place {
        rest: text,
        line: 1,
    };
    place.skip(|c| c.is_whitespace());
    place.skip(|c| c == '[');
    let mut separators = "";
    loop {
        place.skip(|c| c.is_whitespace() || separators.contains(c));
        separators = ",";
        let line = place.line;
        if let Some(behind) = place.rest.strip_prefix(']') {
            let is_end = behind.trim().is_empty();
            return if is_end {
                Ok(entries)
            } else {
                Err(ListError::Malformed(line))
            };
        }
        let mut values = Deserializer::from_str(place.rest).into_iter::<Map<String, Value>>();
        let object = match values.next() {
            Some(Ok(object)) => object,
            Some(Err(error)) => {
                let further = (error.line() as u64).saturating_sub(1);
                return Err(ListError::Malformed(line + further));
            }
            None => return Err(ListError::Malformed(line)),
        };
        place.pass(values.byte_offset());
        let named = |(name, value): (String, Value)| Some((folded(&name), scalar(value)?));
        let fields = object.into_iter().filter_map(named).collect();
        push(&mut entries, Entry { line, fields })?;
    }
}

/// How far a text was read.
struct Place<'a> {
    rest: &'a str,
    line: u64,
}

impl Place<'_> {
    fn skip(&mut self, skipped: impl Fn(char) -> bool) {
        self.pass(self.rest.len() - self.rest.trim_start_matches(skipped).len());
    }

    fn pass(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.line += line_breaks(passed);
        self.rest = rest;
    }
}

fn line_breaks(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// The line of a row. The reader's position is where the row before it ended: empty lines stand in between.
fn line_of(text: &str, begin: &csv::Position) -> u64 {
    let byte = usize::try_from(begin.byte()).unwrap_or(usize::MAX);
    let rest = text.get(byte..).unwrap_or_default();
    let row = rest.trim_start_matches(['\r', '\n']);
    begin.line() + line_breaks(rest.get(..rest.len() - row.len()).unwrap_or_default())
}

fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn push(entries: &mut Vec<Entry>, entry: Entry) -> Result<(), ListError> {
    if entries.len() == MOST_ENTRIES {
        return Err(ListError::TooLong);
    }
    if !entry.is_empty() {
        entries.push(entry);
    }
    Ok(())
}

/// `Login URL`, `login_url` and `loginUrl` are one name.
fn folded(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Result<Vec<(u64, String)>, ListError> {
        let entries = parse_entries(text)?;
        let name = |entry: Entry| (entry.line, entry.text(&["login url"]).to_owned());
        Ok(entries.into_iter().map(name).collect())
    }

    #[test]
    fn the_three_separators_and_json_say_the_same_with_their_lines() {
        let expected = vec![(2, "a, b".to_owned()), (4, "c".to_owned())];
        for text in [
            "Name,Login URL\nx,\"a, b\"\n\ny,c\n",
            "\u{feff}name;loginUrl\nx;a, b\n;\ny;c",
            "name\tlogin_url\r\nx\ta, b\r\n\r\ny\tc\r\n",
            "[\n{\"name\":\"x\",\"loginUrl\":\"a, b\"},\n\n{\"login_url\":\"c\"}]\n",
        ] {
            assert_eq!(names(text).as_ref(), Ok(&expected), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_names_its_line() {
        for (text, error) in [
            ("", ListError::Empty),
            (" \n", ListError::Empty),
            ("[]", ListError::Empty),
            ("name\n", ListError::Empty),
            ("[\n{},\n7]", ListError::Malformed(3)),
            ("[\n{}\n", ListError::Malformed(3)),
            ("[{\"a\":\"b\"}] x", ListError::Malformed(1)),
            ("[{\"a\":\n\n}]", ListError::Malformed(3)),
        ] {
            assert_eq!(names(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_list_has_an_end() {
        let line = "x,y\n";
        let most = format!("name,loginUrl\n{}", line.repeat(MOST_ENTRIES));
        assert_eq!(parse_entries(&most).map(|all| all.len()), Ok(MOST_ENTRIES));
        assert_eq!(
            parse_entries(&format!("{most}{line}")),
            Err(ListError::TooLong)
        );
    }
}
