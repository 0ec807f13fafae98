//! What the app needs from a practice org. The composition root brings one; the app knows no simulator.

use orgkeep_api::practice::{PracticeOrgView, ScenarioView};

/// The values of a simulated app, as a person would copy them from Setup. None of them is real.
pub struct PracticeApp {
    /// A name for the connection.
    pub name: String,
    /// The My Domain.
    pub login_url: String,
    /// The consumer key.
    pub consumer_key: String,
    /// The consumer secret, where the app has one.
    pub consumer_secret: Option<String>,
    /// What kind of org it is.
    pub org_type: orgkeep_api::connection::OrgTypeView,
}

/// Who can log in to a simulated org with a password. None of it is real.
pub struct PracticeLogin {
    /// A name for the connection.
    pub name: String,
    /// The My Domain.
    pub login_url: String,
    /// What kind of org it is.
    pub org_type: orgkeep_api::connection::OrgTypeView,
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
    /// The security token.
    pub security_token: String,
}

/// A simulated Salesforce.
pub trait PracticeOrg: Send + Sync {
    /// The simulated orgs.
    fn orgs(&self) -> Vec<PracticeOrgView>;
    /// Faults, and whether they are on.
    fn scenarios(&self) -> Vec<ScenarioView>;
    /// Switches a fault; `false` when there is none of that name.
    fn set_scenario(&self, id: &str, on: bool) -> bool;
    /// The values of one simulated app.
    fn app(&self, org: &str, app: &str) -> Option<PracticeApp>;
    /// Who can log in to a simulated org.
    fn login(&self, org: &str) -> Option<PracticeLogin>;
}
