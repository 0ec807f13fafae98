//! What other tools know of orgs: homes of the Salesforce CLI, and lists as CSV or JSON.
//!
//! Everything here comes from a file that somebody else wrote. Each entry is taken or explained by itself: one that is
//! damaged, expired or hostile never hides the others. Nothing here opens a file, and nothing asks Salesforce.

pub mod cli;
pub mod list;
