//! Pages of Setup as the page names them.

use orgkeep_api::checklist::SetupPageId;
use orgkeep_domain::catalogue::SetupPage;

/// The page with this id.
pub(crate) fn setup_page(id: SetupPageId) -> SetupPage {
    match id {
        SetupPageId::ExternalClientAppManager => SetupPage::ExternalClientAppManager,
        SetupPageId::ExternalClientAppSettings => SetupPage::ExternalClientAppSettings,
        SetupPageId::ExternalClientAppUsage => SetupPage::ExternalClientAppUsage,
        SetupPageId::ConnectedAppsUsage => SetupPage::ConnectedAppsUsage,
        SetupPageId::ConnectedApps => SetupPage::ConnectedApps,
        SetupPageId::AppManager => SetupPage::AppManager,
        SetupPageId::OauthSettings => SetupPage::OauthSettings,
        SetupPageId::CustomScopes => SetupPage::CustomScopes,
        SetupPageId::DeploymentStatus => SetupPage::DeploymentStatus,
        SetupPageId::MyDomain => SetupPage::MyDomain,
        SetupPageId::DevHub => SetupPage::DevHub,
        SetupPageId::LoginHistory => SetupPage::LoginHistory,
    }
}
