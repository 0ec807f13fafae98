//! Earlier sign-ins as rows.
//!
//! The secrets are bound to the login address, the app and its callback, and the user name: they go back to them, or
//! nowhere.

use jiff::Timestamp;
use orgkeep_domain::attempt::PasswordLogin;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_secret::ConsumerSecret;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use crate::columns::Columns;
use crate::connection_record::{ConnectionRecord, Credentials};
use crate::connection_row;
use crate::connection_seal::{opened, sealed};
use crate::earlier_record::{EarlierCredentials, EarlierId, EarlierRecord};
use crate::envelope::SealError;
use crate::error::{DamagedRow, ReadError, SealRowError};
use crate::key::MasterKey;
use crate::random;
use crate::revocation_record::RevocationId;
use crate::sealed_row::{OpenRow, RowError, RowPlace};

const TABLE: &str = "earlier";
const CONSUMER_SECRET: &str = "consumer_secret";
const PASSWORD: &str = "password";
const SECURITY_TOKEN: &str = "security_token";

/// What is about to be kept.
pub(crate) struct Kept<'a> {
    pub(crate) record: &'a ConnectionRecord,
    pub(crate) credentials: &'a Credentials,
    pub(crate) revocation: Option<RevocationId>,
}

/// The plain part of a row.
pub(crate) fn read_record(row: &Row<'_>, rule: AuthorityRule) -> Result<EarlierRecord, DamagedRow> {
    let columns = Columns::of(row);
    let revocation: Option<String> = columns.get("revocation")?;
    let authentication = columns.parsed("authentication", AuthenticationType::from_key)?;
    Ok(EarlierRecord {
        id: EarlierId {
            connection: columns.id(ConnectionId::parse)?,
            revision: columns.get("revision")?,
        },
        authentication,
        login: columns.parsed("login", |text| Authority::parse(text, rule).ok())?,
        app: connection_row::app_of(&columns)?,
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

/// What the secrets of a row are bound to.
pub(crate) fn place_of(row: &Row<'_>, store_id: &str) -> Result<RowPlace, DamagedRow> {
    let columns = Columns::of(row);
    let text = |column| columns.get::<String>(column);
    let presence = presence(
        columns.has(CONSUMER_SECRET)?,
        columns.has(PASSWORD)?,
        columns.has(SECURITY_TOKEN)?,
    );
    let steering = [
        text("revision")?,
        text("authentication")?,
        text("login")?,
        text("consumer_key")?,
        text("callback")?,
        text("username")?,
        presence.to_owned(),
    ];
    Ok(place(store_id, &text("id")?, steering))
}

/// Opens the secrets of a row.
pub(crate) fn open(
    row: &Row<'_>,
    store_id: &str,
    master: &MasterKey,
) -> Result<EarlierCredentials, RowError> {
    let columns = Columns::of(row);
    let open = OpenRow::open(master, place_of(row, store_id)?, &columns.wrapped_key()?)?;
    if columns.has(PASSWORD)? {
        return Ok(EarlierCredentials::Password(PasswordLogin {
            username: columns.get("username")?,
            password: opened(&open, &columns, PASSWORD)?.ok_or(RowError::Tampered)?,
            security_token: opened(&open, &columns, SECURITY_TOKEN)?,
        }));
    }
    Ok(EarlierCredentials::App {
        app: connection_row::app(&columns)?,
        consumer_secret: opened(&open, &columns, CONSUMER_SECRET)?,
    })
}

impl Kept<'_> {
    fn place(&self, store_id: &str, revision: &str) -> RowPlace {
        let (secret, login) = self.split();
        let token = login.is_some_and(|login| login.security_token.is_some());
        let (key, callback) = self.app();
        let record = self.record;
        let steering = [
            revision,
            record.authentication.key(),
            record.login.origin(),
            key,
            callback,
            &record.username,
            presence(secret.is_some(), login.is_some(), token),
        ];
        place(store_id, record.id.as_str(), steering.map(str::to_owned))
    }

    fn split(&self) -> (Option<&ConsumerSecret>, Option<&PasswordLogin>) {
        match self.credentials {
            Credentials::App(app) => (app.consumer_secret.as_ref(), None),
            Credentials::Password(login) => (None, Some(login)),
        }
    }

    /// Consumer key and callback; a password has none.
    fn app(&self) -> (&str, &str) {
        self.record.app.as_ref().map_or(("", ""), |app| {
            (app.consumer_key.as_str(), app.callback.as_str())
        })
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
        let (open, wrapped) = OpenRow::make(master, self.place(store_id, &revision))?;
        let (secret, login) = self.split();
        let token = login.and_then(|login| login.security_token.as_ref());
        let (key, callback) = self.app();
        connection.execute(
            WRITE,
            named_params! {
                ":id": record.id.as_str(),
                ":revision": revision,
                ":authentication": record.authentication.key(),
                ":login": record.login.origin(),
                ":consumer_key": key,
                ":callback": callback,
                ":username": record.username,
                ":requested_scopes": record.requested_scopes.as_ref().map(ToString::to_string),
                ":kept_at": now.as_millisecond(),
                ":revocation": self.revocation.as_ref().map(RevocationId::as_str),
                ":key_id": wrapped.master_key_id,
                ":data_key_id": wrapped.data_key_id,
                ":data_key": wrapped.sealed,
                ":consumer_secret": sealed(&open, CONSUMER_SECRET, secret)?,
                ":password": sealed(&open, PASSWORD, login.map(|login| &login.password))?,
                ":security_token": sealed(&open, SECURITY_TOKEN, token)?,
            },
        )?;
        Ok(())
    }
}

const WRITE: &str = "
INSERT OR REPLACE INTO earlier (id, revision, authentication, login, consumer_key, callback, username,
    requested_scopes, kept_at, revocation, key_id, data_key_id, data_key, consumer_secret,
    password, security_token)
VALUES (:id, :revision, :authentication, :login, :consumer_key, :callback, :username,
    :requested_scopes, :kept_at, :revocation, :key_id, :data_key_id, :data_key, :consumer_secret,
    :password, :security_token)";

/// Forgets one, unless another move has kept a new one meanwhile. Gives whether it was there.
pub(crate) fn forget(connection: &Connection, id: &EarlierId) -> rusqlite::Result<bool> {
    let deleted = connection.execute(
        "DELETE FROM earlier WHERE id = ?1 AND revision = ?2",
        [id.connection.as_str(), &id.revision],
    )?;
    Ok(deleted == 1)
}

/// Whether any was kept before a moment.
pub(crate) fn is_any_older(connection: &Connection, moment: Timestamp) -> rusqlite::Result<bool> {
    connection
        .prepare("SELECT 1 FROM earlier WHERE kept_at < ?1")?
        .exists([moment.as_millisecond()])
}

/// Forgets those that were kept before a moment. Gives whose they were.
pub(crate) fn forget_older(
    connection: &Connection,
    moment: Timestamp,
) -> rusqlite::Result<Vec<ConnectionId>> {
    connection
        .prepare("DELETE FROM earlier WHERE kept_at < ?1 RETURNING id")?
        .query_map([moment.as_millisecond()], |row| row.get(0))?
        .filter_map(|id: rusqlite::Result<String>| {
            id.map(|id| ConnectionId::parse(&id).ok()).transpose()
        })
        .collect()
}

fn place(store_id: &str, row: &str, steering: [String; 7]) -> RowPlace {
    RowPlace {
        store: store_id.to_owned(),
        table: TABLE,
        row: row.to_owned(),
        generation: 0,
        steering: steering.to_vec(),
    }
}

/// Which secrets the row has. Bound as well, so that none can be cut out of it.
fn presence(consumer_secret: bool, password: bool, token: bool) -> &'static str {
    match (consumer_secret, password, token) {
        (false, false, _) => "",
        (true, false, _) => "secret",
        (_, true, false) => "password",
        (_, true, true) => "password token",
    }
}
