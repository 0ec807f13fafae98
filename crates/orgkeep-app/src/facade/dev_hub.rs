//! Dev Hubs: the list, and registering another one.

use orgkeep_api::command::NoRequest;
use orgkeep_api::dev_hub::DevHubsView;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::register::DraftView;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::dev_hub::{Deed, DevHubRule};
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::draft_record::DraftFields;

use super::{Orgkeep, store_error};
use crate::dev_hub::{against_migration, against_reauthentication, rule_view};
use crate::view::row_view;

impl Orgkeep {
    pub(super) async fn dev_hubs(&self, _: NoRequest) -> Result<DevHubsView, ApiError> {
        let vault = self.vault()?;
        let list = vault.connections().await.map_err(store_error)?;
        let tests = vault.last_tests().await.unwrap_or_default();
        let hubs = list.records.iter();
        let hubs = hubs.filter(|record| record.is_dev_hub_registration);
        let rules = DevHubRule::all().iter();
        let rules = rules.filter(|rule| rule.deed == Deed::RegisterAsDevHub);
        Ok(DevHubsView {
            hubs: hubs
                .map(|record| row_view(record, tests.get(&record.id)))
                .collect(),
            registering: rules.map(rule_view).collect(),
        })
    }

    /// The way to sign in is fixed: the others are refused.
    pub(super) async fn new_dev_hub_draft(&self, _: NoRequest) -> Result<DraftView, ApiError> {
        let fields = DraftFields {
            step: "credentials".to_owned(),
            authentication: AuthenticationType::ConnectedApp,
            is_dev_hub: true,
            ..DraftFields::default()
        };
        self.begin_draft_with(fields).await
    }

    /// A Dev Hub is not authenticated again, whatever asks for it.
    pub(super) async fn may_be_authenticated_again(
        &self,
        id: &ConnectionId,
    ) -> Result<(), ApiError> {
        let record = self.vault()?.connection(id).await.map_err(store_error)?;
        let rule = record.as_ref().and_then(against_reauthentication);
        allowed(rule, "a Dev Hub is not authenticated again")
    }

    /// A Dev Hub is not moved, whatever asks for it.
    pub(super) async fn may_be_moved(&self, id: &ConnectionId) -> Result<(), ApiError> {
        let record = self.vault()?.connection(id).await.map_err(store_error)?;
        let rule = record.as_ref().and_then(against_migration);
        allowed(rule, "a Dev Hub is not moved to an External Client App")
    }
}

fn allowed(against: Option<&DevHubRule>, refused: &str) -> Result<(), ApiError> {
    match against {
        Some(_) => Err(ApiError::new(ErrorCode::Invalid, refused)),
        None => Ok(()),
    }
}
