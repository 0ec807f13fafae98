//! Why the vault's key cannot be used.

use orgkeep_vault::lock_state::LockReason;

/// What is in the way, and what to do.
pub fn lock_words(reason: LockReason) -> String {
    let advice = match reason {
        LockReason::NotAsked | LockReason::Waiting | LockReason::KeyringTimeout => {
            "Answer the question of the keyring, which may be behind other windows, and try again."
        }
        LockReason::KeyringLocked => {
            "Unlock the keyring (Passwords and Keys, or KWallet), or start Orgkeep's window, which asks for it."
        }
        LockReason::KeyringDenied => "Allow Orgkeep to use its entry, and try again.",
        LockReason::KeyringAbsent => {
            "Start a keyring in this session, such as gnome-keyring; `orgkeep doctor` says more."
        }
        LockReason::KeyringEmpty => {
            "If a keyring had the key, bring that one back; otherwise make one and set it as the default."
        }
        LockReason::KeyringForgetful | LockReason::KeyringFailed => {
            "Restart the keyring service, or sign out of the desktop session and in again."
        }
        LockReason::KeyForgotten | LockReason::KeyWrong => {
            "Nothing was changed. If the keyring was replaced, put the old one back; the window says what else helps."
        }
        LockReason::KeyAmbiguous | LockReason::KeyMalformed => {
            "Nothing was changed. Look at Orgkeep's entry in the keyring."
        }
        LockReason::NewerFormat => "Install the newest Orgkeep.",
        LockReason::PassphraseNeeded => {
            "Give its passphrase as the first line of standard input, with --passphrase-stdin before the command."
        }
        LockReason::NoKeyYet => {
            "Start a keyring, or protect the new vault with a passphrase: --passphrase-stdin before the command."
        }
        LockReason::StoreFailed => "`orgkeep doctor` says more.",
    };
    format!("The vault is locked: {reason}. {advice}")
}
