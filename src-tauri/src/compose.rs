//! The composition root: which folder, which key, which Salesforce.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::practice::PracticeOrg;
use orgkeep_app::surroundings::{Mode, Reopen, SalesforceCli, Surroundings, SystemClock, Timing};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::client::CallbackUrl;
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::foreign_key::salesforce_cli_key;
use orgkeep_vault::keyring_store::Keyring;
use orgkeep_vault::vault::VaultSettings;
use tauri::AppHandle;

use crate::outside::{
    SystemBrowser, SystemClipboard, SystemComputer, SystemFileDialog, SystemNotifier,
};
use crate::practice::SimulatedSalesforce;

/// Opens Orgkeep on one of its two folders. They share nothing: a practice vault has its own key, in a file,
/// because nothing in it is real, and accepts addresses of this machine only.
///
/// # Errors
/// When there is no data folder, or the practice org does not start.
pub async fn compose(
    mode: Mode,
    reopen: Arc<dyn Reopen>,
    app: &AppHandle,
) -> anyhow::Result<Orgkeep> {
    let folder = data_folder(mode)?;
    let (rule, custody, practice) = match mode {
        Mode::Real => (
            AuthorityRule::Salesforce,
            KeyCustody::Keyring(Keyring::of_this_system()),
            None,
        ),
        Mode::Practice => {
            let simulated = SimulatedSalesforce::start(&folder).await?;
            let practice: Arc<dyn PracticeOrg> = Arc::new(simulated);
            let key = KeyCustody::KeyFile(folder.join("practice.key"));
            (AuthorityRule::Practice, key, Some(practice))
        }
    };
    let settings = VaultSettings {
        folder,
        rule,
        custody,
        clock: Arc::new(jiff::Timestamp::now),
    };
    let around = surroundings(reopen, practice, app.clone());
    Ok(Orgkeep::open(settings, around).await)
}

fn surroundings(
    reopen: Arc<dyn Reopen>,
    practice: Option<Arc<dyn PracticeOrg>>,
    app: AppHandle,
) -> Surroundings {
    Surroundings {
        browser: Arc::new(SystemBrowser),
        clipboard: Arc::new(SystemClipboard::default()),
        files: Arc::new(SystemFileDialog::of(app)),
        salesforce_cli: SalesforceCli {
            home: std::env::home_dir().map(|home| home.join(".sfdx")),
            keychain_key: Arc::new(salesforce_cli_key),
        },
        notifier: Arc::new(SystemNotifier),
        computer: Arc::new(SystemComputer),
        clock: Arc::new(SystemClock),
        reopen: Some(reopen),
        practice,
        callback: CallbackUrl::standard(),
        timing: Timing::default(),
        program: "Orgkeep".to_owned(),
    }
}

fn data_folder(mode: Mode) -> anyhow::Result<PathBuf> {
    let project = directories::ProjectDirs::from("dev", "", "Orgkeep")
        .context("this user has no home folder")?;
    let name = match mode {
        Mode::Real => "vault",
        Mode::Practice => "practice",
    };
    Ok(project.data_local_dir().join(name))
}
