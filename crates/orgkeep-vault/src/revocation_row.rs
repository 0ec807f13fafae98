//! Unwanted tokens as rows.

use jiff::Timestamp;
use orgkeep_domain::activity::Concerned;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::id::{ConnectionId, OrgId};
use orgkeep_secret::{Secret, SecretKind};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};

use crate::columns::Columns;
use crate::connection_record::ConnectionRecord;
use crate::envelope::SealError;
use crate::error::{DamagedRow, SealRowError};
use crate::key::MasterKey;
use crate::random;
use crate::revocation_record::{RevocationId, RevocationRecord, RevocationToken, UnwantedToken};
use crate::sealed_row::{OpenRow, RowError, RowPlace, WrappedKey};

const TABLE: &str = "revocation";
const TOKEN: &str = "token";
const ACCESS: &str = "access";
const REFRESH: &str = "refresh";

/// A token that is about to be put into the queue.
pub(crate) struct Unwanted<'a> {
    pub(crate) host: &'a Authority,
    pub(crate) connection: &'a ConnectionRecord,
    pub(crate) token: &'a UnwantedToken,
}

/// Seals a token and puts it into the queue.
pub(crate) fn insert(
    connection: &Connection,
    master: &MasterKey,
    store_id: &str,
    unwanted: &Unwanted<'_>,
    now: Timestamp,
) -> Result<RevocationId, SealRowError> {
    let id = random::make_identifier().map_err(SealError::from)?;
    let kind = kind_of(unwanted.token);
    let place = place(store_id, &id, unwanted.host.origin(), kind);
    let (wrapped, sealed) = match unwanted.token {
        UnwantedToken::Refresh(token) => seal(master, place, token)?,
        UnwantedToken::Access(token) => seal(master, place, token)?,
    };
    connection.execute(
        "INSERT INTO revocation (id, host, connection_id, connection_name, org_id, org_name, kind, tries,
             created_at, key_id, data_key_id, data_key, token, user_id, consumer_key)
         VALUES (:id, :host, :connection_id, :connection_name, :org_id, :org_name, :kind, 0, :created_at,
             :key_id, :data_key_id, :data_key, :token, :user_id, :consumer_key)",
        named_params! {
            ":id": id,
            ":host": unwanted.host.origin(),
            ":connection_id": unwanted.connection.id.as_str(),
            ":connection_name": unwanted.connection.name.as_str(),
            ":org_id": unwanted.connection.org_id.as_str(),
            ":org_name": unwanted.connection.org_name,
            ":kind": kind,
            ":created_at": now.as_millisecond(),
            ":key_id": wrapped.master_key_id,
            ":data_key_id": wrapped.data_key_id,
            ":data_key": wrapped.sealed,
            ":token": sealed,
            ":user_id": unwanted.connection.user_id.as_str(),
            ":consumer_key": unwanted.connection.consumer_key().map(ConsumerKey::as_str),
        },
    )?;
    Ok(RevocationId::new(id))
}

/// The connection that a token belonged to, and how often it was tried in vain.
pub(crate) fn concerned(
    connection: &Connection,
    id: &RevocationId,
) -> rusqlite::Result<Option<(Concerned, u32)>> {
    connection
        .prepare_cached(
            "SELECT connection_id, connection_name, org_id, tries FROM revocation WHERE id = ?1",
        )?
        .query_row([id.as_str()], |row| {
            let (id, org): (Option<String>, Option<String>) = (row.get(0)?, row.get(2)?);
            let concerned = Concerned {
                id: id.and_then(|id| ConnectionId::parse(&id).ok()),
                name: row.get(1)?,
                org: org.and_then(|org| OrgId::parse(&org).ok()),
            };
            Ok((concerned, row.get(3)?))
        })
        .optional()
}

/// The plain part of a row.
pub(crate) fn read_record(
    row: &Row<'_>,
    rule: AuthorityRule,
) -> Result<RevocationRecord, DamagedRow> {
    let columns = Columns::of(row);
    Ok(RevocationRecord {
        id: RevocationId::new(columns.get("id")?),
        host: columns.parsed("host", |text| Authority::parse(text, rule).ok())?,
        connection: columns
            .get::<Option<String>>("connection_id")?
            .and_then(|id| ConnectionId::parse(&id).ok()),
        connection_name: columns.get("connection_name")?,
        org_name: columns.get("org_name")?,
        tries: columns.get("tries")?,
        last_try_at: columns.optional_moment("last_try_at")?,
        created_at: columns.moment("created_at")?,
    })
}

/// What the token of a row is bound to.
pub(crate) fn place_of(row: &Row<'_>, store_id: &str) -> Result<RowPlace, DamagedRow> {
    let columns = Columns::of(row);
    let text = |column| columns.get::<String>(column);
    Ok(place(
        store_id,
        &text("id")?,
        &text("host")?,
        &text("kind")?,
    ))
}

/// The token of a row, and the host it is bound to.
pub(crate) fn open(
    row: &Row<'_>,
    rule: AuthorityRule,
    store_id: &str,
    master: &MasterKey,
) -> Result<RevocationToken, RowError> {
    let columns = Columns::of(row);
    let text = |column| columns.get::<String>(column);
    let [host, kind] = [text("host")?, text("kind")?];
    let open = OpenRow::open(master, place_of(row, store_id)?, &columns.wrapped_key()?)?;
    let sealed: Vec<u8> = columns.get(TOKEN)?;
    let token = match kind.as_str() {
        REFRESH => UnwantedToken::Refresh(open.open_secret(TOKEN, &sealed)?),
        ACCESS => UnwantedToken::Access(open.open_secret(TOKEN, &sealed)?),
        _ => return Err(RowError::Tampered),
    };
    let host = Authority::parse(&host, rule).map_err(|_| RowError::Tampered)?;
    Ok(RevocationToken { host, token })
}

fn seal<K: SecretKind>(
    master: &MasterKey,
    place: RowPlace,
    token: &Secret<K>,
) -> Result<(WrappedKey, Vec<u8>), SealError> {
    let (open, wrapped) = OpenRow::make(master, place)?;
    let sealed = open.seal(TOKEN, token)?;
    Ok((wrapped, sealed))
}

fn kind_of(token: &UnwantedToken) -> &'static str {
    match token {
        UnwantedToken::Refresh(_) => REFRESH,
        UnwantedToken::Access(_) => ACCESS,
    }
}

fn place(store_id: &str, id: &str, host: &str, kind: &str) -> RowPlace {
    RowPlace {
        store: store_id.to_owned(),
        table: TABLE,
        row: id.to_owned(),
        generation: 0,
        steering: vec![host.to_owned(), kind.to_owned()],
    }
}
