//! The list, the details, and removing.

use orgkeep_api::connection::{ConnectionRequest, ConnectionView, ConnectionsView};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::label::RelabelRequest;
use orgkeep_api::notice::UnsavedView;
use orgkeep_api::removal::{RemovalView, RevocationOutcomeView};
use orgkeep_domain::connection::ConnectionName;
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::error::DamagedRow;
use orgkeep_vault::removal::RemoveError;

use super::{Orgkeep, not_found, store_error};
use crate::beside::Beside;
use crate::pause::Pauses;
use crate::revocation::{settle, unconfirmed};
use crate::view::{connection_view, environment, row_view};

impl Orgkeep {
    /// Reads the list from the store and shows it.
    pub(super) async fn refresh_connections(&self) {
        let Ok(vault) = &self.shared.vault else {
            return;
        };
        self.refresh_moves().await;
        let mut shown = self.shared.listing.lock().await;
        // Before the rows: a change that comes between is read twice, and none is missed.
        let count = vault.change_count().await.ok();
        let list = match vault.connections().await {
            Ok(list) => list,
            Err(error) => {
                tracing::warn!(%error, "the list could not be read");
                return self.show_unsaved();
            }
        };
        *shown = count;
        list.damaged.iter().for_each(warn_of);
        let tests = vault.last_tests().await.unwrap_or_default();
        let pending = vault.pending_revocations().await.unwrap_or_default();
        let pauses = Pauses::of(vault, &*self.shared.around.clock).await;
        self.plan_sweep(&pending, &pauses).await;
        let rows = list.records.iter();
        let rows = rows.map(|record| row_view(record, tests.get(&record.id)));
        let rows: Vec<_> = rows.collect();
        let view = ConnectionsView {
            unconfirmed: unconfirmed(&pending, &rows, &pauses),
            rows,
            pauses: pauses.views(&list.records),
            unsaved: UnsavedView::default(),
        };
        let unsaved = self.unsaved_of(&view.rows);
        self.show_connections(ConnectionsView { unsaved, ..view });
        self.refresh_left_apps().await;
    }

    /// Shows the list, unless it is shown already.
    fn show_connections(&self, view: ConnectionsView) {
        self.shared.connections.send_if_modified(|shown| {
            let is_new = *shown != view;
            if is_new {
                *shown = view;
            }
            is_new
        });
    }

    /// Reads the list again if the store has changed since it was last read, and says whether it has. A store that cannot be
    /// read now is told where somebody uses it.
    pub(super) async fn refresh_if_changed(&self) -> bool {
        let Ok(vault) = &self.shared.vault else {
            return false;
        };
        let count = vault.change_count().await.ok();
        let has_changed = count.is_some() && *self.shared.listing.lock().await != count;
        if has_changed {
            self.refresh_connections().await;
        }
        has_changed
    }

    pub(super) async fn details(
        &self,
        request: ConnectionRequest,
    ) -> Result<ConnectionView, ApiError> {
        let record = self.connection_record(&request.id).await?;
        self.connection_details(&record).await
    }

    pub(super) async fn connection_record(&self, id: &str) -> Result<ConnectionRecord, ApiError> {
        let id = ConnectionId::parse(id).map_err(|_| not_found())?;
        let record = self.vault()?.connection(&id).await.map_err(store_error)?;
        record.ok_or_else(not_found)
    }

    pub(super) async fn connection_details(
        &self,
        record: &ConnectionRecord,
    ) -> Result<ConnectionView, ApiError> {
        let around = &self.shared.around;
        let beside = Beside::of(self.vault()?, record, around.clock.now()).await;
        Ok(connection_view(record, &beside, &around.callback))
    }

    pub(super) async fn relabel(
        &self,
        request: RelabelRequest,
    ) -> Result<ConnectionView, ApiError> {
        let id = ConnectionId::parse(&request.id).map_err(|_| not_found())?;
        let name = ConnectionName::parse(&request.name)
            .map_err(|error| ApiError::new(ErrorCode::Invalid, error))?;
        let label = environment(request.environment);
        let record = self
            .vault()?
            .relabel(&id, name, label)
            .await
            .map_err(store_error)?;
        self.refresh_connections().await;
        let record = record.ok_or_else(not_found)?;
        self.connection_details(&record).await
    }

    /// Removes first and revokes then: whatever Salesforce says, the secrets are gone from this machine, and
    /// what it has not confirmed is named and tried again.
    pub(super) async fn remove(&self, request: ConnectionRequest) -> Result<RemovalView, ApiError> {
        let id = ConnectionId::parse(&request.id).map_err(|_| not_found())?;
        let vault = self.vault()?;
        let _until_the_answer = self.shared.revocations.keep_for_removal(id.clone());
        let removed = vault.remove(&id).await.map_err(|error| match error {
            RemoveError::Locked(reason) => ApiError::new(ErrorCode::VaultLocked, reason),
            RemoveError::NotFound => not_found(),
            other => store_error(other),
        })?;
        self.refresh_connections().await;
        let revocation = match &removed.revocation {
            Some(id) => {
                let _one_at_a_time = self.shared.revocations.turn(&removed.record.instance).await;
                settle(vault, self.http()?, &*self.shared.around.clock, id).await
            }
            None => RevocationOutcomeView::NothingToRevoke,
        };
        self.refresh_connections().await;
        Ok(RemovalView {
            name: removed.record.name.to_string(),
            revocation,
        })
    }
}

fn warn_of(damaged: &DamagedRow) {
    tracing::warn!(%damaged, "a connection cannot be shown");
}
