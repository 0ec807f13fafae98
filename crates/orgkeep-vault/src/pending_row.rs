//! Pending credentials as rows.
//!
//! The secret is bound to the login address and to the consumer key beside which it was typed: neither can
//! be exchanged for another one in the file.

use jiff::Timestamp;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_secret::ConsumerSecret;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};

use crate::columns::Columns;
use crate::envelope::SealError;
use crate::error::DamagedRow;
use crate::key::MasterKey;
use crate::pending_record::{PendingError, PendingId, PendingMark, PendingRecord};
use crate::sealed_row::{OpenRow, RowError, RowPlace, WrappedKey};

const TABLE: &str = "pending";
const CONSUMER_SECRET: &str = "consumer_secret";

/// Rows as [`read_record`] wants them. A secret that is sealed with a lost key counts as not typed.
pub(crate) const SELECT: &str = "SELECT *, iif(key_id IS (SELECT key_id FROM meta), secret_characters, NULL) AS readable_characters FROM pending";

/// A secret as the store holds it.
pub(crate) struct SealedSecret {
    wrapped: WrappedKey,
    sealed: Vec<u8>,
    characters: u32,
}

/// What is written when credentials are typed.
pub(crate) struct Typed<'a> {
    pub(crate) id: &'a PendingId,
    /// The login address of the connection, as its row has it.
    pub(crate) login: &'a str,
    pub(crate) consumer_key: &'a ConsumerKey,
    /// How the connection will sign in; none where that stays as it is.
    pub(crate) authentication: Option<AuthenticationType>,
}

/// The plain part of a row.
pub(crate) fn read_record(row: &Row<'_>) -> Result<PendingRecord, DamagedRow> {
    let columns = Columns::of(row);
    Ok(PendingRecord {
        id: PendingId {
            connection: columns.id(ConnectionId::parse)?,
            revision: columns.get("revision")?,
        },
        login: columns.get("login")?,
        consumer_key: columns.parsed("consumer_key", |text| ConsumerKey::parse(text).ok())?,
        authentication: columns.optional("authentication", AuthenticationType::from_key)?,
        secret_characters: columns.get("readable_characters")?,
        typed_at: columns.moment("typed_at")?,
        key_typed_at: columns.moment("key_typed_at")?,
        key_known_at: columns.optional_moment("key_known_at")?,
        key_waiting_since: columns.optional_moment("key_waiting_since")?,
        authorizing_since: columns.optional_moment("authorizing_since")?,
        opens_when_active: columns.get("opens_when_active")?,
    })
}

/// Those of one connection.
pub(crate) fn find(
    connection: &Connection,
    id: &ConnectionId,
) -> Result<Option<PendingRecord>, PendingError> {
    let found = connection
        .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
        .query_row([id.as_str()], |row| Ok(read_record(row)))
        .optional()?;
    Ok(found.transpose()?)
}

/// The secret of one connection's pending credentials, if it has them and they have one.
pub(crate) fn find_secret(
    connection: &Connection,
    id: &ConnectionId,
    store_id: &str,
    master: &MasterKey,
) -> Result<Option<ConsumerSecret>, PendingError> {
    let found = connection
        .prepare_cached("SELECT * FROM pending WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok(open(row, store_id, master)))
        .optional()?;
    Ok(found.transpose()?.flatten())
}

/// What the secret of a row is bound to, if it has one.
pub(crate) fn place_of(row: &Row<'_>, store_id: &str) -> Result<Option<RowPlace>, DamagedRow> {
    if !Columns::of(row).has("data_key")? {
        return Ok(None);
    }
    let columns = Columns::of(row);
    let id = PendingId {
        connection: columns.id(ConnectionId::parse)?,
        revision: columns.get("revision")?,
    };
    let consumer_key = columns.parsed("consumer_key", |text| ConsumerKey::parse(text).ok())?;
    let login: String = columns.get("login")?;
    Ok(Some(place(store_id, &id, &login, &consumer_key)))
}

/// The secret of a row, if it has one.
pub(crate) fn open(
    row: &Row<'_>,
    store_id: &str,
    master: &MasterKey,
) -> Result<Option<ConsumerSecret>, RowError> {
    let columns = Columns::of(row);
    let Some(place) = place_of(row, store_id)? else {
        return Ok(None);
    };
    let open = OpenRow::open(master, place, &columns.wrapped_key()?)?;
    let sealed: Vec<u8> = columns.get(CONSUMER_SECRET)?;
    open.open_secret(CONSUMER_SECRET, &sealed).map(Some)
}

impl Typed<'_> {
    /// Seals the secret that was typed beside them.
    pub(crate) fn seal(
        &self,
        master: &MasterKey,
        store_id: &str,
        secret: &ConsumerSecret,
    ) -> Result<SealedSecret, SealError> {
        let place = place(store_id, self.id, self.login, self.consumer_key);
        let (open, wrapped) = OpenRow::make(master, place)?;
        Ok(SealedSecret {
            sealed: open.seal(CONSUMER_SECRET, secret)?,
            wrapped,
            characters: u32::try_from(secret.character_count()).unwrap_or(u32::MAX),
        })
    }

    /// Writes them over those that were typed before. What is known of the key stays with the same key.
    pub(crate) fn write(
        &self,
        connection: &Connection,
        secret: Option<&SealedSecret>,
        now: Timestamp,
    ) -> rusqlite::Result<()> {
        connection.execute(
            WRITE,
            named_params! {
                ":id": self.id.connection.as_str(),
                ":revision": self.id.revision,
                ":login": self.login,
                ":consumer_key": self.consumer_key.as_str(),
                ":authentication": self.authentication.map(AuthenticationType::key),
                ":now": now.as_millisecond(),
                ":characters": secret.map(|secret| secret.characters),
                ":key_id": secret.map(|secret| &secret.wrapped.master_key_id),
                ":data_key_id": secret.map(|secret| &secret.wrapped.data_key_id),
                ":data_key": secret.map(|secret| &secret.wrapped.sealed),
                ":consumer_secret": secret.map(|secret| &secret.sealed),
            },
        )?;
        Ok(())
    }
}

const WRITE: &str = "
INSERT INTO pending (id, revision, login, consumer_key, authentication, typed_at, key_typed_at, secret_characters,
    key_id, data_key_id, data_key, consumer_secret)
VALUES (:id, :revision, :login, :consumer_key, :authentication, :now, :now, :characters,
    :key_id, :data_key_id, :data_key, :consumer_secret)
ON CONFLICT (id) DO UPDATE SET revision = :revision, login = :login, consumer_key = :consumer_key,
    authentication = :authentication, typed_at = :now,
    key_typed_at = iif(consumer_key = :consumer_key, key_typed_at, :now),
    key_known_at = iif(consumer_key = :consumer_key, key_known_at, NULL),
    key_waiting_since = NULL, authorizing_since = NULL, secret_characters = :characters,
    key_id = :key_id, data_key_id = :data_key_id, data_key = :data_key,
    consumer_secret = :consumer_secret";

/// Writes down what an attempt notices, unless the credentials were typed anew meanwhile.
pub(crate) fn mark(
    connection: &Connection,
    id: &PendingId,
    mark: PendingMark,
) -> rusqlite::Result<()> {
    let moment = |since: Option<Timestamp>| since.map(Timestamp::as_millisecond);
    let (change, value) = match mark {
        PendingMark::Authorizing(since) => ("authorizing_since = ?3", moment(since)),
        PendingMark::KeyWaiting(since) => ("key_waiting_since = ?3", moment(since)),
        PendingMark::KeyKnown(at) => (
            "key_known_at = ?3, key_waiting_since = NULL",
            moment(Some(at)),
        ),
        PendingMark::OpensWhenActive(opens) => ("opens_when_active = ?3", Some(i64::from(opens))),
    };
    connection.execute(
        &format!("UPDATE pending SET {change} WHERE id = ?1 AND revision = ?2"),
        params![id.connection.as_str(), id.revision, value],
    )?;
    Ok(())
}

/// Forgets credentials as they were typed once, unless others were typed meanwhile. Gives whether they were there.
pub(crate) fn forget(connection: &Connection, id: &PendingId) -> rusqlite::Result<bool> {
    let deleted = connection.execute(
        "DELETE FROM pending WHERE id = ?1 AND revision = ?2",
        [id.connection.as_str(), &id.revision],
    )?;
    Ok(deleted == 1)
}

fn place(store_id: &str, id: &PendingId, login: &str, consumer_key: &ConsumerKey) -> RowPlace {
    RowPlace {
        store: store_id.to_owned(),
        table: TABLE,
        row: id.connection.as_str().to_owned(),
        generation: 0,
        steering: vec![
            id.revision.clone(),
            login.to_owned(),
            consumer_key.as_str().to_owned(),
        ],
    }
}

impl From<RowError> for PendingError {
    fn from(error: RowError) -> Self {
        match error {
            RowError::WrongKey => Self::WrongKey,
            RowError::Tampered => Self::Tampered,
            RowError::NewerFormat(format) => Self::NewerFormat(format),
        }
    }
}
