//! What is typed of a login into a draft, as rows: a table for each field.
//!
//! Each is bound to the login address and user name beside which it was typed. Both are kept a second time with
//! the ciphertext, because the typed fields can change while the vault is locked.

use orgkeep_domain::id::DraftId;
use orgkeep_secret::{PasswordKind, Secret, SecretKind, SecurityTokenKind};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use crate::columns::Columns;
use crate::draft_record::{DraftError, DraftFields};
use crate::envelope::SealError;
use crate::error::DamagedRow;
use crate::key::MasterKey;
use crate::sealed_row::{OpenRow, RowError, RowPlace, WrappedKey};

const SECRET: &str = "secret";

/// A field of a login, with the table that it stands in.
pub(crate) trait LoginField: SecretKind {
    const TABLE: &'static str;
}

impl LoginField for PasswordKind {
    const TABLE: &'static str = "draft_password";
}

impl LoginField for SecurityTokenKind {
    const TABLE: &'static str = "draft_security_token";
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
        .prepare_cached(&format!("SELECT * FROM {} WHERE id = ?1", K::TABLE))?
        .query_row([id.as_str()], |row| Ok(read(row)))
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

/// What the secret of a row is bound to.
pub(crate) fn place_of<K: LoginField>(
    row: &Row<'_>,
    store_id: &str,
) -> Result<RowPlace, DamagedRow> {
    let columns = Columns::of(row);
    let id = columns.id(DraftId::parse)?;
    let sealed = read(row)?;
    Ok(place::<K>(
        store_id,
        &id,
        &sealed.login_address,
        &sealed.username,
    ))
}

/// Whether the secret of a row opens.
pub(crate) fn check<K: LoginField>(
    row: &Row<'_>,
    store_id: &str,
    master: &MasterKey,
) -> Result<(), RowError> {
    let id = Columns::of(row).id(DraftId::parse)?;
    read(row)?.open::<K>(master, store_id, &id).map(drop)
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
        let table = K::TABLE;
        connection.execute(
            &format!(
                "INSERT OR REPLACE INTO {table} (id, login_address, username, characters,
                     key_id, data_key_id, data_key, secret)
                 VALUES (:id, :login_address, :username, :characters,
                     :key_id, :data_key_id, :data_key, :secret)"
            ),
            named_params! {
                ":id": id.as_str(),
                ":login_address": self.login_address,
                ":username": self.username,
                ":characters": u32::try_from(characters).unwrap_or(u32::MAX),
                ":key_id": self.wrapped.master_key_id,
                ":data_key_id": self.wrapped.data_key_id,
                ":data_key": self.wrapped.sealed,
                ":secret": self.sealed,
            },
        )?;
        Ok(())
    }
}

/// Takes a field out of a draft.
pub(crate) fn forget<K: LoginField>(connection: &Connection, id: &DraftId) -> rusqlite::Result<()> {
    let statement = format!("DELETE FROM {} WHERE id = ?1", K::TABLE);
    connection.execute(&statement, [id.as_str()])?;
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
        table: K::TABLE,
        row: id.as_str().to_owned(),
        generation: 0,
        steering: vec![login_address.to_owned(), username.to_owned()],
    }
}
