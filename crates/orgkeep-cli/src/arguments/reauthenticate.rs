//! What can be typed to sign in again.

use clap::Args;

use super::SignInArguments;

/// What to authenticate again.
#[derive(Debug, Args)]
pub struct ReauthenticateArguments {
    /// Its name, its id, or its org id or user name where only one has it.
    pub name: String,
    /// A new consumer key. The one in force stays in force until the sign-in has succeeded.
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Take the new app's consumer secret from a line of standard input.
    #[arg(long, requires = "client_id")]
    pub client_secret_stdin: bool,
    /// Take a new password, then the security token, from two lines of standard input, for a connection that signs in with
    /// a password. The second one is missing or empty where the org trusts this computer's address.
    #[arg(long, conflicts_with_all = ["client_id", "pending", "all_scopes"])]
    pub password_stdin: bool,
    /// Use the new credentials that were typed in the window.
    #[arg(long, conflicts_with = "client_id")]
    pub pending: bool,
    /// Accept that another user of the org signs in.
    #[arg(long)]
    pub accept_user: bool,
    /// Accept that the sandbox was refreshed, and has another org id.
    #[arg(long)]
    pub accept_refreshed_sandbox: bool,
    /// How the sign-in goes.
    #[command(flatten)]
    pub sign_in: SignInArguments,
}

impl ReauthenticateArguments {
    /// Whether this command is given something in place of what is in force.
    pub fn gives_new(&self) -> bool {
        self.client_id.is_some() || self.password_stdin
    }
}
