//! The key that the Salesforce CLI keeps in this user's keyring (salesforce.md, 7.3). It is read and never written, and
//! nobody is prompted for it.

use orgkeep_secret::HomeKey;

/// The key of the Salesforce CLI's home, if the keyring has it and is open. May block.
#[must_use]
pub fn salesforce_cli_key() -> Option<HomeKey> {
    system::read().map(HomeKey::new)
}

#[cfg(all(unix, not(target_os = "macos")))]
mod system {
    //! `secret-tool lookup user local domain sfdx`.

    use std::collections::HashMap;

    use secret_service::EncryptionType;
    use secret_service::blocking::SecretService;
    use zeroize::Zeroizing;

    pub(super) fn read() -> Option<String> {
        let service = SecretService::connect(EncryptionType::Dh).ok()?;
        let entry = HashMap::from([("user", "local"), ("domain", "sfdx")]);
        let found = service.search_items(entry).ok()?;
        let secret = Zeroizing::new(found.unlocked.first()?.get_secret().ok()?);
        std::str::from_utf8(&secret).ok().map(str::to_owned)
    }
}

#[cfg(target_os = "macos")]
mod system {
    //! The generic password of service `sfdx` and account `local`.

    pub(super) fn read() -> Option<String> {
        let store = keyring_core::get_default_store()?;
        let entry = store.build("sfdx", "local", None).ok()?;
        entry.get_password().ok()
    }
}

#[cfg(windows)]
mod system {
    //! There the CLI keeps its key in a file.

    pub(super) fn read() -> Option<String> {
        None
    }
}
