//! The secrets of connections: sealed for their rows, and opened.

use orgkeep_domain::attempt::PasswordLogin;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_secret::{AccessToken, ConsumerSecret, RefreshToken, Secret, SecretKind};
use rusqlite::Row;

use crate::columns::Columns;
use crate::connection_record::{AppCredentials, ConnectionRecord, ConnectionSecrets, Credentials};
use crate::envelope::SealError;
use crate::error::DamagedRow;
use crate::key::MasterKey;
use crate::sealed_row::{OpenRow, RowError, RowPlace, WrappedKey};

const TABLE: &str = "connection";
const ACCESS: &str = "access_token";
pub(crate) const REFRESH: &str = "refresh_token";
pub(crate) const CONSUMER_SECRET: &str = "consumer_secret";
const PASSWORD: &str = "password";
const SECURITY_TOKEN: &str = "security_token";

/// The secrets of a connection that is about to be written.
pub(crate) struct NewSecrets<'a> {
    pub(crate) access: &'a AccessToken,
    pub(crate) credentials: NewCredentials<'a>,
}

/// What the next session is got with.
pub(crate) enum NewCredentials<'a> {
    App {
        refresh: Option<&'a RefreshToken>,
        consumer_secret: Option<&'a ConsumerSecret>,
    },
    Password(&'a PasswordLogin),
}

/// The ciphertext columns of a connection.
#[derive(Default)]
pub(crate) struct SealedConnection {
    pub(crate) wrapped: WrappedKey,
    pub(crate) access: Vec<u8>,
    pub(crate) refresh: Option<Vec<u8>>,
    pub(crate) consumer_secret: Option<Vec<u8>>,
    pub(crate) password: Option<Vec<u8>>,
    pub(crate) security_token: Option<Vec<u8>>,
}

/// Seals the secrets for the row that the record will be.
pub(crate) fn seal(
    master: &MasterKey,
    store_id: &str,
    record: &ConnectionRecord,
    secrets: &NewSecrets<'_>,
) -> Result<SealedConnection, SealError> {
    let steering = steering(
        [
            record.login.origin(),
            record.instance.origin(),
            record.consumer_key().map_or("", ConsumerKey::as_str),
            record.org_id.as_str(),
            record.user_id.as_str(),
        ],
        secrets.credentials.presence(),
        &record.username,
    );
    let place = place(store_id, record.id.as_str(), record.generation, steering);
    let (open, wrapped) = OpenRow::make(master, place)?;
    let access = open.seal(ACCESS, secrets.access)?;
    let (app, login) = secrets.credentials.split();
    let (refresh, consumer_secret) = app.unwrap_or_default();
    let token = login.and_then(|login| login.security_token.as_ref());
    Ok(SealedConnection {
        wrapped,
        access,
        refresh: sealed(&open, REFRESH, refresh)?,
        consumer_secret: sealed(&open, CONSUMER_SECRET, consumer_secret)?,
        password: sealed(&open, PASSWORD, login.map(|login| &login.password))?,
        security_token: sealed(&open, SECURITY_TOKEN, token)?,
    })
}

/// What the secrets of a row are bound to: the texts as they stand in the row. A text that only parses to the
/// same value is not the same.
pub(crate) fn place_of(row: &Row<'_>, store_id: &str) -> Result<RowPlace, DamagedRow> {
    let columns = Columns::of(row);
    let text = |column| columns.get::<String>(column);
    let steering = steering(
        [
            &text("login")?,
            &text("instance")?,
            &text("consumer_key")?,
            &text("org_id")?,
            &text("user_id")?,
        ],
        Presence::of(&columns)?,
        &text("username")?,
    );
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
    let [login, instance, key] = [text("login")?, text("instance")?, text("consumer_key")?];
    let open = OpenRow::open(master, place, &columns.wrapped_key()?)?;
    let authority = |text: &str| Authority::parse(text, rule).map_err(|_| RowError::Tampered);
    let credentials = match Presence::of(&columns)? {
        Presence::Password { .. } => Credentials::Password(PasswordLogin {
            username: text("username")?,
            password: opened(&open, &columns, PASSWORD)?.ok_or(RowError::Tampered)?,
            security_token: opened(&open, &columns, SECURITY_TOKEN)?,
        }),
        Presence::App { .. } => Credentials::App(AppCredentials {
            consumer_key: ConsumerKey::parse(&key).map_err(|_| RowError::Tampered)?,
            refresh: opened(&open, &columns, REFRESH)?,
            consumer_secret: opened(&open, &columns, CONSUMER_SECRET)?,
        }),
    };
    Ok(ConnectionSecrets {
        login: authority(&login)?,
        instance: authority(&instance)?,
        generation,
        access: opened(&open, &columns, ACCESS)?.ok_or(RowError::Tampered)?,
        credentials,
    })
}

/// Seals a secret that may be absent.
pub(crate) fn sealed<K: SecretKind>(
    row: &OpenRow,
    column: &str,
    secret: Option<&Secret<K>>,
) -> Result<Option<Vec<u8>>, SealError> {
    secret.map(|secret| row.seal(column, secret)).transpose()
}

/// Opens a secret that may be absent.
pub(crate) fn opened<K: SecretKind>(
    row: &OpenRow,
    columns: &Columns<'_, '_>,
    column: &'static str,
) -> Result<Option<Secret<K>>, RowError> {
    let sealed: Option<Vec<u8>> = columns.get(column)?;
    sealed
        .map(|sealed| row.open_secret(column, &sealed))
        .transpose()
}

/// Which secrets a row has beside its access token. Bound as well, so that none can be cut out of it.
#[derive(Clone, Copy)]
enum Presence {
    App { refresh: bool, secret: bool },
    Password { token: bool },
}

impl Presence {
    fn of(columns: &Columns<'_, '_>) -> Result<Self, DamagedRow> {
        Ok(match columns.has(PASSWORD)? {
            true => Self::Password {
                token: columns.has(SECURITY_TOKEN)?,
            },
            false => Self::App {
                refresh: columns.has(REFRESH)?,
                secret: columns.has(CONSUMER_SECRET)?,
            },
        })
    }

    fn text(self) -> &'static str {
        match self {
            Self::App {
                refresh: false,
                secret: false,
            } => "access",
            Self::App {
                refresh: true,
                secret: false,
            } => "access refresh",
            Self::App {
                refresh: false,
                secret: true,
            } => "access secret",
            Self::App {
                refresh: true,
                secret: true,
            } => "access refresh secret",
            Self::Password { token: false } => "access password",
            Self::Password { token: true } => "access password token",
        }
    }
}

type OfApp<'a> = (Option<&'a RefreshToken>, Option<&'a ConsumerSecret>);

impl<'a> NewCredentials<'a> {
    fn presence(&self) -> Presence {
        match self {
            Self::App {
                refresh,
                consumer_secret,
            } => Presence::App {
                refresh: refresh.is_some(),
                secret: consumer_secret.is_some(),
            },
            Self::Password(login) => Presence::Password {
                token: login.security_token.is_some(),
            },
        }
    }

    fn split(&self) -> (Option<OfApp<'a>>, Option<&'a PasswordLogin>) {
        match self {
            Self::App {
                refresh,
                consumer_secret,
            } => (Some((*refresh, *consumer_secret)), None),
            Self::Password(login) => (None, Some(login)),
        }
    }
}

fn place(store_id: &str, row: &str, generation: u32, steering: Vec<String>) -> RowPlace {
    RowPlace {
        store: store_id.to_owned(),
        table: TABLE,
        row: row.to_owned(),
        generation,
        steering,
    }
}

/// A password is sent for one user name: that steers it as well.
fn steering(fields: [&str; 5], presence: Presence, username: &str) -> Vec<String> {
    let mut steering = fields.map(str::to_owned).to_vec();
    steering.push(presence.text().to_owned());
    if let Presence::Password { .. } = presence {
        steering.push(username.to_owned());
    }
    steering
}

impl From<DamagedRow> for RowError {
    /// A binding whose field cannot be read is not the binding it was sealed with.
    fn from(_: DamagedRow) -> Self {
        Self::Tampered
    }
}
