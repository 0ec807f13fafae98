//! A new key and secret for the app of a connection.

use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::rotation::{RotateSecretRequest, RotatedView};
use orgkeep_domain::id::ConnectionId;

use super::contract::Reply;
use super::{Orgkeep, connection_id};
use crate::creation::CreationError;
use crate::creation_view::creation_failure;

impl Orgkeep {
    pub(super) async fn rotate_secret(&self, request: RotateSecretRequest) -> Reply<RotatedView> {
        let id = connection_id(&request.id)?;
        self.must_be_open()?;
        let now = self.shared.around.clock.now();
        let confirmed = request.production_confirmed;
        let creations = self.creations()?;
        let rotated = creations.rotate_secret(&id, now, confirmed).await;
        self.rotated(&id, rotated.map(drop)).await
    }

    pub(super) async fn undo_rotation(&self, request: ConnectionRequest) -> Reply<RotatedView> {
        let id = connection_id(&request.id)?;
        self.must_be_open()?;
        let undone = self.creations()?.undo_rotation(&id).await;
        self.rotated(&id, undone).await
    }

    async fn rotated(
        &self,
        id: &ConnectionId,
        outcome: Result<(), CreationError>,
    ) -> Reply<RotatedView> {
        self.refresh_connections().await;
        let record = self.connection_record(id.as_str()).await?;
        Ok(RotatedView {
            connection: self.connection_details(&record).await?,
            failure: outcome.err().map(creation_failure),
        })
    }
}
