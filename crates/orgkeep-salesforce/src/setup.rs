//! Addresses of pages in an org's own Setup (salesforce.md, 7.1).

use orgkeep_domain::authority::Authority;
use orgkeep_domain::catalogue::SetupPage;

/// The first page of Setup.
pub(crate) const HOME: &str = "/lightning/setup/SetupOneHome/home";

pub(crate) fn path(page: SetupPage) -> &'static str {
    match page {
        SetupPage::ExternalClientAppManager => {
            "/lightning/setup/ManageExternalClientApplication/home"
        }
        SetupPage::ExternalClientAppSettings => {
            "/lightning/setup/ExternalClientApplicationSettings/home"
        }
        SetupPage::ExternalClientAppUsage => {
            "/lightning/setup/ExternalClientApplicationOauthUsage/home"
        }
        SetupPage::ConnectedAppsUsage => "/lightning/setup/ConnectedAppsUsage/home",
        SetupPage::ConnectedApps => "/lightning/setup/ConnectedApplication/home",
        SetupPage::AppManager => "/lightning/setup/NavigationMenus/home",
        SetupPage::OauthSettings => "/lightning/setup/OauthOidcSettings/home",
        SetupPage::CustomScopes => "/lightning/setup/OauthCustomScope/home",
        SetupPage::DeploymentStatus => "/lightning/setup/DeployStatus/home",
        SetupPage::MyDomain => "/lightning/setup/OrgDomain/home",
        SetupPage::DevHub => "/lightning/setup/DevHub/home",
        SetupPage::LoginHistory => "/lightning/setup/OrgLoginHistory/home",
    }
}

/// The address of a page in the Setup of the org behind a My Domain. `None` for a generic login host, which
/// belongs to no org, and for a host that is not Salesforce's.
#[must_use]
pub fn setup_url(authority: &Authority, page: SetupPage) -> Option<String> {
    authority.is_my_domain().then(|| authority.url(path(page)))
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
