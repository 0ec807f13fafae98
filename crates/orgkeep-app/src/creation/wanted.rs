//! What an app should be: what was ordered of Orgkeep, or what a blueprint says.

use orgkeep_blueprint::blueprint::Blueprint;
use orgkeep_blueprint::metadata::{Component, Kind, app_components, policy_components};

use super::driver::Creations;
use super::error::CreationError;
use super::work::components;

/// What an app is compared with.
#[derive(Debug, Clone)]
pub enum Yardstick {
    /// What Orgkeep was asked to make, if it made this app.
    Order,
    /// A blueprint.
    Blueprint(Box<Blueprint>),
    /// What a blueprint asks of any app: how the app is called, and whom Salesforce writes to, is not compared.
    AnyApp(Box<Blueprint>),
}

impl Creations {
    /// What the app with this consumer key should be. `None` where nobody said so.
    pub(super) async fn wanted(
        &self,
        key: Option<&str>,
        yardstick: &Yardstick,
    ) -> Result<Option<Vec<Component>>, CreationError> {
        match yardstick {
            Yardstick::Order => {}
            Yardstick::Blueprint(blueprint) => return Ok(Some(whole(blueprint))),
            Yardstick::AnyApp(blueprint) => return Ok(Some(of_any_app(blueprint))),
        }
        let made = self.vault.creations().await?.into_iter().rev();
        let mut of_key = made.filter(|own| {
            let known = own.consumer_key.as_ref().map(|known| known.as_str());
            known.is_some() && known == key && !own.undoing
        });
        Ok(of_key.next().map(|own| components(&own.asked.wanted)))
    }
}

/// The app's own parts, then its policies.
pub(super) fn whole(blueprint: &Blueprint) -> Vec<Component> {
    let mut all = app_components(blueprint);
    all.extend(policy_components(blueprint));
    all
}

/// The same without what only one app can say of itself.
fn of_any_app(blueprint: &Blueprint) -> Vec<Component> {
    let mut all = whole(blueprint);
    for own in all.iter_mut().filter(|own| own.kind == Kind::App) {
        own.elements.retain(|name, _| name == "distributionState");
    }
    all
}

/// The policies among them.
pub(super) fn policies_of(all: Vec<Component>) -> Vec<Component> {
    let is_policy = |own: &Component| matches!(own.kind, Kind::Policies | Kind::OauthPolicies);
    all.into_iter().filter(is_policy).collect()
}

/// Whether both say the same, under whatever names.
pub(super) fn is_same(one: &[Component], other: &[Component]) -> bool {
    let has_twin = |own: &Component| {
        let mut twins = other.iter().filter(|twin| twin.kind == own.kind);
        twins.any(|twin| twin.elements == own.elements)
    };
    one.len() == other.len() && one.iter().all(has_twin)
}
