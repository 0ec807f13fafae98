//! Apps that Orgkeep made and no connection uses: a sign-in was given up, or the connection is gone.

use orgkeep_api::creation_state::BegunAppView;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::creation_record::{AppGoal, AppOrigin, CreationRecord, CreationStep};

use super::{Orgkeep, store_error};

/// Whether it is there as Orgkeep made it, and its key went where it belongs.
fn is_over(own: &CreationRecord) -> bool {
    own.asked.origin == AppOrigin::Made && own.step == CreationStep::Done && !own.is_unfinished()
}

impl Orgkeep {
    /// Those of them that the connection which made them can still take back. Where the key waits in what the app was
    /// made for, that is named.
    pub(super) async fn unused_apps(&self, all: &[CreationRecord]) -> Vec<BegunAppView> {
        let mut unused = Vec::new();
        let over: Vec<_> = all.iter().filter(|own| is_over(own)).collect();
        let (Ok(vault), false) = (self.vault(), over.is_empty()) else {
            return unused;
        };
        let Ok(known) = vault.connections().await else {
            return unused;
        };
        // One that cannot be read may use any of them.
        if !known.damaged.is_empty() {
            return unused;
        }
        for record in over {
            let mut makers = known.records.iter();
            let has_maker = makers.any(|own| own.id == record.asked.connection);
            if !has_maker || self.is_app_used(record, &known.records).await {
                continue;
            }
            let mut app = self.begun(record).await;
            if !self.key_waits(record).await {
                app.goal = None;
            }
            unused.push(app);
        }
        unused
    }

    /// Forgets that Orgkeep made it: it stays in the org, and is nobody's to take back.
    pub(super) async fn keep_unused_app(&self, id: &str) -> Result<(), ApiError> {
        let record = self.creation_record(id).await?;
        if !is_over(&record) {
            let why = "the app is not finished";
            return Err(ApiError::new(ErrorCode::Invalid, why));
        }
        let forgotten = self.vault()?.forget_creation(&record.id).await;
        forgotten.map_err(store_error)
    }

    /// Whether Orgkeep made the app that has this key, or changed or took it over.
    pub(super) async fn is_own_app(&self, key: &ConsumerKey) -> bool {
        let Ok(vault) = self.vault() else {
            return false;
        };
        let all = vault.creations().await.unwrap_or_default();
        let mut keys = all.iter().filter_map(|own| own.consumer_key.as_ref());
        keys.any(|own| own == key)
    }

    /// Whoever signs in through the app would be shut out.
    pub(super) async fn must_not_be_used(&self, record: &CreationRecord) -> Result<(), ApiError> {
        if record.asked.origin != AppOrigin::Made {
            return Ok(());
        }
        let known = self.vault()?.connections().await.map_err(store_error)?;
        if self.is_app_used(record, &known.records).await {
            let why = "a connection signs in through the app";
            return Err(ApiError::new(ErrorCode::AppInUse, why));
        }
        if self.is_signing_in_for(record.asked.goal.as_ref()) {
            let why = "a sign-in through the app is running";
            return Err(ApiError::new(ErrorCode::SignInRunning, why));
        }
        Ok(())
    }

    /// By its key, or by its name where the key was replaced since.
    async fn is_app_used(&self, record: &CreationRecord, known: &[ConnectionRecord]) -> bool {
        let key = record.consumer_key.as_ref();
        for own in known {
            if key.is_some() && own.consumer_key() == key {
                return true;
            }
            if own.org_id == record.asked.org
                && let Ok(vault) = self.vault()
                && let Ok(Some(rotation)) = vault.rotation(&own.id).await
                && rotation.app == record.asked.api_name
            {
                return true;
            }
        }
        false
    }

    /// Whether the key is still where it was handed to.
    async fn key_waits(&self, record: &CreationRecord) -> bool {
        let (Ok(vault), Some(key)) = (self.vault(), &record.consumer_key) else {
            return false;
        };
        match &record.asked.goal {
            Some(AppGoal::Draft(id)) => {
                let draft = vault.draft(id).await.ok().flatten();
                draft.is_some_and(|own| own.fields.consumer_key == key.as_str())
            }
            Some(AppGoal::Migration(id)) => {
                let pending = vault.pending(id).await.ok().flatten();
                pending.is_some_and(|own| own.consumer_key == *key)
            }
            None => false,
        }
    }
}
