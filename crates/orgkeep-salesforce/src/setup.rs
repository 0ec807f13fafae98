//! Addresses of pages in an org's own Setup (salesforce.md, 7.1).

use orgkeep_domain::authority::Authority;

/// A page of Setup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupPage {
    /// External Client App Manager.
    ExternalClientAppManager,
    /// External Client App Settings.
    ExternalClientAppSettings,
}

impl SetupPage {
    fn path(self) -> &'static str {
        match self {
            Self::ExternalClientAppManager => {
                "/lightning/setup/ManageExternalClientApplication/home"
            }
            Self::ExternalClientAppSettings => {
                "/lightning/setup/ExternalClientApplicationSettings/home"
            }
        }
    }
}

/// The address of a page in the Setup of the org behind a My Domain. `None` for a generic login host, which
/// belongs to no org, and for a host that is not Salesforce's.
#[must_use]
pub fn setup_url(authority: &Authority, page: SetupPage) -> Option<String> {
    (authority.is_trusted() && !authority.is_generic()).then(|| authority.url(page.path()))
}

#[cfg(test)]
mod tests {
    use orgkeep_domain::authority::AuthorityRule;

    use super::*;

    #[test]
    fn a_my_domain_has_setup_pages_and_a_generic_host_has_none() {
        let authority = |text| Authority::parse(text, AuthorityRule::Salesforce).unwrap();
        assert_eq!(
            setup_url(
                &authority("https://acme.my.salesforce.com"),
                SetupPage::ExternalClientAppManager
            )
            .as_deref(),
            Some(
                "https://acme.my.salesforce.com/lightning/setup/ManageExternalClientApplication/home"
            )
        );
        assert_eq!(
            setup_url(
                &authority("https://login.salesforce.com"),
                SetupPage::ExternalClientAppManager
            ),
            None
        );
        assert_eq!(
            setup_url(
                &authority("https://evil.com"),
                SetupPage::ExternalClientAppManager
            ),
            None
        );
    }
}
