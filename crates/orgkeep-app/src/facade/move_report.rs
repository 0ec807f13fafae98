//! Saving the report on moves.

use std::collections::HashMap;

use orgkeep_api::blueprint::SavedFileView;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::moves::{ExportMovesRequest, MovesFormat};
use orgkeep_domain::activity::{ActivityKind, Deed, Detail};
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_vault::pending_record::PendingRecord;

use super::contract::Reply;
use super::{Orgkeep, store_error};
use crate::app_wait::waiting_for_apps;
use crate::attempt::rfc3339;
use crate::move_report::{Known, MoveEntry, to_csv, to_markdown};

impl Orgkeep {
    pub(super) async fn export_moves(&self, request: ExportMovesRequest) -> Reply<SavedFileView> {
        let entries = self.move_entries().await?;
        let now = rfc3339(self.shared.around.clock.now());
        let (name, text) = match request.format {
            MovesFormat::Csv => ("moves.csv", to_csv(&entries)),
            MovesFormat::Markdown => ("moves.md", to_markdown(&entries, &now)),
        };
        let text = text.map_err(|error| ApiError::new(ErrorCode::Internal, error))?;
        let saved = self.save(name, text).await?;
        if saved.path.is_some() {
            let count = Detail::Count(entries.len() as u64);
            let deed = Deed::done(ActivityKind::ExportMoves).with(count);
            self.tell(deed).await;
        }
        Ok(saved)
    }

    /// Every connection that is not on an External Client App, and every one that is known to have come there.
    async fn move_entries(&self) -> Result<Vec<MoveEntry>, ApiError> {
        let vault = self.vault()?;
        let list = vault.connections().await.map_err(store_error)?;
        let queued = vault.queued_moves().await.map_err(store_error)?;
        let queued = queued.iter().map(|queued| (&queued.connection, queued));
        let queued: HashMap<_, _> = queued.collect();
        let all_pending = vault.all_pending().await.map_err(store_error)?;
        let pending = all_pending
            .iter()
            .filter(|typed| PendingRecord::moves(typed));
        let pending: HashMap<_, _> = pending.map(|typed| (&typed.id.connection, typed)).collect();
        let creations = vault.creations().await.map_err(store_error)?;
        let now = self.shared.around.clock.now();
        let waiting = waiting_for_apps(&all_pending, &creations, now);
        let mut entries = Vec::new();
        for record in &list.records {
            let earlier = match record.authentication {
                AuthenticationType::ExternalClientApp => {
                    vault.earlier(&record.id).await.map_err(store_error)?
                }
                _ => None,
            };
            let dependents = vault.dependents(&record.id).await.map_err(store_error)?;
            let known = Known {
                record,
                queued: queued.get(&record.id).copied(),
                pending: pending.get(&record.id).copied(),
                waits: waiting.contains(&record.id),
                earlier: earlier.as_ref(),
                dependents: &dependents,
            };
            entries.extend(known.entry());
        }
        Ok(entries)
    }
}
