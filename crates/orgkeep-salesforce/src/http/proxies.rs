//! Which proxy leads to a server, and which servers need none.

use std::collections::HashSet;
use std::sync::Mutex;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::{Host, Url};

/// The proxies in use. This machine is never reached through one. `Debug` leaves names and passwords out.
#[derive(Debug)]
pub struct Proxies {
    matcher: Matcher,
    /// The hosts of those that were chosen so far.
    chosen: Mutex<HashSet<String>>,
}

impl From<Matcher> for Proxies {
    fn from(matcher: Matcher) -> Self {
        Self {
            matcher,
            chosen: Mutex::default(),
        }
    }
}

impl Proxies {
    /// What the environment says in `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or not, as curl reads
    /// them; on macOS and Windows otherwise what the system's settings say. Scripts that choose a proxy (PAC) are
    /// not run.
    #[must_use]
    pub fn of_the_system() -> Self {
        Matcher::from_system().into()
    }

    /// No proxy at all.
    #[must_use]
    pub fn none() -> Self {
        Matcher::builder().build().into()
    }

    /// One proxy for all servers but those in `except`, written as in `HTTPS_PROXY` and `NO_PROXY`.
    #[must_use]
    pub fn fixed(address: &str, except: &str) -> Self {
        Matcher::builder().all(address).no(except).build().into()
    }

    /// The proxy for this address, with its name and password.
    pub(super) fn for_url(&self, url: &Url) -> Option<Url> {
        if is_this_machine(url) {
            return None;
        }
        let found = self.matcher.intercept(&url.as_str().parse().ok()?)?;
        let mut proxy = Url::parse(&found.uri().to_string()).ok()?;
        if let Some((name, password)) = credentials(&found) {
            // `Url` leaves a percent sign as it is, and whoever reads the address decodes it.
            let literally = |text: String| text.replace('%', "%25");
            proxy.set_username(&literally(name)).ok()?;
            proxy.set_password(Some(&literally(password))).ok()?;
        }
        self.remember(&proxy);
        Some(proxy)
    }

    fn remember(&self, proxy: &Url) {
        if let (Some(host), Ok(mut chosen)) = (proxy.host_str(), self.chosen.lock()) {
            chosen.insert(host.to_owned());
        }
    }

    /// Whether a proxy of this name was chosen for some address.
    pub(super) fn are_led_by(&self, host: &str) -> bool {
        self.chosen.lock().is_ok_and(|chosen| chosen.contains(host))
    }
}

fn credentials(found: &Intercept) -> Option<(String, String)> {
    let header = found.basic_auth()?.to_str().ok()?;
    let decoded = BASE64_STANDARD
        .decode(header.strip_prefix("Basic ")?)
        .ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (name, password) = text.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.to_canonical().is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(proxies: &Proxies, url: &str) -> Option<String> {
        let proxy = proxies.for_url(&Url::parse(url).unwrap());
        proxy.map(String::from)
    }

    #[test]
    fn this_machine_is_never_reached_through_a_proxy() {
        let proxies = Proxies::fixed("http://proxy.example:8080", "");
        for url in [
            "http://localhost:29330/",
            "https://localhost/",
            "https://LOCALHOST.:1/",
            "https://practice.localhost/",
            "http://127.0.0.1:29330/",
            "http://127.9.9.9/",
            "http://[::1]:29330/",
            "http://[::ffff:127.0.0.1]/",
        ] {
            assert_eq!(chosen(&proxies, url), None, "{url}");
        }
        assert!(chosen(&proxies, "https://localhost.example/").is_some());
    }

    #[test]
    fn who_was_chosen_is_known() {
        let proxies = Proxies::fixed("http://proxy.example:8080", "");
        assert!(!proxies.are_led_by("proxy.example"));
        assert!(chosen(&proxies, "https://login.salesforce.com/").is_some());
        assert!(proxies.are_led_by("proxy.example"));
        assert!(!proxies.are_led_by("login.salesforce.com"));
    }

    #[test]
    fn exceptions_are_reached_directly() {
        let proxies = Proxies::fixed(
            "proxy.example:8080",
            ".salesforce.mil, acme.my.salesforce.com",
        );
        for (url, expected) in [
            ("https://acme.my.salesforce.com/a?b=c", None),
            ("https://agency.my.salesforce.mil/", None),
            (
                "https://login.salesforce.com/",
                Some("http://proxy.example:8080/"),
            ),
        ] {
            assert_eq!(chosen(&proxies, url).as_deref(), expected, "{url}");
        }
        assert_eq!(
            chosen(&Proxies::fixed("proxy.example", "*"), "https://a.example/"),
            None
        );
        assert_eq!(chosen(&Proxies::none(), "https://a.example/"), None);
    }

    #[test]
    fn every_character_of_a_password_arrives() {
        let printable: String = (' '..='~').chain("%41".chars()).collect();
        let encoded: String = printable
            .bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect();
        let proxies = Proxies::fixed(&format!("http://name:{encoded}@proxy.example"), "");
        let read = |proxies: &Proxies| {
            let found = proxies
                .matcher
                .intercept(&"https://a.example/".parse().unwrap());
            credentials(&found.unwrap()).unwrap()
        };
        assert_eq!(read(&proxies), ("name".to_owned(), printable));
        // The client reads the chosen address once more, as it reads any.
        let again = Proxies::fixed(&chosen(&proxies, "https://a.example/").unwrap(), "");
        assert_eq!(read(&again), read(&proxies));
    }

    #[test]
    fn debug_shows_no_name_and_no_password() {
        let proxies = Proxies::fixed("http://canary-name:canary-word@proxy.example:8080", "");
        let shown = format!("{proxies:?}");
        assert!(
            !shown.contains("canary") && !shown.contains("Y2FuYXJ5"),
            "{shown}"
        );
    }
}
