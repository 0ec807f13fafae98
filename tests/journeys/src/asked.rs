//! What a client may ask of Salesforce, whatever it is doing: looked at in everything that a world asked.

use anyhow::ensure;
use orgkeep_simulator::{Endpoint, JournalEntry};

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
    /// **proper**: only the code grant and its renewal, by POST, with credentials in the body and tokens in the header
    /// (security.md, R-02, R-34, R-39, R-43), and no introspection.
    ///
    /// # Errors
    /// Names what was asked otherwise.
    pub fn proper(&self) -> anyhow::Result<()> {
        for entry in self.simulator.journal().entries() {
            let wrong = complaint(&entry);
            ensure!(
                wrong.is_none(),
                "proper: {} {}: {}",
                entry.method,
                entry.path,
                wrong.unwrap_or_default()
            );
        }
        Ok(())
    }
}

fn complaint(entry: &JournalEntry) -> Option<&'static str> {
    let asked = entry.parameters();
    if NEVER_IN_A_QUERY.iter().any(|name| asked.has(name)) {
        return Some("R-39: a secret in the address");
    }
    match entry.endpoint {
        Endpoint::Authorize => {
            let kind = asked.get("response_type").unwrap_or("code");
            (kind != "code").then_some("R-02: another response type than a code")
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
    } else if entry.body.is_empty() {
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

#[cfg(test)]
mod tests {
    use orgkeep_simulator::{HostKey, OrgKey};

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
                "/services/oauth2/authorize?response_type=token",
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
            asked("POST", token, None, "grant_type=password"),
            asked("POST", token, None, "grant_type=refresh_token&scope=full"),
        ];
        for entry in &wrong {
            assert!(complaint(entry).is_some(), "{entry:?}");
        }
        let right = [
            asked("GET", "/services/data/", Some("Bearer x"), ""),
            asked(
                "GET",
                "/services/oauth2/authorize?response_type=code",
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
}
