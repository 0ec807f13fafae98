//! The composition root: which folder, which key, which Salesforce.

use std::sync::Arc;

use orgkeep_app::facade::Orgkeep;
use orgkeep_app::place::{salesforce_cli, vault_settings};
use orgkeep_app::practice::PracticeOrg;
use orgkeep_app::surroundings::{Mode, Reopen, Surroundings, SystemClock, Timing};
use orgkeep_domain::activity::Program;
use orgkeep_domain::client::CallbackUrl;
use orgkeep_system::account;
use orgkeep_system::browser::SystemBrowser;
use orgkeep_system::computer::SystemComputer;

use crate::late::LateApp;
use crate::outside::{ShellPrograms, SystemClipboard, SystemFileDialog, SystemNotifier};
use crate::practice::SimulatedSalesforce;

/// Opens Orgkeep on one of its two folders and reads it; see [`vault_settings`]. It begins when its host does.
///
/// # Errors
/// When there is no data folder, or the practice org does not start.
pub async fn compose(
    mode: Mode,
    reopen: Arc<dyn Reopen>,
    app: &LateApp,
) -> anyhow::Result<Orgkeep> {
    let settings = vault_settings(mode, None, account::actor(Program::Window))?;
    let practice: Option<Arc<dyn PracticeOrg>> = match mode {
        Mode::Real => None,
        Mode::Practice => Some(Arc::new(
            SimulatedSalesforce::start(&settings.folder).await?,
        )),
    };
    let around = surroundings(reopen, practice, app.clone());
    Ok(Orgkeep::read(settings, around).await)
}

fn surroundings(
    reopen: Arc<dyn Reopen>,
    practice: Option<Arc<dyn PracticeOrg>>,
    app: LateApp,
) -> Surroundings {
    Surroundings {
        browser: Arc::new(SystemBrowser),
        clipboard: Arc::new(SystemClipboard::default()),
        files: Arc::new(SystemFileDialog::of(app.clone())),
        salesforce_cli: salesforce_cli(Arc::new(ShellPrograms::of(app))),
        notifier: Arc::new(SystemNotifier),
        computer: Arc::new(SystemComputer {
            runs_on: vec![("Tauri".to_owned(), tauri::VERSION.to_owned()), web_view()],
        }),
        clock: Arc::new(SystemClock),
        reopen: Some(reopen),
        practice,
        callback: CallbackUrl::standard(),
        timing: Timing::default(),
        program: "Orgkeep".to_owned(),
        keeps_waits: true,
    }
}

/// What only a program with a window knows.
fn web_view() -> (String, String) {
    let version = tauri::webview_version().unwrap_or_else(|_| "unknown".to_owned());
    ("Web view".to_owned(), version)
}
