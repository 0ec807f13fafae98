//! Just enough SOQL: fields of one object, a few conditions, a limit.

use axum::{http::StatusCode, response::Response};
use serde_json::{Map, Value, json};

use super::{Session, record};
use crate::reply;

/// A query taken apart.
struct Query<'a> {
    fields: Vec<&'a str>,
    object: &'a str,
    /// `field = 'value'`, joined by AND.
    conditions: Vec<(&'a str, String)>,
}

/// Why a query is refused.
struct Refusal {
    code: &'static str,
    message: String,
}

impl Refusal {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message }
    }
}

/// Answers a query.
pub(super) fn answer(session: &Session, soql: &str) -> Response {
    match run(session, soql) {
        Ok(records) => {
            let size = records.len();
            let body = json!({"totalSize": size, "done": true, "records": records});
            reply::json(StatusCode::OK, &body)
        }
        Err(refusal) => reply::rest_error(StatusCode::BAD_REQUEST, refusal.code, &refusal.message),
    }
}

fn run(session: &Session, soql: &str) -> Result<Vec<Value>, Refusal> {
    let query = parse(soql)?;
    let rows = record::rows(session, query.object).ok_or_else(|| {
        let message = format!("sObject type '{}' is not supported.", query.object);
        Refusal::new("INVALID_TYPE", message)
    })?;
    let shape = record::rows_shape(session, query.object);
    for field in query
        .fields
        .iter()
        .chain(query.conditions.iter().map(|(field, _)| field))
    {
        column(&shape, field, query.object)?;
    }
    let wanted = rows.into_iter().filter(|row| fits(row, &query.conditions));
    Ok(wanted.map(|row| select(&row, &query, session)).collect())
}

fn parse(soql: &str) -> Result<Query<'_>, Refusal> {
    let malformed = || Refusal::new("MALFORMED_QUERY", "unexpected token in query");
    let rest = after_word(soql.trim(), "select").ok_or_else(malformed)?;
    let (fields, rest) = split_at_word(rest, "from").ok_or_else(malformed)?;
    let rest = rest.trim();
    let (object, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let fields: Vec<&str> = fields.split(',').map(str::trim).collect();
    if object.is_empty() || fields.iter().any(|field| field.is_empty()) {
        return Err(malformed());
    }
    let conditions = conditions(rest.trim()).ok_or_else(malformed)?;
    Ok(Query {
        fields,
        object,
        conditions,
    })
}

/// What follows WHERE, up to a limit or an order.
fn conditions(rest: &str) -> Option<Vec<(&str, String)>> {
    let Some(clause) = after_word(rest, "where") else {
        return Some(Vec::new());
    };
    let mut clause = clause;
    for end in ["limit", "order"] {
        clause = split_at_word(clause, end).map_or(clause, |(before, _)| before);
    }
    let mut found = Vec::new();
    let mut left = Some(clause);
    while let Some(clause) = left {
        let (one, next) = match split_at_word(clause, "and") {
            Some((one, next)) => (one, Some(next)),
            None => (clause, None),
        };
        let (field, value) = one.split_once('=')?;
        let value = value.trim().trim_matches('\'').replace("\\'", "'");
        found.push((field.trim(), value));
        left = next;
    }
    Some(found)
}

fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let ends = rest.starts_with(char::is_whitespace);
    (head.eq_ignore_ascii_case(word) && ends).then(|| rest.trim_start())
}

/// Splits at a word that stands alone, whatever its case.
fn split_at_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let lower = text.to_ascii_lowercase();
    let place = lower.find(&format!(" {word} "))?;
    let after = place + word.len() + 2;
    Some((&text[..place], &text[after..]))
}

/// The column's own spelling; queries are read without case.
fn column<'a>(row: &'a Map<String, Value>, field: &str, object: &str) -> Result<&'a str, Refusal> {
    let own = row.keys().find(|name| name.eq_ignore_ascii_case(field));
    own.map(String::as_str).ok_or_else(|| {
        let message = format!("No such column '{field}' on entity '{object}'.");
        Refusal::new("INVALID_FIELD", message)
    })
}

fn value<'a>(row: &'a Map<String, Value>, field: &str) -> Option<&'a Value> {
    let mut columns = row.iter();
    columns.find_map(|(name, value)| name.eq_ignore_ascii_case(field).then_some(value))
}

fn fits(row: &Map<String, Value>, conditions: &[(&str, String)]) -> bool {
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    conditions.iter().all(|(field, wanted)| {
        // An id may be written with or without its checksum.
        value(row, field).map(text).is_some_and(|own| {
            own.eq_ignore_ascii_case(wanted)
                || (own.len() == 18 && own.get(..15) == Some(wanted.as_str()))
        })
    })
}

fn select(row: &Map<String, Value>, query: &Query<'_>, session: &Session) -> Value {
    let id = row.get("Id").and_then(Value::as_str).unwrap_or_default();
    let address = format!(
        "/services/data/{}/sobjects/{}/{id}",
        session.version, query.object
    );
    let mut record = Map::new();
    record.insert(
        "attributes".to_owned(),
        json!({"type": query.object, "url": address}),
    );
    for field in &query.fields {
        let own = row.keys().find(|name| name.eq_ignore_ascii_case(field));
        if let Some((name, value)) = own.and_then(|name| row.get_key_value(name)) {
            record.insert(name.clone(), value.clone());
        }
    }
    Value::Object(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_taken_apart_whatever_its_case() {
        let query =
            parse("select Id, Name FROM User Where IsActive = true AND Username = 'a@b' LIMIT 1");
        let query = query.ok().unwrap();
        assert_eq!((query.fields, query.object), (vec!["Id", "Name"], "User"));
        let expected = vec![
            ("IsActive", "true".to_owned()),
            ("Username", "a@b".to_owned()),
        ];
        assert_eq!(query.conditions, expected);
    }

    #[test]
    fn what_is_no_query_is_malformed() {
        for text in [
            "",
            "SELECT",
            "SELECT Id",
            "SELECT , FROM User",
            "DELETE FROM User",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
