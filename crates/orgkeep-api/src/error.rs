//! Why a command was not carried out.

use serde::Serialize;

/// The answer to a command that was not carried out.
#[derive(Debug, Clone, Serialize, thiserror::Error)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
#[error("{code:?}: {message}")]
pub struct ApiError {
    /// What the page acts on. Its words are in `ui/src/text/errors.ts`.
    pub code: ErrorCode,
    /// For the details fold, in English; never a secret or an address.
    pub message: String,
}

impl ApiError {
    /// An error with its details.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl ToString) -> Self {
        Self {
            code,
            message: message.to_string(),
        }
    }
}

/// Exists only where the page treats a case differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// The vault is locked; unlock it first.
    VaultLocked,
    /// The passphrase does not open the vault.
    PassphraseWrong,
    /// The passphrase is too short to protect anything.
    PassphraseTooShort,
    /// The keyring did not take the key.
    KeyNotKept,
    /// Nothing proves any more that a custom login host is the one that the person confirmed.
    HostUnproven,
    /// The thing was removed meanwhile.
    NotFound,
    /// A value does not pass its check; the view says which.
    Invalid,
    /// A sign-in is running already.
    SignInRunning,
    /// Many connections are being tested already.
    TestsRunning,
    /// An app is being made or taken back already.
    CreationRunning,
    /// A connection signs in through the app.
    AppInUse,
    /// The attempt is being saved, or is over: it cannot be cancelled any more.
    TooLate,
    /// The store could not be read or written.
    Store,
    /// No browser could be opened.
    Browser,
    /// The clipboard did not take the text.
    Clipboard,
    /// A file or folder could not be read or written.
    File,
    /// What was shown is not what is there any more; look again.
    Changed,
    /// Something that takes long was stopped on request.
    Stopped,
    /// The file is not a blueprint.
    NotABlueprint,
    /// The file is not a list.
    NotAList,
    /// The file is not a backup.
    NotABackup,
    /// A newer Orgkeep made the backup.
    BackupNewer,
    /// The passphrase does not open the backup.
    BackupPassphrase,
    /// The backup is cut off or was changed.
    BackupDamaged,
    /// The backup is of a practice vault and this one is real, or the other way round.
    BackupOfOtherKind,
    /// The practice org could not be started.
    Practice,
    /// A fault of Orgkeep itself.
    Internal,
}
