//! A new app's key on its way to what it was made for, and back when the app is taken away.

use orgkeep_domain::activity::{ActivityKind, Deed, Detail};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::{ConnectionId, DraftId};
use orgkeep_secret::ConsumerSecret;
use rusqlite::{OptionalExtension as _, Transaction};

use crate::creation_record::{
    AppGoal, AppHome, AppOrigin, CreationId, CreationRecord, CreationRowError, CreationStep,
};
use crate::creation_row;
use crate::draft_record::{DraftError, DraftFields};
use crate::draft_row;
use crate::pending_record::{NewSecret, PendingError};
use crate::pending_row;
use crate::vault::{Inner, Vault};

impl Vault {
    /// Gives the key of a finished app, and its secret if it has one, to what the app was made for, and tells of the
    /// app: in one transaction. Says whether that was still there. Once is enough; a second time nothing happens.
    ///
    /// # Errors
    /// [`CreationRowError`]; then nothing was changed. [`CreationRowError::NotFound`] before the app is finished.
    pub async fn hand_over_creation(
        &self,
        id: &CreationId,
        home: AppHome,
    ) -> Result<bool, CreationRowError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.keep_up();
            inner
                .database
                .wipe(|transaction| inner.hand_over(transaction, &id, &home))
        })
        .await
    }

    /// Forgets a creation that was taken back, takes the key of an app that is gone out of what it was for, and tells
    /// of it: in one transaction. Whatever else was typed there stays.
    ///
    /// # Errors
    /// [`CreationRowError`]; then nothing was changed.
    pub async fn take_back_creation(&self, id: &CreationId) -> Result<(), CreationRowError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner.database.wipe(|transaction| {
                let record = creation_row::find(transaction, &id)?;
                if record.asked.origin == AppOrigin::Made {
                    inner.take_key_back(transaction, &record)?;
                }
                transaction.execute("DELETE FROM creation WHERE id = ?1", [id.as_str()])?;
                inner.tell_of_app(transaction, &record, ActivityKind::UndoApp)
            })
        })
        .await
    }
}

impl Inner {
    fn hand_over(
        &self,
        transaction: &Transaction<'_>,
        id: &CreationId,
        home: &AppHome,
    ) -> Result<bool, CreationRowError> {
        let record = creation_row::find(transaction, id)?;
        if record.handed_over {
            return Ok(true);
        }
        let finished = record.step == CreationStep::Done && !record.undoing;
        let key = record.consumer_key.clone().filter(|_| finished);
        let key = key.ok_or(CreationRowError::NotFound)?;
        let secret = self.made_secret(transaction, &record)?;
        let arrived = match &record.asked.goal {
            Some(AppGoal::Draft(draft)) => {
                self.fill_draft(transaction, draft, (&key, secret), home)?
            }
            Some(AppGoal::Migration(moving)) => {
                self.begin_move(transaction, moving, (&key, secret))?
            }
            None => false,
        };
        creation_row::hand_over(transaction, id, arrived)?;
        self.tell_of_app(transaction, &record, ActivityKind::CreateApp)?;
        Ok(arrived)
    }

    fn made_secret(
        &self,
        transaction: &Transaction<'_>,
        record: &CreationRecord,
    ) -> Result<Option<ConsumerSecret>, CreationRowError> {
        if !record.has_secret {
            return Ok(None);
        }
        let master = self
            .key_at_hand(transaction)?
            .map_err(CreationRowError::Locked)?;
        let opened = transaction
            .prepare_cached("SELECT * FROM creation WHERE id = ?1")?
            .query_row([record.id.as_str()], |row| {
                Ok(creation_row::open(row, &self.store_id, &master))
            })
            .optional()?;
        Ok(opened.ok_or(CreationRowError::NotFound)??)
    }

    fn fill_draft(
        &self,
        transaction: &Transaction<'_>,
        id: &DraftId,
        (key, secret): (&ConsumerKey, Option<ConsumerSecret>),
        home: &AppHome,
    ) -> Result<bool, CreationRowError> {
        let Some(before) = draft_row::find(transaction, id)? else {
            return Ok(false);
        };
        let mut fields = DraftFields {
            authentication: AuthenticationType::ExternalClientApp,
            consumer_key: key.as_str().to_owned(),
            // The app works in this org alone, whatever was typed.
            login_address: home.login_address.clone(),
            org_type: Some(home.org_type),
            ..before.fields.clone()
        };
        if fields.name.trim().is_empty() {
            fields.name.clone_from(&home.name);
        }
        draft_row::update(transaction, id, &fields, self.now())?;
        draft_row::write_secret(transaction, id, None)?;
        let after = draft_row::find(transaction, id)?.ok_or(CreationRowError::NotFound)?;
        self.let_login_follow(transaction, &before, &after)?;
        if let Some(secret) = secret {
            let master = self
                .key_at_hand(transaction)?
                .map_err(CreationRowError::Locked)?;
            self.seal_for(transaction, &master, &after, &secret)?;
        }
        Ok(true)
    }

    fn begin_move(
        &self,
        transaction: &Transaction<'_>,
        moving: &ConnectionId,
        (key, secret): (&ConsumerKey, Option<ConsumerSecret>),
    ) -> Result<bool, CreationRowError> {
        let secret = secret.map_or(NewSecret::Absent, NewSecret::Typed);
        let target = Some(AuthenticationType::ExternalClientApp);
        match self.keep_pending(transaction, moving, key, secret, target) {
            Ok(()) => Ok(true),
            Err(PendingError::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn take_key_back(
        &self,
        transaction: &Transaction<'_>,
        record: &CreationRecord,
    ) -> Result<(), CreationRowError> {
        let Some(key) = &record.consumer_key else {
            return Ok(());
        };
        match &record.asked.goal {
            Some(AppGoal::Draft(id)) => {
                let draft = draft_row::find(transaction, id)?;
                let holds = |fields: &DraftFields| fields.consumer_key == key.as_str();
                if let Some(mut draft) = draft.filter(|draft| holds(&draft.fields)) {
                    draft.fields.consumer_key.clear();
                    draft_row::update(transaction, id, &draft.fields, self.now())?;
                    draft_row::write_secret(transaction, id, None)?;
                }
            }
            Some(AppGoal::Migration(moving)) => {
                let pending = pending_row::find(transaction, moving)?;
                if let Some(pending) = pending.filter(|pending| pending.consumer_key == *key) {
                    pending_row::forget(transaction, &pending.id)?;
                }
            }
            None => {}
        }
        Ok(())
    }

    fn tell_of_app(
        &self,
        transaction: &Transaction<'_>,
        record: &CreationRecord,
        kind: ActivityKind,
    ) -> Result<(), CreationRowError> {
        let deed = Deed::done(kind).with(Detail::subject(&record.asked.api_name));
        Ok(self.tell_of(transaction, &record.asked.connection, deed)?)
    }
}

impl From<DraftError> for CreationRowError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::NotFound => Self::NotFound,
            DraftError::Locked(reason) => Self::Locked(reason),
            DraftError::TypedForAnother | DraftError::Tampered => Self::Tampered,
            DraftError::WrongKey => Self::WrongKey,
            DraftError::NewerFormat(format) => Self::NewerFormat(format),
            DraftError::Damaged(damage) => Self::Damaged(damage),
            DraftError::Seal(error) => Self::Seal(error),
            DraftError::Store(error) => Self::Store(error),
        }
    }
}

impl From<PendingError> for CreationRowError {
    fn from(error: PendingError) -> Self {
        match error {
            PendingError::NotFound | PendingError::WithoutApp => Self::NotFound,
            PendingError::Locked(reason) => Self::Locked(reason),
            PendingError::TypedForAnother | PendingError::Tampered => Self::Tampered,
            PendingError::WrongKey => Self::WrongKey,
            PendingError::NewerFormat(format) => Self::NewerFormat(format),
            PendingError::Damaged(damage) => Self::Damaged(damage),
            PendingError::Seal(error) => Self::Seal(error),
            PendingError::Store(error) => Self::Store(error),
        }
    }
}
