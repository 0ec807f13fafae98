//! What a client may ask of Salesforce, whatever it is doing: looked at in everything that a world asked.

use anyhow::ensure;
use orgkeep_simulator::{Endpoint, JournalEntry};

use crate::leak::{Encoding, Search};
use crate::world::World;

/// Never in an address: addresses end in histories and in logs of servers (RFC 9700, 4.3.2).
const NEVER_IN_A_QUERY: [&str; 6] = [
    "access_token",
    "refresh_token",
    "client_secret",
    "code_verifier",
    "token",
    "sid",
];

impl World {
    /// **proper**: only the code grant and its renewal, with S256, by POST, with credentials in the body and tokens in the
    /// header (security.md, R-02, R-04, R-34, R-43), no introspection, and no secret in an address, under whatever
    /// name and in whatever form.
    ///
    /// # Errors
    /// Names what was asked otherwise.
    pub fn proper(&self) -> anyhow::Result<()> {
        self.remember();
        let search = in_addresses(self.secrets.markers())?;
        for entry in self.simulator.journal().whole() {
            let wrong = complaint(&entry);
            ensure!(
                wrong.is_none(),
                "proper: {} {}: {}",
                entry.method,
                entry.path,
                wrong.unwrap_or_default()
            );
            let found = carried(&search, &entry);
            ensure!(
                found.is_empty(),
                "proper: {:?}: R-39: {found:?}",
                entry.host
            );
        }
        Ok(())
    }
}

/// A search for every secret but a state, which stands in an address by right.
fn in_addresses(mut markers: Vec<(String, String)>) -> anyhow::Result<Search> {
    markers.retain(|(name, _)| name != "state");
    Search::of(&markers, &Encoding::ALL)
}

/// The secrets in the address of a request.
fn carried(search: &Search, entry: &JournalEntry) -> Vec<String> {
    let address = format!("{}?{}", entry.path, entry.query);
    search.in_bytes("an address", address.as_bytes())
}

fn complaint(entry: &JournalEntry) -> Option<&'static str> {
    let asked = entry.parameters();
    if NEVER_IN_A_QUERY.iter().any(|name| asked.has(name)) {
        return Some("R-39: a secret in the address");
    }
    match entry.endpoint {
        Endpoint::Authorize if asked.get("response_type") != Some("code") => {
            Some("R-02: another response type than a code")
        }
        Endpoint::Authorize if asked.get("code_challenge_method") != Some("S256") => {
            Some("R-04: another challenge than S256")
        }
        Endpoint::Introspect => Some("R-52: introspection"),
        Endpoint::Token => wrong_exchange(entry),
        _ => None,
    }
}

fn wrong_exchange(entry: &JournalEntry) -> Option<&'static str> {
    let form = entry.form();
    let is_refresh = form.text("grant_type") == "refresh_token";
    if entry.method != "POST" || !entry.query.is_empty() {
        Some("R-34: not by POST alone")
    } else if entry.header("authorization").is_some() {
        Some("R-34: credentials outside the body")
    } else if entry.body.is_empty() && announces_a_body(entry) {
        // The connection was cut before it came.
        None
    } else if !is_refresh && form.text("grant_type") != "authorization_code" {
        Some("R-02: another grant")
    } else if is_refresh && form.has("scope") {
        Some("R-43: a renewal that asks for scopes")
    } else {
        None
    }
}

fn announces_a_body(entry: &JournalEntry) -> bool {
    let length = entry.header("content-length").unwrap_or_default();
    length.parse().is_ok_and(|length: u64| length > 0)
}

#[cfg(test)]
mod tests {
    use orgkeep_simulator::{HostKey, OrgKey, RobotBrowser};

    use super::*;

    fn asked(method: &str, address: &str, header: Option<&str>, body: &str) -> JournalEntry {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let headers = header.map(|value| ("authorization".to_owned(), value.to_owned()));
        JournalEntry {
            number: 1,
            at: 0,
            host: HostKey::MyDomain(OrgKey::Uat),
            endpoint: Endpoint::of(path),
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: headers.into_iter().collect(),
            body: body.as_bytes().to_vec(),
            status: None,
        }
    }

    #[test]
    fn each_of_them_is_seen() {
        let token = "/services/oauth2/token";
        let renewal = "grant_type=refresh_token&refresh_token=x";
        let wrong = [
            asked("GET", "/services/data/?access_token=x", None, ""),
            asked(
                "GET",
                "/services/oauth2/authorize?response_type=token&code_challenge_method=S256",
                None,
                "",
            ),
            asked(
                "GET",
                "/services/oauth2/authorize?code_challenge_method=S256",
                None,
                "",
            ),
            asked(
                "GET",
                "/services/oauth2/authorize?response_type=code&code_challenge_method=plain",
                None,
                "",
            ),
            asked("POST", "/services/oauth2/introspect", None, ""),
            asked("GET", token, None, renewal),
            asked(
                "POST",
                "/services/oauth2/token?grant_type=refresh_token",
                None,
                renewal,
            ),
            asked("POST", token, Some("Basic a2V5OnNlY3JldA=="), renewal),
            asked("POST", token, None, ""),
            asked("POST", token, None, "grant_type=password"),
            asked("POST", token, None, "grant_type=refresh_token&scope=full"),
        ];
        for entry in &wrong {
            assert!(complaint(entry).is_some(), "{entry:?}");
        }
        let mut cut = asked("POST", token, None, "");
        cut.headers = vec![("content-length".to_owned(), "48".to_owned())];
        let right = [
            cut,
            asked("GET", "/services/data/", Some("Bearer x"), ""),
            asked(
                "GET",
                "/services/oauth2/authorize?response_type=code&code_challenge_method=S256",
                None,
                "",
            ),
            asked("POST", token, None, renewal),
            asked("POST", token, None, "grant_type=authorization_code&code=x"),
        ];
        for entry in &right {
            assert_eq!(complaint(entry), None, "{entry:?}");
        }
    }

    #[test]
    fn a_secret_in_an_address_is_seen_under_any_name() -> anyhow::Result<()> {
        let secret = "k7QpZx0VtLr3Wm9c+YbNsHd5Gf8Ju1Ae";
        let known = ["access token", "state"].map(|name| (name.to_owned(), secret.to_owned()));
        let search = in_addresses(known[..1].to_vec())?;
        let encoded = secret.replace('+', "%2B");
        for address in [
            format!("/services/data/?note={encoded}"),
            format!("/services/{secret}/data"),
        ] {
            let entry = asked("GET", &address, None, "");
            assert_eq!(complaint(&entry), None);
            assert!(!carried(&search, &entry).is_empty(), "{address}");
        }
        let state = in_addresses(known[1..].to_vec())?;
        let entry = asked("GET", &format!("/?state={encoded}"), None, "");
        assert_eq!(carried(&state, &entry), [""; 0]);
        Ok(())
    }

    #[tokio::test]
    async fn what_was_asked_before_the_journal_was_cleared_is_looked_at() -> anyhow::Result<()> {
        let world = World::start().await?;
        world.proper()?;
        let host = world.simulator.org(OrgKey::Uat).my_domain_url;
        let address = format!("{host}/services/data/?access_token=x");
        RobotBrowser::new().open(&address).await?;
        for _ in 0..2 {
            assert!(world.proper().is_err());
            world.simulator.journal().clear();
        }
        Ok(())
    }
}
