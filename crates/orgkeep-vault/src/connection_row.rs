//! Connections as rows.

use jiff::Timestamp;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::{CallbackUrl, ConsumerKey};
use orgkeep_domain::connection::{
    AuthenticationType, ConnectionName, ConnectionStatus, Environment, OrgType,
};
use orgkeep_domain::id::{ConnectionId, OrgId, UserId};
use orgkeep_domain::verdict::Verdict;
use orgkeep_secret::{AccessToken, ConsumerSecret, RefreshToken};
use rusqlite::{Connection, Row, named_params};

use crate::columns::{Columns, list_text};
use crate::connection_record::{ConnectionRecord, ConnectionSecrets, LastVerdict, Upkeep};
use crate::envelope::SealError;
use crate::error::DamagedRow;
use crate::key::MasterKey;
use crate::sealed_row::{OpenRow, RowError, RowPlace, WrappedKey};

const TABLE: &str = "connection";
const ACCESS: &str = "access_token";
const REFRESH: &str = "refresh_token";
const CONSUMER_SECRET: &str = "consumer_secret";

/// Rows as [`read_record`] wants them: each with whether its secrets are sealed with another key than the store's.
pub(crate) const SELECT: &str =
    "SELECT *, key_id IS NOT (SELECT key_id FROM meta) AS is_apart FROM connection";

/// The secrets of a connection that is about to be written.
pub(crate) struct NewSecrets<'a> {
    pub(crate) access: &'a AccessToken,
    pub(crate) refresh: Option<&'a RefreshToken>,
    pub(crate) consumer_secret: Option<&'a ConsumerSecret>,
}

/// The ciphertext columns of a connection.
pub(crate) struct SealedConnection {
    wrapped: WrappedKey,
    access: Vec<u8>,
    refresh: Option<Vec<u8>>,
    consumer_secret: Option<Vec<u8>>,
}

/// The plain part of a row.
pub(crate) fn read_record(
    row: &Row<'_>,
    rule: AuthorityRule,
) -> Result<ConnectionRecord, DamagedRow> {
    let columns = Columns::of(row);
    let authority = |text: &str| Authority::parse(text, rule).ok();
    let is_apart: bool = columns.get("is_apart")?;
    Ok(ConnectionRecord {
        id: columns.id(ConnectionId::parse)?,
        name: columns.parsed("name", |text| ConnectionName::parse(text).ok())?,
        org_type: columns.parsed("org_type", OrgType::from_key)?,
        environment: columns.parsed("environment", Environment::from_key)?,
        authentication: columns.parsed("authentication", AuthenticationType::from_key)?,
        login: columns.parsed("login", authority)?,
        instance: columns.parsed("instance", authority)?,
        consumer_key: columns.parsed("consumer_key", |text| ConsumerKey::parse(text).ok())?,
        callback: columns.parsed("callback", CallbackUrl::parse)?,
        org_id: columns.parsed("org_id", |text| OrgId::parse(text).ok())?,
        user_id: columns.parsed("user_id", |text| UserId::parse(text).ok())?,
        username: columns.get("username")?,
        display_name: columns.get("display_name")?,
        org_name: columns.get("org_name")?,
        edition: columns.get("edition")?,
        instance_name: columns.get("instance_name")?,
        is_sandbox: columns.get("is_sandbox")?,
        requested_scopes: columns.optional_scopes("requested_scopes")?,
        granted_scopes: columns.scopes("granted_scopes")?,
        presets: columns.list("presets")?,
        status: match columns.parsed("status", ConnectionStatus::from_key)? {
            _unreadable if is_apart => ConnectionStatus::SignInAgain,
            status => status,
        },
        status_at: columns.moment("status_at")?,
        authenticated_at: columns.moment("authenticated_at")?,
        created_at: columns.moment("created_at")?,
        browser: columns.browser()?,
        is_signed: columns.get("is_signed")?,
        has_secret: !is_apart && columns.has(CONSUMER_SECRET)?,
        has_refresh_token: !is_apart && columns.has(REFRESH)?,
        is_apart,
        generation: columns.get("generation")?,
        upkeep: upkeep(&columns)?,
    })
}

fn upkeep(columns: &Columns<'_, '_>) -> Result<Upkeep, DamagedRow> {
    let last_verdict = match columns.optional_moment("verdict_at")? {
        Some(at) => Some(LastVerdict {
            verdict: columns.parsed("verdict", Verdict::parse)?,
            at,
        }),
        None => None,
    };
    Ok(Upkeep {
        rotates: columns.get("rotates")?,
        renewed_at: columns.optional_moment("renewed_at")?,
        last_verdict,
    })
}

/// Seals the secrets for the row that the record will be.
pub(crate) fn seal(
    master: &MasterKey,
    store_id: &str,
    record: &ConnectionRecord,
    secrets: &NewSecrets<'_>,
) -> Result<SealedConnection, SealError> {
    let steering = steering([
        record.login.origin(),
        record.instance.origin(),
        record.consumer_key.as_str(),
        record.org_id.as_str(),
        record.user_id.as_str(),
        presence(secrets.refresh.is_some(), secrets.consumer_secret.is_some()),
    ]);
    let place = place(store_id, record.id.as_str(), record.generation, steering);
    let (open, wrapped) = OpenRow::make(master, place)?;
    Ok(SealedConnection {
        wrapped,
        access: open.seal(ACCESS, secrets.access)?,
        refresh: secrets
            .refresh
            .map(|token| open.seal(REFRESH, token))
            .transpose()?,
        consumer_secret: secrets
            .consumer_secret
            .map(|secret| open.seal(CONSUMER_SECRET, secret))
            .transpose()?,
    })
}

/// What the secrets of a row are bound to: the texts as they stand in the row. A text that only parses to the
/// same value is not the same.
pub(crate) fn place_of(row: &Row<'_>, store_id: &str) -> Result<RowPlace, DamagedRow> {
    let columns = Columns::of(row);
    let text = |column| columns.get::<String>(column);
    let steering = steering([
        &text("login")?,
        &text("instance")?,
        &text("consumer_key")?,
        &text("org_id")?,
        &text("user_id")?,
        presence(columns.has(REFRESH)?, columns.has(CONSUMER_SECRET)?),
    ]);
    let generation = columns.get("generation")?;
    Ok(place(store_id, &text("id")?, generation, steering))
}

/// Opens the secrets of a row.
pub(crate) fn open_secrets(
    row: &Row<'_>,
    rule: AuthorityRule,
    store_id: &str,
    master: &MasterKey,
) -> Result<ConnectionSecrets, RowError> {
    let columns = Columns::of(row);
    let text = |column| columns.get::<String>(column);
    let place = place_of(row, store_id)?;
    let generation = place.generation;
    let open = OpenRow::open(master, place, &columns.wrapped_key()?)?;
    let [login, instance, key] = [text("login")?, text("instance")?, text("consumer_key")?];
    let refresh: Option<Vec<u8>> = columns.get(REFRESH)?;
    let consumer_secret: Option<Vec<u8>> = columns.get(CONSUMER_SECRET)?;
    let authority = |text: &str| Authority::parse(text, rule).map_err(|_| RowError::Tampered);
    Ok(ConnectionSecrets {
        login: authority(&login)?,
        instance: authority(&instance)?,
        consumer_key: ConsumerKey::parse(&key).map_err(|_| RowError::Tampered)?,
        generation,
        access: open.open_secret(ACCESS, &columns.get::<Vec<u8>>(ACCESS)?)?,
        refresh: refresh
            .map(|sealed| open.open_secret(REFRESH, &sealed))
            .transpose()?,
        consumer_secret: consumer_secret
            .map(|sealed| open.open_secret(CONSUMER_SECRET, &sealed))
            .transpose()?,
    })
}

/// Writes a whole row: a new one, or over the one with the same id.
pub(crate) fn write(
    connection: &Connection,
    record: &ConnectionRecord,
    sealed: &SealedConnection,
) -> rusqlite::Result<()> {
    connection.prepare_cached(WRITE)?.execute(named_params! {
        ":id": record.id.as_str(),
        ":name": record.name.as_str(),
        ":org_type": record.org_type.key(),
        ":environment": record.environment.key(),
        ":authentication": record.authentication.key(),
        ":login": record.login.origin(),
        ":instance": record.instance.origin(),
        ":consumer_key": record.consumer_key.as_str(),
        ":callback": record.callback.as_str(),
        ":org_id": record.org_id.as_str(),
        ":user_id": record.user_id.as_str(),
        ":username": record.username,
        ":display_name": record.display_name,
        ":org_name": record.org_name,
        ":edition": record.edition,
        ":instance_name": record.instance_name,
        ":is_sandbox": record.is_sandbox,
        ":requested_scopes": record.requested_scopes.as_ref().map(ToString::to_string),
        ":granted_scopes": record.granted_scopes.to_string(),
        ":presets": list_text(&record.presets),
        ":status": record.status.key(),
        ":status_at": record.status_at.as_millisecond(),
        ":authenticated_at": record.authenticated_at.as_millisecond(),
        ":created_at": record.created_at.as_millisecond(),
        ":generation": record.generation,
        ":key_id": sealed.wrapped.master_key_id,
        ":data_key_id": sealed.wrapped.data_key_id,
        ":data_key": sealed.wrapped.sealed,
        ":access_token": sealed.access,
        ":refresh_token": sealed.refresh,
        ":consumer_secret": sealed.consumer_secret,
    })?;
    write_circumstances(connection, record)
}

/// How it was signed in to, and what is known of its tokens since.
fn write_circumstances(connection: &Connection, record: &ConnectionRecord) -> rusqlite::Result<()> {
    let verdict = record.upkeep.last_verdict;
    connection
        .prepare_cached(
            "UPDATE connection SET browser = :browser, private_window = :private_window,
                 is_signed = :is_signed, rotates = :rotates, renewed_at = :renewed_at,
                 verdict = :verdict, verdict_at = :verdict_at
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": record.id.as_str(),
            ":browser": record.browser.id,
            ":private_window": record.browser.private,
            ":is_signed": record.is_signed,
            ":rotates": record.upkeep.rotates,
            ":renewed_at": record.upkeep.renewed_at.map(Timestamp::as_millisecond),
            ":verdict": verdict.map(|last| last.verdict.name()),
            ":verdict_at": verdict.map(|last| last.at.as_millisecond()),
        })?;
    Ok(())
}

const WRITE: &str = "
INSERT INTO connection (id, name, org_type, environment, authentication, login, instance, consumer_key,
    callback, org_id, user_id, username, display_name, org_name, edition, instance_name, is_sandbox,
    requested_scopes, granted_scopes, presets, status, status_at, authenticated_at, created_at,
    generation, key_id, data_key_id, data_key, access_token, refresh_token, consumer_secret)
VALUES (:id, :name, :org_type, :environment, :authentication, :login, :instance, :consumer_key,
    :callback, :org_id, :user_id, :username, :display_name, :org_name, :edition, :instance_name, :is_sandbox,
    :requested_scopes, :granted_scopes, :presets, :status, :status_at, :authenticated_at, :created_at,
    :generation, :key_id, :data_key_id, :data_key, :access_token, :refresh_token, :consumer_secret)
ON CONFLICT (id) DO UPDATE SET name = :name, org_type = :org_type, environment = :environment,
    authentication = :authentication, login = :login, instance = :instance, consumer_key = :consumer_key,
    callback = :callback, org_id = :org_id, user_id = :user_id, username = :username,
    display_name = :display_name, org_name = :org_name, edition = :edition,
    instance_name = :instance_name, is_sandbox = :is_sandbox, requested_scopes = :requested_scopes,
    granted_scopes = :granted_scopes, presets = :presets, status = :status, status_at = :status_at,
    authenticated_at = :authenticated_at, generation = :generation, key_id = :key_id,
    data_key_id = :data_key_id, data_key = :data_key, access_token = :access_token,
    refresh_token = :refresh_token, consumer_secret = :consumer_secret";

fn place(store_id: &str, row: &str, generation: u32, steering: Vec<String>) -> RowPlace {
    RowPlace {
        store: store_id.to_owned(),
        table: TABLE,
        row: row.to_owned(),
        generation,
        steering,
    }
}

fn steering(fields: [&str; 6]) -> Vec<String> {
    fields.map(str::to_owned).to_vec()
}

/// Which secrets the row has. Bound as well, so that none can be cut out of it.
fn presence(refresh: bool, consumer_secret: bool) -> &'static str {
    match (refresh, consumer_secret) {
        (false, false) => "access",
        (true, false) => "access refresh",
        (false, true) => "access secret",
        (true, true) => "access refresh secret",
    }
}

impl From<DamagedRow> for RowError {
    /// A binding whose field cannot be read is not the binding it was sealed with.
    fn from(_: DamagedRow) -> Self {
        Self::Tampered
    }
}
