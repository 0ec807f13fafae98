//! The facade against the practice org, and the security rows.
//!
//! A [`world::World`] is one machine: a data folder, a running practice org, and Orgkeep opened on both. HTTP,
//! the callback listener and the store are real; browser, clipboard, clock and keyring are replaced. The
//! journeys and rows lie in `tests/`; here is what they are told with.

pub mod again;
mod asked;
pub mod child;
#[path = "../../../crates/orgkeep-import/tests/it/home.rs"]
pub mod cli_home;
pub mod clipboard;
pub mod clock;
pub mod creating;
pub mod creator;
pub mod file_dialog;
pub mod fleet;
pub mod keyring;
pub mod leak;
pub mod login;
pub mod memory;
pub mod move_away;
pub mod ordering;
pub mod outside;
mod pause;
pub mod payload;
pub mod person;
pub mod plan;
pub mod port;
pub mod practice;
pub mod probe;
pub mod row;
pub mod salesforce_cli;
pub mod secret;
pub mod session;
pub mod sign_in;
pub mod sqlite;
pub mod standing;
pub mod steps;
pub mod striking;
pub mod trace;
pub mod transcript;
pub mod twin;
pub mod waiting;
pub mod world;
