//! The care of the vault: its key, the recovery sheet, and starting over without a key.

use serde::{Deserialize, Serialize};

use crate::typed::TypedSecret;
use crate::vault::CustodyView;

/// The vault's key, as far as it can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct VaultCareView {
    /// What the vault is called on its recovery sheet.
    pub vault: String,
    /// Where the key lives.
    pub custody: CustodyView,
    /// Since when this key is in use, RFC 3339. `None` while there is none.
    pub since: Option<String>,
    /// When the recovery sheet was made that opens the vault now, RFC 3339.
    pub recovery_made_at: Option<String>,
    /// Lost keys that values still wait for.
    pub lost: Vec<LostKeyView>,
}

/// A key that nobody has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LostKeyView {
    /// When the vault got another key, RFC 3339.
    pub lost_at: Option<String>,
    /// How many entries wait for it.
    pub entries: u32,
    /// Whether it came from a passphrase.
    pub from_passphrase: bool,
}

/// Where a new key is to come from.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum NewKeyRequest {
    /// A random one, which the system's keyring keeps.
    Keyring,
    /// Made from a passphrase.
    Passphrase {
        /// As typed.
        passphrase: TypedSecret,
    },
}

/// Gives the vault another key.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeKeyRequest {
    /// The passphrase so far, where there is one.
    pub current: Option<TypedSecret>,
    /// Where the new key comes from.
    pub new: NewKeyRequest,
}

/// Gives a vault whose key is lost another key.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StartOverRequest {
    /// What the person typed to say that they mean it: [`START_OVER`].
    pub confirmation: String,
    /// Where the new key comes from.
    pub new: NewKeyRequest,
}

/// What a person types before a vault starts over.
pub const START_OVER: &str = "start over";

/// Opens a vault with its recovery sheet.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecoverRequest {
    /// The recovery key, as typed.
    pub key: TypedSecret,
    /// Where the vault's key is kept from now on.
    pub new: NewKeyRequest,
}

/// What became of a recovery key that was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum RecoveredView {
    /// The vault is open.
    Opened,
    /// What waited for a lost key can be read again.
    TakenBack,
    /// It does not have as many signs as a recovery key has.
    Incomplete,
    /// It is mistyped.
    #[serde(rename_all = "camelCase")]
    Mistyped {
        /// In which group first, from 1.
        group: u32,
    },
    /// It is well-formed and opens nothing in this vault.
    Wrong,
}
