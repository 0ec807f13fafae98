//! A login that was typed for a connection, as a row. Password and security token are bound to the login address
//! and user name beside which they were typed.

use jiff::Timestamp;
use orgkeep_domain::attempt::PasswordLogin;
use orgkeep_domain::id::ConnectionId;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use crate::columns::Columns;
use crate::envelope::SealError;
use crate::error::DamagedRow;
use crate::key::MasterKey;
use crate::pending_login::PendingLoginRecord;
use crate::pending_record::{PendingError, PendingId};
use crate::sealed_row::{OpenRow, RowError, RowPlace, WrappedKey};

const TABLE: &str = "pending_login";
const PASSWORD: &str = "password";
const SECURITY_TOKEN: &str = "security_token";

/// Rows that count. One that is sealed with a lost key counts as not typed.
pub(crate) const SELECT: &str =
    "SELECT * FROM pending_login WHERE key_id IS (SELECT key_id FROM meta)";

/// What is written when a login is typed.
pub(crate) struct TypedLogin<'a> {
    pub(crate) id: &'a PendingId,
    /// The login address of the connection, as its row has it.
    pub(crate) login_address: &'a str,
    pub(crate) login: &'a PasswordLogin,
}

struct SealedLogin {
    wrapped: WrappedKey,
    password: Vec<u8>,
    security_token: Option<Vec<u8>>,
}

/// The plain part of a row.
pub(crate) fn read_record(row: &Row<'_>) -> Result<PendingLoginRecord, DamagedRow> {
    let columns = Columns::of(row);
    Ok(PendingLoginRecord {
        id: PendingId {
            connection: columns.id(ConnectionId::parse)?,
            revision: columns.get("revision")?,
        },
        login: columns.get("login")?,
        username: columns.get("username")?,
        password_characters: columns.get("password_characters")?,
        security_token_characters: columns.get("security_token_characters")?,
        typed_at: columns.moment("typed_at")?,
    })
}

/// That of one connection.
pub(crate) fn find(
    connection: &Connection,
    id: &ConnectionId,
) -> Result<Option<PendingLoginRecord>, PendingError> {
    let found = connection
        .prepare_cached(&format!("{SELECT} AND id = ?1"))?
        .query_row([id.as_str()], |row| Ok(read_record(row)))
        .optional()?;
    Ok(found.transpose()?)
}

/// The login of one connection with its secrets.
pub(crate) fn find_secrets(
    connection: &Connection,
    id: &ConnectionId,
    store_id: &str,
    master: &MasterKey,
) -> Result<Option<PasswordLogin>, PendingError> {
    let found = connection
        .prepare_cached("SELECT * FROM pending_login WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok(open(row, store_id, master)))
        .optional()?;
    Ok(found.transpose()?)
}

/// What the secrets of a row are bound to.
pub(crate) fn place_of(row: &Row<'_>, store_id: &str) -> Result<RowPlace, DamagedRow> {
    let record = read_record(row)?;
    let token = Columns::of(row).has(SECURITY_TOKEN)?;
    Ok(place(
        store_id,
        &record.id,
        &record.login,
        &record.username,
        token,
    ))
}

/// The secrets of a row.
pub(crate) fn open(
    row: &Row<'_>,
    store_id: &str,
    master: &MasterKey,
) -> Result<PasswordLogin, RowError> {
    let columns = Columns::of(row);
    let record = read_record(row)?;
    let token: Option<Vec<u8>> = columns.get(SECURITY_TOKEN)?;
    let place = place_of(row, store_id)?;
    let open = OpenRow::open(master, place, &columns.wrapped_key()?)?;
    Ok(PasswordLogin {
        username: record.username,
        password: open.open_secret(PASSWORD, &columns.get::<Vec<u8>>(PASSWORD)?)?,
        security_token: token
            .map(|sealed| open.open_secret(SECURITY_TOKEN, &sealed))
            .transpose()?,
    })
}

impl TypedLogin<'_> {
    fn seal(&self, master: &MasterKey, store_id: &str) -> Result<SealedLogin, SealError> {
        let token = self.login.security_token.as_ref();
        let place = place(
            store_id,
            self.id,
            self.login_address,
            &self.login.username,
            token.is_some(),
        );
        let (open, wrapped) = OpenRow::make(master, place)?;
        Ok(SealedLogin {
            password: open.seal(PASSWORD, &self.login.password)?,
            security_token: token
                .map(|token| open.seal(SECURITY_TOKEN, token))
                .transpose()?,
            wrapped,
        })
    }

    /// Writes it, sealed, over the one that was typed before.
    pub(crate) fn write(
        &self,
        connection: &Connection,
        master: &MasterKey,
        store_id: &str,
        now: Timestamp,
    ) -> Result<(), PendingError> {
        let sealed = self.seal(master, store_id)?;
        let length = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let token = self.login.security_token.as_ref();
        connection.execute(
            WRITE,
            named_params! {
                ":id": self.id.connection.as_str(),
                ":revision": self.id.revision,
                ":login": self.login_address,
                ":username": self.login.username,
                ":typed_at": now.as_millisecond(),
                ":password_characters": length(self.login.password.character_count()),
                ":security_token_characters": token.map(|token| length(token.character_count())),
                ":key_id": sealed.wrapped.master_key_id,
                ":data_key_id": sealed.wrapped.data_key_id,
                ":data_key": sealed.wrapped.sealed,
                ":password": sealed.password,
                ":security_token": sealed.security_token,
            },
        )?;
        Ok(())
    }
}

const WRITE: &str = "
INSERT OR REPLACE INTO pending_login (id, revision, login, username, typed_at, password_characters,
    security_token_characters, key_id, data_key_id, data_key, password, security_token)
VALUES (:id, :revision, :login, :username, :typed_at, :password_characters,
    :security_token_characters, :key_id, :data_key_id, :data_key, :password, :security_token)";

/// Forgets a login as it was typed once, unless another was typed meanwhile. Gives whether it was there.
pub(crate) fn forget(connection: &Connection, id: &PendingId) -> rusqlite::Result<bool> {
    let deleted = connection.execute(
        "DELETE FROM pending_login WHERE id = ?1 AND revision = ?2",
        [id.connection.as_str(), &id.revision],
    )?;
    Ok(deleted == 1)
}

fn place(store_id: &str, id: &PendingId, login: &str, username: &str, token: bool) -> RowPlace {
    let presence = if token { "password token" } else { "password" };
    RowPlace {
        store: store_id.to_owned(),
        table: TABLE,
        row: id.connection.as_str().to_owned(),
        generation: 0,
        steering: vec![
            id.revision.clone(),
            login.to_owned(),
            username.to_owned(),
            presence.to_owned(),
        ],
    }
}
