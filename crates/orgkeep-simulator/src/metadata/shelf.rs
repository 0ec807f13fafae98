//! What an org has of metadata, and the rules by which that changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    component::{Component, Problem},
    consumer,
    deployment::Deployment,
    kind::Kind,
};
use crate::{org::OrgKey, world::World};

/// What an org has of metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shelf {
    pub components: Vec<Component>,
    pub deployments: Vec<Deployment>,
}

/// How a component is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Write {
    Create,
    Update,
    Upsert,
}

impl Shelf {
    pub(super) fn find(&self, kind: Kind, name: &str) -> Option<&Component> {
        let mut all = self.components.iter();
        all.find(|own| own.kind == kind && own.name == name)
    }

    /// What belongs to an app, the app itself first.
    pub(super) fn of_app(&self, app: &str) -> impl Iterator<Item = &Component> {
        self.components
            .iter()
            .filter(move |own| own.kind != Kind::AppSettings && own.app() == app)
    }

    pub(super) fn satellite(&self, kind: Kind, app: &str) -> Option<&Component> {
        self.of_app(app).find(|own| own.kind == kind)
    }

    fn put(&mut self, component: Component) {
        self.components
            .retain(|own| (own.kind, &own.name) != (component.kind, &component.name));
        self.components.push(component);
        self.components
            .sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
    }
}

/// Writes a component, and says whether it is new.
pub(super) fn write(
    world: &mut World,
    org: OrgKey,
    mut component: Component,
    how: Write,
    now: i64,
) -> Result<bool, Problem> {
    if component.kind == Kind::AppSettings {
        return settings(world, org, &component, now);
    }
    let old = world
        .shelf(org)
        .find(component.kind, &component.name)
        .cloned();
    match (&old, how) {
        (Some(_), Write::Create) => return Err(taken(&component)),
        (None, Write::Update) => return Err(absent(&component)),
        _ => {}
    }
    if let Some(old) = old.as_ref().filter(|_| !world.replaces_components) {
        for (name, text) in &old.fields {
            component.fields.entry(name.clone()).or_insert(text.clone());
        }
    }
    component.check_complete()?;
    check_place(world, org, &component)?;
    consumer::check(world, org, &component)?;
    let app = component.app().to_owned();
    world.shelf_mut(org).put(component);
    consumer::follow(world, org, &app, now);
    Ok(old.is_none())
}

/// Takes a component away; with an app goes everything of it. Says whether it was there.
pub(super) fn remove(world: &mut World, org: OrgKey, kind: Kind, name: &str, now: i64) -> bool {
    let Some(found) = world.shelf(org).find(kind, name).cloned() else {
        return false;
    };
    let app = found.app().to_owned();
    let shelf = world.shelf_mut(org);
    match kind {
        Kind::App => shelf
            .components
            .retain(|own| own.kind == Kind::AppSettings || own.app() != app),
        _ => shelf.components.retain(|own| *own != found),
    }
    consumer::follow(world, org, &app, now);
    true
}

/// The one member of the settings. Elements that are not written stay as they are.
fn settings(
    world: &mut World,
    key: OrgKey,
    component: &Component,
    now: i64,
) -> Result<bool, Problem> {
    if component.name != SETTINGS {
        return Err(absent(component));
    }
    let org = world.org_mut(key);
    let wanted = component.flag(SWITCH, org.secrets_by_rest_since.is_some());
    org.secrets_by_rest_since = match (wanted, org.secrets_by_rest_since) {
        (true, None) => Some(now),
        (true, since) => since,
        (false, _) => None,
    };
    Ok(false)
}

/// The member of the settings.
pub(super) const SETTINGS: &str = "ExternalClientApp";
/// Whether consumer secrets can be read through REST.
pub(super) const SWITCH: &str = "enableClientSecretInRestApiAccess";

/// The settings as they are.
pub(super) fn read_settings(world: &World, org: OrgKey) -> Component {
    let on = world.org(org).secrets_by_rest_since.is_some();
    Component {
        kind: Kind::AppSettings,
        name: SETTINGS.to_owned(),
        fields: BTreeMap::from([(SWITCH.to_owned(), on.to_string())]),
    }
}

/// Whether there is room for it, and whether it stands on something.
fn check_place(world: &World, org: OrgKey, component: &Component) -> Result<(), Problem> {
    let shelf = world.shelf(org);
    if component.kind == Kind::App {
        return check_name(world, org, component);
    }
    let app = component.app();
    if shelf.find(Kind::App, app).is_none() {
        return Err(absent(component));
    }
    let rival = shelf.satellite(component.kind, app);
    if rival.is_some_and(|own| own.name != component.name) {
        let text = format!(
            "duplicate value found: {app} already has a {}",
            component.kind.type_name()
        );
        return Err(component.refused("DUPLICATE_VALUE", &text, "externalClientApplication"));
    }
    check_order(shelf, component)
}

/// A name is taken once, by an app or a Connected App.
fn check_name(world: &World, org: OrgKey, component: &Component) -> Result<(), Problem> {
    let same = |name: &str| name.eq_ignore_ascii_case(&component.name);
    let connected = world.org(org).connected_apps.iter().any(|name| same(name));
    let mut apps = world
        .shelf(org)
        .components
        .iter()
        .filter(|own| own.kind == Kind::App);
    let other = apps.any(|own| own.name != component.name && same(&own.name));
    if connected || other {
        Err(taken(component))
    } else {
        Ok(())
    }
}

/// The app first, then OAuth, then policies.
fn check_order(shelf: &Shelf, component: &Component) -> Result<(), Problem> {
    let has = |kind| shelf.satellite(kind, component.app()).is_some();
    match component.kind {
        Kind::GlobalOauth if !has(Kind::OauthSettings) => {
            let text = "This external client app lacks a valid OAuth settings configuration.";
            Err(component.refused(
                "FIELD_INTEGRITY_EXCEPTION",
                text,
                "externalClientApplication",
            ))
        }
        Kind::Policies | Kind::OauthPolicies if !has(Kind::GlobalOauth) => {
            let text = "The OAuth settings are missing for this external client app.";
            Err(component.refused("FIELD_INTEGRITY_EXCEPTION", text, ""))
        }
        _ => Ok(()),
    }
}

fn taken(component: &Component) -> Problem {
    let text = format!(
        "duplicate value found: the name {} is already in use",
        component.name
    );
    component.refused("DUPLICATE_DEVELOPER_NAME", &text, "fullName")
}

fn absent(component: &Component) -> Problem {
    let text = format!(
        "In field: externalClientApplication - no {} found",
        component.app()
    );
    component.refused(
        "INVALID_CROSS_REFERENCE_KEY",
        &text,
        "externalClientApplication",
    )
}
