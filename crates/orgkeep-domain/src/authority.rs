//! The server that one connection talks to, and the rules a typed or received address must pass.

use core::fmt;

use url::{Host, Url};

use crate::host::{HostTrust, trust_of};

/// Which addresses a vault accepts. A vault is born with one and keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorityRule {
    /// Salesforce over https. Loopback is refused.
    Salesforce,
    /// The practice org: `http://localhost:PORT` or `http://127.0.0.1:PORT`, and nothing else.
    Practice,
}

/// Scheme, host and port of a Salesforce server: `https://acme.my.salesforce.com`.
///
/// Every endpoint is derived from it, never typed or stored one by one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Authority {
    origin: String,
    host: String,
    trusted: bool,
}

/// Why an address is not accepted as an authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityError {
    /// Nothing was given.
    #[error("the address is empty")]
    Empty,
    /// It does not parse as a URL, or is absurdly long.
    #[error("the address is not a web address")]
    Malformed,
    /// It is not https (or, in practice mode, not http).
    #[error("the address has the wrong scheme")]
    Scheme,
    /// It carries a user name or password.
    #[error("the address carries a user name or password")]
    UserInfo,
    /// It names a port.
    #[error("the address names a port")]
    Port,
    /// It has a path, query or fragment.
    #[error("the address has more after the host")]
    Path,
    /// The host can never be a Salesforce server.
    #[error("the host cannot be a Salesforce server")]
    Host,
    /// The host is a Lightning, Setup or Visualforce host: nobody signs in there.
    #[error("the host is not a login host")]
    NotALoginHost,
    /// Practice vaults only talk to this machine.
    #[error("a practice vault only accepts addresses of this machine")]
    NotPractice,
}

/// The longest address that is looked at. A My Domain host has at most 253 characters.
const LONGEST_ADDRESS: usize = 2048;

impl Authority {
    /// Parses an address that a person typed, or that a token answer carried as `instance_url`.
    ///
    /// # Errors
    /// [`AuthorityError`] names the first rule that the address breaks.
    pub fn parse(text: &str, rule: AuthorityRule) -> Result<Self, AuthorityError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AuthorityError::Empty);
        }
        if text.len() > LONGEST_ADDRESS || text.contains(['\\', '\n', '\r', '\t', ' ']) {
            return Err(AuthorityError::Malformed);
        }
        let url = Url::parse(text).map_err(|_| AuthorityError::Malformed)?;
        reject_extras(&url)?;
        match rule {
            AuthorityRule::Salesforce => Self::salesforce(&url, text),
            AuthorityRule::Practice => Self::practice(&url),
        }
    }

    fn salesforce(url: &Url, text: &str) -> Result<Self, AuthorityError> {
        if url.scheme() != "https" || !has_written_authority(text) {
            return Err(AuthorityError::Scheme);
        }
        if url.port().is_some() {
            return Err(AuthorityError::Port);
        }
        let Some(Host::Domain(host)) = url.host() else {
            return Err(AuthorityError::Host);
        };
        if is_page_host(host) {
            return Err(AuthorityError::NotALoginHost);
        }
        let trust = trust_of(host);
        if trust == HostTrust::Refused {
            return Err(AuthorityError::Host);
        }
        Ok(Self {
            origin: format!("https://{host}"),
            host: host.to_owned(),
            trusted: trust == HostTrust::Trusted,
        })
    }

    fn practice(url: &Url) -> Result<Self, AuthorityError> {
        let host = url.host_str().unwrap_or_default();
        let port = url.port().ok_or(AuthorityError::NotPractice)?;
        if url.scheme() != "http" || !["localhost", "127.0.0.1"].contains(&host) {
            return Err(AuthorityError::NotPractice);
        }
        Ok(Self {
            origin: format!("http://{host}:{port}"),
            host: format!("{host}:{port}"),
            trusted: true,
        })
    }

    /// Scheme, host and port, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host, with the port in practice mode. For display and for comparing.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether the host is Salesforce's own ([`HostTrust::Trusted`]), or the practice org.
    #[must_use]
    pub fn is_trusted(&self) -> bool {
        self.trusted
    }

    /// Whether this is a generic login host, which serves every org, rather than a My Domain.
    #[must_use]
    pub fn is_generic(&self) -> bool {
        ["login.salesforce.com", "test.salesforce.com"].contains(&self.host.as_str())
    }

    /// Whether this is the address of one org alone: a My Domain. Old instances and hosts of one's own may
    /// serve several orgs, or hide which one they serve.
    #[must_use]
    pub fn is_my_domain(&self) -> bool {
        self.trusted && !self.is_generic()
    }

    /// The absolute URL of a path on this authority. `path` starts with a slash.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

fn reject_extras(url: &Url) -> Result<(), AuthorityError> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AuthorityError::UserInfo);
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(AuthorityError::Path);
    }
    Ok(())
}

/// `https:acme` and `https:/acme` parse as URLs too; a person who types that made a slip.
fn has_written_authority(text: &str) -> bool {
    text.get(..8)
        .is_some_and(|start| start.eq_ignore_ascii_case("https://"))
        && !text.get(8..).is_some_and(|rest| rest.starts_with('/'))
}

/// Hosts that show pages of an org but take no sign-in for OAuth (salesforce.md, 4).
fn is_page_host(host: &str) -> bool {
    [
        ".lightning.force.com",
        ".my.salesforce-setup.com",
        ".vf.force.com",
        ".lightning.crmforce.mil",
        ".lightning.sfcrmapps.cn",
    ]
    .iter()
    .any(|suffix| host.ends_with(suffix))
        || host == "welcome.salesforce.com"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn salesforce(text: &str) -> Result<String, AuthorityError> {
        Authority::parse(text, AuthorityRule::Salesforce).map(|a| a.origin)
    }

    #[test]
    fn a_my_domain_is_accepted_with_or_without_slash_and_in_any_case() {
        for text in [
            "https://acme.my.salesforce.com",
            " https://ACME.my.salesforce.com/ ",
            "HTTPS://acme.my.salesforce.com:443",
        ] {
            assert_eq!(
                salesforce(text).as_deref(),
                Ok("https://acme.my.salesforce.com"),
                "{text}"
            );
        }
    }

    #[test]
    fn each_rule_has_its_own_error() {
        use AuthorityError as E;
        for (text, error) in [
            ("", E::Empty),
            ("not a url", E::Malformed),
            ("http://acme.my.salesforce.com", E::Scheme),
            ("HTTP:\\\\acme.my.salesforce.com", E::Malformed),
            ("ftp://acme.my.salesforce.com", E::Scheme),
            ("data:text/html,x", E::Path),
            ("https:acme.my.salesforce.com", E::Scheme),
            ("https:///acme.my.salesforce.com", E::Scheme),
            ("https://login.salesforce.com@evil.com", E::UserInfo),
            ("https://acme.my.salesforce.com:8443", E::Port),
            ("https://acme.my.salesforce.com/x", E::Path),
            ("https://acme.my.salesforce.com?x", E::Path),
            ("https://acme.my.salesforce.com#x", E::Path),
            ("https://127.0.0.1", E::Host),
            ("https://[::1]", E::Host),
            ("https://localhost", E::Host),
            ("https://acme.lightning.force.com", E::NotALoginHost),
        ] {
            assert_eq!(salesforce(text), Err(error), "{text}");
        }
    }

    #[test]
    fn an_ordinary_vault_refuses_loopback_and_a_practice_vault_everything_else() {
        assert!(Authority::parse("http://localhost:29330", AuthorityRule::Salesforce).is_err());
        assert!(Authority::parse("http://localhost:29330", AuthorityRule::Practice).is_ok());
        assert!(Authority::parse("http://127.0.0.1:29330", AuthorityRule::Practice).is_ok());
        for text in [
            "http://localhost",
            "https://localhost:29330",
            "https://login.salesforce.com",
            "http://evil.com:29330",
            "http://[::1]:29330",
        ] {
            assert_eq!(
                Authority::parse(text, AuthorityRule::Practice),
                Err(AuthorityError::NotPractice),
                "{text}"
            );
        }
    }

    #[test]
    fn a_homograph_is_punycode_and_not_trusted() {
        let authority =
            Authority::parse("https://acme.my.sаlesforce.com", AuthorityRule::Salesforce).unwrap();
        assert!(authority.host().contains("xn--"));
        assert!(!authority.is_trusted());
    }

    #[test]
    fn an_address_is_looked_at_up_to_its_longest() {
        let address = "https://acme.my.salesforce.com";
        let padded = |length: usize| {
            let zeros = "0".repeat(length - address.len() - 1);
            salesforce(&format!("{address}/{zeros}"))
        };
        assert_eq!(padded(LONGEST_ADDRESS), Err(AuthorityError::Path));
        assert_eq!(padded(LONGEST_ADDRESS + 1), Err(AuthorityError::Malformed));
    }

    #[test]
    fn only_the_generic_hosts_serve_every_org() {
        for (text, is_generic, is_my_domain) in [
            ("https://login.salesforce.com", true, false),
            ("https://test.salesforce.com", true, false),
            ("https://acme.my.salesforce.com", false, true),
            ("https://login.acme.com", false, false),
        ] {
            let authority = Authority::parse(text, AuthorityRule::Salesforce).unwrap();
            assert_eq!(authority.is_generic(), is_generic, "{text}");
            assert_eq!(authority.is_my_domain(), is_my_domain, "{text}");
        }
    }

    #[test]
    fn an_authority_is_written_as_its_origin_and_leads_to_its_paths() {
        let practice = Authority::parse("http://localhost:29330", AuthorityRule::Practice).unwrap();
        assert_eq!(practice.to_string(), "http://localhost:29330");
        assert_eq!(practice.url("/id"), "http://localhost:29330/id");
    }
}
