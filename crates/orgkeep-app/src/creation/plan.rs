//! What is going to happen, before it does.

use orgkeep_blueprint::blueprint::Blueprint;
use orgkeep_blueprint::metadata::{
    Component, Difference, Kind, app_components, deployment_package, differences,
};
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::connection::OrgType;
use orgkeep_domain::id::OrgId;
use orgkeep_salesforce::metadata::{Deployed, Problem};

use super::error::CreationError;
use super::existing::Existing;
use super::org::Org;
use super::wanted::{over, whole};
use crate::session::SessionError;

/// What is going to happen. Nothing was changed by making it.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The org.
    pub org: OrgId,
    /// Its name.
    pub org_name: String,
    /// Whether it is in production, which has to be confirmed once more.
    pub production: bool,
    /// What is sent, with its values: the app, then its policies.
    pub components: Vec<Component>,
    /// What is there already.
    pub standing: Standing,
    /// What a dry run came to.
    pub trial: Trial,
    /// Whether the org's setting for reading secrets is switched on for a moment.
    pub switches_setting: bool,
}

/// What an org has under the app's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Free,
    /// The same app: it is taken over.
    Same,
    /// Another app. It can be changed, or the new one gets another name.
    Different(Vec<Difference>),
    /// Another app, with elements that Orgkeep does not write: the new app needs another name.
    NotChangeable {
        /// Where it differs.
        differing: Vec<Difference>,
        /// The elements that would be lost.
        nested: Vec<(Kind, String)>,
    },
    /// A Connected App: the new app needs another name.
    ConnectedApp,
}

/// What a dry run came to.
#[derive(Debug, Clone)]
pub enum Trial {
    /// Salesforce would take it.
    Passed,
    /// Salesforce would not.
    Refused(Vec<Problem>),
    /// REST does not deploy in this org. The parts are written one by one instead, and nothing can be tried before.
    NotPossible(Option<Cause>),
    /// Nothing would be sent.
    NotNeeded,
}

impl Standing {
    pub(super) fn of(existing: &Existing, wanted: &[Component]) -> Self {
        if existing.connected_app {
            return Self::ConnectedApp;
        }
        if existing.components.is_empty() {
            return Self::Free;
        }
        let differing = differences(wanted, &existing.components);
        let nested: Vec<_> = existing.nested.iter().cloned().collect();
        match (differing.is_empty(), nested.is_empty()) {
            (true, _) => Self::Same,
            (false, true) => Self::Different(differing),
            (false, false) => Self::NotChangeable { differing, nested },
        }
    }
}

impl Org {
    /// Looks and tries, and changes nothing.
    pub(super) async fn plan(&self, blueprint: &Blueprint) -> Result<Plan, CreationError> {
        let session = self.sessions.usable(&self.connection).await?;
        if !session.api().is_opaque() {
            return Err(CreationError::JwtToken);
        }
        let record = session.record();
        let app = app_components(blueprint);
        let name = blueprint.parts().identity.api_name.as_str();
        let existing = self.existing(name).await?;
        let standing = Standing::of(&existing, &app);
        let trial = match standing {
            Standing::Free | Standing::Different(_) => {
                self.try_out(&over(app, &existing.own())).await?
            }
            Standing::Same | Standing::NotChangeable { .. } | Standing::ConnectedApp => {
                Trial::NotNeeded
            }
        };
        Ok(Plan {
            org: record.org_id.clone(),
            org_name: record.org_name.clone(),
            production: record.org_type == OrgType::Production,
            components: whole(blueprint),
            standing,
            trial,
            switches_setting: !blueprint.parts().security.is_public(),
        })
    }

    /// A dry run: it also tells whether this user may do it.
    async fn try_out(&self, components: &[Component]) -> Result<Trial, CreationError> {
        let begun = self.begin(&deployment_package(components), true).await;
        let id = match begun {
            Ok(id) => id,
            Err(error) if is_not_by_rest(&error) => return Ok(Trial::NotPossible(cause(&error))),
            Err(error) => return Err(error.into()),
        };
        let tried = self.wait(&id).await?;
        Ok(match tried.ended {
            Some(Deployed::Succeeded) => Trial::Passed,
            _ => Trial::Refused(tried.problems),
        })
    }
}

fn cause(error: &SessionError) -> Option<Cause> {
    match error {
        SessionError::Ended(obstacle) | SessionError::Hindered(obstacle) => obstacle.cause,
        _ => None,
    }
}

/// Whether the org takes no deployments through REST, while the SOAP interface may.
pub(super) fn is_not_by_rest(error: &SessionError) -> bool {
    let causes = ["apiDisabled", "sessionNotForRest"];
    cause(error).is_some_and(|cause| causes.contains(&cause.id()))
}
