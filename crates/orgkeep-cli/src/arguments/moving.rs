//! What can be typed to move connections, to import them, and to list what depends on them.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{JsonArguments, SignInArguments};

/// What to move.
#[derive(Debug, Args)]
pub struct MigrateArguments {
    /// Names of connections.
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
    /// The consumer key of the External Client App. Without it, what was typed in the window is used.
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Take the app's consumer secret from a line of standard input.
    #[arg(long, requires = "client_id")]
    pub client_secret_stdin: bool,
    /// Go back to the app that the connection had before, while that is kept.
    #[arg(long, conflicts_with = "client_id")]
    pub back: bool,
    /// Accept that another user of the org signs in.
    #[arg(long)]
    pub accept_user: bool,
    /// Accept that the sandbox was refreshed, and has another org id.
    #[arg(long)]
    pub accept_refreshed_sandbox: bool,
    /// Move an org that has Dev Hub enabled all the same: scratch orgs cannot be signed up through an External Client
    /// App.
    #[arg(long)]
    pub accept_dev_hub: bool,
    /// Do not ask before a production org is moved.
    #[arg(long)]
    pub yes: bool,
    /// How the sign-in goes.
    #[command(flatten)]
    pub sign_in: SignInArguments,
}

/// Where to import from.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// The Salesforce CLI. Shows what there is, and imports what is named.
    Sf(ImportSfArguments),
    /// A list, CSV or JSON: name, type, login URL, authentication type, user.
    Csv(ImportListArguments),
}

/// What to import from the Salesforce CLI.
#[derive(Debug, Args)]
pub struct ImportSfArguments {
    /// The folder of its files, in place of ~/.sfdx. It is only read.
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// Ask the CLI itself, the program `sf`, for the tokens of what is imported, in place of opening its files.
    #[arg(long, conflicts_with = "from")]
    pub through_cli: bool,
    /// Wait so many seconds for each answer of the CLI.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, requires = "through_cli", value_parser = clap::value_parser!(u64).range(1..=600))]
    pub timeout: u64,
    /// Aliases or user names.
    #[arg(conflicts_with = "all", value_name = "NAME")]
    pub names: Vec<String>,
    /// Everything that can be used.
    #[arg(long)]
    pub all: bool,
    /// Take tokens along also where their app may rotate them. Then the Salesforce CLI must not use them any more.
    #[arg(long)]
    pub share_tokens: bool,
    /// How the result is printed.
    #[command(flatten)]
    pub output: JsonArguments,
}

/// Which list to import.
#[derive(Debug, Args)]
pub struct ImportListArguments {
    /// The list.
    pub file: PathBuf,
    /// Import nothing: show what would be imported.
    #[arg(long)]
    pub preview: bool,
    /// How the result is printed.
    #[command(flatten)]
    pub output: JsonArguments,
}

/// Which dependents.
#[derive(Debug, Args)]
pub struct DependentsArguments {
    /// The connection that they name; all of them without it.
    pub name: Option<String>,
    /// Take them from a list, CSV or JSON: connection, kind, name, product.
    #[arg(long, value_name = "FILE", conflicts_with = "name")]
    pub import: Option<PathBuf>,
    /// How the result is printed.
    #[command(flatten)]
    pub output: JsonArguments,
}
