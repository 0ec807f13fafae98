//! Taking back: exactly what was made, and nothing else.

use orgkeep_blueprint::metadata::{Component, Kind, differences, removal_package};
use orgkeep_salesforce::metadata::{Deployed, Save};
use orgkeep_vault::creation_record::{AppOrigin, CreationMark, CreationStep};

use super::error::CreationError;
use super::existing::Existing;
use super::plan::is_not_by_rest;
use super::step;
use super::work::{Work, components};

impl Work {
    /// Takes everything back, and forgets the journal last.
    pub(super) async fn undo(mut self) -> Result<(), CreationError> {
        if !self.record.undoing {
            self.mark(vec![CreationMark::Undoing]).await?;
        }
        self.restore_switch().await?;
        if self.record.step > CreationStep::Planned {
            self.call_off().await?;
            self.put_back().await?;
        }
        step("forgetting");
        Ok(self.vault.take_back_creation(&self.record.id).await?)
    }

    /// A deployment that is under way ends first, one way or the other.
    async fn call_off(&mut self) -> Result<(), CreationError> {
        let Some(id) = self.known_deployment() else {
            return Ok(());
        };
        self.org.cancel(&id).await?;
        self.org.wait(&id).await?;
        step("called off");
        self.mark(vec![CreationMark::Deployment(None)]).await
    }

    /// Brings the org back to where it was before the app was sent.
    pub(super) async fn put_back(&self) -> Result<(), CreationError> {
        match self.record.asked.origin {
            AppOrigin::Made => self.remove().await,
            AppOrigin::Adopted => Ok(()),
            AppOrigin::Updated => self.write_back().await,
        }
    }

    /// An app that was there gets the values that it had.
    async fn write_back(&self) -> Result<(), CreationError> {
        for component in components(&self.record.asked.before) {
            step("writing back");
            let saved = self.org.save(Save::Update, &component).await?;
            if !saved.problems.is_empty() {
                return Err(CreationError::Refused(saved.problems));
            }
        }
        Ok(())
    }

    /// Removes the app, if it is the one that was made.
    async fn remove(&self) -> Result<(), CreationError> {
        let app = &self.record.asked.api_name;
        let existing = self.org.existing(app).await?;
        if !self.is_ours(&existing) {
            return Err(CreationError::NotOurs);
        }
        step("removing");
        // Removed even where nothing is there yet: what was sent without an answer may stand in the queue before it.
        match self.org.begin(&removal_package(app), false).await {
            Ok(id) => {
                step("removal sent");
                let removed = self.org.wait(&id).await?;
                if removed.ended != Some(Deployed::Succeeded) {
                    return Err(CreationError::Refused(removed.problems));
                }
            }
            Err(error) if is_not_by_rest(&error) => {
                self.org.delete(Kind::App, app).await?;
            }
            Err(error) => return Err(error.into()),
        }
        step("removed");
        self.remove_leftovers().await
    }

    /// The rest goes with the app; that it does was seen and is not documented (salesforce.md, 10).
    async fn remove_leftovers(&self) -> Result<(), CreationError> {
        let app = &self.record.asked.api_name;
        let left = self.org.existing(app).await?.components;
        for own in left.iter().rev() {
            self.org.delete(own.kind, &own.name).await?;
        }
        let still = !left.is_empty() && !self.org.existing(app).await?.components.is_empty();
        if still {
            Err(CreationError::Unexpected)
        } else {
            Ok(())
        }
    }

    /// By its key where that is known. Before, every part that is there has to be as it was sent.
    pub(super) fn is_ours(&self, existing: &Existing) -> bool {
        match (&self.record.consumer_key, existing.consumer_key()) {
            (Some(made), Some(found)) => made.as_str() == found,
            _ => {
                let is_there = |own: &Component| existing.find(own.kind).is_some();
                let parts = self.wanted(false).into_iter().filter(is_there);
                differences(&parts.collect::<Vec<_>>(), &existing.components).is_empty()
            }
        }
    }
}
