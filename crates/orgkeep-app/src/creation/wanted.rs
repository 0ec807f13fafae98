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
    /// The same; and what the products of the connection ask of any app, if somebody else made it.
    Usual(Box<Blueprint>),
    /// A blueprint.
    Blueprint(Box<Blueprint>),
    /// What a blueprint asks of any app: how the app is called, and whom Salesforce writes to, is not compared.
    AnyApp(Box<Blueprint>),
}

/// What an app should be.
pub(super) struct Wanted {
    pub components: Vec<Component>,
    /// Whether the connection's products say so, because Orgkeep did not make the app.
    pub by_products: bool,
}

impl Creations {
    /// What the app with this consumer key should be. `None` where nobody said so.
    pub(super) async fn wanted(
        &self,
        key: Option<&str>,
        yardstick: &Yardstick,
    ) -> Result<Option<Wanted>, CreationError> {
        let stated = |components| Wanted {
            components,
            by_products: false,
        };
        let products = match yardstick {
            Yardstick::Order => None,
            Yardstick::Usual(blueprint) => Some(Wanted {
                components: of_any_app(blueprint),
                by_products: true,
            }),
            Yardstick::Blueprint(blueprint) => return Ok(Some(stated(whole(blueprint)))),
            Yardstick::AnyApp(blueprint) => return Ok(Some(stated(of_any_app(blueprint)))),
        };
        let made = self.vault.creations().await?.into_iter().rev();
        let mut of_key = made.filter(|own| {
            let known = own.consumer_key.as_ref().map(|known| known.as_str());
            known.is_some() && known == key && !own.undoing
        });
        let ordered = of_key.next().map(|own| components(&own.asked.wanted));
        Ok(ordered.map(stated).or(products))
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
    let own = all.into_iter();
    own.filter(|own| is_policy(own.kind)).collect()
}

/// Whether an administrator of the org sets it, instead of whoever makes the app.
pub(super) fn is_policy(kind: Kind) -> bool {
    matches!(kind, Kind::Policies | Kind::OauthPolicies)
}

/// Parts that are there keep their names: a second one beside them would be refused.
pub(super) fn keep_names(wanted: &mut [Component], before: &[Component]) {
    for own in wanted {
        if let Some(there) = before.iter().find(|there| there.kind == own.kind) {
            own.name.clone_from(&there.name);
        }
    }
}

/// What is sent over an app that is there. Whatever nobody has ordered otherwise is sent as it was, because a
/// deployment may take away what it does not name.
pub(super) fn over(mut wanted: Vec<Component>, before: &[Component]) -> Vec<Component> {
    keep_names(&mut wanted, before);
    for own in &mut wanted {
        let there = before.iter().find(|there| there.kind == own.kind);
        let elements = there.into_iter().flat_map(|there| &there.elements);
        for (name, text) in elements.filter(|(_, text)| !text.is_empty()) {
            own.elements.entry(name.clone()).or_insert(text.clone());
        }
    }
    wanted
}

/// Whether both say the same, under whatever names.
pub(super) fn is_same(one: &[Component], other: &[Component]) -> bool {
    let has_twin = |own: &Component| {
        let mut twins = other.iter().filter(|twin| twin.kind == own.kind);
        twins.any(|twin| twin.elements == own.elements)
    };
    one.len() == other.len() && one.iter().all(has_twin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: Kind, name: &str, elements: &[(&str, &str)]) -> Component {
        let pairs = elements.iter();
        Component {
            kind,
            name: name.to_owned(),
            elements: pairs
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn what_is_sent_over_an_app_names_what_stays() {
        let wanted = vec![
            part(Kind::App, "Door", &[("label", "Door")]),
            part(Kind::OauthSettings, "Door_oauth", &[("label", "x")]),
        ];
        let before = [
            part(
                Kind::App,
                "Door",
                &[
                    ("label", "Old"),
                    ("logoUrl", "https://logo"),
                    ("iconUrl", ""),
                ],
            ),
            part(
                Kind::OauthSettings,
                "Door_settings",
                &[("singleLogoutUrl", "https://out")],
            ),
        ];
        assert_eq!(
            over(wanted, &before),
            [
                part(
                    Kind::App,
                    "Door",
                    &[("label", "Door"), ("logoUrl", "https://logo")]
                ),
                part(
                    Kind::OauthSettings,
                    "Door_settings",
                    &[("label", "x"), ("singleLogoutUrl", "https://out")]
                ),
            ]
        );
    }
}
