//! The keyring of the operating system.
//!
//! Only composition roots make a [`Keyring`]. There is no process-wide default and no fallback: a store
//! that would forget is refused when it is opened, so a mock cannot ship.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use keyring_core::api::CredentialPersistence;
use keyring_core::{CredentialStore, Entry, Error};
use zeroize::{Zeroize as _, Zeroizing};

use crate::lock_state::LockReason;

/// Under this name people find the entry in their keyring's own program.
const SERVICE: &str = "Orgkeep";

type MakeStore = dyn Fn() -> keyring::Result<Arc<CredentialStore>> + Send + Sync;

/// Whether the entry of an account is locked, or the keyring that it would be put into. Shows nothing to the person.
type SeeLock = fn(account: &str) -> bool;

/// A keyring, not yet asked for anything. Each try to unlock reaches for it anew, because a keyring that
/// was absent a minute ago may have been started since.
#[derive(Clone)]
pub struct Keyring {
    make: Arc<MakeStore>,
    see_lock: SeeLock,
}

/// The entry of one vault in a keyring that answered.
pub(crate) struct OpenKeyring {
    entry: Entry,
    account: String,
    see_lock: SeeLock,
}

impl Keyring {
    /// The operating system's own: Secret Service, Keychain or Credential Manager.
    #[must_use]
    pub fn of_this_system() -> Self {
        Self {
            see_lock: is_locked_in_system,
            ..Self::made_by(system_store)
        }
    }

    /// A keyring that is made when it is needed. `make` may block and may fail.
    pub fn made_by(
        make: impl Fn() -> keyring::Result<Arc<CredentialStore>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            make: Arc::new(make),
            see_lock: |_| false,
        }
    }

    /// A keyring that is there already.
    #[must_use]
    pub fn from_store(store: Arc<CredentialStore>) -> Self {
        Self::made_by(move || Ok(store.clone()))
    }

    /// The entry with this name, which need not be there.
    pub(crate) fn open(&self, account: &str) -> Result<OpenKeyring, LockReason> {
        let store = (self.make)().map_err(|error| match reason_of(error) {
            // Nothing else can fail before the first question: the service is not there.
            LockReason::KeyringFailed => LockReason::KeyringAbsent,
            reason => reason,
        })?;
        if !matches!(store.persistence(), CredentialPersistence::UntilDelete) {
            return Err(LockReason::KeyringForgetful);
        }
        let modifiers = HashMap::from(ENTRY_MODIFIERS);
        let entry = store
            .build(SERVICE, account, Some(&modifiers))
            .map_err(reason_of)?;
        Ok(OpenKeyring {
            entry,
            account: account.to_owned(),
            see_lock: self.see_lock,
        })
    }
}

impl OpenKeyring {
    /// Whether reading or writing would make the system ask the person for a password. `false` where a system does
    /// not tell.
    pub(crate) fn is_locked(&self) -> bool {
        (self.see_lock)(&self.account)
    }

    pub(crate) fn read(&self) -> Result<Option<Zeroizing<String>>, LockReason> {
        match self.entry.get_password() {
            Ok(text) => Ok(Some(Zeroizing::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(reason_of(error)),
        }
    }

    pub(crate) fn write(&self, text: &str) -> Result<(), LockReason> {
        self.entry.set_password(text).map_err(reason_of)
    }

    /// Takes the entry out. One that is gone stays gone.
    pub(crate) fn delete(&self) -> Result<(), LockReason> {
        match self.entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(reason_of(error)),
        }
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring")
    }
}

/// What an error means for the person. Some errors carry what was found in the entry: that is wiped, and
/// errors are logged by their text, which never shows it.
fn reason_of(error: Error) -> LockReason {
    let reason = match error {
        Error::BadEncoding(mut bytes) => {
            bytes.zeroize();
            return LockReason::KeyMalformed;
        }
        Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            return LockReason::KeyMalformed;
        }
        Error::Ambiguous(_) => return LockReason::KeyAmbiguous,
        Error::NoStorageAccess(ref source) => {
            system_reason(source.as_ref()).unwrap_or(LockReason::KeyringLocked)
        }
        Error::PlatformFailure(ref source) => {
            system_reason(source.as_ref()).unwrap_or(LockReason::KeyringFailed)
        }
        _ => LockReason::KeyringFailed,
    };
    tracing::warn!(%error, ?reason, "the keyring cannot be used");
    reason
}

#[cfg(all(unix, not(target_os = "macos")))]
mod system {
    //! Secret Service, over D-Bus.

    use std::collections::HashMap;
    use std::sync::Arc;

    use keyring_core::CredentialStore;
    use secret_service::blocking::SecretService;
    use secret_service::{EncryptionType, Error};

    use super::SERVICE;
    use crate::lock_state::LockReason;

    /// What people see in their keyring's program.
    pub(super) const ENTRY_MODIFIERS: [(&str, &str); 1] = [("label", "Orgkeep: key of your vault")];

    pub(super) fn system_store() -> keyring::Result<Arc<CredentialStore>> {
        let store = zbus_secret_service_keyring_store::Store::new()?;
        Ok(store)
    }

    /// A look that fails says nothing: the question itself will fail as well, and is told with its reason.
    pub(super) fn is_locked_in_system(account: &str) -> bool {
        look(account).unwrap_or(false)
    }

    /// The service tells without a prompt which entries it would have to unlock. No secret is asked for, so the
    /// session with it is plain.
    fn look(account: &str) -> Result<bool, Error> {
        let service = SecretService::connect(EncryptionType::Plain)?;
        let entry = HashMap::from([("service", SERVICE), ("username", account)]);
        let found = service.search_items(entry)?;
        match (found.locked.is_empty(), found.unlocked.is_empty()) {
            (false, _) => Ok(true),
            (true, false) => Ok(false),
            (true, true) => service.get_default_collection()?.is_locked(),
        }
    }

    pub(super) fn system_reason(
        error: &(dyn std::error::Error + Send + Sync + 'static),
    ) -> Option<LockReason> {
        match error.downcast_ref::<Error>()? {
            Error::Locked => Some(LockReason::KeyringLocked),
            Error::NoResult => Some(LockReason::KeyringEmpty),
            Error::Prompt if a_prompt_can_be_seen() => Some(LockReason::KeyringDenied),
            Error::Prompt => Some(LockReason::KeyringLocked),
            Error::Unavailable => Some(LockReason::KeyringAbsent),
            _ => None,
        }
    }

    /// Without a display the prompt ends at once, and the service reports it as dismissed. A prompt that
    /// nobody could see was not dismissed by a person.
    fn a_prompt_can_be_seen() -> bool {
        ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
    }
}

#[cfg(any(target_os = "macos", windows))]
mod system {
    //! Keychain and Credential Manager.

    use std::sync::Arc;

    use keyring_core::CredentialStore;

    use crate::lock_state::LockReason;

    #[cfg(target_os = "macos")]
    pub(super) const ENTRY_MODIFIERS: [(&str, &str); 0] = [];

    /// The entry stays on this machine. The default roams with the Windows profile.
    #[cfg(windows)]
    pub(super) const ENTRY_MODIFIERS: [(&str, &str); 1] = [("persistence", "Local")];

    pub(super) fn system_store() -> keyring::Result<Arc<CredentialStore>> {
        // `keyring` chooses the store of the system and makes it the default of the process, once.
        if keyring::Entry::store_status().is_err() {
            return Err(keyring::Error::NoDefaultStore);
        }
        keyring_core::get_default_store().ok_or(keyring::Error::NoDefaultStore)
    }

    /// Both systems ask the person, or do not, as they think fit.
    pub(super) fn is_locked_in_system(_account: &str) -> bool {
        false
    }

    pub(super) fn system_reason(
        _error: &(dyn std::error::Error + Send + Sync + 'static),
    ) -> Option<LockReason> {
        None
    }
}

use system::{ENTRY_MODIFIERS, is_locked_in_system, system_reason, system_store};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_forgets_is_refused() {
        let mock = keyring_core::mock::Store::new().unwrap();
        let refused = Keyring::from_store(mock).open("1").map(drop);
        assert_eq!(refused, Err(LockReason::KeyringForgetful));
    }

    #[test]
    fn errors_become_the_reason_that_a_person_can_act_on() {
        for (error, reason) in [
            (Error::BadEncoding(vec![0xff]), LockReason::KeyMalformed),
            (
                Error::BadDataFormat(vec![1], "x".into()),
                LockReason::KeyMalformed,
            ),
            (Error::Ambiguous(vec![]), LockReason::KeyAmbiguous),
            (
                Error::NoStorageAccess("x".into()),
                LockReason::KeyringLocked,
            ),
            (
                Error::PlatformFailure("x".into()),
                LockReason::KeyringFailed,
            ),
            (
                Error::NotSupportedByStore("x".into()),
                LockReason::KeyringFailed,
            ),
        ] {
            assert_eq!(reason_of(error), reason);
        }
    }

    #[test]
    fn a_keyring_that_cannot_be_made_is_absent() {
        let keyring = Keyring::made_by(|| Err(Error::PlatformFailure("no bus".into())));
        assert_eq!(keyring.open("1").map(drop), Err(LockReason::KeyringAbsent));
    }
}
