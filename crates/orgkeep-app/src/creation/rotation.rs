//! A new key and secret for the app of a connection, while the ones before go on working.
//!
//! Salesforce stages a pair and puts it in force; the pair before works for 30 days more (salesforce.md, 2.2). The new
//! one is kept as pending credentials before it is in force in the org, and is in force here once a sign-in has proven it.

use jiff::{SignedDuration, Timestamp};
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::metadata::{StagedId, StagedPair, StagedState};
use orgkeep_vault::creation_lock::CreationLock;
use orgkeep_vault::rotation_record::{RotationMark, RotationRecord, RotationStep};
use orgkeep_vault::vault::Vault;

use super::driver::Creations;
use super::error::CreationError;
use super::org::Org;
use super::spare::Place;
use super::step;

/// The first version of the API with staged pairs (salesforce.md, 2.2).
const STAGES_SINCE: u32 = 65;

/// How long the pair before works (salesforce.md, 2.2).
const BOTH_WORK: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Creations {
    /// Gives the app of a connection a new pair, or goes on with what an earlier run began. `now` is the time of day.
    ///
    /// # Errors
    /// [`CreationError`]. What is left to do or to take back stands in the journal.
    pub async fn rotate_secret(
        &self,
        connection: &ConnectionId,
        now: Timestamp,
        production_confirmed: bool,
    ) -> Result<RotationRecord, CreationError> {
        let lock = self.lock(connection).await?;
        let org = self.org(connection);
        let known = self.vault.rotation(connection).await?;
        let record = match known.filter(RotationRecord::is_unfinished) {
            Some(record) => record,
            None => self.begin_rotation(&org, production_confirmed).await?,
        };
        let mut rotation = self.rotation(org, record, lock);
        match rotation.finish(now).await {
            Ok(()) => Ok(rotation.record),
            // Nothing was staged, or the answer was lost: then there is nothing to go on with.
            Err(error) if rotation.record.step < RotationStep::Staged => {
                if let Err(left) = rotation.undo().await {
                    tracing::warn!(%left, "a rotation that failed is not taken back yet");
                }
                Err(error)
            }
            Err(error) => Err(error),
        }
    }

    /// Takes the new pair back, as long as it is not in force in the org.
    ///
    /// # Errors
    /// [`CreationError`]; [`CreationError::NotOurs`] where it is in force already.
    pub async fn undo_rotation(&self, connection: &ConnectionId) -> Result<(), CreationError> {
        let lock = self.lock(connection).await?;
        let known = self.vault.rotation(connection).await?;
        let Some(record) = known.filter(RotationRecord::is_unfinished) else {
            return Ok(());
        };
        let org = self.org(connection);
        self.rotation(org, record, lock).undo().await
    }

    async fn begin_rotation(
        &self,
        org: &Org,
        production_confirmed: bool,
    ) -> Result<RotationRecord, CreationError> {
        if !production_confirmed && org.is_production().await? {
            return Err(CreationError::NotConfirmed);
        }
        if !org.has_secret().await? {
            return Err(CreationError::NoSecret);
        }
        let key = org.own_key().await?.ok_or(CreationError::NoApp)?;
        if org
            .newest_version()
            .await
            .is_some_and(|own| own < STAGES_SINCE)
        {
            return Err(CreationError::OrgTooOld);
        }
        let found = org.app_of(&key).await?;
        let (app, _) = found.ok_or(CreationError::NoApp)?;
        Ok(self.vault.begin_rotation(&org.connection, app, key).await?)
    }

    fn rotation(&self, org: Org, record: RotationRecord, lock: CreationLock) -> Rotation {
        Rotation {
            vault: self.vault.clone(),
            org,
            record,
            lock,
        }
    }
}

/// A rotation at work: its journal, and the org.
struct Rotation {
    vault: Vault,
    org: Org,
    record: RotationRecord,
    #[expect(dead_code, reason = "held until the work is over")]
    lock: CreationLock,
}

impl Rotation {
    /// Goes on from wherever the journal is.
    async fn finish(&mut self, now: Timestamp) -> Result<(), CreationError> {
        if self.record.step < RotationStep::Activated {
            self.switch_on().await?;
            let place = self.place().await?;
            if self.record.step < RotationStep::Staged {
                self.stage(&place).await?;
            }
            self.activate(&place, now).await?;
        }
        self.restore_switch().await
    }

    /// The pair is kept before it can come into force.
    async fn stage(&mut self, place: &Place) -> Result<(), CreationError> {
        let there = self.org.spare(place).await?;
        let asked = self.record.step == RotationStep::Staging;
        let pair = match there {
            // The answer was lost: nobody else stages while the connection's lock is held.
            Some(pair) if asked && pair.state == StagedState::Staged => pair,
            Some(_) => return Err(CreationError::SpareThere),
            None => {
                self.mark(RotationMark::Step(RotationStep::Staging)).await?;
                step("staging");
                self.org.stage(place).await?
            }
        };
        step("staged");
        let StagedPair { id, pair, .. } = pair;
        let secret = pair.secret.ok_or(CreationError::Unexpected)?;
        let (id, kept) = (id.as_str().to_owned(), (pair.key, secret));
        let connection = &self.org.connection;
        self.record = self.vault.keep_staged(connection, id, kept).await?;
        step("pair kept");
        Ok(())
    }

    /// From here on the org decides: what was sent is looked for before it is sent again.
    async fn activate(&mut self, place: &Place, now: Timestamp) -> Result<(), CreationError> {
        if self.record.step == RotationStep::Staged {
            let until = now.checked_add(BOTH_WORK).unwrap_or(Timestamp::MAX);
            self.mark(RotationMark::Activating(until)).await?;
        }
        if !self.is_active(place).await? {
            let staged = self.record.staged.as_deref().and_then(StagedId::parse);
            let staged = staged.ok_or(CreationError::Unexpected)?;
            step("activating");
            self.org.activate(place, &staged).await?;
            step("activated");
        }
        self.record = self.vault.finish_rotation(&self.org.connection).await?;
        step("told");
        Ok(())
    }

    /// Whether the pair beside is the one that was in force.
    async fn is_active(&self, place: &Place) -> Result<bool, CreationError> {
        let there = self.org.spare(place).await?;
        let there = there.ok_or(CreationError::Unexpected)?;
        let rotated = there.state == StagedState::Rotated;
        let expected = match rotated {
            true => Some(&self.record.old_key),
            false => self.record.new_key.as_ref(),
        };
        match expected == Some(&there.pair.key) {
            true => Ok(rotated),
            false => Err(CreationError::NotOurs),
        }
    }

    /// Takes the staged pair away, and forgets the journal last.
    async fn undo(mut self) -> Result<(), CreationError> {
        if self.record.step > RotationStep::Begun {
            self.switch_on().await?;
            let place = self.place().await?;
            if let Some(there) = self.org.spare(&place).await? {
                let new = self.record.new_key.as_ref();
                let ours = new.is_none_or(|key| *key == there.pair.key);
                if there.state == StagedState::Rotated || !ours {
                    return Err(CreationError::NotOurs);
                }
                step("taking back");
                self.org.unstage(&place, &there.id).await?;
            }
        }
        self.restore_switch().await?;
        step("forgetting");
        Ok(self.vault.forget_rotation(&self.org.connection).await?)
    }

    async fn place(&self) -> Result<Place, CreationError> {
        let RotationRecord {
            old_key, new_key, ..
        } = &self.record;
        let keys: Vec<_> = std::iter::once(old_key).chain(new_key).collect();
        self.org.place(&self.record.app, &keys).await
    }

    /// What the setting was is durable before it is changed.
    async fn switch_on(&mut self) -> Result<(), CreationError> {
        if !self.org.gives_secrets().await? {
            self.mark(RotationMark::SwitchBefore(Some(false))).await?;
            step("switching");
            self.org.give_secrets(true).await?;
            step("switched");
        }
        Ok(())
    }

    async fn restore_switch(&mut self) -> Result<(), CreationError> {
        if let Some(before) = self.record.switch_before {
            step("switching back");
            self.org.give_secrets(before).await?;
            self.mark(RotationMark::SwitchBefore(None)).await?;
        }
        Ok(())
    }

    async fn mark(&mut self, mark: RotationMark) -> Result<(), CreationError> {
        let connection = &self.org.connection;
        self.record = self.vault.mark_rotation(connection, vec![mark]).await?;
        Ok(())
    }
}
