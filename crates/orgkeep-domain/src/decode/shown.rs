//! What may be shown of words from outside.
//!
//! A description may carry anything, also a piece of the address it came in. Where a secret begins, the
//! description ends; what merely looks like one is left out; of an address only the origin stays.

use url::Url;

use crate::catalogue::is_known_code;
use crate::host::is_page_of_salesforce;
use crate::text::{neutral, runs};

use super::layers::unwrapped;

/// Characters of a description.
const LONGEST: usize = 300;
const HIDDEN: &str = "[hidden]";

/// Names whose values are never shown, lower case and without separators.
const SECRET_NAMES: [&str; 9] = [
    "authcode",
    "authorization",
    "authorizationcode",
    "code",
    "devicecode",
    "otp",
    "pwd",
    "sid",
    "usercode",
];
/// The same for names that end like this: `access_token`, `client_secret`.
const SECRET_ENDINGS: [&str; 9] = [
    "token",
    "secret",
    "password",
    "state",
    "assertion",
    "verifier",
    "sessionid",
    "bearer",
    "authurl",
];

/// A code of letters, digits, `_` and `-`, unless it looks like a token.
pub(super) fn code(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = text.rsplit_once(':').map_or(text, |(_, bare)| bare);
    let plain = (1..=60).contains(&bare.len())
        && bare
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (plain && !is_opaque(bare)).then(|| bare.to_owned())
}

/// The description up to the first secret, neutral and bounded.
pub(super) fn description(text: &str) -> Option<String> {
    let plain = neutral(&unwrapped(text), usize::MAX);
    let harmless = before_secret(&plain);
    let mut words: Vec<String> = harmless.split_whitespace().map(word).collect();
    if harmless.len() < plain.len() && !words.is_empty() {
        words.push(HIDDEN.to_owned());
    }
    Some(neutral(&words.join(" "), LONGEST)).filter(|text| !text.is_empty())
}

/// The text up to where the first secret begins.
pub(super) fn before_secret(text: &str) -> &str {
    secret_start(text)
        .and_then(|end| text.get(..end))
        .unwrap_or(text)
}

/// Host and port of an address, as far as they are written like one.
pub(super) fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    // A token that was pasted as an address has become a host.
    let like_token = name.starts_with("eyj") || name.split('.').any(is_opaque);
    if (like_token && !is_page_of_salesforce(name)) || !is_plain_host(name) {
        return HIDDEN.to_owned();
    }
    url.port()
        .map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

/// Whether a parameter of this name carries a secret. The code of an error is no such name, whatever it
/// ends in.
pub(super) fn is_secret_name(name: &str) -> bool {
    let bare = name.to_ascii_lowercase().replace(['_', '-'], "");
    let secret = SECRET_NAMES.contains(&bare.as_str())
        || SECRET_ENDINGS.iter().any(|ending| bare.ends_with(ending));
    secret && !is_known_code(name)
}

fn is_plain_host(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'[' | b']' | b':')
        })
}

fn word(word: &str) -> String {
    match word.find("://") {
        Some(at) => address(word, at),
        None if is_opaque(word) => HIDDEN.to_owned(),
        None => word.to_owned(),
    }
}

/// What stands before the address, and the address without path, query and fragment.
fn address(word: &str, at: usize) -> String {
    let scheme_end = |text: &str| {
        text.trim_end_matches(|c: char| c.is_ascii_alphanumeric())
            .len()
    };
    let start = word.get(..at).map_or(0, scheme_end);
    let (before, url) = word.split_at_checked(start).unwrap_or(("", word));
    let origin = Url::parse(url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(|url| format!("{}://{}", url.scheme(), host(&url)));
    match origin {
        Some(origin) if !is_opaque(before) => format!("{before}{origin}"),
        _ => HIDDEN.to_owned(),
    }
}

/// Long, and made of letters and digits: a token, a key, an id of a session.
fn is_opaque(word: &str) -> bool {
    let part_of_token = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '~' | '+' | '/' | '=' | '!' | '-')
    };
    word.split(|c| !part_of_token(c)).any(|run| {
        let mixed = run.contains(|c: char| c.is_ascii_digit())
            && run.contains(|c: char| c.is_ascii_alphabetic());
        (mixed && run.len() >= 20) || run.len() >= 48
    })
}

/// Where the first secret begins that is known by its name or its shape.
fn secret_start(text: &str) -> Option<usize> {
    [
        named_secret(text),
        text.to_ascii_lowercase().find("force://"),
        text.to_ascii_lowercase().find("frontdoor"),
        shape(text, "00D", '!'),
        shape(text, "eyJ", '.'),
        still_encoded(text),
    ]
    .into_iter()
    .flatten()
    .min()
}

/// A word that begins with `start` and contains `mark`: a session id, a JWT.
fn shape(text: &str, start: &str, mark: char) -> Option<usize> {
    let has_mark = |rest: &str| {
        rest.split_whitespace()
            .next()
            .is_some_and(|word| word.contains(mark))
    };
    text.match_indices(start)
        .map(|(at, _)| at)
        .find(|at| text.get(*at..).is_some_and(has_mark))
}

/// More layers than were taken off may hide anything.
fn still_encoded(text: &str) -> Option<usize> {
    let is_sequence = |at: usize| {
        text.get(at + 1..at + 3)
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let percent = text
        .match_indices('%')
        .map(|(at, _)| at)
        .find(|at| is_sequence(*at));
    percent.into_iter().chain(text.find("&#")).min()
}

/// A secret's name that something is assigned to: `code=`, `"sid":`, `<sessionId>`.
fn named_secret(text: &str) -> Option<usize> {
    let in_name = |c: char| c.is_ascii_alphabetic() || c == '_';
    let assigned = |at: usize| text.get(at..).is_some_and(is_assigned);
    runs(text, in_name)
        .find(|(start, name)| is_secret_name(name) && assigned(start + name.len()))
        .map(|(start, _)| start)
}

fn is_assigned(rest: &str) -> bool {
    rest.trim_start_matches([' ', '+', '"', '\'', '\\', '[', ']'])
        .starts_with(['=', ':', '>'])
}
