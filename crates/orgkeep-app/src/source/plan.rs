//! From a wish to a plan, with everything that is wrong told at once and by its place.

mod app;
mod environment;
mod fault;

use orgkeep_blueprint::blueprint::{Blueprint, BlueprintParts};
use orgkeep_blueprint::environment::Environments;
use orgkeep_blueprint::link::DevHubLink;
use orgkeep_blueprint::name::Label;
use orgkeep_blueprint::plan::{PackagedApp, Pattern, Plan, PlanParts};

use super::wish::{EnvironmentText, LinkText, SourceWish};

pub(crate) use app::{Unfit, blueprint_of};
pub use fault::{Fault, Place, Refusal};

/// Makes the plan of a wish.
///
/// # Errors
/// [`Refusal`]: everything that is missing or wrong.
pub fn plan(wish: &SourceWish) -> Result<Plan, Refusal> {
    let mut refusal = Refusal::default();
    let parts = parts(wish, &mut refusal);
    match parts {
        Some(parts) if refusal.is_empty() => {
            let below = wish.below.environments.iter();
            let below: Vec<&str> = below.map(|one| one.alias.trim()).collect();
            Plan::new(parts).map_err(|error| fault::of_plan(&error, &below).into())
        }
        _ => Err(refusal),
    }
}

fn parts(wish: &SourceWish, refusal: &mut Refusal) -> Option<PlanParts> {
    let blueprint = app::blueprint(wish, refusal);
    match wish.pattern {
        Pattern::Plain => blueprint.map(PlanParts::Plain),
        Pattern::Bootstrap => {
            let environments = production(wish, &["prod", "uat"], refusal);
            Some(PlanParts::Bootstrap {
                blueprint: blueprint?,
                environments: environments?,
            })
        }
        Pattern::Packaged => {
            let environments = production(wish, &["prod", "uat"], refusal);
            let link = link(&wish.link, Place::Link, refusal);
            packaged(blueprint?, link?, environments?).map(PlanParts::Packaged)
        }
        Pattern::Dual => dual(wish, blueprint, refusal),
    }
}

fn dual(
    wish: &SourceWish,
    blueprint: Option<Blueprint>,
    refusal: &mut Refusal,
) -> Option<PlanParts> {
    let below = &wish.below;
    let environments = production(wish, &["prod"], refusal);
    let production_link = link(&wish.link, Place::Link, refusal);
    let other_link = link(&below.link, Place::BelowLink, refusal);
    let callbacks = app::callbacks_below(&below.callbacks, refusal);
    let others = &below.environments;
    let other_environments =
        environment::environments(others, &["uat"], Place::BelowEnvironments, refusal);
    let (blueprint, callbacks, other_link) = (blueprint?, callbacks?, other_link?);
    let mut other = blueprint.parts().clone();
    other.callbacks = callbacks.unwrap_or(other.callbacks);
    // Two apps of one name could not be told apart in the Dev Hub's list.
    let label = other_link.app().as_str().replace('_', " ");
    other.identity.label = Label::parse(&label).unwrap_or(other.identity.label);
    let other = Blueprint::new(other).ok()?;
    Some(PlanParts::Dual {
        production: packaged(blueprint, production_link?, environments?)?,
        non_production: packaged(other, other_link, other_environments?)?,
    })
}

/// The app is called as in its Dev Hub, whatever was typed: only there it can be changed.
fn packaged(
    blueprint: Blueprint,
    link: DevHubLink,
    environments: Environments,
) -> Option<PackagedApp> {
    let mut parts: BlueprintParts = blueprint.into_parts();
    parts.identity.api_name = link.app().clone();
    Some(PackagedApp {
        blueprint: Blueprint::new(parts).ok()?,
        link,
        environments,
    })
}

fn production(wish: &SourceWish, usual: &[&str], refusal: &mut Refusal) -> Option<Environments> {
    let listed: &[EnvironmentText] = &wish.environments;
    environment::environments(listed, usual, Place::Environments, refusal)
}

fn link(text: &LinkText, place: Place, refusal: &mut Refusal) -> Option<DevHubLink> {
    match DevHubLink::from_pasted(&text.oauth_link, &text.org_scoped_app) {
        Ok(link) => Some(link),
        Err(error) => {
            refusal.blame(place, fault::of_link(text, error));
            None
        }
    }
}
