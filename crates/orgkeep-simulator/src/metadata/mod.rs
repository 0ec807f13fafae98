//! Changing what an org is made of: the deployments of the REST interface and the calls of the SOAP interface, for
//! External Client Apps and the settings beside them.
//!
//! Strict. Elements stand in the order of the alphabet, names point to what exists, and what a version does not know is
//! refused. A deployment is carried out later and whole or not at all. An app that was made can be signed in through
//! once its key has become known.

mod archive;
mod component;
mod consumer;
mod deployment;
mod hand;
mod kind;
mod rest;
mod scope;
mod shelf;
mod soap;
mod wire;

pub(crate) use component::Problem;
pub(crate) use consumer::{components_of, consumer_id};
pub(crate) use deployment::{is_due, settle};
pub(crate) use rest::answer as deploy;
pub(crate) use shelf::Shelf;
pub(crate) use soap::answer as call;

use crate::{backstage::Backstage, fault::Fault, org::OrgKey, world::World};
use component::Component;
use deployment::Stage;
use kind::Kind;

/// Type and name of everything that belongs to an app.
pub(crate) fn names_of(world: &World, org: OrgKey, app: &str) -> Vec<(String, String)> {
    let own = world.shelf(org).of_app(app);
    own.map(|own| (own.kind.type_name().to_owned(), own.name.clone()))
        .collect()
}

/// Sets an element of the component of a type that an app has.
fn set(
    world: &mut World,
    org: OrgKey,
    (app, type_name): (&str, &str),
    (element, text): (&str, &str),
) -> Option<()> {
    let kind = Kind::of_type(type_name)?;
    let mut all = world.shelf_mut(org).components.iter_mut();
    let own = all.find(|own| own.kind == kind && own.app() == app)?;
    own.fields.insert(element.to_owned(), text.to_owned());
    Some(())
}

/// What an element of the component of a type says that an app has.
fn text_of(
    world: &World,
    org: OrgKey,
    (app, type_name): (&str, &str),
    element: &str,
) -> Option<String> {
    let own = world.shelf(org).satellite(Kind::of_type(type_name)?, app)?;
    own.fields.get(element).cloned()
}

/// How many deployments are not done yet.
pub(crate) fn waiting(world: &World, org: OrgKey) -> usize {
    let all = world.shelf(org).deployments.iter();
    all.filter(|own| own.stage == Stage::Waiting).count()
}

/// A problem that has been switched on, for one of these components.
fn scripted_problem<'a>(
    back: &Backstage,
    components: impl IntoIterator<Item = &'a Component> + Clone,
) -> Option<Problem> {
    back.faults.take(|fault| match fault {
        Fault::ComponentProblem {
            type_name,
            code,
            message,
            field,
        } => {
            let mut all = components.clone().into_iter();
            let found = all.find(|own| own.kind.type_name() == type_name)?;
            Some(found.refused(code, message, field))
        }
        _ => None,
    })
}
