//! The pair of key and secret beside the one in force (salesforce.md, 2.2).

use std::sync::Arc;

use orgkeep_domain::client::ConsumerKey;
use orgkeep_salesforce::metadata as api;
use orgkeep_salesforce::metadata::{AppId, ConsumerId, StagedId, StagedPair};

use super::error::CreationError;
use super::org::Org;
use crate::session::{Session, SessionError};

/// Where the pairs of an app are.
pub(super) type Place = (AppId, ConsumerId);

impl Org {
    /// The consumer of an app that has one of these keys, once the org tells of it.
    pub(super) async fn place(
        &self,
        app: &str,
        keys: &[&ConsumerKey],
    ) -> Result<Place, CreationError> {
        let id = self.listed(app).await?.ok_or(CreationError::NoApp)?;
        let ask = async || {
            let ask =
                async |session: Arc<Session>| api::consumers(&self.http, session.api(), &id).await;
            self.ask(ask).await
        };
        let consumers = self.once_given(ask).await?.into_iter();
        let mut own = consumers.filter(|own| keys.contains(&&own.key));
        let own = own.next().ok_or(CreationError::NoApp)?;
        Ok((id, own.id))
    }

    async fn listed(&self, app: &str) -> Result<Option<AppId>, SessionError> {
        let ask = async |session: Arc<Session>| api::app_id(&self.http, session.api(), app).await;
        self.ask(ask).await
    }

    pub(super) async fn spare(
        &self,
        (app, consumer): &Place,
    ) -> Result<Option<StagedPair>, SessionError> {
        let ask = async |session: Arc<Session>| {
            api::staged(&self.http, session.api(), app, consumer).await
        };
        self.ask(ask).await
    }

    pub(super) async fn stage(&self, (app, consumer): &Place) -> Result<StagedPair, SessionError> {
        let ask = async |session: Arc<Session>| {
            api::stage(&self.http, session.api(), app, consumer).await
        };
        self.ask(ask).await
    }

    pub(super) async fn activate(
        &self,
        (app, consumer): &Place,
        staged: &StagedId,
    ) -> Result<(), SessionError> {
        let ask = async |session: Arc<Session>| {
            api::rotate(&self.http, session.api(), (app, consumer), staged).await
        };
        self.ask(ask).await
    }

    pub(super) async fn unstage(
        &self,
        (app, consumer): &Place,
        staged: &StagedId,
    ) -> Result<(), SessionError> {
        let ask = async |session: Arc<Session>| {
            api::discard_staged(&self.http, session.api(), (app, consumer), staged).await
        };
        self.ask(ask).await
    }
}
