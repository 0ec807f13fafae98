//! A migration meets every scenario of the practice org that can meet it before the consent, or at it: O-15.

use anyhow::Context as _;
use orgkeep_api::attempt::{AttemptView, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::migration::MigrateRequest;
use orgkeep_journeys::sign_in::parameter;
use orgkeep_journeys::striking::is_silent;
use orgkeep_simulator::{
    Decision, Endpoint, Outcome, RobotBrowser, Scenario, ScenarioGroup, Times, Tuning,
};

use crate::migration::{Before, ORG, Typed};
use crate::migration_strike::{Case, each};

/// Where it strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// What Orgkeep itself asks before a browser is opened.
    Asked(Endpoint),
    /// Salesforce's page in the browser: nothing comes back.
    Page,
    /// What Salesforce sends the browser back with.
    Callback,
}

/// The places, in the order of a migration.
const PLACES: [(Place, &str); 5] = [
    (Place::Asked(Endpoint::Authorize), "checking the key"),
    (
        Place::Asked(Endpoint::OpenidConfiguration),
        "asking what the server says of itself",
    ),
    (
        Place::Asked(Endpoint::AuthConfiguration),
        "asking which org is behind the address",
    ),
    (Place::Page, "at Salesforce's page"),
    (Place::Callback, "coming back"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o_15_every_fault_before_the_consent_leaves_it_as_it_was() -> anyhow::Result<()> {
    each(
        Before::ConnectedApp,
        Case::all(&PLACES, meets),
        async |case, typed| case.strikes(typed).await,
    )
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o_15_from_a_password_every_fault_before_the_consent_leaves_it_as_it_was()
-> anyhow::Result<()> {
    each(
        Before::Password,
        Case::all(&PLACES, meets),
        async |case, typed| case.strikes(typed).await,
    )
    .await
}

fn meets(scenario: &Scenario, place: Place) -> bool {
    match scenario.group {
        ScenarioGroup::Network => matches!(place, Place::Asked(_)),
        ScenarioGroup::Page => matches!(place, Place::Page | Place::Asked(Endpoint::Authorize)),
        ScenarioGroup::Discovery => place == Place::Asked(Endpoint::OpenidConfiguration),
        ScenarioGroup::Callback => place == Place::Callback,
        _ => false,
    }
}

impl Case<Place> {
    /// Whether the connection was moved all the same: what comes back may be odd and good.
    async fn strikes(&self, typed: &Typed) -> anyhow::Result<bool> {
        let world = &typed.world;
        world.simulator.journal().clear();
        if self.place != Place::Page {
            self.set(typed);
        }
        let request = MigrateRequest {
            id: typed.id.clone(),
            all_scopes: false,
        };
        world.orgkeep.migrate(request).await?;
        let id = world.attempt_id()?;
        if !is_silent(self.scenario) {
            world.wait_attempt(has_stopped).await?;
        }
        let comes_back = match self.place {
            Place::Asked(at) => {
                typed.asked(at).await.context("it was not asked")?;
                false
            }
            Place::Page | Place::Callback => self.visit(typed).await?,
        };
        let moved = ended(typed, &id, comes_back).await?;
        world.leave(&id).await?;
        world.simulator.faults().clear();
        if moved {
            typed.is_moved(false).await?;
        } else {
            typed.is_unchanged().await?;
        }
        Ok(moved)
    }

    fn set(&self, typed: &Typed) {
        let tuning = Tuning {
            milliseconds: Some(50),
            endpoint: match self.place {
                Place::Asked(at) => Some(at),
                Place::Page | Place::Callback => None,
            },
            ..Tuning::default()
        };
        let faults = typed.world.simulator.faults();
        faults.set(self.scenario.fault(&tuning), Times::Always);
    }

    /// The person signs in and allows it, as far as Salesforce lets them. Whether the browser comes back.
    async fn visit(&self, typed: &Typed) -> anyhow::Result<bool> {
        let world = &typed.world;
        let now = world.orgkeep.watch_attempt().borrow().clone();
        if !is_at_browser(&now) {
            return Ok(false);
        }
        let address = world.browser.addresses().pop().context("nothing opened")?;
        let consent = world.consent_at(address).await?;
        if self.place == Place::Page {
            self.set(typed);
        }
        let mut robot = RobotBrowser::new();
        let admin = world.admin(ORG);
        match robot
            .consent(&consent.address, &admin, Decision::Allow)
            .await?
        {
            Outcome::Page(_) => Ok(false),
            Outcome::Callback(callback) => {
                let code = parameter(&callback, "code").unwrap_or_default();
                world.secrets.keep("code", &code);
                // What the listener refuses has not come back: the sign-in goes on waiting.
                Ok(world.deliver(&callback).await?.status != 400)
            }
        }
    }
}

/// Waits for the end. Whoever is at the countdown, at the browser or at silence gives up, unless something comes back.
async fn ended(typed: &Typed, id: &str, comes_back: bool) -> anyhow::Result<bool> {
    let world = &typed.world;
    let now = world.orgkeep.watch_attempt().borrow().clone();
    if !comes_back && matches!(now, AttemptView::Running { .. }) {
        world.cancel(id).await?;
    }
    let over = |view: &AttemptView| !matches!(view, AttemptView::Running { .. });
    let ended = world.wait_attempt(over).await?;
    Ok(matches!(ended, AttemptView::Connected { .. }))
}

/// Whether it goes no further by itself.
fn has_stopped(view: &AttemptView) -> bool {
    match view {
        AttemptView::Idle => false,
        AttemptView::Running { attempt } => matches!(
            attempt.stage,
            StageView::WaitingForKey { .. }
                | StageView::KeyActive { .. }
                | StageView::AwaitingConsent { .. }
        ),
        AttemptView::Failed { .. } | AttemptView::Connected { .. } => true,
    }
}

fn is_at_browser(view: &AttemptView) -> bool {
    matches!(view, AttemptView::Running { attempt }
        if matches!(attempt.stage, StageView::AwaitingConsent { .. }))
}
