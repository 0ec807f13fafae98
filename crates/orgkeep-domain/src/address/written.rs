//! An address as it was typed or pasted, before anyone asks whose it is.

use url::Url;

use crate::authority::AuthorityRule;
use crate::text::is_hidden;

use super::{AddressError, Repair};

/// The longest text that is looked at. Addresses of Setup and Visualforce pages carry long queries.
const LONGEST: usize = 16 * 1024;

/// A web address with a host, and without anything that makes it look like another one.
pub(super) struct Written {
    pub(super) url: Url,
    pub(super) scheme_repair: Option<Repair>,
}

impl Written {
    pub(super) fn parse(text: &str, rule: AuthorityRule) -> Result<Self, AddressError> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_hidden(c));
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.len() > LONGEST || text.contains(|c: char| c.is_whitespace() || is_unfit(c)) {
            return Err(AddressError::Malformed);
        }
        let (scheme, rest) = split_scheme(text)?;
        let (scheme, scheme_repair) = choose_scheme(scheme.as_deref(), rule)?;
        let host = check_host(rest)?;
        let url = Url::parse(&format!("{scheme}://{rest}")).map_err(|_| AddressError::Malformed)?;
        // Letters that look like ASCII and become ASCII hide what was typed.
        if !host.is_ascii() && !url.host_str().is_some_and(|host| host.contains("xn--")) {
            return Err(AddressError::Malformed);
        }
        Ok(Self { url, scheme_repair })
    }
}

/// Browsers read a backslash as a slash, and drop characters that cannot be seen.
fn is_unfit(character: char) -> bool {
    character == '\\' || is_hidden(character)
}

/// The scheme in lower case, where one is written, and what stands after `://`.
fn split_scheme(text: &str) -> Result<(Option<String>, &str), AddressError> {
    if let Some((scheme, rest)) = text.split_once("://")
        && is_scheme(scheme)
    {
        return Ok((Some(scheme.to_ascii_lowercase()), rest));
    }
    match text.split_once(':') {
        // `javascript:…`, `data:…`, `https:acme…`. What has a dot is a host, what has digits a port.
        Some((scheme, rest))
            if is_scheme(scheme)
                && !scheme.contains('.')
                && !rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            Err(AddressError::Scheme)
        }
        _ => Ok((None, text)),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// The scheme that is read, and whether that is a repair. The practice org speaks http only.
fn choose_scheme(
    written: Option<&str>,
    rule: AuthorityRule,
) -> Result<(&'static str, Option<Repair>), AddressError> {
    match (written, rule) {
        (Some("https"), AuthorityRule::Salesforce) => Ok(("https", None)),
        (Some("http"), AuthorityRule::Salesforce) => Ok(("http", Some(Repair::SchemeUpgraded))),
        (None, AuthorityRule::Salesforce) => Ok(("https", Some(Repair::SchemeAdded))),
        (Some("http"), AuthorityRule::Practice) => Ok(("http", None)),
        (None, AuthorityRule::Practice) => Ok(("http", Some(Repair::SchemeAdded))),
        (Some("https"), AuthorityRule::Practice) => Err(AddressError::NotPractice),
        (Some(_), _) => Err(AddressError::Scheme),
    }
}

/// Host and port as they are written.
fn check_host(rest: &str) -> Result<&str, AddressError> {
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.contains('@') {
        Err(AddressError::UserInfo)
    } else if host.is_empty() || host.contains('%') {
        Err(AddressError::Malformed)
    } else {
        Ok(host)
    }
}
