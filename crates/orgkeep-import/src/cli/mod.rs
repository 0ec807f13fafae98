//! Homes of the Salesforce CLI, `~/.sfdx` (salesforce.md, 7.3), and what the CLI itself answers.

pub mod alias;
pub mod auth_file;
pub mod auth_url;
pub mod key;
pub mod tokens;

mod end;
mod wire;
