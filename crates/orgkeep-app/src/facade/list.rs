//! How the admin labels connections and arranges the list. All of this works while the vault is locked.

use std::collections::HashSet;

use orgkeep_api::blueprint::SavedFileView;
use orgkeep_api::command::Done;
use orgkeep_api::connection::{ConnectionView, ConnectionsView};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::label::{
    ArrangementView, ExportInventoryRequest, InventoryFormat, LabelRequest, ListOrder, ListSort,
    NoteRequest, SavedFilter, SavedFilterRequest,
};
use orgkeep_api::notice::UnsavedView;
use orgkeep_domain::activity::{ActivityKind, Deed, Detail};
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::label::parse_notes;
use orgkeep_domain::text::neutral;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::labels::LabellingError;
use orgkeep_vault::saved_filters::SavedFilterRecord;
use tokio::sync::watch;

use super::contract::Reply;
use super::{Orgkeep, not_found, store_error};
use crate::inventory::{InventoryEntry, to_csv, to_json};
use crate::labels::{ids_of, relabelling, unfit};

/// The setting that holds how the rows stand.
const ORDER: &str = "list_order";
/// The longest name of a filter, in characters.
const LONGEST_NAME: usize = 60;
/// The most filters that are kept. A menu shows no more.
const MOST_FILTERS: usize = 100;
/// The longest filter or order that is kept, in bytes of JSON. A person makes no longer one.
const LONGEST_KEPT: usize = 64 * 1024;

impl Orgkeep {
    pub(super) async fn label_connections(&self, request: LabelRequest) -> Reply<Done> {
        let ids = ids_of(&request);
        let change = relabelling(&request)?;
        let labelled = self.vault()?.label(ids, change).await;
        labelled.map_err(|error| match error {
            LabellingError::Label(error) => unfit(error),
            LabellingError::Read(error) => store_error(error),
        })?;
        self.refresh_connections().await;
        Ok(Done {})
    }

    pub(super) async fn note_connection(&self, request: NoteRequest) -> Reply<ConnectionView> {
        let id = ConnectionId::parse(&request.id).map_err(|_| not_found())?;
        let notes = parse_notes(&request.notes).map_err(unfit)?;
        let noted = self.vault()?.note(&id, notes).await.map_err(store_error)?;
        self.connection_details(&noted.ok_or_else(not_found)?).await
    }

    pub(super) async fn order_list(&self, order: ListOrder) -> Reply<Done> {
        let kept = kept(&order)?;
        let kept = self.vault()?.set_setting(ORDER, kept).await;
        kept.map_err(store_error)?;
        self.shared
            .arrangement
            .send_modify(|arrangement| arrangement.order = order);
        Ok(Done {})
    }

    pub(super) async fn save_filter(&self, request: SavedFilter) -> Reply<Done> {
        let name = neutral(&request.name, LONGEST_NAME);
        if name.is_empty() {
            return Err(invalid("the filter has no name"));
        }
        let known = self.shared.arrangement.borrow().filters.clone();
        if known.len() >= MOST_FILTERS && known.iter().all(|one| one.name != name) {
            return Err(invalid("there are too many filters"));
        }
        let filter = kept(&request.filter)?;
        let saved = self
            .vault()?
            .save_filter(SavedFilterRecord { name, filter });
        saved.await.map_err(store_error)?;
        self.refresh_arrangement().await;
        Ok(Done {})
    }

    pub(super) async fn remove_filter(&self, request: SavedFilterRequest) -> Reply<Done> {
        let removed = self.vault()?.remove_filter(request.name).await;
        removed.map_err(store_error)?;
        self.refresh_arrangement().await;
        Ok(Done {})
    }

    pub(super) async fn export_inventory(
        &self,
        request: ExportInventoryRequest,
    ) -> Reply<SavedFileView> {
        let wanted: Option<HashSet<String>> = request.ids.map(|ids| ids.into_iter().collect());
        let records = self
            .vault()?
            .connections()
            .await
            .map_err(store_error)?
            .records;
        let is_wanted = |record: &&ConnectionRecord| {
            let among = |ids: &HashSet<String>| ids.contains(record.id.as_str());
            wanted.as_ref().is_none_or(among)
        };
        let entries: Vec<InventoryEntry> =
            records.iter().filter(is_wanted).map(Into::into).collect();
        let (name, text) = match request.format {
            InventoryFormat::Csv => ("connections.csv", to_csv(&entries)),
            InventoryFormat::Json => ("connections.json", to_json(&entries)),
        };
        let text = text.map_err(|error| ApiError::new(ErrorCode::Internal, error))?;
        let saved = self.save(name, text).await?;
        if saved.path.is_some() {
            let count = Detail::Count(entries.len() as u64);
            self.tell(Deed::done(ActivityKind::ExportInventory).with(count))
                .await;
        }
        Ok(saved)
    }

    pub(super) fn watch_arrangement(&self) -> watch::Receiver<ArrangementView> {
        self.shared.arrangement.subscribe()
    }

    /// Reads the arrangement from the store and shows it. What a later version wrote there is passed over.
    pub(super) async fn refresh_arrangement(&self) {
        let Ok(vault) = &self.shared.vault else {
            return;
        };
        let order = vault.setting(ORDER).await.ok().flatten();
        let order = order.and_then(|text| serde_json::from_str(&text).ok());
        let filters = vault.saved_filters().await.unwrap_or_default();
        let filters = filters.into_iter().filter_map(|record| {
            Some(SavedFilter {
                filter: serde_json::from_str(&record.filter).ok()?,
                name: record.name,
            })
        });
        self.shared.arrangement.send_replace(ArrangementView {
            order: order.unwrap_or_else(usual_order),
            filters: filters.collect(),
        });
    }
}

/// The list before anything is known of it.
pub(super) fn no_connections() -> ConnectionsView {
    ConnectionsView {
        rows: Vec::new(),
        unconfirmed: Vec::new(),
        pauses: Vec::new(),
        unsaved: UnsavedView::default(),
    }
}

/// How the list is arranged before anybody said anything.
pub(super) fn usual_arrangement() -> ArrangementView {
    ArrangementView {
        order: usual_order(),
        filters: Vec::new(),
    }
}

fn usual_order() -> ListOrder {
    ListOrder {
        sort: ListSort::Name,
        descending: false,
        favourites_first: false,
        grouped: true,
        folded: Vec::new(),
    }
}

fn kept(value: &impl serde::Serialize) -> Result<String, ApiError> {
    let text = serde_json::to_string(value).map_err(invalid)?;
    if text.len() > LONGEST_KEPT {
        return Err(invalid("it is longer than a person makes it"));
    }
    Ok(text)
}

fn invalid(why: impl std::fmt::Display) -> ApiError {
    ApiError::new(ErrorCode::Invalid, why)
}

#[cfg(test)]
mod tests {
    use orgkeep_api::health::HealthView;
    use orgkeep_api::label::ListFilter;

    #[test]
    fn a_filter_that_was_kept_when_there_were_three_statuses_still_says_the_same() {
        let kept = serde_json::json!({
            "search": "uat", "statuses": ["connected", "signInAgain", "untested"], "orgTypes": [],
            "authentications": [], "environments": [], "tags": [], "owners": [],
            "favourites": false, "ending": true,
        });
        let read: ListFilter = serde_json::from_value(kept).unwrap();
        let health = [
            HealthView::Connected,
            HealthView::SignInAgain,
            HealthView::Untested,
        ];
        assert_eq!(read.statuses, health);
    }
}
