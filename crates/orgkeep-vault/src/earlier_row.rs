//! Earlier sign-ins as rows.
//!
//! The secret is bound to the login address, the app and its callback: it goes back to them, or nowhere.

use jiff::Timestamp;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::{CallbackUrl, ConsumerKey};
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_secret::ConsumerSecret;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use crate::columns::Columns;
use crate::connection_record::ConnectionRecord;
use crate::earlier_record::{EarlierId, EarlierRecord};
use crate::envelope::SealError;
use crate::error::{DamagedRow, ReadError, SealRowError};
use crate::key::MasterKey;
use crate::random;
use crate::revocation_record::RevocationId;
use crate::sealed_row::{OpenRow, RowError, RowPlace};

const TABLE: &str = "earlier";
const CONSUMER_SECRET: &str = "consumer_secret";

/// What is about to be kept.
pub(crate) struct Kept<'a> {
    pub(crate) record: &'a ConnectionRecord,
    pub(crate) consumer_secret: Option<&'a ConsumerSecret>,
    pub(crate) revocation: Option<RevocationId>,
}

/// The plain part of a row.
pub(crate) fn read_record(row: &Row<'_>, rule: AuthorityRule) -> Result<EarlierRecord, DamagedRow> {
    let columns = Columns::of(row);
    let revocation: Option<String> = columns.get("revocation")?;
    Ok(EarlierRecord {
        id: EarlierId {
            connection: columns.id(ConnectionId::parse)?,
            revision: columns.get("revision")?,
        },
        authentication: columns.parsed("authentication", AuthenticationType::from_key)?,
        login: columns.parsed("login", |text| Authority::parse(text, rule).ok())?,
        consumer_key: columns.parsed("consumer_key", |text| ConsumerKey::parse(text).ok())?,
        callback: columns.parsed("callback", CallbackUrl::parse)?,
        username: columns.get("username")?,
        requested_scopes: columns.optional_scopes("requested_scopes")?,
        kept_at: columns.moment("kept_at")?,
        revocation: revocation.map(RevocationId::new),
    })
}

/// That of one connection.
pub(crate) fn find(
    connection: &Connection,
    id: &ConnectionId,
    rule: AuthorityRule,
) -> Result<Option<EarlierRecord>, ReadError> {
    let found = connection
        .prepare_cached("SELECT * FROM earlier WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok(read_record(row, rule)))
        .optional()?;
    Ok(found.transpose()?)
}

/// Opens the secret of a row, if it has one.
pub(crate) fn open(
    row: &Row<'_>,
    store_id: &str,
    master: &MasterKey,
) -> Result<Option<ConsumerSecret>, RowError> {
    let columns = Columns::of(row);
    let text = |column| columns.get::<String>(column);
    let sealed: Option<Vec<u8>> = columns.get(CONSUMER_SECRET)?;
    let steering = [
        text("revision")?,
        text("authentication")?,
        text("login")?,
        text("consumer_key")?,
        text("callback")?,
        presence(sealed.is_some()).to_owned(),
    ];
    let place = place(store_id, &text("id")?, steering);
    let open = OpenRow::open(master, place, &columns.wrapped_key()?)?;
    sealed
        .map(|sealed| open.open_secret(CONSUMER_SECRET, &sealed))
        .transpose()
}

impl Kept<'_> {
    fn place(&self, store_id: &str, revision: &str) -> RowPlace {
        let record = self.record;
        let steering = [
            revision,
            record.authentication.key(),
            record.login.origin(),
            record.consumer_key.as_str(),
            record.callback.as_str(),
            presence(self.consumer_secret.is_some()),
        ];
        place(store_id, record.id.as_str(), steering.map(str::to_owned))
    }

    /// Writes it, over one from an earlier move.
    pub(crate) fn write(
        &self,
        connection: &Connection,
        master: &MasterKey,
        store_id: &str,
        now: Timestamp,
    ) -> Result<(), SealRowError> {
        let revision = random::make_identifier().map_err(SealError::from)?;
        let record = self.record;
        let place = self.place(store_id, &revision);
        let (open, wrapped) = OpenRow::make(master, place)?;
        let sealed = self
            .consumer_secret
            .map(|secret| open.seal(CONSUMER_SECRET, secret))
            .transpose()?;
        connection.execute(
            WRITE,
            named_params! {
                ":id": record.id.as_str(),
                ":revision": revision,
                ":authentication": record.authentication.key(),
                ":login": record.login.origin(),
                ":consumer_key": record.consumer_key.as_str(),
                ":callback": record.callback.as_str(),
                ":username": record.username,
                ":requested_scopes": record.requested_scopes.as_ref().map(ToString::to_string),
                ":kept_at": now.as_millisecond(),
                ":revocation": self.revocation.as_ref().map(RevocationId::as_str),
                ":key_id": wrapped.master_key_id,
                ":data_key_id": wrapped.data_key_id,
                ":data_key": wrapped.sealed,
                ":consumer_secret": sealed,
            },
        )?;
        Ok(())
    }
}

const WRITE: &str = "
INSERT OR REPLACE INTO earlier (id, revision, authentication, login, consumer_key, callback, username,
    requested_scopes, kept_at, revocation, key_id, data_key_id, data_key, consumer_secret)
VALUES (:id, :revision, :authentication, :login, :consumer_key, :callback, :username,
    :requested_scopes, :kept_at, :revocation, :key_id, :data_key_id, :data_key, :consumer_secret)";

/// Forgets one, unless another move has kept a new one meanwhile. Gives whether it was there.
pub(crate) fn forget(connection: &Connection, id: &EarlierId) -> rusqlite::Result<bool> {
    let deleted = connection.execute(
        "DELETE FROM earlier WHERE id = ?1 AND revision = ?2",
        [id.connection.as_str(), &id.revision],
    )?;
    Ok(deleted == 1)
}

fn place(store_id: &str, row: &str, steering: [String; 6]) -> RowPlace {
    RowPlace {
        store: store_id.to_owned(),
        table: TABLE,
        row: row.to_owned(),
        generation: 0,
        steering: steering.to_vec(),
    }
}

/// Whether the row has a secret. Bound as well, so that it cannot be cut out.
fn presence(consumer_secret: bool) -> &'static str {
    if consumer_secret { "secret" } else { "" }
}
