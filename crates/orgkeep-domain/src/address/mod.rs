//! Address repair: whatever an admin pastes becomes the login address of the org, or a clear refusal
//! (product.md, 2, "repaired and the repair is shown"; salesforce.md, 4; security.md, D11 and H-08).
//!
//! Repair only takes away what does not belong to a login address, or replaces a host of pages by the
//! My Domain that the same name stands for. It ends in [`Authority::parse`], which decides on trust as
//! for any other address.

mod custom;
mod page_host;
#[cfg(test)]
mod tests;
mod written;

use url::{Host, Url};

use crate::authority::{Authority, AuthorityError, AuthorityRule};

use custom::kind_of;
use page_host::PageHost;
use written::Written;

/// A login address, and what had to be changed to get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The login address. Repairing it again changes nothing.
    pub authority: Authority,
    /// What was changed, in the order in which it is told. Case and surrounding spaces are not worth it.
    pub repairs: Vec<Repair>,
    /// What kind of name it is, if it is not one of Salesforce's own login hosts.
    pub custom: Option<CustomKind>,
}

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repair {
    /// There was no scheme.
    SchemeAdded,
    /// It was http.
    SchemeUpgraded,
    /// It was a page of Lightning Experience.
    LightningToMyDomain,
    /// It was a page of Setup.
    SetupToMyDomain,
    /// It was a Visualforce page.
    VisualforceToMyDomain,
    /// It was a file.
    FileToMyDomain,
    /// It named a port.
    PortDropped,
    /// It had a path, a query or a fragment.
    PathDropped,
}

/// What kind of name a host is that only the admin can vouch for (security.md, D11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomKind {
    /// An Experience Cloud site. Its users sign in there; admins sign in at the org's My Domain.
    Site {
        /// The My Domain of the site's org, where the name tells.
        my_domain: Option<Authority>,
    },
    /// An instance (`na1.salesforce.com`). It changes when Salesforce moves the org.
    OldInstance,
    /// `.my-salesforce.com`.
    AlternativeName,
    /// It has letters outside ASCII. Only the encoded form (`xn--`) is shown.
    Homograph,
    /// It sounds like Salesforce and is not under a name of Salesforce.
    Lookalike,
    /// Any other name.
    Other,
}

/// Why there is no login address in what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was given.
    #[error("the address is empty")]
    Empty,
    /// It is no web address, or is written to look like another one.
    #[error("the text is not a web address")]
    Malformed,
    /// It is an address of another kind: a file, a script, a mail.
    #[error("the address is not http or https")]
    Scheme,
    /// It carries a user name or password.
    #[error("the address carries a user name or password")]
    UserInfo,
    /// An IP address, a name without a dot, or a name of this machine or network.
    #[error("the host cannot be a Salesforce server")]
    Host,
    /// A site of Salesforce at which nobody signs in to an org.
    #[error("nobody signs in to an org at this host")]
    NotALoginHost,
    /// A page of an org whose address does not tell the My Domain.
    #[error("the address does not tell the org's My Domain")]
    MyDomainUnknown,
    /// Practice vaults only talk to this machine.
    #[error("a practice vault only accepts addresses of this machine")]
    NotPractice,
}

/// Finds the login address in a pasted address.
///
/// # Errors
/// [`AddressError`] names the first thing that stands in the way.
pub fn repair(text: &str, rule: AuthorityRule) -> Result<Repaired, AddressError> {
    let written = Written::parse(text, rule)?;
    match rule {
        AuthorityRule::Salesforce => repair_salesforce(&written),
        AuthorityRule::Practice => repair_practice(&written),
    }
}

fn repair_salesforce(written: &Written) -> Result<Repaired, AddressError> {
    let Some(Host::Domain(host)) = written.url.host() else {
        return Err(AddressError::Host);
    };
    let (login_host, moved) = match page_host::of(host) {
        PageHost::MyDomain(login_host, repair) => (login_host, Some(repair)),
        PageHost::None => (host.to_owned(), None),
        PageHost::Unknown => return Err(AddressError::MyDomainUnknown),
        PageHost::NoLogin => return Err(AddressError::NotALoginHost),
    };
    let port = written.url.port().map(|_| Repair::PortDropped);
    let authority = Authority::parse(&format!("https://{login_host}"), AuthorityRule::Salesforce)?;
    let custom = (!authority.is_trusted()).then(|| kind_of(authority.host()));
    let repairs = [
        written.scheme_repair,
        moved,
        port,
        path_repair(&written.url),
    ];
    Ok(Repaired {
        authority,
        repairs: repairs.into_iter().flatten().collect(),
        custom,
    })
}

/// The port tells one practice org from another and stays.
fn repair_practice(written: &Written) -> Result<Repaired, AddressError> {
    let origin = written.url.origin().ascii_serialization();
    let authority = Authority::parse(&origin, AuthorityRule::Practice)?;
    let repairs = [written.scheme_repair, path_repair(&written.url)];
    Ok(Repaired {
        authority,
        repairs: repairs.into_iter().flatten().collect(),
        custom: None,
    })
}

fn path_repair(url: &Url) -> Option<Repair> {
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    (!bare).then_some(Repair::PathDropped)
}

impl From<AuthorityError> for AddressError {
    fn from(error: AuthorityError) -> Self {
        match error {
            AuthorityError::Empty => Self::Empty,
            AuthorityError::Malformed | AuthorityError::Port | AuthorityError::Path => {
                Self::Malformed
            }
            AuthorityError::Scheme => Self::Scheme,
            AuthorityError::UserInfo => Self::UserInfo,
            AuthorityError::Host => Self::Host,
            AuthorityError::NotALoginHost => Self::NotALoginHost,
            AuthorityError::NotPractice => Self::NotPractice,
        }
    }
}
