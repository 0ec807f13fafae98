//! The org as a creation sees it: every call goes through the connection's session.

use std::sync::Arc;
use std::time::Duration;

use orgkeep_blueprint::metadata::{Component, Kind};
use orgkeep_blueprint::tree::Tree;
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::http::{CallError, HttpClient};
use orgkeep_salesforce::metadata as api;
use orgkeep_salesforce::metadata::{DeployId, DeployOptions, Deployment, Listed, Save, Saved};
use orgkeep_salesforce::release::release;
use tokio::time::{Instant, sleep};

use super::error::CreationError;
use crate::session::{Session, SessionError, Sessions};

/// How long a creation waits.
#[derive(Debug, Clone, Copy)]
pub struct CreationTiming {
    /// Between two looks at what Salesforce carries out.
    pub check_every: Duration,
    /// Until a deployment is called off, or a setting counts as not effective.
    pub patience: Duration,
}

impl Default for CreationTiming {
    fn default() -> Self {
        Self {
            check_every: Duration::from_secs(2),
            patience: Duration::from_secs(300),
        }
    }
}

/// A component as an org has it.
pub(super) struct Read {
    pub component: Component,
    /// The elements that hold others, which are known by name only.
    pub nested: Vec<String>,
}

/// One connection's org.
pub(super) struct Org {
    pub sessions: Sessions,
    pub http: HttpClient,
    pub connection: ConnectionId,
    pub timing: CreationTiming,
}

impl Org {
    pub(super) async fn ask<T, F>(&self, ask: impl Fn(Arc<Session>) -> F) -> Result<T, SessionError>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        self.sessions.call(&self.connection, ask).await
    }

    /// The newest version of its API; `None` where it does not say, which keeps nobody from trying.
    pub(super) async fn newest_version(&self) -> Option<u32> {
        let session = self.sessions.session(&self.connection).await.ok()?;
        let instance = &session.record().instance;
        let release = release(&self.http, instance).await.ok()?;
        release.api_number()
    }

    pub(super) async fn list(&self, types: &[&str]) -> Result<Vec<Listed>, SessionError> {
        let ask = async |session: Arc<Session>| api::list(&self.http, session.api(), types).await;
        self.ask(ask).await
    }

    pub(super) async fn read(&self, kind: Kind, names: &[&str]) -> Result<Vec<Read>, SessionError> {
        let type_name = kind.type_name();
        let ask = async |session: Arc<Session>| {
            api::read(&self.http, session.api(), type_name, names).await
        };
        let found = self.ask(ask).await?.into_iter();
        Ok(found
            .map(|own| Read {
                component: Component {
                    kind,
                    name: own.full_name,
                    elements: own.fields.into_iter().collect(),
                },
                nested: own.nested,
            })
            .collect())
    }

    /// The elements of one component of a type that is none of an app's.
    pub(super) async fn read_other(
        &self,
        type_name: &str,
        name: &str,
    ) -> Result<Option<api::Component>, SessionError> {
        let ask = async |session: Arc<Session>| {
            api::read(&self.http, session.api(), type_name, &[name]).await
        };
        Ok(self.ask(ask).await?.into_iter().next())
    }

    pub(super) async fn save(
        &self,
        how: Save,
        component: &Component,
    ) -> Result<Saved, CreationError> {
        self.save_other(how, &wire(component)).await
    }

    pub(super) async fn save_other(
        &self,
        how: Save,
        component: &api::Component,
    ) -> Result<Saved, CreationError> {
        let components = std::slice::from_ref(component);
        let ask = async |session: Arc<Session>| {
            api::save(&self.http, session.api(), how, components).await
        };
        self.ask(ask)
            .await?
            .into_iter()
            .next()
            .ok_or(CreationError::Unexpected)
    }

    pub(super) async fn delete(&self, kind: Kind, name: &str) -> Result<(), SessionError> {
        let ask = async |session: Arc<Session>| {
            api::delete(&self.http, session.api(), kind.type_name(), &[name]).await
        };
        // What became of it is seen by looking again: one that is gone already is refused.
        self.ask(ask).await.map(drop)
    }

    /// Sends a package. An error that is no refusal leaves open whether it was taken.
    pub(super) async fn begin(
        &self,
        package: &Tree,
        check_only: bool,
    ) -> Result<DeployId, SessionError> {
        let files = package.files.iter();
        let files = files.map(|(path, text)| (path.as_str(), text.as_str()));
        let archive = api::pack(files).unwrap_or_default();
        let options = DeployOptions { check_only };
        let ask = async |session: Arc<Session>| {
            api::begin_deployment(&self.http, session.api(), archive.clone(), options).await
        };
        self.ask(ask).await
    }

    pub(super) async fn deployment(&self, id: &DeployId) -> Result<Deployment, SessionError> {
        let ask =
            async |session: Arc<Session>| api::deployment(&self.http, session.api(), id).await;
        self.ask(ask).await
    }

    /// Waits for a deployment's end, and calls it off when that takes too long.
    pub(super) async fn wait(&self, id: &DeployId) -> Result<Deployment, CreationError> {
        let began = Instant::now();
        let mut called_off = false;
        loop {
            let found = self.deployment(id).await?;
            if found.ended.is_some() {
                return Ok(found);
            }
            if called_off && began.elapsed() > self.timing.patience * 2 {
                return Err(CreationError::TooSlow);
            }
            if !called_off && began.elapsed() > self.timing.patience {
                self.cancel(id).await?;
                called_off = true;
            }
            sleep(self.timing.check_every).await;
        }
    }

    pub(super) async fn cancel(&self, id: &DeployId) -> Result<(), SessionError> {
        let ask = async |session: Arc<Session>| {
            api::cancel_deployment(&self.http, session.api(), id).await
        };
        self.ask(ask).await
    }

    /// Key and secret of an app, once the org gives them.
    pub(super) async fn key_pair(&self, app: &str) -> Result<Option<api::KeyPair>, SessionError> {
        let ask = async |session: Arc<Session>| {
            let session = session.api();
            let Some(id) = api::app_id(&self.http, session, app).await? else {
                return Ok(None);
            };
            let consumers = api::consumers(&self.http, session, &id).await?;
            match consumers.first() {
                Some(first) => api::key_pair(&self.http, session, &id, &first.id)
                    .await
                    .map(Some),
                None => Ok(None),
            }
        };
        self.ask(ask).await
    }
}

fn wire(component: &Component) -> api::Component {
    api::Component {
        type_name: component.kind.type_name().to_owned(),
        full_name: component.name.clone(),
        fields: component.elements.clone().into_iter().collect(),
        nested: Vec::new(),
    }
}
