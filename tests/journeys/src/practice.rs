//! The practice org behind the app's own contract, for the commands of practice mode.

use std::sync::Weak;

use orgkeep_api::connection::OrgTypeView;
use orgkeep_api::practice::{PracticeAppView, PracticeOrgView, ScenarioView};
use orgkeep_app::practice::{PracticeApp, PracticeLogin, PracticeOrg};
use orgkeep_simulator::{AppKind, ClientApp, Org, OrgKey, SCENARIOS, Simulator};

/// A practice org that the test holds, and can take away.
pub struct SharedPractice(pub Weak<Simulator>);

impl PracticeOrg for SharedPractice {
    fn orgs(&self) -> Vec<PracticeOrgView> {
        let Some(simulator) = self.0.upgrade() else {
            return Vec::new();
        };
        let view = |org: Org| PracticeOrgView {
            key: org.key.name().to_owned(),
            name: org.name.clone(),
            org_type: org_type(org.key),
            login_url: org.my_domain_url().to_owned(),
            username: org.admin().username.clone(),
            apps: simulator.apps(org.key).iter().map(app_view).collect(),
        };
        simulator.orgs().into_iter().map(view).collect()
    }

    fn scenarios(&self) -> Vec<ScenarioView> {
        let active = self
            .0
            .upgrade()
            .map(|simulator| simulator.faults().active());
        let active = active.unwrap_or_default();
        let view = |scenario: &orgkeep_simulator::Scenario| ScenarioView {
            id: scenario.id.to_owned(),
            title: scenario.title.to_owned(),
            description: scenario.description.to_owned(),
            on: active
                .iter()
                .any(|fault| fault.scenario == Some(scenario.id)),
        };
        SCENARIOS.iter().map(view).collect()
    }

    fn set_scenario(&self, id: &str, on: bool) -> bool {
        let Some(simulator) = self.0.upgrade() else {
            return false;
        };
        if on {
            return simulator.faults().switch_on(id).is_ok();
        }
        simulator.faults().clear_scenario(id);
        true
    }

    fn app(&self, org: &str, app: &str) -> Option<PracticeApp> {
        let key = OrgKey::ALL.into_iter().find(|key| key.name() == org)?;
        let kind = AppKind::ALL.into_iter().find(|kind| kind.name() == app)?;
        let simulator = self.0.upgrade()?;
        let (org, app) = (simulator.org(key), simulator.app(key, kind));
        Some(PracticeApp {
            login_url: org.my_domain_url().to_owned(),
            name: org.name,
            org_type: org_type(key),
            consumer_key: app.client_id,
            consumer_secret: app.secret.filter(|_| app.secret_required_for_code),
        })
    }

    fn login(&self, org: &str) -> Option<PracticeLogin> {
        let key = OrgKey::ALL.into_iter().find(|key| key.name() == org)?;
        let org = self.0.upgrade()?.org(key);
        let admin = org.admin().clone();
        Some(PracticeLogin {
            login_url: org.my_domain_url().to_owned(),
            name: org.name,
            org_type: org_type(key),
            username: admin.username,
            password: admin.password,
            security_token: admin.security_token,
        })
    }
}

fn app_view(app: &ClientApp) -> PracticeAppView {
    PracticeAppView {
        key: app.kind.map_or("", AppKind::name).to_owned(),
        label: app.name.clone(),
        has_secret: app.secret_required_for_code,
    }
}

/// What a person would choose for this org.
#[must_use]
pub fn org_type(org: OrgKey) -> OrgTypeView {
    match org {
        OrgKey::Production | OrgKey::DevHub => OrgTypeView::Production,
        OrgKey::Uat | OrgKey::Development => OrgTypeView::Sandbox,
        OrgKey::Developer => OrgTypeView::Developer,
    }
}
