//! The vault as the page sees it: open, opening, or locked for one of several reasons.

use serde::{Deserialize, Serialize};

use crate::typed::TypedSecret;

/// Whether secrets can be used now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum VaultView {
    /// The system is asked for the key; it may be asking the person.
    #[serde(rename_all = "camelCase")]
    Opening {
        /// Since when, RFC 3339.
        since: String,
    },
    /// The key is there.
    #[serde(rename_all = "camelCase")]
    Open {
        /// Where the key lives.
        custody: CustodyView,
    },
    /// The key is not there. Connections can be looked at, and nothing changes.
    #[serde(rename_all = "camelCase")]
    Locked {
        /// Why.
        reason: LockReasonView,
        /// In the system's words, for the details fold.
        detail: String,
    },
    /// The store itself cannot be used.
    #[serde(rename_all = "camelCase")]
    Unusable {
        /// Why.
        reason: StoreReasonView,
        /// In the system's words, for the details fold.
        detail: String,
    },
}

/// Where the key lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CustodyView {
    /// In the system's keyring.
    Keyring,
    /// Nowhere: it is derived from a passphrase.
    Passphrase,
    /// In a file of the practice folder, because nothing there is real.
    PracticeFile,
}

/// Why the key is not there. Each has its own screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LockReasonView {
    /// The keyring is locked.
    KeyringLocked,
    /// There is no keyring service, and the vault needs one.
    KeyringAbsent,
    /// A keyring service answers, without a keyring in it (as under WSL).
    KeyringEmpty,
    /// The keyring fails, or would not keep the key.
    KeyringFailed,
    /// The store failed while the vault was being opened.
    StoreFailed,
    /// There is no keyring service and nothing is stored yet: a passphrase may be chosen.
    NoKeyYet,
    /// The person or the system refused.
    KeyringDenied,
    /// The keyring did not answer in time.
    KeyringTimeout,
    /// The keyring answers, but has forgotten the key while connections exist.
    KeyForgotten,
    /// What the keyring holds is no key.
    KeyMalformed,
    /// The key is another vault's.
    KeyWrong,
    /// The vault opens with a passphrase.
    PassphraseNeeded,
}

/// Why the store cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum StoreReasonView {
    /// A newer Orgkeep wrote it.
    Newer,
    /// It lies on a network file system.
    NetworkFileSystem,
    /// It lies in a folder that another program synchronizes with other computers.
    SyncedFolder,
    /// It is damaged.
    Damaged,
    /// Its owner, or how its disk is mounted, does not let this user write it.
    ReadOnly,
    /// Its disk, or the share of it that this user has, is full.
    Full,
    /// Another program holds it.
    Busy,
    /// It cannot be read or written here.
    Inaccessible,
}

/// A passphrase that opens, or from now on protects, the vault.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PassphraseRequest {
    /// As typed.
    pub passphrase: TypedSecret,
}

/// A damaged store was put aside, and another one is open in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct StoreAsideView {
    /// Where it is now; `None` if it was not damaged any more, and nothing was moved.
    pub path: Option<String>,
}

/// Another number whenever this program or another has changed something in the store. Whoever shows what is in it, reads
/// again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct StoreNewsView {
    /// How often that was seen.
    pub changes: u32,
}
