//! What can be typed.

mod activity;
mod moving;
mod reauthenticate;
mod register;

pub use activity::ActivityArguments;
pub use reauthenticate::ReauthenticateArguments;
pub use register::{OrgKind, RegisterArguments, Way};

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use orgkeep_system::browser::{BrowserCommandError, BrowserCommands};

use crate::blueprint::arguments::BlueprintCommand;
pub use moving::{
    DependentsArguments, ImportCommand, ImportListArguments, ImportSfArguments, MigrateArguments,
};

const EXIT_CODES: &str = "\
Exit codes: 0 done, and nothing found; 1 something was found, refused or failed at Salesforce; 2 wrong usage; 3 the \
vault, its key or a file could not be used; 130 cancelled.";

/// Keeps Salesforce orgs connected through External Client Apps.
#[derive(Debug, Parser)]
#[command(name = "orgkeep", version, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Arguments {
    /// Where the vault is.
    #[command(flatten)]
    pub place: PlaceArguments,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Which vault, and how it is opened.
#[derive(Debug, Args)]
pub struct PlaceArguments {
    /// Use the practice vault. It accepts addresses of this computer only, and nothing in it is real.
    #[arg(long)]
    pub practice: bool,
    /// The folder of Orgkeep's data, in place of this user's own.
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Take the vault's passphrase from the first line of standard input.
    #[arg(long)]
    pub passphrase_stdin: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the connections, as they were last seen. Asks no org and needs no key.
    List(JsonArguments),
    /// Show one connection. Asks no org and needs no key.
    Show(ShowArguments),
    /// Sign in to an org in the browser, and save the connection.
    Register(RegisterArguments),
    /// Ask orgs whether their connections work. One API call each.
    Test(TestArguments),
    /// Sign in again for a connection, with its credentials or with new ones.
    Reauthenticate(ReauthenticateArguments),
    /// Move connections to an External Client App, with the same record.
    Migrate(MigrateArguments),
    /// Import what other tools know of orgs. Contacts nobody.
    #[command(subcommand)]
    Import(ImportCommand),
    /// List what depends on connections, or take it from a list.
    Dependents(DependentsArguments),
    /// Remove a connection, and have Salesforce revoke its token.
    Remove(RemoveArguments),
    /// Open an org in the browser, signed in.
    Open(OpenArguments),
    /// Export the list without secrets.
    Export(ExportArguments),
    /// What happened, the newest first; or whether that was changed. Asks no org and needs no key.
    Activity(ActivityArguments),
    /// The vault itself.
    #[command(subcommand)]
    Vault(VaultCommand),
    /// Check this computer: port, key, store, network, clock, browser.
    Doctor(JsonArguments),
    /// Source of External Client Apps.
    #[command(subcommand)]
    Blueprint(Box<BlueprintCommand>),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Write the manual pages.
    Man {
        /// The folder for them; it is made if it is not there.
        folder: PathBuf,
    },
}

/// What to do with the vault itself.
#[derive(Debug, Subcommand)]
pub enum VaultCommand {
    /// Put a damaged store aside, as it is, and begin a new, empty one. A store that is not damaged stays where it is.
    SetAside(JsonArguments),
}

/// How the result is printed.
#[derive(Debug, Args)]
pub struct JsonArguments {
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Which connection to show.
#[derive(Debug, Args)]
pub struct ShowArguments {
    /// Its name, its id, or its org id or user name where only one has it.
    pub name: String,
    /// How the result is printed.
    #[command(flatten)]
    pub output: JsonArguments,
}

/// How a sign-in goes.
#[derive(Debug, Args)]
pub struct SignInArguments {
    /// Ask for all scopes of the app, instead of those that Orgkeep needs.
    #[arg(long)]
    pub all_scopes: bool,
    /// Accept that the login host leads to this address of a private network.
    #[arg(long, value_name = "IP")]
    pub accept_address: Vec<IpAddr>,
    /// The browser.
    #[command(flatten)]
    pub browser: BrowserArguments,
    /// Take the address that the browser ends at from lines of standard input too, where it cannot reach this computer.
    #[arg(long)]
    pub paste: bool,
    /// Give up after so many seconds, the wait for a new key included.
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: u64,
    /// How the result is printed.
    #[command(flatten)]
    pub output: JsonArguments,
}

/// What opens the address.
#[derive(Debug, Args)]
pub struct BrowserArguments {
    /// Start this command with the address: in the place of %s, or behind its words. Otherwise $BROWSER counts, then
    /// the system's browser.
    #[arg(long = "browser", value_name = "CMD", value_parser = parse_browser, conflicts_with = "no_browser")]
    pub command: Option<BrowserCommands>,
    /// Open no browser: print the address, alone on its line.
    #[arg(long)]
    pub no_browser: bool,
}

/// What to test.
#[derive(Debug, Args)]
#[command(override_usage = "orgkeep test [OPTIONS] <NAME>...\n       orgkeep test [OPTIONS] --all")]
pub struct TestArguments {
    /// Names of connections.
    #[arg(
        required_unless_present = "all",
        conflicts_with = "all",
        value_name = "NAME"
    )]
    pub names: Vec<String>,
    /// Test every connection.
    #[arg(long)]
    pub all: bool,
    /// How the result is printed.
    #[command(flatten)]
    pub output: JsonArguments,
}

/// What to remove.
#[derive(Debug, Args)]
pub struct RemoveArguments {
    /// Its name, its id, or its org id or user name where only one has it.
    pub name: String,
    /// Do not ask.
    #[arg(long)]
    pub yes: bool,
    /// How the result is printed.
    #[command(flatten)]
    pub output: JsonArguments,
}

/// What to open.
#[derive(Debug, Args)]
pub struct OpenArguments {
    /// Its name, its id, or its org id or user name where only one has it.
    pub name: String,
    /// A path within the org, such as /lightning/page/home.
    #[arg(long, conflicts_with = "setup")]
    pub path: Option<String>,
    /// The External Client App Manager in Setup.
    #[arg(long)]
    pub setup: bool,
    /// The browser.
    #[command(flatten)]
    pub browser: BrowserArguments,
    /// Open a private window.
    #[arg(long, conflicts_with_all = ["command", "no_browser"])]
    pub private: bool,
    /// How the result is printed.
    #[command(flatten)]
    pub output: JsonArguments,
}

/// How to export.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// A table for spreadsheets, or JSON.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub format: Format,
    /// The file to write, in place of standard output. One that is there is replaced.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Forms of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// One JSON document.
    Json,
}

fn parse_browser(text: &str) -> Result<BrowserCommands, BrowserCommandError> {
    BrowserCommands::parse(text)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_documentation_names_every_command_and_option() {
        let text = include_str!("../../../docs/command-line.md");
        let mut open = vec![("orgkeep".to_owned(), Arguments::command())];
        while let Some((path, command)) = open.pop() {
            let is_group = command.has_subcommands();
            assert!(is_group || text.contains(&format!("`{path}")), "{path}");
            for option in command.get_arguments().filter_map(clap::Arg::get_long) {
                assert!(text.contains(&format!("--{option}")), "{path} --{option}");
            }
            let subs = command.get_subcommands().cloned();
            open.extend(subs.map(|sub| (format!("{path} {}", sub.get_name()), sub)));
        }
    }

    /// Arguments can be read by every program of the computer.
    #[test]
    fn no_option_takes_a_secret() {
        let words = ["secret", "password", "passphrase", "token"];
        let mut open = vec![Arguments::command()];
        let mut seen = 0;
        while let Some(command) = open.pop() {
            for option in command.get_arguments() {
                let name = option.get_long().unwrap_or_default();
                if words.iter().any(|word| name.contains(word)) {
                    let takes = option.get_action().takes_values();
                    assert!(!takes, "{} --{name}", command.get_name());
                    seen += 1;
                }
            }
            open.extend(command.get_subcommands().cloned());
        }
        assert!(seen > 0, "the options for standard input have other names");
    }

    #[test]
    fn the_arguments_contradict_each_other_nowhere() {
        Arguments::command().debug_assert();
    }
}
