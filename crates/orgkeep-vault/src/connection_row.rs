//! Connections as rows: the plain part.

mod statement;

use jiff::Timestamp;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::{CallbackUrl, ConsumerKey};
use orgkeep_domain::connection::{
    AuthenticationType, ConnectionName, ConnectionStatus, Environment, OrgType,
};
use orgkeep_domain::id::{ConnectionId, OrgId, UserId};
use orgkeep_domain::verdict::Verdict;
use rusqlite::{Connection, Row, named_params};

use crate::columns::{Columns, list_text};
use crate::connection_record::{ConnectionRecord, LastVerdict, RegisteredApp, Upkeep};
use crate::connection_seal::{CONSUMER_SECRET, REFRESH, SealedConnection};
use crate::error::DamagedRow;
use crate::labels;
use crate::posture;
use crate::release;

pub(crate) use statement::SELECT;
use statement::WRITE;

/// A row, or what of it makes no sense.
type Read = Result<ConnectionRecord, DamagedRow>;

/// The plain part of a row.
pub(crate) fn read_record(row: &Row<'_>, rule: AuthorityRule) -> Read {
    read_columns(&Columns::of(row), rule)
}

/// The plain part of what was selected.
pub(crate) fn read_columns(columns: &Columns<'_, '_>, rule: AuthorityRule) -> Read {
    let authority = |text: &str| Authority::parse(text, rule).ok();
    Ok(ConnectionRecord {
        id: columns.id(ConnectionId::parse)?,
        name: columns.parsed("name", |text| ConnectionName::parse(text).ok())?,
        org_type: columns.parsed("org_type", OrgType::from_key)?,
        environment: columns.parsed("environment", Environment::from_key)?,
        authentication: authentication(columns)?,
        login: columns.parsed("login", authority)?,
        instance: columns.parsed("instance", authority)?,
        app: app_of(columns)?,
        org_id: columns.parsed("org_id", |text| OrgId::parse(text).ok())?,
        user_id: columns.parsed("user_id", |text| UserId::parse(text).ok())?,
        username: columns.shown("username")?,
        display_name: columns.shown("display_name")?,
        org_name: columns.shown("org_name")?,
        edition: columns.shown("edition")?,
        instance_name: columns.shown("instance_name")?,
        namespace: columns.get("namespace")?,
        release: release::read(columns)?,
        is_sandbox: columns.get("is_sandbox")?,
        requested_scopes: columns.optional_scopes("requested_scopes")?,
        granted_scopes: columns.scopes("granted_scopes")?,
        presets: columns.list("presets")?,
        status: status(columns)?,
        status_at: columns.moment("status_at")?,
        authenticated_at: columns.moment("authenticated_at")?,
        created_at: columns.moment("created_at")?,
        browser: columns.browser()?,
        is_signed: columns.get("is_signed")?,
        is_dev_hub_registration: columns.get("is_dev_hub_registration")?,
        has_secret: has_own(columns, CONSUMER_SECRET)?,
        has_refresh_token: has_own(columns, REFRESH)?,
        generation: columns.get("generation")?,
        upkeep: upkeep(columns)?,
        labels: labels::read(columns)?,
    })
}

fn authentication(columns: &Columns<'_, '_>) -> Result<AuthenticationType, DamagedRow> {
    columns.parsed("authentication", AuthenticationType::from_key)
}

/// Whether it has this secret, and the vault's key opens it.
fn has_own(columns: &Columns<'_, '_>, column: &'static str) -> Result<bool, DamagedRow> {
    Ok(!columns.get::<bool>("is_apart")? && columns.has(column)?)
}

/// Without secrets that can be read, only a sign-in helps, whatever was known before.
fn status(columns: &Columns<'_, '_>) -> Result<ConnectionStatus, DamagedRow> {
    let stored = columns.parsed("status", ConnectionStatus::from_key)?;
    let is_apart: bool = columns.get("is_apart")?;
    Ok(if is_apart {
        ConnectionStatus::SignInAgain
    } else {
        stored
    })
}

/// The app of whoever signs in that way; a password has none.
pub(crate) fn app_of(columns: &Columns<'_, '_>) -> Result<Option<RegisteredApp>, DamagedRow> {
    match authentication(columns)? {
        AuthenticationType::Standard => Ok(None),
        AuthenticationType::ConnectedApp | AuthenticationType::ExternalClientApp => {
            app(columns).map(Some)
        }
    }
}

pub(crate) fn app(columns: &Columns<'_, '_>) -> Result<RegisteredApp, DamagedRow> {
    Ok(RegisteredApp {
        consumer_key: columns.parsed("consumer_key", |text| ConsumerKey::parse(text).ok())?,
        callback: columns.parsed("callback", CallbackUrl::parse)?,
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
    let is_apart = columns.get("is_apart")?;
    Ok(Upkeep {
        is_apart,
        secret_is_apart: is_apart && columns.has(CONSUMER_SECRET)?,
        rotates: columns.get("rotates")?,
        renewed_at: columns.optional_moment("renewed_at")?,
        last_verdict,
        posture: posture::read(columns)?,
        key_since: columns.optional_moment("key_since")?,
        key_ends_at: columns.optional_moment("key_ends_at")?,
        org_ends_at: columns.optional_moment("org_ends_at")?,
    })
}

impl SealedConnection {
    /// Writes a whole row: a new one, or over the one with the same id.
    pub(crate) fn write(&self, to: &Connection, record: &ConnectionRecord) -> rusqlite::Result<()> {
        to.prepare_cached(WRITE)?.execute(named_params! {
            ":id": record.id.as_str(),
            ":name": record.name.as_str(),
            ":org_type": record.org_type.key(),
            ":environment": record.environment.key(),
            ":authentication": record.authentication.key(),
            ":login": record.login.origin(),
            ":instance": record.instance.origin(),
            ":consumer_key": record.consumer_key().map_or("", ConsumerKey::as_str),
            ":callback": record.app.as_ref().map_or("", |app| app.callback.as_str()),
            ":org_id": record.org_id.as_str(),
            ":user_id": record.user_id.as_str(),
            ":username": record.username,
            ":display_name": record.display_name,
            ":org_name": record.org_name,
            ":edition": record.edition,
            ":instance_name": record.instance_name,
            ":namespace": record.namespace,
            ":is_sandbox": record.is_sandbox,
            ":requested_scopes": record.requested_scopes.as_ref().map(ToString::to_string),
            ":granted_scopes": record.granted_scopes.to_string(),
            ":presets": list_text(&record.presets),
            ":status": record.status.key(),
            ":status_at": record.status_at.as_millisecond(),
            ":authenticated_at": record.authenticated_at.as_millisecond(),
            ":created_at": record.created_at.as_millisecond(),
            ":generation": record.generation,
            ":key_id": self.wrapped.master_key_id,
            ":data_key_id": self.wrapped.data_key_id,
            ":data_key": self.wrapped.sealed,
            ":access_token": self.access,
            ":refresh_token": self.refresh,
            ":consumer_secret": self.consumer_secret,
            ":password": self.password,
            ":security_token": self.security_token,
            ":is_dev_hub_registration": record.is_dev_hub_registration,
        })?;
        write_circumstances(to, record)
    }
}

/// Writes a row that has no secrets yet: no key opens it, so it waits for a sign-in.
pub(crate) fn write_without_secrets(
    connection: &Connection,
    record: &ConnectionRecord,
) -> rusqlite::Result<()> {
    let sealed = SealedConnection {
        password: record.app.is_none().then(Vec::new),
        ..SealedConnection::default()
    };
    sealed.write(connection, record)
}

/// How it was signed in to, and what is known of its tokens since.
fn write_circumstances(connection: &Connection, record: &ConnectionRecord) -> rusqlite::Result<()> {
    let verdict = record.upkeep.last_verdict;
    connection
        .prepare_cached(
            "UPDATE connection SET browser = :browser, private_window = :private_window,
                 is_signed = :is_signed, rotates = :rotates, renewed_at = :renewed_at,
                 verdict = :verdict, verdict_at = :verdict_at, org_ends_at = :org_ends_at,
                 key_since = :key_since
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
            ":org_ends_at": record.upkeep.org_ends_at.map(Timestamp::as_millisecond),
            ":key_since": record.upkeep.key_since.map(Timestamp::as_millisecond),
        })?;
    Ok(())
}
