//! What an org has under an app's name.

use std::collections::BTreeSet;

use orgkeep_blueprint::metadata::{Component, Kind};

use super::error::CreationError;
use super::org::Org;

/// The types that an app of Orgkeep's consists of.
pub(super) const KINDS: [Kind; 5] = [
    Kind::App,
    Kind::OauthSettings,
    Kind::GlobalOauthSettings,
    Kind::Policies,
    Kind::OauthPolicies,
];
/// Made by the platform, and not to be written back.
const SYSTEM_MADE: [&str; 4] = [
    "consumerKey",
    "consumerSecret",
    "oauthLink",
    "orgScopedExternalApp",
];

/// What an org has under a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Existing {
    /// The app and everything that names it.
    pub components: Vec<Component>,
    /// Elements that hold others, such as lists of addresses: whoever writes their component without them may lose them.
    pub nested: BTreeSet<(Kind, String)>,
    /// Whether a Connected App has the name.
    pub connected_app: bool,
}

impl Existing {
    pub(super) fn find(&self, kind: Kind) -> Option<&Component> {
        self.components.iter().find(|own| own.kind == kind)
    }

    /// The app's consumer key, where there is a consumer.
    pub(super) fn consumer_key(&self) -> Option<&str> {
        let global = self.find(Kind::GlobalOauthSettings)?;
        let key = global.elements.get("consumerKey")?;
        (!key.is_empty()).then_some(key)
    }

    /// What can be written back.
    pub(super) fn own(&self) -> Vec<Component> {
        let mut own = self.components.clone();
        for component in &mut own {
            component
                .elements
                .retain(|name, _| !SYSTEM_MADE.contains(&name.as_str()));
        }
        own
    }
}

impl Org {
    /// Reads an app whole. Its satellites have names of their own and say whose they are (salesforce.md, 1.1).
    pub(super) async fn existing(&self, app: &str) -> Result<Existing, CreationError> {
        let mut types: Vec<&str> = KINDS.iter().map(|kind| kind.type_name()).collect();
        types.push("ConnectedApp");
        let listed = self.list(&types).await?;
        let mut existing = Existing {
            connected_app: listed.iter().any(|own| {
                own.type_name == "ConnectedApp" && own.full_name.eq_ignore_ascii_case(app)
            }),
            ..Existing::default()
        };
        for kind in KINDS {
            let of_kind = listed
                .iter()
                .filter(|own| own.type_name == kind.type_name());
            let names: Vec<&str> = of_kind
                .map(|own| own.full_name.as_str())
                .filter(|name| may_belong(kind, name, app))
                .collect();
            let found = self.read(kind, &names).await?.into_iter();
            for own in found.filter(|own| belongs(&own.component, app)) {
                let nested = own.nested.into_iter().map(|element| (kind, element));
                existing.nested.extend(nested);
                existing.components.push(own.component);
            }
        }
        Ok(existing)
    }
}

fn may_belong(kind: Kind, name: &str, app: &str) -> bool {
    match kind {
        Kind::App => name.eq_ignore_ascii_case(app),
        _ => name
            .get(..app.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(app)),
    }
}

fn belongs(own: &Component, app: &str) -> bool {
    let named = own.elements.get("externalClientApplication");
    own.kind == Kind::App || named.is_some_and(|named| named.eq_ignore_ascii_case(app))
}
