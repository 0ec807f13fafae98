//! The journal of an app that Orgkeep makes: what was asked for, how far it is, and what is to be put back.

use std::collections::BTreeMap;

use jiff::Timestamp;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::OrgType;
use orgkeep_domain::id::{ConnectionId, DraftId, OrgId};

use crate::envelope::SealError;
use crate::error::{DamagedRow, StoreError, from_shared_errors};
use crate::lock_state::LockReason;

/// Which creation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreationId(pub(crate) String);

impl CreationId {
    /// The id of a row, as it was told before.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (plain && (1..=64).contains(&text.len())).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$each])* $variant,)+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in the store.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            pub(crate) fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|own| own.word() == word)
            }
        }
    };
}

pub(crate) use words;

words! {
    /// Where the app comes from.
    AppOrigin {
        /// There was none: undoing removes it.
        Made = "made",
        /// It was there and as it should be: undoing leaves it.
        Adopted = "adopted",
        /// It was there and was changed: undoing puts it back.
        Updated = "updated",
    }
}

words! {
    /// How far a creation is. Each stands for what is known to be done.
    CreationStep {
        /// Nothing has been sent.
        Planned = "planned",
        /// The app is being sent, or was: only the org can tell.
        Sending = "sending",
        /// The app is there.
        Sent = "sent",
        /// Its consumer key is known.
        Keyed = "keyed",
        /// Its secret is kept, or it has none, and the org's settings are as they were.
        Secured = "secured",
        /// The policies were written, or were not and a warning says so.
        Done = "done",
    }
}

/// What an app is made for: where its key goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppGoal {
    /// Into a registration that is not finished.
    Draft(DraftId),
    /// To a connection, which will move to the app once a sign-in has proven it.
    Migration(ConnectionId),
}

/// Where the org of a new app is signed in to, for a draft that does not say so itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppHome {
    /// Its address.
    pub login_address: String,
    /// What kind of org it is.
    pub org_type: OrgType,
    /// What its connection is called; for a draft without a name.
    pub name: String,
}

/// What a creation begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCreation {
    /// The connection that makes the app.
    pub connection: ConnectionId,
    /// Its org.
    pub org: OrgId,
    /// What metadata calls the app.
    pub api_name: String,
    /// Where the app comes from.
    pub origin: AppOrigin,
    /// What it is made for, if it is for something of Orgkeep's.
    pub goal: Option<AppGoal>,
    /// What it is to be, as files of metadata by their paths.
    pub wanted: BTreeMap<String, String>,
    /// What it was, likewise; nothing where there was no app.
    pub before: BTreeMap<String, String>,
}

/// A creation as the store has it, without the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreationRecord {
    /// Which.
    pub id: CreationId,
    /// What it began with.
    pub asked: NewCreation,
    /// How far it is.
    pub step: CreationStep,
    /// Whether it is being taken back.
    pub undoing: bool,
    /// The name of the deployment that is under way, once it is known.
    pub deployment: Option<String>,
    /// What the org's setting was before it was changed, while it is.
    pub switch_before: Option<bool>,
    /// The app's consumer key, once it is known.
    pub consumer_key: Option<ConsumerKey>,
    /// Whether a secret is kept.
    pub has_secret: bool,
    /// Whether its key is where it belongs, or that place was gone.
    pub handed_over: bool,
    /// What did not work and did not matter enough to stop, in Salesforce's words.
    pub warnings: Vec<String>,
    /// When it began.
    pub began_at: Timestamp,
    /// When it last got further.
    pub changed_at: Timestamp,
}

impl CreationRecord {
    /// Whether something is left to do or to take back.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        let has_key_to_give = self.asked.goal.is_some() && !self.handed_over;
        self.undoing || self.step < CreationStep::Done || has_key_to_give
    }
}

/// What a creation writes down, before or after it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreationMark {
    /// How far it is.
    Step(CreationStep),
    /// It is being taken back from now on.
    Undoing,
    /// What the app is for from now on.
    Goal(Option<AppGoal>),
    /// The name of the deployment; or that there is none under way.
    Deployment(Option<String>),
    /// What the org's setting was before it is changed; or that it is as it was.
    SwitchBefore(Option<bool>),
    /// The app's consumer key.
    ConsumerKey(ConsumerKey),
    /// What did not work.
    Warnings(Vec<String>),
}

/// Why a creation was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum CreationRowError {
    /// There is no such row.
    #[error("there is no such creation")]
    NotFound,
    /// The vault is locked.
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    /// The secret's ciphertext, or a plain field that it is bound to, was changed.
    #[error("the creation was changed by something else than this program")]
    Tampered,
    /// The secret was sealed with another master key.
    #[error("the secret was sealed with another key")]
    WrongKey,
    /// The row was written by a newer version.
    #[error("the row has format {0}; a newer version of Orgkeep is needed")]
    NewerFormat(u8),
    /// The secret could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A plain field makes no sense.
    #[error(transparent)]
    Damaged(#[from] DamagedRow),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_shared_errors!(CreationRowError);
