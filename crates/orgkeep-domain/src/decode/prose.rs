//! The text of an error page, as it is copied from a window or typed from memory.

use crate::catalogue::{folded, is_known_code, recognise};
use crate::text::{neutral, runs};

use super::address::error_in;
use super::layers::unwrapped;
use super::{Told, shown};

/// An error in plain text: as parameters, as a code with words after it, or as words alone.
pub(super) fn told(text: &str) -> Option<Told> {
    let plain = lines_of(&unwrapped(text));
    text.lines()
        .find_map(parameters)
        .or_else(|| plain.lines().find_map(parameters))
        .or_else(|| code(&plain))
        .or_else(|| words(&plain))
}

/// The same lines without hidden characters, which could split the name of a secret.
fn lines_of(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| neutral(line, usize::MAX)).collect();
    lines.join("\n")
}

/// `error=invalid_client_id&error_description=client%20identifier%20invalid`, with or without anything
/// before it.
fn parameters(line: &str) -> Option<Told> {
    let lower = line.to_ascii_lowercase();
    let start = ["error=", "errorcode=", "error_code="]
        .iter()
        .filter_map(|name| lower.find(name))
        .min()?;
    let (code, text) = error_in(line.get(start..)?)?;
    (is_known_code(&code) || !text.is_empty()).then(|| Told::new(None, &code, &text))
}

/// `OAUTH_APP_BLOCKED : this app is blocked by admin`. The meaning may depend on words anywhere in the
/// text; those after the code are shown.
fn code(text: &str) -> Option<Told> {
    let (code, after) = codes(text).find(|(code, _)| is_known_code(code) || is_new_code(code))?;
    let mut told = Told::new(None, code, text);
    told.words.description = shown::description(description_after(shown::before_secret(after)));
    Some(told)
}

/// Every word that is written like a code, with the text after it.
fn codes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let in_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    runs(text, in_code).map(move |(start, word)| {
        let after = text.get(start + word.len()..);
        (word.trim_matches('-'), after.unwrap_or_default())
    })
}

/// The codes of Salesforce's own error pages begin like this, also those that are still to come.
fn is_new_code(code: &str) -> bool {
    !shown::is_secret_name(code)
        && code.strip_prefix("OAUTH_").is_some_and(|rest| {
            !rest.is_empty()
                && rest
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        })
}

/// The rest of the line or the next line, without separators, a label, and markup.
fn description_after(text: &str) -> &str {
    let line = text
        .split(['\n', '\r', '<'])
        .map(|line| line.split_once('>').map_or(line, |(_tag, text)| text))
        .map(|line| line.trim_start_matches(is_separator))
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    [
        "error_description",
        "errordescription",
        "description",
        "message",
    ]
    .iter()
    .find_map(|label| {
        let start = line.get(..label.len())?;
        let rest = line.get(label.len()..)?;
        start
            .eq_ignore_ascii_case(label)
            .then(|| rest.trim_start_matches(is_separator))
    })
    .unwrap_or(line)
}

fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            ':' | '=' | '-' | '–' | '—' | ',' | '.' | '"' | '\'' | '&' | ')' | ']'
        )
}

/// A description that is known, with no code near it.
fn words(text: &str) -> Option<Told> {
    let known = recognise(None, "", text)?.text()?;
    let line = text
        .lines()
        .find(|line| line.len() <= 300 && folded(line).contains(known));
    Some(Told::new(None, "", line.unwrap_or(known)))
}
