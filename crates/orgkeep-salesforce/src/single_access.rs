//! Opening an org in a browser without signing in there: a link for one use (salesforce.md, 3.9).

use core::fmt;

use orgkeep_domain::authority::Authority;
use orgkeep_domain::catalogue::SetupPage;
use orgkeep_domain::host::{HostTrust, trust_of};
use orgkeep_domain::scope::Scopes;
use serde::Deserialize;
use url::Url;

use crate::http::{CallError, HttpClient};
use crate::session::ApiSession;
use crate::setup;

/// Hosts that show pages of an org, besides those that are trusted as login hosts (salesforce.md, 4).
const PAGES: [&str; 5] = [
    ".lightning.force.com",
    ".lightning.crmforce.mil",
    ".lightning.sfcrmapps.cn",
    ".my-lightning.com",
    ".my.salesforce-setup.com",
];

/// The longest path that is sent, in bytes.
const LONGEST_PATH: usize = 2_000;

/// Where in the org the browser arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LandingPath(String);

/// Text that is no path within an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address is not a path within the org")]
pub struct LandingPathError;

impl LandingPath {
    /// The org's home page.
    #[must_use]
    pub fn home() -> Self {
        Self("/".to_owned())
    }

    /// A page of Setup.
    #[must_use]
    pub fn setup(page: SetupPage) -> Self {
        Self(setup::path(page).to_owned())
    }

    /// The first page of Setup.
    #[must_use]
    pub fn setup_home() -> Self {
        Self(setup::HOME.to_owned())
    }

    /// Any path: it begins with one slash and stays on the org's own host.
    ///
    /// # Errors
    /// [`LandingPathError`] for what a browser could take for another host, and for control characters.
    pub fn parse(text: &str) -> Result<Self, LandingPathError> {
        let text = text.trim();
        let own = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
        let plain = text.len() <= LONGEST_PATH && !text.chars().any(char::is_control);
        (own && plain)
            .then(|| Self(text.to_owned()))
            .ok_or(LandingPathError)
    }
}

/// The link. Whoever has it is signed in, so it prints only its host.
pub struct FrontdoorUrl(Url);

impl FrontdoorUrl {
    /// The whole address, for the browser, never for a log or the page.
    #[must_use]
    pub fn for_the_browser(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for FrontdoorUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrontdoorUrl({})", self.0.host_str().unwrap_or_default())
    }
}

/// Whether a link can be had with these scopes.
#[must_use]
pub fn can_open(granted: &Scopes) -> bool {
    granted.contains("web") || granted.contains("full")
}

#[derive(Deserialize)]
struct FrontdoorWire {
    frontdoor_uri: String,
}

/// Asks for a link. A session that is over is refused here with a bare 403, so it should have been proven just
/// before.
///
/// # Errors
/// [`CallError`]; [`CallError::Unexpected`] also for a link that leads elsewhere than to the org.
pub async fn single_access(
    client: &HttpClient,
    session: ApiSession<'_>,
    landing: &LandingPath,
) -> Result<FrontdoorUrl, CallError> {
    let request = session.get(client, "/services/oauth2/singleaccess");
    let request = request.query(&[("redirect_uri", landing.0.as_str())]);
    let answer = client.send(request).await?;
    let link: FrontdoorWire = answer.json()?;
    accepted(&link.frontdoor_uri, session.instance).ok_or(CallError::Unexpected)
}

/// The link is data from outside: the asked host itself, or a host where Salesforce shows pages of orgs.
fn accepted(text: &str, asked: &Authority) -> Option<FrontdoorUrl> {
    let url = Url::parse(text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none();
    let own = url.origin().ascii_serialization() == asked.origin();
    let page = url.scheme() == "https" && url.port().is_none() && is_page(url.host_str()?);
    (plain && (own || page)).then_some(FrontdoorUrl(url))
}

fn is_page(host: &str) -> bool {
    match trust_of(host) {
        HostTrust::Trusted => true,
        HostTrust::Custom => PAGES.iter().any(|suffix| host.ends_with(suffix)),
        HostTrust::Refused => false,
    }
}

#[cfg(test)]
mod tests {
    use orgkeep_domain::authority::AuthorityRule;

    use super::*;

    #[test]
    fn a_landing_stays_within_the_org() {
        for text in ["/", "/lightning/page/home", " /001?x=1#y "] {
            assert!(LandingPath::parse(text).is_ok(), "{text}");
        }
        let long = format!("/{}", "x".repeat(LONGEST_PATH));
        for text in [
            "",
            "x",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
            &long,
        ] {
            assert_eq!(LandingPath::parse(text), Err(LandingPathError), "{text}");
        }
    }

    #[test]
    fn a_link_leads_to_the_org_or_nowhere() {
        let acme = Authority::parse("https://acme.my.salesforce.com", AuthorityRule::Salesforce);
        let acme = acme.unwrap();
        for (text, fits) in [
            (
                "https://acme.my.salesforce.com/secur/frontdoor.jsp?otp=1",
                true,
            ),
            ("https://acme.lightning.force.com/x", true),
            ("https://acme.my.salesforce-setup.com/x", true),
            ("http://acme.my.salesforce.com/x", false),
            ("https://acme.my.salesforce.com:8443/x", false),
            ("https://a@acme.my.salesforce.com/x", false),
            ("https://acme.force.com/x", false),
            ("https://evil.example/x", false),
            ("https://lightning.force.com.evil.example/x", false),
            ("http://localhost:33333/x", false),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(accepted(text, &acme).is_some(), fits, "{text}");
        }
    }

    #[test]
    fn a_link_shows_its_host_only() {
        let url = FrontdoorUrl(Url::parse("https://acme.my.salesforce.com/x?otp=canary").unwrap());
        assert_eq!(format!("{url:?}"), "FrontdoorUrl(acme.my.salesforce.com)");
    }
}
