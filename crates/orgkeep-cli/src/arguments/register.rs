//! What can be typed to register an org.

use clap::{Args, ValueEnum};

use super::SignInArguments;

/// What to register.
#[derive(Debug, Args)]
pub struct RegisterArguments {
    /// What to call the connection.
    #[arg(long)]
    pub name: String,
    /// What kind of org it is.
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    pub org_type: OrgKind,
    /// Where people sign in: the org's My Domain is best.
    #[arg(long, value_name = "URL")]
    pub login_url: String,
    /// How to sign in.
    #[arg(long, value_enum, value_name = "WAY", default_value_t = Way::Eca)]
    pub auth: Way,
    /// The app's consumer key, also called Consumer ID.
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Take the app's consumer secret from a line of standard input. Apps without one need no secret.
    #[arg(long)]
    pub client_secret_stdin: bool,
    /// Who signs in with a password, for --auth standard.
    #[arg(
        long,
        value_name = "USER",
        required_if_eq("auth", "standard"),
        conflicts_with_all = ["client_id", "client_secret_stdin", "all_scopes"]
    )]
    pub username: Option<String>,
    /// Take the password, then the security token, from two lines of standard input. The second one is missing or
    /// empty where the org trusts this computer's address.
    #[arg(long, requires = "username")]
    pub password_stdin: bool,
    /// Vouch for a login host that is not one of Salesforce's known ones. It must be exactly the host of the address.
    #[arg(long, value_name = "HOST")]
    pub confirm_host: Option<String>,
    /// Register an org that has Dev Hub enabled all the same: scratch orgs cannot be signed up through an External
    /// Client App.
    #[arg(long)]
    pub accept_dev_hub: bool,
    /// How the sign-in goes.
    #[command(flatten)]
    pub sign_in: SignInArguments,
}

/// Kinds of orgs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OrgKind {
    /// A production org.
    Production,
    /// A sandbox.
    Sandbox,
    /// A Developer Edition org.
    Developer,
    /// A scratch org.
    Scratch,
}

/// Ways to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// Through an External Client App.
    Eca,
    /// Through a Connected App that is there already.
    ConnectedApp,
    /// With user name, password and security token. Salesforce ends this way.
    Standard,
}
