//! Homes of the Salesforce CLI, `~/.sfdx` (salesforce.md, 7.3).

pub mod alias;
pub mod auth_file;
pub mod key;

mod end;
mod wire;
