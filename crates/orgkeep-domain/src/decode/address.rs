//! Addresses in a pasted text, and the error that one may carry in its query, its fragment, or inside an
//! address that it carries.

use url::{Url, form_urlencoded};

use crate::catalogue::{Place, recognise};
use crate::client::CallbackUrl;
use crate::host::{HostTrust, is_loopback, is_page_of_salesforce, trust_of};

use super::layers::{DEEPEST, percent_decoded};
use super::{Decoded, Told, shown};

/// Addresses in one text that are looked at.
const MOST: usize = 20;

type Pairs = Vec<(String, String)>;

/// What each address in the text is, in their order.
pub(super) fn addresses_in(text: &str) -> Vec<Decoded> {
    let is_all = !text.contains(char::is_whitespace);
    text.split_whitespace()
        .filter_map(|word| parse_address(word, is_all))
        .take(MOST)
        .map(|url| judge(&url))
        .collect()
}

/// The code and the description among the parameters, also of an address inside one of them.
pub(super) fn error_in(parameters: &str) -> Option<(String, String)> {
    find_error(&pairs_of(parameters), DEEPEST)
}

/// Browsers leave out the scheme of an address when they show it. A bare name counts as an address where
/// it is certain, or where there is nothing else.
fn parse_address(word: &str, is_all: bool) -> Option<Url> {
    let word = word
        .trim_start_matches(['<', '(', '"', '\'', '“', '‘'])
        .trim_end_matches(['>', ')', '"', '\'', '”', '’', ',', ';']);
    if let Some(url) = Url::parse(word).ok().filter(Url::has_host) {
        return matches!(url.scheme(), "http" | "https").then_some(url);
    }
    let written = word.split([':', '/', '?', '#']).next()?;
    let host = written.to_ascii_lowercase();
    let certain = is_loopback(&host) || is_page_of_salesforce(&host);
    // Capitals are rare in a host and usual in a token.
    let possible = is_all && written == host && trust_of(&host) != HostTrust::Refused;
    let url = || Url::parse(&format!("http://{word}")).ok();
    (certain || possible).then(url).flatten()
}

fn judge(url: &Url) -> Decoded {
    let name = url.host_str().unwrap_or_default();
    let host = shown::host(url);
    let pairs = [url.query(), url.fragment()]
        .into_iter()
        .flatten()
        .flat_map(pairs_of)
        .collect();
    let error = find_error(&pairs, DEEPEST);
    if is_callback(url, &pairs) {
        return of_callback(error, &pairs, host);
    }
    let known = is_page_of_salesforce(name) || is_loopback(name);
    match error {
        Some((code, text)) if known => {
            Decoded::Told(Told::new(Some(Place::Page), &code, &text).at(host))
        }
        Some((code, text)) if is_in_its_words(&code, &text) => {
            Decoded::Told(Told::new(None, &code, &text).at(host))
        }
        _ if !known => Decoded::NotSalesforce { host },
        _ if url.path().to_ascii_lowercase().contains("error") => Decoded::ErrorPage { host },
        _ => Decoded::SignInPage { host },
    }
}

/// On this machine, at the port of the callback or with a code. Anything else on this machine is the
/// practice org.
fn is_callback(url: &Url, pairs: &Pairs) -> bool {
    is_loopback(url.host_str().unwrap_or_default())
        && (url.port() == Some(CallbackUrl::standard().port()) || has_code(pairs))
}

fn has_code(pairs: &Pairs) -> bool {
    pairs
        .iter()
        .any(|(name, value)| name == "code" && !value.is_empty())
}

fn of_callback(error: Option<(String, String)>, pairs: &Pairs, host: String) -> Decoded {
    match error {
        Some((code, text)) => {
            Decoded::Told(Told::new(Some(Place::Callback), &code, &text).at(host))
        }
        None => Decoded::Callback {
            has_code: has_code(pairs),
            host,
        },
    }
}

/// Others use the codes of OAuth as well. The descriptions are Salesforce's.
fn is_in_its_words(code: &str, text: &str) -> bool {
    recognise(None, code, text).is_some_and(|sign| sign.text().is_some())
}

/// Parameters, decoded once. An address inside another is not always encoded, and a fragment may have a
/// query of its own.
fn pairs_of(parameters: &str) -> Pairs {
    parameters
        .split(['?', '#'])
        .flat_map(|part| form_urlencoded::parse(part.as_bytes()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

fn find_error(pairs: &Pairs, depth: usize) -> Option<(String, String)> {
    let value_of = |wanted: &str| {
        let fits = |name: &str| name.replace('_', "").eq_ignore_ascii_case(wanted);
        let found = pairs
            .iter()
            .find(|(name, value)| fits(name) && !value.is_empty());
        found.map(|(_, value)| value.clone())
    };
    let code = value_of("errorcode").or_else(|| value_of("error"));
    let description = value_of("errordescription");
    if code.is_some() || description.is_some() {
        return Some((code.unwrap_or_default(), description.unwrap_or_default()));
    }
    let deeper = depth.checked_sub(1)?;
    pairs
        .iter()
        .filter(|(name, _)| !shown::is_secret_name(name))
        .find_map(|(_, value)| find_error(&inner_pairs(value)?, deeper))
}

/// The parameters of an address that is itself a parameter, and may be encoded once more.
fn inner_pairs(value: &str) -> Option<Pairs> {
    if value.contains('=') {
        Some(pairs_of(value))
    } else if value.contains('%') {
        Some(vec![(String::new(), percent_decoded(value))])
    } else {
        None
    }
}
