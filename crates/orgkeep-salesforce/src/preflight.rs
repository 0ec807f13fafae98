//! Asking without a browser whether Salesforce knows the key and accepts the callback.
//!
//! A GET of the complete authorize address with redirects off (salesforce.md, 3.5): a redirect to a
//! sign-in page means that both are fine; an error in the body or in the address of the redirect says
//! what is not. It tells nothing of the secret, the scopes or the user's rights.

use orgkeep_domain::attempt::Draft;
use orgkeep_domain::callback::{CallbackOutcome, parse_callback_query};
use orgkeep_domain::catalogue::{Place, RetryPolicy};
use orgkeep_domain::failure::{Failure, FailureReason};
use url::Url;

use crate::http::{Answer, CallError, HttpClient};
use crate::request::probe_url;

/// What the check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preflight {
    /// Salesforce would ask the person to sign in.
    Acceptable,
    /// Salesforce does not know the key: wrong, another environment's, or not active yet. It is worth asking
    /// again ([`RetryPolicy::Countdown`]).
    KeyUnknown(Failure),
    /// Salesforce refuses for another cause.
    Refused(Failure),
}

/// Codes that are looked for in pages: only those that no sign-in page has for another reason.
const PAGE_CODES: [&str; 8] = [
    "invalid_client_id",
    "redirect_uri_mismatch",
    "redirect_uri_missing",
    "OAUTH_EC_APP_NOT_FOUND",
    "OAUTH_AUTHORIZATION_BLOCKED",
    "OAUTH_APP_BLOCKED",
    "OAUTH_APP_ACCESS_DENIED",
    "OAUTH_APPROVAL_ERROR_GENERIC",
];

/// Asks once.
///
/// # Errors
/// [`CallError`] when there is no answer to judge.
pub async fn preflight(client: &HttpClient, draft: &Draft) -> Result<Preflight, CallError> {
    let url = probe_url(draft).map_err(|_| CallError::Unreachable)?;
    let answer = client.send(client.get(url.for_the_browser())).await?;
    judge(&answer, draft)
}

fn judge(answer: &Answer, draft: &Draft) -> Result<Preflight, CallError> {
    if let Some(failure) = failure_in(answer) {
        return Ok(match &failure.reason {
            FailureReason::Told(cause) if cause.retry() == RetryPolicy::Countdown => {
                Preflight::KeyUnknown(failure)
            }
            _ => Preflight::Refused(failure),
        });
    }
    let own_redirect = answer.status.is_redirection()
        && answer
            .location
            .as_deref()
            .is_some_and(|to| stays_at(to, draft));
    // Some orgs answer with the sign-in page itself instead of a redirect to it.
    let own_page = answer.status.as_u16() == 200 && answer.says("oauth") && answer.says("<form");
    if own_redirect || own_page {
        Ok(Preflight::Acceptable)
    } else {
        Err(CallError::Unexpected)
    }
}

/// A redirect is Salesforce's own when it leads to the same host or to another host of Salesforce.
/// Anything else is a captive portal or a proxy.
fn stays_at(location: &str, draft: &Draft) -> bool {
    let base = Url::parse(&draft.authority.url("/services/oauth2/authorize"));
    let Ok(target) = base.and_then(|base| base.join(location)) else {
        return false;
    };
    let host = target.host_str().unwrap_or_default();
    let port = target
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    format!("{host}{port}") == draft.authority.host()
        || orgkeep_domain::host::trust_of(host) == orgkeep_domain::host::HostTrust::Trusted
        || (draft.authority.is_trusted() && host == "localhost" && target.scheme() == "http")
}

fn failure_in(answer: &Answer) -> Option<Failure> {
    let told = answer.location.as_deref().and_then(error_in_address);
    let (code, description) = told.or_else(|| code_in(answer))?;
    let description = description.unwrap_or_default();
    Some(Failure::told(Place::Page, &code, &description))
}

/// A code that stands in an error page, among much other text.
fn code_in(answer: &Answer) -> Option<(String, Option<String>)> {
    let stands = |code: &&&str| {
        let location = answer.location.as_deref();
        answer.says(code) || location.is_some_and(|to| to.contains(**code))
    };
    let code = PAGE_CODES.iter().find(stands)?;
    Some(((*code).to_owned(), None))
}

/// `error=` in the query of an address, also when the query is itself percent-encoded inside another.
fn error_in_address(address: &str) -> Option<(String, Option<String>)> {
    let (_, query) = address.split_once('?')?;
    let decoded: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let nested = decoded
        .iter()
        .find_map(|(_, value)| error_in_address(value));
    let own = || {
        let with_state = format!("state=probe&{}", without_state(query));
        match parse_callback_query(&with_state).ok()?.outcome {
            CallbackOutcome::Error(error) => Some((error.code?, error.description)),
            CallbackOutcome::Code(_) => None,
        }
    };
    own().or(nested)
}

fn without_state(query: &str) -> String {
    let kept = query
        .split('&')
        .filter(|pair| pair.starts_with("error=") || pair.starts_with("error_description="));
    kept.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::*;
    use crate::sample;

    const SALESFORCE_S: &str = "https://acme.my.salesforce.com";
    const CUSTOM: &str = "https://crm.acme.example";

    fn judged(
        asked: &str,
        status: u16,
        location: Option<&str>,
        body: &str,
    ) -> Result<Preflight, CallError> {
        let status = StatusCode::from_u16(status).unwrap();
        let mut answer = Answer::made(status, "text/html", body.as_bytes());
        answer.location = location.map(str::to_owned);
        judge(&answer, &sample::draft(asked))
    }

    #[test]
    fn a_redirect_is_salesforce_s_own_or_nobody_s() {
        for (asked, to, is_own) in [
            (SALESFORCE_S, "/?startURL=x", true),
            (SALESFORCE_S, "https://login.salesforce.com/", true),
            (SALESFORCE_S, "http://localhost:33333/?x", true),
            (SALESFORCE_S, "https://localhost:33333/?x", false),
            (SALESFORCE_S, "https://portal.example/", false),
            (CUSTOM, "/login", true),
            (CUSTOM, "https://crm.acme.example/login", true),
            (CUSTOM, "https://crm.acme.example:8443/login", false),
            (CUSTOM, "https://login.salesforce.com/", true),
            (CUSTOM, "http://localhost:33333/?x", false),
            (CUSTOM, "https://portal.example/", false),
            (CUSTOM, "https://[", false),
        ] {
            let expected = match is_own {
                true => Ok(Preflight::Acceptable),
                false => Err(CallError::Unexpected),
            };
            assert_eq!(judged(asked, 302, Some(to), ""), expected, "{asked}: {to}");
            let page = judged(asked, 200, Some(to), "");
            assert_eq!(page, Err(CallError::Unexpected), "{to} redirects nobody");
        }
        let nowhere = judged(SALESFORCE_S, 302, None, "");
        assert_eq!(nowhere, Err(CallError::Unexpected));
    }

    #[test]
    fn a_sign_in_page_may_stand_in_the_place_of_the_redirect() {
        let page = |status, body| judged(SALESFORCE_S, status, None, body);
        let whole = r#"<form action="/login"><input value="/setup/oauth"></form>"#;
        assert_eq!(page(200, whole), Ok(Preflight::Acceptable));
        for (status, body) in [(403, whole), (200, "<form>"), (200, "oauth"), (200, "")] {
            let found = page(status, body);
            assert_eq!(found, Err(CallError::Unexpected), "{status} {body}");
        }
    }

    #[test]
    fn a_code_in_a_page_or_in_an_address_says_what_is_refused() {
        let told = |code: &str| Failure::told(Place::Page, code, "");
        let key = "invalid_client_id";
        let unknown = || Ok(Preflight::KeyUnknown(told(key)));
        let callback = "redirect_uri_mismatch";
        let refused = || Ok(Preflight::Refused(told(callback)));
        for (location, body, expected) in [
            (None, key, unknown()),
            (Some("/error/invalid_client_id"), "", unknown()),
            (Some("/error?error=invalid_client_id"), "", unknown()),
            (None, callback, refused()),
            (Some("/error/redirect_uri_mismatch"), "", refused()),
        ] {
            let found = judged(SALESFORCE_S, 302, location, body);
            assert_eq!(found, expected, "{location:?} {body}");
        }
    }

    #[test]
    fn an_error_is_found_in_a_plain_and_in_a_nested_address() {
        let expected = Some((
            "invalid_client_id".to_owned(),
            Some("client identifier invalid".to_owned()),
        ));
        for address in [
            "/page?error=invalid_client_id&error_description=client%20identifier%20invalid",
            "https://x/setup?startURL=%2Fpage%3Ferror%3Dinvalid_client_id%26error_description%3Dclient%2Bidentifier%2Binvalid",
        ] {
            assert_eq!(error_in_address(address), expected, "{address}");
        }
        assert_eq!(
            error_in_address("/login?startURL=%2Fauthorize%3Fclient_id%3Dx"),
            None
        );
    }
}
