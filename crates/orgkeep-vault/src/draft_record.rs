//! A registration that is not finished: everything typed so far.

use jiff::Timestamp;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::connection::{AuthenticationType, OrgType};
use orgkeep_domain::id::DraftId;

use crate::app_fields::AppFields;
use crate::envelope::SealError;
use crate::error::{DamagedRow, StoreError, from_shared_errors};
use crate::lock_state::LockReason;
use crate::sealed_row::RowError;

/// What the person typed and ticked, as they did it: nothing here needs to be valid yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFields {
    /// The step they are at.
    pub step: String,
    /// The connection's name.
    pub name: String,
    /// What kind of org it is, once chosen.
    pub org_type: Option<OrgType>,
    /// How the connection will sign in.
    pub authentication: AuthenticationType,
    /// The login address.
    pub login_address: String,
    /// The consumer key.
    pub consumer_key: String,
    /// The app that the org is to have.
    pub app: AppFields,
    /// The steps of the checklist that are done.
    pub ticked_steps: Vec<String>,
    /// Scopes asked for beside those of the presets.
    pub extra_scopes: Vec<String>,
    /// Who will sign in; may be empty.
    pub username: String,
    /// What the sign-in opens.
    pub browser: BrowserChoice,
    /// Whether the browser opens by itself once the key is active.
    pub opens_when_active: bool,
    /// Whether the person accepted that this way to sign in comes to an end.
    pub retirement_accepted: bool,
    /// Whether it will be registered as a Dev Hub.
    pub is_dev_hub: bool,
}

impl Default for DraftFields {
    /// Nothing typed; what is new goes on by itself.
    fn default() -> Self {
        Self {
            step: String::new(),
            name: String::new(),
            org_type: None,
            authentication: AuthenticationType::ExternalClientApp,
            login_address: String::new(),
            consumer_key: String::new(),
            app: AppFields::default(),
            ticked_steps: Vec::new(),
            extra_scopes: Vec::new(),
            username: String::new(),
            browser: BrowserChoice::default(),
            opens_when_active: true,
            retirement_accepted: false,
            is_dev_hub: false,
        }
    }
}

/// A draft as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRecord {
    /// For its whole life.
    pub id: DraftId,
    /// What was typed.
    pub fields: DraftFields,
    /// How many characters the consumer secret has, if one was typed. The secret itself is sealed.
    pub secret_characters: Option<u32>,
    /// How many characters the password has, if one was typed. It is sealed.
    pub password_characters: Option<u32>,
    /// How many characters the security token has, if one was typed. It is sealed.
    pub security_token_characters: Option<u32>,
    /// The login host that the person vouched for by typing it.
    pub confirmed_host: Option<String>,
    /// When this consumer key was typed.
    pub key_typed_at: Option<Timestamp>,
    /// When Salesforce was last seen to know this consumer key.
    pub key_known_at: Option<Timestamp>,
    /// Since when Salesforce is waited for to know the consumer key.
    pub key_waiting_since: Option<Timestamp>,
    /// Since when the browser is open. Found at the next start, it means "interrupted".
    pub authorizing_since: Option<Timestamp>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Why a draft was not saved, or its secret not sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no such draft: it was deleted, or became a connection.
    #[error("there is no such draft")]
    NotFound,
    /// The vault is locked. Only secrets need the key; what else was typed can be saved.
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    /// The secret was typed for another address or consumer key than the draft has now.
    #[error("the secret was typed for another address or key")]
    TypedForAnother,
    /// The secret's ciphertext was changed.
    #[error("the draft was changed by something else than this program")]
    Tampered,
    /// The secret was sealed with another master key.
    #[error("the secret was sealed with another key")]
    WrongKey,
    /// The secret was written by a newer version, in this format.
    #[error("the secret has format {0}; a newer version of Orgkeep is needed")]
    NewerFormat(u8),
    /// The row's plain fields make no sense.
    #[error(transparent)]
    Damaged(#[from] DamagedRow),
    /// The secret could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_shared_errors!(DraftError);

impl From<RowError> for DraftError {
    fn from(error: RowError) -> Self {
        match error {
            RowError::WrongKey => Self::WrongKey,
            RowError::Tampered => Self::Tampered,
            RowError::NewerFormat(format) => Self::NewerFormat(format),
        }
    }
}
