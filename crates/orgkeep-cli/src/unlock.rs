//! Opening the vault: with the keyring, or with its passphrase.

use orgkeep_secret::Passphrase;
use orgkeep_vault::lock_state::{LockReason, LockState};
use orgkeep_vault::passphrase::PassphraseError;
use orgkeep_vault::unlock::{KEYRING_DEADLINE, Prompt};
use orgkeep_vault::vault::Vault;

use crate::arguments::PlaceArguments;
use crate::exit::Trouble;
use crate::input;
use crate::words::lock_words;
use crate::{compose, print};

/// The store with its key.
pub async fn vault(place: &PlaceArguments) -> Result<Vault, Trouble> {
    let vault = compose::store(place)?;
    match outcome(&vault).await {
        Ok(()) => Ok(vault),
        Err(LockReason::PassphraseNeeded) => with_passphrase(&vault, place).await.map(|()| vault),
        Err(LockReason::NoKeyYet) if is_given(place) => {
            let passphrase = new_passphrase(place)?;
            let chosen = vault.choose_passphrase(passphrase).await;
            chosen.map_err(refused).map(|()| vault)
        }
        Err(reason) => Err(Trouble::unusable(lock_words(reason))),
    }
}

/// Opens the vault if that is possible here. Whatever stands in the way is told, and left to its state.
pub async fn if_possible(vault: &Vault, place: &PlaceArguments) {
    if outcome(vault).await == Err(LockReason::PassphraseNeeded)
        && is_given(place)
        && let Err(trouble) = with_passphrase(vault, place).await
    {
        print::word(&trouble.to_string());
    }
}

async fn with_passphrase(vault: &Vault, place: &PlaceArguments) -> Result<(), Trouble> {
    let passphrase = passphrase(place, "Passphrase of the vault")?;
    let opened = vault.unlock_with_passphrase(passphrase).await;
    opened.map_err(refused)
}

/// Asks for the key. The system may ask the person for a password only where there is one to be asked.
pub async fn outcome(vault: &Vault) -> Result<(), LockReason> {
    let prompt = if input::somebody_is_there() {
        Prompt::Allowed
    } else {
        Prompt::Forbidden
    };
    vault.begin_unlock(prompt);
    let mut states = vault.lock_state();
    let settled = states.wait_for(|state| !matches!(state, LockState::Unlocking { .. }));
    match tokio::time::timeout(KEYRING_DEADLINE, settled).await {
        Ok(Ok(state)) => match *state {
            LockState::Open => Ok(()),
            LockState::Unlocking { .. } => Err(LockReason::Waiting),
            LockState::Locked(reason) => Err(reason),
        },
        Ok(Err(_)) | Err(_) => Err(LockReason::KeyringTimeout),
    }
}

/// Whether a passphrase stands on standard input, or somebody can type one.
fn is_given(place: &PlaceArguments) -> bool {
    place.passphrase_stdin || input::somebody_is_there()
}

fn passphrase(place: &PlaceArguments, what: &str) -> Result<Passphrase, Trouble> {
    if !is_given(place) {
        return Err(Trouble::unusable(lock_words(LockReason::PassphraseNeeded)));
    }
    Ok(Passphrase::new(input::secret(what)?.into_text()))
}

fn new_passphrase(place: &PlaceArguments) -> Result<Passphrase, Trouble> {
    print::word(
        "This computer has no keyring. The new vault is protected with a passphrase, of which nothing is stored: \
         without it, nobody can open the vault again.",
    );
    passphrase(place, "New passphrase")
}

fn refused(error: PassphraseError) -> Trouble {
    match error {
        PassphraseError::Wrong => Trouble::unusable("The passphrase does not open the vault."),
        PassphraseError::TooShort => {
            Trouble::unusable("The passphrase is too short to protect anything.")
        }
        other => Trouble::failed(&other),
    }
}
