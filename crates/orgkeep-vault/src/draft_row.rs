//! Drafts as rows.
//!
//! A draft's secret is bound to the login address and consumer key beside which it was typed. Both are
//! kept a second time with the ciphertext, because the typed fields can change while the vault is
//! locked and nothing can be sealed anew.

use jiff::Timestamp;
use orgkeep_domain::connection::{AuthenticationType, OrgType};
use orgkeep_domain::id::DraftId;
use orgkeep_secret::ConsumerSecret;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params};

use crate::columns::{Columns, list_text, write_app};
use crate::draft_record::{DraftError, DraftFields, DraftRecord};
use crate::envelope::SealError;
use crate::error::DamagedRow;
use crate::key::MasterKey;
use crate::sealed_row::{OpenRow, RowError, RowPlace, WrappedKey};

const TABLE: &str = "draft";
const CONSUMER_SECRET: &str = "consumer_secret";

/// Rows as [`read_record`] wants them. A secret that is sealed with a lost key counts as not typed.
pub(crate) const SELECT: &str = "
SELECT *, iif(key_id IS (SELECT key_id FROM meta), secret_characters, NULL) AS readable_characters,
    (SELECT characters FROM draft_password AS typed
     WHERE typed.id = draft.id AND typed.key_id IS (SELECT key_id FROM meta)) AS password_characters,
    (SELECT characters FROM draft_security_token AS typed
     WHERE typed.id = draft.id AND typed.key_id IS (SELECT key_id FROM meta)) AS security_token_characters
FROM draft";

/// A draft's secret as the store holds it.
pub(crate) struct SealedSecret {
    login_address: String,
    consumer_key: String,
    generation: u32,
    wrapped: WrappedKey,
    sealed: Vec<u8>,
}

/// The plain part of a row.
pub(crate) fn read_record(row: &Row<'_>) -> Result<DraftRecord, DamagedRow> {
    let columns = Columns::of(row);
    Ok(DraftRecord {
        id: columns.id(DraftId::parse)?,
        fields: DraftFields {
            step: columns.get("step")?,
            name: columns.get("name")?,
            org_type: match columns.has("org_type")? {
                true => Some(columns.parsed("org_type", OrgType::from_key)?),
                false => None,
            },
            authentication: columns.parsed("authentication", AuthenticationType::from_key)?,
            login_address: columns.get("login_address")?,
            consumer_key: columns.get("consumer_key")?,
            app: columns.app()?,
            ticked_steps: columns.list("ticked_steps")?,
            extra_scopes: columns.list("extra_scopes")?,
            username: columns.get("username")?,
            browser: columns.browser()?,
            opens_when_active: columns.get("opens_when_active")?,
            retirement_accepted: columns.get("retirement_accepted")?,
            is_dev_hub: columns.get("is_dev_hub")?,
        },
        secret_characters: columns.get("readable_characters")?,
        password_characters: columns.get("password_characters")?,
        security_token_characters: columns.get("security_token_characters")?,
        confirmed_host: columns.get("confirmed_host")?,
        key_typed_at: columns.optional_moment("key_typed_at")?,
        key_known_at: columns.optional_moment("key_known_at")?,
        key_waiting_since: columns.optional_moment("key_waiting_since")?,
        authorizing_since: columns.optional_moment("authorizing_since")?,
        created_at: columns.moment("created_at")?,
        updated_at: columns.moment("updated_at")?,
    })
}

/// One draft.
pub(crate) fn find(
    connection: &Connection,
    id: &DraftId,
) -> Result<Option<DraftRecord>, DraftError> {
    let found = connection
        .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
        .query_row([id.as_str()], |row| Ok(read_record(row)))
        .optional()?;
    Ok(found.transpose()?)
}

/// A new draft without a secret.
pub(crate) fn insert(
    connection: &Connection,
    id: &DraftId,
    fields: &DraftFields,
    now: Timestamp,
) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO draft (id, step, name, org_type, login_address, consumer_key, presets,
             ticked_steps, conflict_choices, extra_scopes, created_at, updated_at, generation)
         VALUES (?1, '', '', NULL, '', '', '[]', '[]', '{}', '[]', ?2, ?2, 0)",
        params![id.as_str(), now.as_millisecond()],
    )?;
    update(connection, id, fields, now)
}

/// Writes what was typed over what was typed before.
pub(crate) fn update(
    connection: &Connection,
    id: &DraftId,
    fields: &DraftFields,
    now: Timestamp,
) -> rusqlite::Result<()> {
    note_new_key(connection, id, fields, now)?;
    connection.execute(
        "UPDATE draft SET step = :step, name = :name, org_type = :org_type,
             authentication = :authentication, login_address = :login_address, consumer_key = :consumer_key,
             ticked_steps = :ticked_steps, extra_scopes = :extra_scopes, username = :username,
             browser = :browser, private_window = :private_window,
             opens_when_active = :opens_when_active, retirement_accepted = :retirement_accepted,
             is_dev_hub = :is_dev_hub, updated_at = :updated_at
         WHERE id = :id",
        named_params! {
            ":id": id.as_str(),
            ":step": fields.step,
            ":name": fields.name,
            ":org_type": fields.org_type.map(OrgType::key),
            ":authentication": fields.authentication.key(),
            ":login_address": fields.login_address,
            ":consumer_key": fields.consumer_key,
            ":ticked_steps": list_text(&fields.ticked_steps),
            ":extra_scopes": list_text(&fields.extra_scopes),
            ":username": fields.username,
            ":browser": fields.browser.id,
            ":private_window": fields.browser.private,
            ":opens_when_active": fields.opens_when_active,
            ":retirement_accepted": fields.retirement_accepted,
            ":is_dev_hub": fields.is_dev_hub,
            ":updated_at": now.as_millisecond(),
        },
    )?;
    write_app(connection, TABLE, id.as_str(), &fields.app)
}

/// With another consumer key begins another story: when it was typed, and that nothing is known of it.
fn note_new_key(
    connection: &Connection,
    id: &DraftId,
    fields: &DraftFields,
    now: Timestamp,
) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE draft SET key_known_at = NULL, key_waiting_since = NULL, key_typed_at = :updated_at
         WHERE id = :id AND consumer_key <> :consumer_key",
        named_params! {
            ":id": id.as_str(),
            ":consumer_key": fields.consumer_key,
            ":updated_at": now.as_millisecond(),
        },
    )?;
    Ok(())
}

/// The sealed secret of a draft, if it has one.
pub(crate) fn find_secret(
    connection: &Connection,
    id: &DraftId,
) -> Result<Option<SealedSecret>, DraftError> {
    let found = connection
        .query_row("SELECT * FROM draft WHERE id = ?1", [id.as_str()], |row| {
            Ok(read_secret(row))
        })
        .optional()?;
    Ok(found.ok_or(DraftError::NotFound)??)
}

fn read_secret(row: &Row<'_>) -> Result<Option<SealedSecret>, DamagedRow> {
    let columns = Columns::of(row);
    if !columns.has("data_key")? {
        return Ok(None);
    }
    Ok(Some(SealedSecret {
        login_address: columns.get("secret_login_address")?,
        consumer_key: columns.get("secret_consumer_key")?,
        generation: columns.get("generation")?,
        wrapped: columns.wrapped_key()?,
        sealed: columns.get(CONSUMER_SECRET)?,
    }))
}

/// What the secret of a row is bound to, if it has one.
pub(crate) fn place_of(row: &Row<'_>, store_id: &str) -> Result<Option<RowPlace>, DamagedRow> {
    let id = Columns::of(row).id(DraftId::parse)?;
    Ok(read_secret(row)?.map(|sealed| sealed.place(store_id, &id)))
}

/// Whether the secret of a row, if it has one, opens.
pub(crate) fn check_secret(
    row: &Row<'_>,
    store_id: &str,
    master: &MasterKey,
) -> Result<(), RowError> {
    let id = Columns::of(row).id(DraftId::parse)?;
    match read_secret(row)? {
        Some(sealed) => sealed.open(master, store_id, &id).map(drop),
        None => Ok(()),
    }
}

impl SealedSecret {
    /// Seals a secret beside what was typed with it.
    pub(crate) fn seal(
        master: &MasterKey,
        store_id: &str,
        draft: &DraftRecord,
        generation: u32,
        secret: &ConsumerSecret,
    ) -> Result<Self, SealError> {
        let (address, key) = (&draft.fields.login_address, &draft.fields.consumer_key);
        let place = place(store_id, &draft.id, generation, [address, key]);
        let (open, wrapped) = OpenRow::make(master, place)?;
        Ok(Self {
            login_address: address.clone(),
            consumer_key: key.clone(),
            generation,
            sealed: open.seal(CONSUMER_SECRET, secret)?,
            wrapped,
        })
    }

    /// Whether it was typed beside these fields.
    pub(crate) fn is_for(&self, fields: &DraftFields) -> bool {
        self.login_address == fields.login_address && self.consumer_key == fields.consumer_key
    }

    /// The secret, for the address and key it was typed for.
    pub(crate) fn open(
        &self,
        master: &MasterKey,
        store_id: &str,
        id: &DraftId,
    ) -> Result<ConsumerSecret, RowError> {
        let place = self.place(store_id, id);
        OpenRow::open(master, place, &self.wrapped)?.open_secret(CONSUMER_SECRET, &self.sealed)
    }

    fn place(&self, store_id: &str, id: &DraftId) -> RowPlace {
        let steering = [&self.login_address, &self.consumer_key];
        place(store_id, id, self.generation, steering)
    }

    /// The generation of the secret that will follow it.
    pub(crate) fn next_generation(&self) -> u32 {
        self.generation.saturating_add(1)
    }
}

/// Puts a secret into a row, or takes it out.
pub(crate) fn write_secret(
    connection: &Connection,
    id: &DraftId,
    secret: Option<(&SealedSecret, usize)>,
) -> rusqlite::Result<()> {
    let sealed = secret.map(|(sealed, _)| sealed);
    let characters = secret.map(|(_, characters)| u32::try_from(characters).unwrap_or(u32::MAX));
    connection.execute(
        "UPDATE draft SET secret_characters = :characters, secret_login_address = :login_address,
             secret_consumer_key = :consumer_key, generation = coalesce(:generation, generation),
             key_id = :key_id, data_key_id = :data_key_id, data_key = :data_key,
             consumer_secret = :consumer_secret
         WHERE id = :id",
        named_params! {
            ":id": id.as_str(),
            ":characters": characters,
            ":login_address": sealed.map(|sealed| &sealed.login_address),
            ":consumer_key": sealed.map(|sealed| &sealed.consumer_key),
            ":generation": sealed.map(|sealed| sealed.generation),
            ":key_id": sealed.map(|sealed| &sealed.wrapped.master_key_id),
            ":data_key_id": sealed.map(|sealed| &sealed.wrapped.data_key_id),
            ":data_key": sealed.map(|sealed| &sealed.wrapped.sealed),
            ":consumer_secret": sealed.map(|sealed| &sealed.sealed),
        },
    )?;
    Ok(())
}

fn place(store_id: &str, id: &DraftId, generation: u32, steering: [&String; 2]) -> RowPlace {
    RowPlace {
        store: store_id.to_owned(),
        table: TABLE,
        row: id.as_str().to_owned(),
        generation,
        steering: steering.map(String::clone).to_vec(),
    }
}
