//! An answer, read to its end, and what it can be told apart by.

use std::time::SystemTime;

use orgkeep_domain::host::{HostTrust, trust_of};
use orgkeep_domain::limit::ApiUsage;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode, Url};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::error::{CallError, Failed};
use crate::api_error::ApiError;

/// The most bytes of an answer that are read.
const LARGEST_ANSWER: usize = 1024 * 1024;

const LIMIT_INFO: HeaderName = HeaderName::from_static("sforce-limit-info");

/// An answer, read to its end.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where a redirect would lead. It is never followed.
    pub location: Option<String>,
    /// The media type, lower case, without parameters.
    pub media_type: String,
    /// The server's clock when it answered, to the second (`Date`; RFC 9110, 6.6.1).
    pub server_time: Option<SystemTime>,
    /// The org's share of API requests, where the answer tells (salesforce.md, 6.2).
    pub usage: Option<ApiUsage>,
    /// The body. It may hold tokens.
    pub body: Zeroizing<Vec<u8>>,
    /// Whether it is a redirect to a host that is neither the one that was asked nor Salesforce's.
    leads_away: bool,
}

impl Answer {
    pub(super) async fn read(
        mut response: Response,
        cause: impl Fn(reqwest::Error) -> CallError,
    ) -> Result<Self, Failed> {
        let mut answer = Self::without_body(&response);
        if let Some(later) = later(&response) {
            return Err(later);
        }
        // What was asked is done or refused by now; which of them, only the body tells.
        let unread = |error| Failed {
            error,
            may_have_acted: true,
        };
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| unread(cause(error)))?
        {
            if answer.body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(unread(CallError::TooLarge));
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }

    fn without_body(response: &Response) -> Self {
        let headers = response.headers();
        let location = text(headers, &LOCATION);
        let media_type = text(headers, &CONTENT_TYPE).unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default();
        let date = text(headers, &DATE);
        Self {
            status: response.status(),
            leads_away: response.status().is_redirection()
                && location
                    .as_deref()
                    .is_some_and(|to| is_away(response.url(), to)),
            location,
            media_type: media_type.trim().to_ascii_lowercase(),
            server_time: date.and_then(|date| httpdate::parse_http_date(&date).ok()),
            usage: text(headers, &LIMIT_INFO).and_then(|text| ApiUsage::parse(&text)),
            body: Zeroizing::new(Vec::new()),
        }
    }

    /// An answer that nobody sent.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(crate) fn made(status: StatusCode, media_type: &str, body: &[u8]) -> Self {
        Self {
            status,
            location: None,
            media_type: media_type.to_owned(),
            server_time: None,
            usage: None,
            body: Zeroizing::new(body.to_vec()),
            leads_away: false,
        }
    }

    /// The JSON of a successful answer.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, CallError> {
        if self.is_portal() {
            Err(CallError::CaptivePortal)
        } else if self.status.is_success() {
            serde_json::from_slice(&self.body).map_err(|_| CallError::Unexpected)
        } else {
            Err(self.refusal())
        }
    }

    /// That a request was carried out that has nothing to answer.
    pub(crate) fn done(&self) -> Result<(), CallError> {
        if self.is_portal() {
            Err(CallError::CaptivePortal)
        } else if self.status.is_success() {
            Ok(())
        } else {
            Err(self.refusal())
        }
    }

    /// Why the call failed, by the answer's code and text and never by its status alone (salesforce.md, 3.5).
    pub(crate) fn refusal(&self) -> CallError {
        match ApiError::read(&self.media_type, &self.body) {
            Some(error) => CallError::of_api(error),
            None => CallError::Unexpected,
        }
    }

    /// Whether something on the way answered in Salesforce's place: with a redirect to its own sign-in, with
    /// a page where data was asked for, or with the status that is made for it (RFC 6585, 6). Salesforce's own
    /// pages have the statuses of errors; 403 with a page is a filter's.
    pub(crate) fn is_portal(&self) -> bool {
        let page_status = self.status.is_success() || self.status == StatusCode::FORBIDDEN;
        self.leads_away
            || self.status == StatusCode::NETWORK_AUTHENTICATION_REQUIRED
            || (page_status && self.is_page())
    }

    fn is_page(&self) -> bool {
        let first = self.body.iter().find(|byte| !byte.is_ascii_whitespace());
        self.media_type == "text/html" && first == Some(&b'<')
    }

    /// Whether the body holds a piece of ASCII text.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.body
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// Whether the server asks to come back later, whatever else the answer says. It has done nothing then, unless the answer
/// is a gateway's: that lost the server's own (RFC 9110, 15.6.3 and 15.6.5).
fn later(response: &Response) -> Option<Failed> {
    let retry_after = retry_after(response.headers());
    let status = response.status().as_u16();
    let error = match status {
        420 | 502..=504 => CallError::Busy { retry_after },
        429 => CallError::TooMany { retry_after },
        _ => return None,
    };
    Some(Failed {
        error,
        may_have_acted: matches!(status, 502 | 504),
    })
}

/// Seconds to wait: named as such, or as a moment by the server's own clock (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<u32> {
    let named = text(headers, &RETRY_AFTER)?;
    if let Ok(seconds) = named.trim().parse() {
        return Some(seconds);
    }
    let until = httpdate::parse_http_date(named.trim()).ok()?;
    let now = httpdate::parse_http_date(&text(headers, &DATE)?).ok()?;
    let wait = until.duration_since(now).unwrap_or_default();
    u32::try_from(wait.as_secs()).ok()
}

fn is_away(asked: &Url, location: &str) -> bool {
    let Ok(target) = asked.join(location) else {
        return true;
    };
    let host = target.host_str().unwrap_or_default();
    asked.host_str() != Some(host) && trust_of(host) != HostTrust::Trusted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, media_type: &str, body: &str) -> Answer {
        let status = StatusCode::from_u16(status).unwrap();
        Answer::made(status, media_type, body.as_bytes())
    }

    fn outcome(status: u16, media_type: &str, body: &str) -> Result<u32, CallError> {
        answer(status, media_type, body).json()
    }

    #[test]
    fn a_request_that_answers_nothing_is_done_or_refused() {
        let done = |status, media_type, body| answer(status, media_type, body).done();
        assert_eq!(done(204, "", ""), Ok(()));
        let page = done(200, "text/html", "<html></html>");
        assert_eq!(page, Err(CallError::CaptivePortal));
        assert!(done(400, "application/json", "[]").is_err());
    }

    #[test]
    fn a_body_says_what_stands_in_it() {
        let body = answer(200, "text/html", "<form>");
        assert!(body.says("<form>") && body.says("form") && !body.says("forms"));
        assert!(!body.says("a longer text than the body"));
    }

    #[test]
    fn the_code_decides_and_not_the_status() {
        let rest = |code: &str, message: &str| {
            format!(r#"[{{"errorCode":"{code}","message":"{message}"}}]"#)
        };
        let error = |code: &str, message: &str| ApiError::of(Some(code), Some(message));
        for (status, code, message, expected) in [
            (
                401,
                "INVALID_SESSION_ID",
                "Session expired or invalid",
                CallError::TokenRefused as fn(_) -> _,
            ),
            (
                500,
                "INVALID_SESSION_ID",
                "Session expired or invalid",
                CallError::TokenRefused,
            ),
            (
                401,
                "INVALID_SESSION_ID",
                "This session is not valid for use with the REST API",
                CallError::Refused,
            ),
            (401, "ANOTHER_CODE", "of next year", CallError::Refused),
            (
                403,
                "API_DISABLED_FOR_ORG",
                "The REST API is not enabled",
                CallError::Refused,
            ),
            (
                403,
                "REQUEST_LIMIT_EXCEEDED",
                "TotalRequests Limit exceeded.",
                CallError::LimitReached,
            ),
            (
                400,
                "REQUEST_LIMIT_EXCEEDED",
                "ConcurrentRequests",
                CallError::LimitReached,
            ),
        ] {
            let refused = outcome(status, "application/json", &rest(code, message));
            assert_eq!(
                refused,
                Err(expected(error(code, message))),
                "{status} {code}"
            );
        }
        let bad_token = ApiError::of(Some("Bad_OAuth_Token"), None);
        let refused = outcome(403, "text/html", "Bad_OAuth_Token");
        assert_eq!(refused, Err(CallError::TokenRefused(bad_token)));
        assert_eq!(outcome(401, "text/html", ""), Err(CallError::Unexpected));
    }

    #[test]
    fn the_words_reach_the_failure() {
        let body = r#"[{"errorCode":"API_DISABLED_FOR_ORG","message":"no API"}]"#;
        let error = outcome(403, "application/json", body).unwrap_err();
        let failure = orgkeep_domain::failure::Failure::from(error);
        assert_eq!(failure.words.code.as_deref(), Some("API_DISABLED_FOR_ORG"));
        assert_eq!(failure.words.description.as_deref(), Some("no API"));
    }

    #[test]
    fn the_time_to_wait_is_named_in_seconds_or_as_a_moment() {
        let waits = |value: &str, date: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, value.parse().unwrap());
            if let Some(date) = date {
                headers.insert(DATE, date.parse().unwrap());
            }
            retry_after(&headers)
        };
        let noon = Some("Sun, 22 Nov 2026 12:00:00 GMT");
        let later = "Sun, 22 Nov 2026 12:10:00 GMT";
        assert_eq!(waits(" 120 ", None), Some(120));
        assert_eq!(waits(later, noon), Some(600));
        assert_eq!(waits(later, None), None);
        assert_eq!(waits("Sun, 22 Nov 2026 11:00:00 GMT", noon), Some(0));
        assert_eq!(waits("soon", noon), None);
    }

    #[test]
    fn a_page_in_place_of_data_is_the_networks() {
        let page = "\r\n<!DOCTYPE html><form>Accept the terms</form>";
        for (status, expected) in [
            (200, CallError::CaptivePortal),
            (203, CallError::CaptivePortal),
            (403, CallError::CaptivePortal),
            (511, CallError::CaptivePortal),
            (404, CallError::Unexpected),
            (500, CallError::Unexpected),
        ] {
            assert_eq!(
                outcome(status, "text/html", page),
                Err(expected),
                "{status}"
            );
        }
        assert_eq!(outcome(200, "application/json", "7"), Ok(7));
    }

    #[test]
    fn a_redirect_to_a_stranger_leads_away_and_one_within_salesforce_does_not() {
        let asked = Url::parse("https://acme.my.salesforce.com/services/data/").unwrap();
        for (location, away) in [
            ("/services/data/v66.0", false),
            ("https://acme.my.salesforce.com/", false),
            ("https://acme-new.my.salesforce.com/services/data/", false),
            ("https://portal.example/accept", true),
            ("//portal.example/accept", true),
            ("http://10.0.0.1/", true),
            ("http://[", true),
        ] {
            assert_eq!(is_away(&asked, location), away, "{location}");
        }
    }
}
