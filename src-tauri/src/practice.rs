//! The practice org behind the app's own contract.

use std::path::Path;

use anyhow::Context as _;
use orgkeep_api::connection::OrgTypeView;
use orgkeep_api::practice::{PracticeAppView, PracticeOrgView, ScenarioView};
use orgkeep_app::practice::{PracticeApp, PracticeLogin, PracticeOrg};
use orgkeep_simulator::{
    ClientApp, Org, OrgKey, Ports, SCENARIOS, Simulator, SimulatorConfig, SimulatorError,
};

/// A simulated Salesforce that runs inside this program, on ports of this machine.
pub struct SimulatedSalesforce {
    simulator: Simulator,
}

impl SimulatedSalesforce {
    /// Starts it on its usual ports, so that saved practice connections keep working; on others when those
    /// are taken.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(folder: &Path) -> anyhow::Result<Self> {
        let usual = SimulatorConfig::practice(folder.join("practice-org.json"));
        let elsewhere = SimulatorConfig {
            ports: Ports::Ephemeral,
            ..usual.clone()
        };
        let simulator = match Simulator::start(usual).await {
            Err(SimulatorError::Bind { .. }) => Simulator::start(elsewhere).await,
            started => started,
        };
        Ok(Self {
            simulator: simulator.context("the practice org could not be started")?,
        })
    }
}

impl PracticeOrg for SimulatedSalesforce {
    fn orgs(&self) -> Vec<PracticeOrgView> {
        let view = |org: Org| PracticeOrgView {
            key: org.key.name().to_owned(),
            name: title(&org),
            org_type: org_type(&org),
            login_url: org.my_domain_url().to_owned(),
            username: org.admin().username.clone(),
            apps: self.simulator.apps(org.key).iter().map(app_view).collect(),
        };
        self.simulator.orgs().into_iter().map(view).collect()
    }

    fn scenarios(&self) -> Vec<ScenarioView> {
        let active = self.simulator.faults().active();
        let is_on = |id| active.iter().any(|fault| fault.scenario == Some(id));
        SCENARIOS
            .iter()
            .map(|scenario| ScenarioView {
                id: scenario.id.to_owned(),
                title: scenario.title.to_owned(),
                description: scenario.description.to_owned(),
                on: is_on(scenario.id),
            })
            .collect()
    }

    fn set_scenario(&self, id: &str, on: bool) -> bool {
        let faults = self.simulator.faults();
        if on {
            return faults.switch_on(id).is_ok();
        }
        faults.clear_scenario(id);
        true
    }

    fn app(&self, org: &str, app: &str) -> Option<PracticeApp> {
        let key = OrgKey::ALL.into_iter().find(|key| key.name() == org)?;
        let org = self.simulator.org(key);
        let apps = self.simulator.apps(key);
        let app = apps.into_iter().find(|one| app_key(one) == app)?;
        Some(PracticeApp {
            name: title(&org),
            login_url: org.my_domain_url().to_owned(),
            org_type: org_type(&org),
            consumer_key: app.client_id,
            consumer_secret: app.secret.filter(|_| app.secret_required_for_code),
        })
    }

    fn login(&self, org: &str) -> Option<PracticeLogin> {
        let key = OrgKey::ALL.into_iter().find(|key| key.name() == org)?;
        let org = self.simulator.org(key);
        let admin = org.admin();
        Some(PracticeLogin {
            name: title(&org),
            login_url: org.my_domain_url().to_owned(),
            org_type: org_type(&org),
            username: admin.username.clone(),
            password: admin.password.clone(),
            security_token: admin.security_token.clone(),
        })
    }
}

fn app_view(app: &ClientApp) -> PracticeAppView {
    PracticeAppView {
        key: app_key(app),
        label: app.name.clone(),
        has_secret: app.secret_required_for_code,
    }
}

fn app_key(app: &ClientApp) -> String {
    app.kind
        .map_or_else(|| app.client_id.clone(), |kind| kind.name().to_owned())
}

/// Sandboxes carry their production org's name; people tell them apart by what follows.
fn title(org: &Org) -> String {
    match org.key {
        OrgKey::Production | OrgKey::Developer | OrgKey::DevHub => org.name.clone(),
        OrgKey::Uat => format!("{} UAT", org.name),
        OrgKey::Development => format!("{} Dev", org.name),
    }
}

fn org_type(org: &Org) -> OrgTypeView {
    match org.key {
        OrgKey::Production | OrgKey::DevHub => OrgTypeView::Production,
        OrgKey::Uat | OrgKey::Development => OrgTypeView::Sandbox,
        OrgKey::Developer => OrgTypeView::Developer,
    }
}
