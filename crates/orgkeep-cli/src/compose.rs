//! The composition root of the command line: which vault, which surroundings.
//!
//! Lists need the store and nothing else. The key, the way to Salesforce and the rest are made where a command needs
//! them.

use std::sync::Arc;
use std::time::Duration;

use orgkeep_app::facade::Orgkeep;
use orgkeep_app::place::{salesforce_cli, vault_settings};
use orgkeep_app::surroundings::{Browser, Mode, Surroundings, SystemClock, Timing};
use orgkeep_domain::activity::Program;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::client::CallbackUrl;
use orgkeep_system::account;
use orgkeep_system::browser::{BrowserCommands, SystemBrowser};
use orgkeep_system::computer::SystemComputer;
use orgkeep_system::program::SystemPrograms;
use orgkeep_vault::error::StoreError;
use orgkeep_vault::vault::{OpenError, Vault, VaultSettings};

use crate::arguments::{BrowserArguments, PlaceArguments};
use crate::exit::Trouble;
use crate::outside::{NoClipboard, NoFileDialog, PrintedAddress, ToldOnTerminal};

/// The store, without its key.
pub fn store(place: &PlaceArguments) -> Result<Vault, Trouble> {
    let (_, opened) = opened(place)?;
    opened.map_err(|error| match error {
        OpenError::Store(StoreError::Corrupt(_)) => Trouble::unusable(format!(
            "{error}. `orgkeep vault set-aside` puts it aside, as it is, and begins a new one."
        )),
        other => Trouble::failed(&other),
    })
}

/// The program on a store that is open, for one command.
pub fn program(vault: Vault, around: Surroundings) -> Orgkeep {
    let rule = vault.rule();
    Orgkeep::of_store(Ok(vault), rule, around)
}

/// The rule of the vault that is meant, and the store, if it opens.
pub fn opened(
    place: &PlaceArguments,
) -> Result<(AuthorityRule, Result<Vault, OpenError>), Trouble> {
    let settings = settings(place)?;
    Ok((settings.rule, Vault::open(settings)))
}

/// Where the vault is that is meant, and what it goes by.
pub fn settings(place: &PlaceArguments) -> Result<VaultSettings, Trouble> {
    let mode = if place.practice {
        Mode::Practice
    } else {
        Mode::Real
    };
    let settings = vault_settings(
        mode,
        place.data_dir.as_deref(),
        account::actor(Program::CommandLine),
    );
    settings.map_err(|error| Trouble::failed(&error))
}

/// What a command line has around it. A sign-in may take this long.
pub fn surroundings(browser: Arc<dyn Browser>, timeout: Duration) -> Surroundings {
    Surroundings {
        browser,
        clipboard: Arc::new(NoClipboard),
        files: Arc::new(NoFileDialog),
        salesforce_cli: salesforce_cli(Arc::new(SystemPrograms)),
        notifier: Arc::new(ToldOnTerminal),
        computer: Arc::new(SystemComputer::default()),
        clock: Arc::new(SystemClock),
        reopen: None,
        practice: None,
        callback: CallbackUrl::standard(),
        timing: Timing {
            deadline: timeout,
            key_give_up: timeout,
            ..Timing::default()
        },
        program: "orgkeep, the command line".to_owned(),
        keeps_waits: false,
    }
}

/// The browser that was asked for: an argument comes before the variable, and the variable before the system.
pub fn browser(arguments: &BrowserArguments) -> Arc<dyn Browser> {
    if arguments.no_browser {
        return Arc::new(PrintedAddress);
    }
    let variable = || BrowserCommands::of_variable(&std::env::var("BROWSER").ok()?);
    match arguments.command.clone().or_else(variable) {
        Some(commands) => Arc::new(commands),
        None => Arc::new(SystemBrowser),
    }
}

/// The usual surroundings, for commands that sign nobody in.
pub fn plain_surroundings() -> Surroundings {
    let nothing = BrowserArguments {
        command: None,
        no_browser: false,
    };
    surroundings(browser(&nothing), Timing::default().deadline)
}
