//! The error that an API answer carries, in whichever of Salesforce's shapes (salesforce.md, 3.5 and 3.8).

use orgkeep_domain::catalogue::{Cause, Place, classify};
use orgkeep_domain::failure::ServerWords;
use orgkeep_domain::text::neutral;
use serde_json::Value;
use url::form_urlencoded;

/// The longest code that is kept, in characters.
const LONGEST_CODE: usize = 100;
/// The longest message that is kept, in characters.
const LONGEST_MESSAGE: usize = 300;

/// What a refused access token is called: by REST and SOAP, by Bulk, by the identity service, by the standard.
const TOKEN_CODES: [&str; 4] = [
    "INVALID_SESSION_ID",
    "InvalidSessionId",
    "Bad_OAuth_Token",
    "invalid_token",
];
/// Said with such a code where no new token of the same app would do better.
const NOT_THE_TOKEN: [&str; 2] = ["not valid for use with", "not attached to agent"];
const LIMIT_CODES: [&str; 2] = ["REQUEST_LIMIT_EXCEEDED", "rate_limit_exceeded"];

/// An error in Salesforce's own words, made fit to show. It has a code or a message, mostly both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiError {
    /// The machine-readable code, such as `INVALID_SESSION_ID`.
    pub code: Option<String>,
    /// The text for a person.
    pub message: Option<String>,
}

impl ApiError {
    /// Reads the body of an answer that is not a success. `None` for a page, for an empty body, and for what is
    /// no error of Salesforce's.
    #[must_use]
    pub fn read(media_type: &str, body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?.trim();
        let error = match text.as_bytes().first()? {
            b'[' | b'{' => Self::of_json(text),
            b'<' => Self::default(),
            _ if media_type == "application/x-www-form-urlencoded" => Self::of_form(text),
            _ if text.starts_with("error=") => Self::of_form(text),
            _ => Self::of_text(text),
        };
        (error != Self::default()).then_some(error)
    }

    /// What it means.
    #[must_use]
    pub fn cause(&self) -> Cause {
        self.cause_at(Place::Api)
    }

    /// What it means where it was said.
    pub(crate) fn cause_at(&self, place: Place) -> Cause {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        classify(Some(place), &text(&self.code), &text(&self.message))
    }

    /// An error from what stood where its code and its message belong. Nothing comes of empty ones.
    pub(crate) fn of(code: Option<&str>, message: Option<&str>) -> Self {
        let fit = |text: Option<&str>, longest| {
            let text = neutral(text?, longest);
            (!text.is_empty()).then_some(text)
        };
        Self {
            code: fit(code, LONGEST_CODE),
            message: fit(message, LONGEST_MESSAGE),
        }
    }

    /// An array whose first object counts, or an object; REST's names or OAuth's.
    fn of_json(text: &str) -> Self {
        let parsed: Value = serde_json::from_str(text).unwrap_or_default();
        let error = parsed.get(0).unwrap_or(&parsed);
        let first = |names: [&str; 2]| names.into_iter().find_map(|name| error[name].as_str());
        Self::of(
            first(["errorCode", "error"]),
            first(["message", "error_description"]),
        )
    }

    fn of_form(text: &str) -> Self {
        let field = |wanted| {
            let mut pairs = form_urlencoded::parse(text.as_bytes());
            pairs.find_map(|(name, value)| (name == wanted).then(|| value.into_owned()))
        };
        Self::of(
            field("error").as_deref(),
            field("error_description").as_deref(),
        )
    }

    /// A body that is one word is a code (`Bad_OAuth_Token`); a longer one is a message.
    fn of_text(text: &str) -> Self {
        let is_word = text.len() <= LONGEST_CODE
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_word {
            Self::of(Some(text), None)
        } else {
            Self::of(None, Some(text))
        }
    }

    /// Whether a new access token may help.
    #[must_use]
    pub fn refuses_token(&self) -> bool {
        let message = self.message.as_deref().unwrap_or_default();
        let message = message.to_ascii_lowercase();
        self.has_code(&TOKEN_CODES) && !NOT_THE_TOKEN.iter().any(|part| message.contains(part))
    }

    /// Whether the org's or the user's share of requests is used up.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        self.has_code(&LIMIT_CODES)
    }

    /// The same as words under *Details*.
    #[must_use]
    pub fn words(&self) -> ServerWords {
        ServerWords {
            code: self.code.clone(),
            description: self.message.clone(),
        }
    }

    fn has_code(&self, codes: &[&str]) -> bool {
        self.code
            .as_deref()
            .is_some_and(|code| codes.contains(&code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = "application/json";

    fn read(media_type: &str, body: &str) -> Option<(Option<String>, Option<String>)> {
        ApiError::read(media_type, body.as_bytes()).map(|error| (error.code, error.message))
    }

    #[test]
    fn every_shape_gives_its_code_and_its_message() {
        for (media_type, body, code, message) in [
            (
                JSON,
                r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#,
                "INVALID_SESSION_ID",
                "Session expired or invalid",
            ),
            (
                JSON,
                r#" {"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}"#,
                "NOT_FOUND",
                "The requested resource does not exist",
            ),
            (
                JSON,
                r#"{"error":"invalid_grant","error_description":"inactive user"}"#,
                "invalid_grant",
                "inactive user",
            ),
            (
                "application/x-www-form-urlencoded",
                "error=invalid_token&error_description=the+token+is+dead%21",
                "invalid_token",
                "the token is dead!",
            ),
            (
                "application/x-www-form-urlencoded",
                "error_description=no&error=invalid_token",
                "invalid_token",
                "no",
            ),
            (
                "text/plain",
                "error=unsupported_token_type&error_description=no",
                "unsupported_token_type",
                "no",
            ),
        ] {
            let expected = Some((Some(code.to_owned()), Some(message.to_owned())));
            assert_eq!(read(media_type, body), expected, "{body}");
        }
    }

    #[test]
    fn one_word_is_a_code_and_a_sentence_is_a_message() {
        let word = Some((Some("Bad_OAuth_Token".to_owned()), None));
        assert_eq!(read("text/html", "Bad_OAuth_Token\n"), word);
        let text = "Connected app is not attached to Agent";
        assert_eq!(
            read("text/plain", text),
            Some((None, Some(text.to_owned())))
        );
    }

    #[test]
    fn what_is_no_error_gives_nothing() {
        let nested = "[".repeat(100_000);
        for body in [
            "",
            "  ",
            "<!DOCTYPE html><h1>Maintenance</h1>",
            "[]",
            "{}",
            "[1]",
            "{\"error\":1}",
            "{",
            &nested,
        ] {
            assert_eq!(read("text/html", body), None, "{body:.40}");
        }
        assert_eq!(ApiError::read(JSON, &[0xff, 0xfe]), None);
    }

    #[test]
    fn words_from_outside_are_made_fit_to_show() {
        let error = read(
            JSON,
            "[{\"errorCode\":\"A\\u001b[31mB\",\"message\":\"a\\r\\nb\\u202e\"}]",
        );
        assert_eq!(
            error,
            Some((Some("A[31mB".to_owned()), Some("a  b".to_owned())))
        );
        let (_, message) =
            read(JSON, &format!("{{\"message\":\"{}\"}}", "x".repeat(9_000))).unwrap();
        assert_eq!(message.unwrap().chars().count(), LONGEST_MESSAGE + 1);
    }

    #[test]
    fn only_some_errors_ask_for_a_new_token() {
        for (code, message, token, limit) in [
            (
                Some("INVALID_SESSION_ID"),
                "Session expired or invalid",
                true,
                false,
            ),
            (
                Some("INVALID_SESSION_ID"),
                "This session is not valid for use with the REST API",
                false,
                false,
            ),
            (
                Some("INVALID_SESSION_ID"),
                "Connected app is not attached to Agent",
                false,
                false,
            ),
            (Some("InvalidSessionId"), "", true, false),
            (Some("Bad_OAuth_Token"), "", true, false),
            (
                Some("API_DISABLED_FOR_ORG"),
                "The REST API is not enabled",
                false,
                false,
            ),
            (
                Some("REQUEST_LIMIT_EXCEEDED"),
                "TotalRequests Limit exceeded.",
                false,
                true,
            ),
            (None, "INVALID_SESSION_ID", false, false),
        ] {
            let error = ApiError::of(code, Some(message));
            assert_eq!(
                (error.refuses_token(), error.is_limit()),
                (token, limit),
                "{error:?}"
            );
        }
    }
}
