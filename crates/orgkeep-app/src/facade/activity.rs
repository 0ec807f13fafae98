//! The activity for the page, and what is told of it beside the store.

use std::collections::HashSet;

use orgkeep_api::activity::{ActivityFormat, ActivityRequest, ActivityView, ExportActivityRequest};
use orgkeep_api::activity_chain::ActivityChainView;
use orgkeep_api::blueprint::SavedFileView;
use orgkeep_api::command::NoRequest;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_domain::activity::{ActivityKind, Deed, Detail};
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::activity_record::ActivityFilter;

use super::contract::Reply;
use super::{Orgkeep, store_error};
use crate::activity::export::{ExportedEntry, to_csv, to_json};
use crate::activity::{chain_view, connection_view, entry_view, filter_of};

/// How many entries the page gets at a time.
const PAGE: u32 = 100;
/// How many entries are read at a time for a file.
const AT_ONCE: u32 = 5000;

impl Orgkeep {
    pub(super) async fn activity(&self, request: ActivityRequest) -> Reply<ActivityView> {
        let vault = self.vault()?;
        let filter = filter_of(request.filter)?;
        let before = request.before.map(u64::from);
        let page = vault.activity(filter, before, PAGE).await;
        let page = page.map_err(store_error)?;
        let there = self.registered().await?;
        let connections = match before {
            None => vault.activity_connections().await.map_err(store_error)?,
            Some(_) => Vec::new(),
        };
        Ok(ActivityView {
            before: page.before.and_then(|number| u32::try_from(number).ok()),
            entries: page
                .entries
                .into_iter()
                .map(|entry| entry_view(entry, &there))
                .collect(),
            connections: connections
                .into_iter()
                .map(|one| connection_view(one, &there))
                .collect(),
        })
    }

    async fn registered(&self) -> Result<HashSet<ConnectionId>, ApiError> {
        let list = self.vault()?.connections().await.map_err(store_error)?;
        Ok(list.records.into_iter().map(|record| record.id).collect())
    }

    pub(super) async fn verify_activity(&self, _: NoRequest) -> Reply<ActivityChainView> {
        let report = self.vault()?.verify_activity().await;
        report
            .map(|report| chain_view(&report))
            .map_err(store_error)
    }

    pub(super) async fn export_activity(
        &self,
        request: ExportActivityRequest,
    ) -> Reply<SavedFileView> {
        let entries = self.exported(filter_of(request.filter)?).await?;
        let (name, text) = match request.format {
            ActivityFormat::Csv => ("Orgkeep activity.csv", to_csv(&entries)),
            ActivityFormat::Json => ("Orgkeep activity.json", to_json(&entries)),
        };
        let text = text.map_err(|error| ApiError::new(ErrorCode::Internal, error))?;
        let saved = self.save(name, text).await?;
        if saved.path.is_some() {
            let count = Detail::Count(entries.len() as u64);
            self.tell(Deed::done(ActivityKind::ExportActivity).with(count))
                .await;
        }
        Ok(saved)
    }

    async fn exported(&self, filter: ActivityFilter) -> Result<Vec<ExportedEntry>, ApiError> {
        let (vault, mut before) = (self.vault()?, None);
        let mut entries = Vec::new();
        loop {
            let page = vault.activity(filter.clone(), before, AT_ONCE).await;
            let page = page.map_err(store_error)?;
            entries.extend(page.entries.into_iter().map(ExportedEntry::from));
            before = page.before;
            if before.is_none() {
                return Ok(entries);
            }
        }
    }

    /// Tells of something that has happened outside the store. It has happened whether it can be told or not.
    pub(super) async fn tell(&self, deed: Deed) {
        if let Ok(vault) = self.vault()
            && let Err(error) = vault.tell(deed).await
        {
            tracing::warn!(%error, "the activity does not tell of something");
        }
    }

    /// The same about a connection as it is now.
    pub(super) async fn tell_of(&self, id: &ConnectionId, deed: Deed) {
        if let Ok(vault) = self.vault()
            && let Err(error) = vault.tell_of(id, deed).await
        {
            tracing::warn!(%error, "the activity does not tell of something");
        }
    }
}
