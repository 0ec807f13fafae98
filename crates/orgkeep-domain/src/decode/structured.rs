//! JSON errors and SOAP faults.

use serde_json::Value;

use crate::catalogue::{Place, is_known_code, recognise};

use super::Told;

/// How deep errors lie in the answers of Salesforce.
const DEEPEST: usize = 6;

/// `{"error": …, "error_description": …}`, `[{"errorCode": …, "message": …}]` and their relatives, also
/// after other text.
pub(super) fn json_error(text: &str) -> Option<Told> {
    ['{', '[']
        .into_iter()
        .filter_map(|opening| text.find(opening))
        .find_map(|start| {
            let mut values =
                serde_json::Deserializer::from_str(text.get(start..)?).into_iter::<Value>();
            told_in(&values.next()?.ok()?, DEEPEST)
        })
}

fn told_in(value: &Value, depth: usize) -> Option<Told> {
    let deeper = || depth.checked_sub(1);
    match value {
        Value::Object(fields) => {
            let field = |names: &[&str]| names.iter().find_map(|name| fields.get(*name)?.as_str());
            let text = field(&[
                "error_description",
                "message",
                "exceptionMessage",
                "problem",
            ]);
            let text = text.unwrap_or_default();
            if let Some(code) = field(&["error"]) {
                return Some(Told::new(Some(Place::Token), code, text));
            }
            if let Some(code) = field(&["errorCode", "exceptionCode", "statusCode"]) {
                return Some(Told::new(Some(Place::Api), code, text));
            }
            if recognise(Some(Place::Api), "", text).is_some() {
                return Some(Told::new(Some(Place::Api), "", text));
            }
            let depth = deeper()?;
            fields.values().find_map(|inner| told_in(inner, depth))
        }
        Value::Array(items) => {
            let depth = deeper()?;
            items.iter().find_map(|inner| told_in(inner, depth))
        }
        _ => None,
    }
}

/// A SOAP fault, whole or in part. `login()` says `LoginFault`; other faults answer a call.
pub(super) fn soap_fault(text: &str) -> Option<Told> {
    let fault = element(text, "faultstring");
    let (spoken_code, spoken_text) = fault.map_or(("", ""), code_and_text);
    let codes = [
        element(text, "exceptionCode").unwrap_or_default(),
        element(text, "faultcode").unwrap_or_default(),
        spoken_code,
    ];
    let written = |code: &&&str| code.contains('_');
    let code = codes
        .iter()
        .find(|code| is_known_code(code))
        .or_else(|| codes.iter().find(written))
        .or(fault.map(|_| &""))?;
    let message = element(text, "exceptionMessage").unwrap_or(spoken_text);
    let is_login = find_ignoring_case(text, "LoginFault").is_some() || is_of_login_only(code);
    let place = if is_login { Place::Soap } else { Place::Api };
    Some(Told::new(Some(place), code, message))
}

/// Whether no call but `login()` is answered with this code.
fn is_of_login_only(code: &str) -> bool {
    let sign = recognise(Some(Place::Api), code, "");
    sign.is_some_and(|sign| !sign.places().contains(&Place::Api))
}

/// `CODE: text`.
fn code_and_text(fault: &str) -> (&str, &str) {
    match fault.split_once(':') {
        Some((code, text)) if is_known_code(code) => (code.trim(), text.trim()),
        _ => ("", fault),
    }
}

/// The text of the first element with this local name.
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let after_name = text.get(find_ignoring_case(text, name)? + name.len()..)?;
    let (attributes, content) = after_name.split_once('>')?;
    let opens = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
    opens.then(|| content.split('<').next().unwrap_or(content).trim())
}

fn find_ignoring_case(text: &str, part: &str) -> Option<usize> {
    text.to_ascii_lowercase().find(&part.to_ascii_lowercase())
}
