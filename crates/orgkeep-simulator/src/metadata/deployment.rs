//! Deployments: carried out one after the other, each after a while, whole or not at all.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    component::{Component, Problem},
    kind::Kind,
    shelf::{self, Write},
};
use crate::{clock::millis, org::OrgKey, world::World};

/// Where a deployment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Stage {
    Waiting,
    Succeeded,
    Failed,
    Canceled,
}

/// What a deployment was asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Order {
    pub components: Vec<Component>,
    /// Type and name of what goes.
    pub removals: Vec<(Kind, String)>,
    pub check_only: bool,
    pub roll_back: bool,
    /// What was wrong with it before anything was done.
    pub problems: Vec<Problem>,
}

/// A deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deployment {
    pub id: String,
    pub(super) order: Order,
    begins_at: i64,
    pub due_at: i64,
    pub stage: Stage,
    pub problems: Vec<Problem>,
    created: Vec<String>,
}

/// Puts an order into the org's queue. An org carries out one deployment at a time.
pub(super) fn queue(
    world: &mut World,
    org: OrgKey,
    order: Order,
    now: i64,
    stuck: bool,
) -> Deployment {
    let id = format!("0Af{}", world.entropy.hex(15));
    let waiting = world.shelf(org).deployments.iter();
    let waiting = waiting.filter(|own| own.stage == Stage::Waiting);
    let begins_at = waiting.map(|own| own.due_at).max().unwrap_or(now).max(now);
    let takes = if stuck {
        i64::MAX
    } else {
        millis(world.deployment)
    };
    let deployment = Deployment {
        id,
        order,
        begins_at,
        due_at: begins_at.saturating_add(takes),
        stage: Stage::Waiting,
        problems: Vec::new(),
        created: Vec::new(),
    };
    let shelf = world.shelf_mut(org);
    shelf.deployments.push(deployment.clone());
    deployment
}

/// Calls a deployment off that is not done yet.
pub(super) fn cancel(world: &mut World, org: OrgKey, id: &str) -> Option<Deployment> {
    let mut all = world.shelf_mut(org).deployments.iter_mut();
    let found = all.find(|own| own.id == id)?;
    if found.stage == Stage::Waiting {
        found.stage = Stage::Canceled;
    }
    Some(found.clone())
}

/// Whether there is something to carry out.
pub(crate) fn is_due(world: &World, now: i64) -> bool {
    let mut orgs = OrgKey::ALL.into_iter();
    orgs.any(|org| {
        world
            .shelf(org)
            .deployments
            .iter()
            .any(|own| own.is_due(now))
    })
}

/// Carries out what is due, in the order in which it was asked for.
pub(crate) fn settle(world: &mut World, now: i64) {
    for org in OrgKey::ALL {
        let due = |own: &Deployment| own.is_due(now);
        while let Some(place) = world.shelf(org).deployments.iter().position(due) {
            let mut done = world.shelf(org).deployments[place].clone();
            carry_out(world, org, &mut done);
            world.shelf_mut(org).deployments[place] = done;
        }
    }
}

fn carry_out(world: &mut World, org: OrgKey, deployment: &mut Deployment) {
    let Deployment { order, due_at, .. } = deployment.clone();
    let before = (
        world.shelf(org).clone(),
        world.apps.clone(),
        world.org(org).secrets_by_rest_since,
    );
    let mut problems = order.problems;
    let mut created = Vec::new();
    let mut components = order.components;
    components.sort_by_key(|component| component.kind);
    for component in components {
        let name = component.name.clone();
        match shelf::write(world, org, component, Write::Upsert, due_at) {
            Ok(true) => created.push(name),
            Ok(false) => {}
            Err(problem) => problems.push(problem),
        }
    }
    for (kind, name) in &order.removals {
        // Salesforce warns where there is nothing to remove, and goes on.
        shelf::remove(world, org, *kind, name, due_at);
    }
    let failed = !problems.is_empty();
    if order.check_only || (failed && order.roll_back) {
        let (shelf, apps, switch) = before;
        *world.shelf_mut(org) = shelf;
        world.apps = apps;
        world.org_mut(org).secrets_by_rest_since = switch;
    }
    deployment.stage = if failed {
        Stage::Failed
    } else {
        Stage::Succeeded
    };
    deployment.problems = problems;
    deployment.created = created;
}

impl Deployment {
    fn is_due(&self, now: i64) -> bool {
        self.stage == Stage::Waiting && self.due_at <= now
    }

    /// The result as REST words it: what is one stands for itself, several are a list, none is absent.
    pub(super) fn result(&self, now: i64, details: bool) -> Value {
        let (total, errors) = (self.order.components.len(), self.problems.len());
        let status = match self.stage {
            Stage::Waiting if now < self.begins_at => "Pending",
            Stage::Waiting => "InProgress",
            Stage::Succeeded => "Succeeded",
            Stage::Failed => "Failed",
            Stage::Canceled => "Canceled",
        };
        let mut result = json!({
            "id": self.id,
            "checkOnly": self.order.check_only,
            "done": self.stage != Stage::Waiting,
            "status": status,
            "success": self.stage == Stage::Succeeded,
            "numberComponentsTotal": total,
            "numberComponentErrors": errors,
            "numberComponentsDeployed": if self.stage == Stage::Succeeded { total } else { 0 },
        });
        if details {
            result["details"] = self.details();
        }
        result
    }

    fn details(&self) -> Value {
        let mut details = Map::new();
        let failures: Vec<Value> = self.problems.iter().map(Problem::as_failure).collect();
        let successes = self.order.components.iter();
        let successes = successes.filter(|_| self.stage == Stage::Succeeded);
        let successes: Vec<Value> = successes
            .map(|own| {
                json!({"fullName": own.name, "componentType": own.kind.package_name(), "success": true,
                    "created": self.created.contains(&own.name)})
            })
            .collect();
        for (name, list) in [
            ("componentFailures", failures),
            ("componentSuccesses", successes),
        ] {
            match list.len() {
                0 => None,
                1 => details.insert(name.to_owned(), list[0].clone()),
                _ => details.insert(name.to_owned(), json!(list)),
            };
        }
        Value::Object(details)
    }
}

impl Problem {
    fn as_failure(&self) -> Value {
        json!({"fullName": self.name, "componentType": self.type_name, "problem": self.text,
            "problemType": "Error", "success": false})
    }
}
