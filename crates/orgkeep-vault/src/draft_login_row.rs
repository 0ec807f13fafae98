//! What is typed of a password into a draft, as rows: one for each field.
//!
//! Each is bound to the login address and user name beside which it was typed. Both are kept a second time with
//! the ciphertext, because the typed fields can change while the vault is locked.

use orgkeep_domain::id::DraftId;
use orgkeep_secret::{PasswordKind, Secret, SecretKind, SecurityTokenKind};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};

use crate::columns::Columns;
use crate::draft_record::{DraftError, DraftFields};
use crate::envelope::SealError;
use crate::error::DamagedRow;
use crate::key::MasterKey;
use crate::sealed_row::{OpenRow, RowError, RowPlace, WrappedKey};

const TABLE: &str = "draft_login";
const SECRET: &str = "secret";

/// A field of a login. Its word stands in the row and names the column of its length in the draft.
pub(crate) trait LoginField: SecretKind {
    const FIELD: &'static str;
    const CHARACTERS: &'static str;
}

impl LoginField for PasswordKind {
    const FIELD: &'static str = "password";
    const CHARACTERS: &'static str = "password_characters";
}

impl LoginField for SecurityTokenKind {
    const FIELD: &'static str = "security_token";
    const CHARACTERS: &'static str = "security_token_characters";
}

/// One field as the store holds it.
pub(crate) struct SealedField {
    login_address: String,
    username: String,
    wrapped: WrappedKey,
    sealed: Vec<u8>,
}

/// The sealed field of a draft, if it has one.
pub(crate) fn find<K: LoginField>(
    connection: &Connection,
    id: &DraftId,
) -> Result<Option<SealedField>, DraftError> {
    let found = connection
        .prepare_cached("SELECT * FROM draft_login WHERE id = ?1 AND field = ?2")?
        .query_row(params![id.as_str(), K::FIELD], |row| Ok(read(row)))
        .optional()?;
    Ok(found.transpose()?)
}

fn read(row: &Row<'_>) -> Result<SealedField, DamagedRow> {
    let columns = Columns::of(row);
    Ok(SealedField {
        login_address: columns.get("login_address")?,
        username: columns.get("username")?,
        wrapped: columns.wrapped_key()?,
        sealed: columns.get(SECRET)?,
    })
}

/// Whether the secret of a row opens.
pub(crate) fn check(row: &Row<'_>, store_id: &str, master: &MasterKey) -> Result<(), RowError> {
    let columns = Columns::of(row);
    let id = columns.id(DraftId::parse)?;
    let field: String = columns.get("field")?;
    let sealed = read(row)?;
    if field == PasswordKind::FIELD {
        sealed.open::<PasswordKind>(master, store_id, &id).map(drop)
    } else {
        let opened = sealed.open::<SecurityTokenKind>(master, store_id, &id);
        opened.map(drop)
    }
}

impl SealedField {
    /// Seals a field beside what was typed with it.
    pub(crate) fn seal<K: LoginField>(
        master: &MasterKey,
        store_id: &str,
        id: &DraftId,
        fields: &DraftFields,
        secret: &Secret<K>,
    ) -> Result<Self, SealError> {
        let (login_address, username) = (&fields.login_address, &fields.username);
        let place = place::<K>(store_id, id, login_address, username);
        let (open, wrapped) = OpenRow::make(master, place)?;
        Ok(Self {
            login_address: login_address.clone(),
            username: username.clone(),
            sealed: open.seal(SECRET, secret)?,
            wrapped,
        })
    }

    /// Whether it was typed beside these fields.
    pub(crate) fn is_for(&self, fields: &DraftFields) -> bool {
        self.login_address == fields.login_address && self.username == fields.username
    }

    /// The secret, for the address and user name it was typed for.
    pub(crate) fn open<K: LoginField>(
        &self,
        master: &MasterKey,
        store_id: &str,
        id: &DraftId,
    ) -> Result<Secret<K>, RowError> {
        let place = place::<K>(store_id, id, &self.login_address, &self.username);
        OpenRow::open(master, place, &self.wrapped)?.open_secret(SECRET, &self.sealed)
    }

    /// Writes it over the one that was typed before.
    pub(crate) fn write<K: LoginField>(
        &self,
        connection: &Connection,
        id: &DraftId,
        characters: usize,
    ) -> rusqlite::Result<()> {
        connection.execute(
            "INSERT OR REPLACE INTO draft_login
                 (id, field, login_address, username, key_id, data_key_id, data_key, secret)
             VALUES (:id, :field, :login_address, :username, :key_id, :data_key_id, :data_key, :secret)",
            named_params! {
                ":id": id.as_str(),
                ":field": K::FIELD,
                ":login_address": self.login_address,
                ":username": self.username,
                ":key_id": self.wrapped.master_key_id,
                ":data_key_id": self.wrapped.data_key_id,
                ":data_key": self.wrapped.sealed,
                ":secret": self.sealed,
            },
        )?;
        let characters = u32::try_from(characters).unwrap_or(u32::MAX);
        note_length::<K>(connection, id, Some(characters))
    }
}

/// Takes a field out of a draft.
pub(crate) fn forget<K: LoginField>(connection: &Connection, id: &DraftId) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM draft_login WHERE id = ?1 AND field = ?2",
        params![id.as_str(), K::FIELD],
    )?;
    note_length::<K>(connection, id, None)
}

fn note_length<K: LoginField>(
    connection: &Connection,
    id: &DraftId,
    characters: Option<u32>,
) -> rusqlite::Result<()> {
    let column = K::CHARACTERS;
    connection.execute(
        &format!("UPDATE draft SET {column} = ?2 WHERE id = ?1"),
        params![id.as_str(), characters],
    )?;
    Ok(())
}

fn place<K: LoginField>(
    store_id: &str,
    id: &DraftId,
    login_address: &str,
    username: &str,
) -> RowPlace {
    RowPlace {
        store: store_id.to_owned(),
        table: TABLE,
        row: id.as_str().to_owned(),
        generation: 0,
        steering: vec![
            K::FIELD.to_owned(),
            login_address.to_owned(),
            username.to_owned(),
        ],
    }
}
