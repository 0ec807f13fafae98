//! Password and security token of a draft: sealed as soon as they are typed, opened for its sign-in.

use orgkeep_domain::id::DraftId;
use orgkeep_secret::{Password, PasswordKind, Secret, SecurityToken, SecurityTokenKind};
use rusqlite::Transaction;

use crate::draft_login_row::{self, LoginField, SealedField};
use crate::draft_record::{DraftError, DraftRecord};
use crate::draft_row;
use crate::key::MasterKey;
use crate::lock_state::LockReason;
use crate::meta;
use crate::vault::{Inner, Vault};

/// What was typed of a login. The user name stands with the draft.
#[derive(Debug)]
pub struct TypedLogin {
    /// The password, if one was typed.
    pub password: Option<Password>,
    /// The security token, if one was typed.
    pub security_token: Option<SecurityToken>,
}

impl Vault {
    /// Keeps the password that was typed, sealed, or forgets it (`None`, which needs no key).
    ///
    /// # Errors
    /// [`DraftError::Locked`] above all.
    pub async fn seal_draft_password(
        &self,
        id: &DraftId,
        password: Option<Password>,
    ) -> Result<(), DraftError> {
        self.seal_draft_field(id, password).await
    }

    /// Keeps the security token that was typed, sealed, or forgets it (`None`, which needs no key).
    ///
    /// # Errors
    /// [`DraftError::Locked`] above all.
    pub async fn seal_draft_security_token(
        &self,
        id: &DraftId,
        token: Option<SecurityToken>,
    ) -> Result<(), DraftError> {
        self.seal_draft_field(id, token).await
    }

    /// What was typed.
    ///
    /// # Errors
    /// [`DraftError::TypedForAnother`] when address or user name changed while the vault was locked: neither is
    /// for them.
    pub async fn open_draft_login(&self, id: &DraftId) -> Result<TypedLogin, DraftError> {
        let id = id.clone();
        self.opening(DraftError::Locked, move |inner, master, connection| {
            let draft = draft_row::find(connection, &id)?.ok_or(DraftError::NotFound)?;
            Ok(TypedLogin {
                password: inner.open_field(connection, master, &draft)?,
                security_token: inner.open_field(connection, master, &draft)?,
            })
        })
        .await
    }

    async fn seal_draft_field<K: LoginField + 'static>(
        &self,
        id: &DraftId,
        secret: Option<Secret<K>>,
    ) -> Result<(), DraftError> {
        let id = id.clone();
        self.blocking(move |inner| match secret {
            Some(secret) => {
                let master = inner.master().map_err(DraftError::Locked)?;
                inner.database.write(|transaction| {
                    let draft = draft_row::find(transaction, &id)?.ok_or(DraftError::NotFound)?;
                    inner.seal_field(transaction, &master, &draft, &secret)
                })
            }
            None => inner
                .database
                .write(|transaction| Ok(draft_login_row::forget::<K>(transaction, &id)?)),
        })
        .await
    }
}

impl Inner {
    fn seal_field<K: LoginField>(
        &self,
        transaction: &Transaction<'_>,
        master: &MasterKey,
        draft: &DraftRecord,
        secret: &Secret<K>,
    ) -> Result<(), DraftError> {
        if !meta::knows_key(transaction, &master.id)? {
            return Err(DraftError::Locked(LockReason::KeyWrong));
        }
        let sealed = SealedField::seal(master, &self.store_id, &draft.id, &draft.fields, secret)?;
        sealed.write::<K>(transaction, &draft.id, secret.character_count())?;
        Ok(())
    }

    fn open_field<K: LoginField>(
        &self,
        connection: &rusqlite::Connection,
        master: &MasterKey,
        draft: &DraftRecord,
    ) -> Result<Option<Secret<K>>, DraftError> {
        let Some(sealed) = draft_login_row::find::<K>(connection, &draft.id)? else {
            return Ok(None);
        };
        let secret = sealed.open::<K>(master, &self.store_id, &draft.id)?;
        if sealed.is_for(&draft.fields) {
            Ok(Some(secret))
        } else {
            Err(DraftError::TypedForAnother)
        }
    }

    /// Seals both fields anew for an address or user name that the person has just changed, as a consumer secret
    /// follows an address or key.
    pub(crate) fn let_login_follow(
        &self,
        transaction: &Transaction<'_>,
        before: &DraftRecord,
        after: &DraftRecord,
    ) -> Result<(), DraftError> {
        let Ok(master) = self.key_at_hand(transaction)? else {
            return Ok(());
        };
        self.let_field_follow::<PasswordKind>(transaction, &master, before, after)?;
        self.let_field_follow::<SecurityTokenKind>(transaction, &master, before, after)
    }

    fn let_field_follow<K: LoginField>(
        &self,
        transaction: &Transaction<'_>,
        master: &MasterKey,
        before: &DraftRecord,
        after: &DraftRecord,
    ) -> Result<(), DraftError> {
        let Some(sealed) = draft_login_row::find::<K>(transaction, &after.id)? else {
            return Ok(());
        };
        if !sealed.is_for(&before.fields) || sealed.is_for(&after.fields) {
            return Ok(());
        }
        match sealed.open::<K>(master, &self.store_id, &after.id) {
            Ok(secret) => self.seal_field(transaction, master, after, &secret),
            // What was typed is saved all the same; opening the field will tell what is wrong.
            Err(_) => Ok(()),
        }
    }
}
