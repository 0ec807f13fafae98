//! What arrives at the callback's port, or is pasted instead.

use orgkeep_domain::callback::{
    CallbackOutcome, CallbackQuery, parse_callback_query, parse_pasted_callback,
};
use orgkeep_domain::client::CallbackUrl;
use orgkeep_loopback::fuzzing::{Received, receive};
use url::form_urlencoded::Serializer;

use crate::assert_fit;

/// Longer than any page that is answered.
const LONGEST_ANSWER: usize = 2048;

/// Everything that a connection sends.
pub fn callback(bytes: &[u8]) -> bool {
    let received = receive(bytes, usize::MAX);
    // How the bytes arrive makes no difference.
    let dripped = receive(bytes, 1);
    assert_eq!(format!("{received:?}"), format!("{dripped:?}"));
    match received {
        Received::Callback(query) => {
            assert!(bytes.starts_with(b"GET /?"), "another request was taken");
            assert_query(&query);
            true
        }
        Received::Answer(answer) => {
            assert!(answer.len() <= LONGEST_ANSWER);
            let answer = String::from_utf8_lossy(&answer);
            assert!(answer.starts_with("HTTP/1.1 ") && !answer.contains("Location"));
            false
        }
        Received::Dropped => false,
    }
}

/// A query, and the same as an address that somebody pasted.
pub fn query(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let callback = CallbackUrl::standard();
    let pasted = parse_pasted_callback(&text, &callback);
    if let Ok(query) = &pasted {
        assert_query(query);
    }
    let Ok(query) = parse_callback_query(&text) else {
        return pasted.is_ok();
    };
    assert_query(&query);
    let again = parse_callback_query(&written(&query));
    assert!(
        again.is_ok_and(|again| is_same(&query, &again)),
        "it means something else when it is written again"
    );
    true
}

fn assert_query(query: &CallbackQuery) {
    let state = query.state.expose();
    assert!(!state.is_empty() && !state.contains(char::is_control));
    match &query.outcome {
        CallbackOutcome::Code(code) => {
            assert!(!code.is_empty() && !code.expose().contains(char::is_control));
        }
        CallbackOutcome::Error(error) => {
            let code = error.code.iter();
            code.for_each(|code| assert_fit(code, 100));
            let description = error.description.iter();
            description.for_each(|text| assert_fit(text, 300));
        }
    }
}

fn written(query: &CallbackQuery) -> String {
    let mut pairs = Serializer::new(String::new());
    pairs.append_pair("state", query.state.expose());
    match &query.outcome {
        CallbackOutcome::Code(code) => pairs.append_pair("code", code.expose()),
        CallbackOutcome::Error(error) => {
            // What was unfit is not kept, and cannot be written again.
            let code = error.code.as_deref().unwrap_or("<");
            pairs.append_pair("error", code);
            let description = error.description.iter();
            pairs.extend_pairs(description.map(|text| ("error_description", text)))
        }
    };
    pairs.extend_pairs(query.issuer.iter().map(|issuer| ("iss", issuer)));
    pairs.finish()
}

fn is_same(one: &CallbackQuery, other: &CallbackQuery) -> bool {
    let outcomes = match (&one.outcome, &other.outcome) {
        (CallbackOutcome::Code(one), CallbackOutcome::Code(other)) => one.matches(other),
        (CallbackOutcome::Error(one), CallbackOutcome::Error(other)) => one == other,
        _ => false,
    };
    outcomes && one.state.matches(&other.state) && one.issuer == other.issuer
}
