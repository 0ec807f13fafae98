//! Which folder, which rule, which key: decided once for every program of ours.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use orgkeep_domain::activity::Actor;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::foreign_key::salesforce_cli_key;
use orgkeep_vault::keyring_store::Keyring;
use orgkeep_vault::vault::{STORE_FILE, VaultSettings};

use crate::program::Programs;
use crate::surroundings::{Mode, SalesforceCli};

/// The system tells no home folder of this user.
#[derive(Debug, thiserror::Error)]
#[error("this user has no home folder")]
pub struct NoHomeError;

/// The vault of a mode. The two share nothing: a practice vault has its own key, in a file, because nothing in it is
/// real, and accepts addresses of this machine only. `data` takes the place of the program's own data folder;
/// `actor` is who the activity says it was.
///
/// # Errors
/// [`NoHomeError`], unless `data` is given.
pub fn vault_settings(
    mode: Mode,
    data: Option<&Path>,
    actor: Actor,
) -> Result<VaultSettings, NoHomeError> {
    let data = data.map_or_else(own_data_folder, |folder| Ok(folder.to_owned()))?;
    let folder = vault_folder(mode, &data);
    let (rule, custody) = match mode {
        Mode::Real => {
            let keyring = KeyCustody::Keyring(Keyring::of_this_system());
            (AuthorityRule::Salesforce, keyring)
        }
        Mode::Practice => {
            let key = KeyCustody::KeyFile(folder.join("practice.key"));
            (AuthorityRule::Practice, key)
        }
    };
    Ok(VaultSettings {
        folder,
        rule,
        custody,
        clock: Arc::new(jiff::Timestamp::now),
        actor,
    })
}

fn vault_folder(mode: Mode, data: &Path) -> PathBuf {
    data.join(match mode {
        Mode::Real => "vault",
        Mode::Practice => "practice",
    })
}

/// Some thousand connections, in bytes.
const LARGE: u64 = 4 * 1024 * 1024;

/// Whether the store of a mode is so large that a window is open before all of it is read.
#[must_use]
pub fn is_large(mode: Mode) -> bool {
    let store = own_data_folder().map(|data| vault_folder(mode, &data).join(STORE_FILE));
    store.is_ok_and(|store| fs::metadata(store).is_ok_and(|found| found.len() > LARGE))
}

/// How long the CLI may take for an answer: a second is usual, and a busy computer takes more.
const CLI_PATIENCE: Duration = Duration::from_secs(30);

/// The Salesforce CLI of this user, started by whoever starts programs here.
#[must_use]
pub fn salesforce_cli(programs: Arc<dyn Programs>) -> SalesforceCli {
    SalesforceCli {
        home: std::env::home_dir().map(|home| home.join(".sfdx")),
        keychain_key: Arc::new(salesforce_cli_key),
        programs,
        patience: CLI_PATIENCE,
    }
}

fn own_data_folder() -> Result<PathBuf, NoHomeError> {
    let project = directories::ProjectDirs::from("dev", "", "Orgkeep").ok_or(NoHomeError)?;
    Ok(project.data_local_dir().to_owned())
}

#[cfg(test)]
mod tests {
    use orgkeep_domain::activity::Program;

    use super::*;

    #[test]
    fn practice_and_real_vaults_share_nothing() {
        let data = Path::new("data");
        let settings = |mode| {
            let actor = Actor::new(None, Program::Window);
            vault_settings(mode, Some(data), actor).unwrap()
        };
        let (real, practice) = (settings(Mode::Real), settings(Mode::Practice));
        assert_eq!(
            (real.folder, real.rule),
            (data.join("vault"), AuthorityRule::Salesforce)
        );
        assert!(matches!(real.custody, KeyCustody::Keyring(_)));
        assert_eq!(practice.folder, data.join("practice"));
        assert_eq!(practice.rule, AuthorityRule::Practice);
        let key = data.join("practice/practice.key");
        assert!(matches!(practice.custody, KeyCustody::KeyFile(path) if path == key));
    }
}
