//! The contract with the page: commands, requests, views, error codes.
//!
//! Everything that crosses between the page and Rust is declared here and nowhere else. This crate
//! cannot reach `orgkeep-secret`, so a token in a view is an unresolved import. Secrets cross in one
//! direction only, as [`typed::TypedSecret`], which cannot be serialized.
//!
//! Times are RFC 3339 text; ids are text; nothing is a 64-bit number, which JSON would round.

pub mod activity;
pub mod activity_chain;
pub mod address;
pub mod app_check;
pub mod attempt;
pub mod backup;
pub mod blueprint;
pub mod browser;
pub mod care;
pub mod checklist;
pub mod checkup;
pub mod command;
pub mod connection;
mod contract;
pub mod creation;
pub mod creation_state;
pub mod decode;
pub mod dependent;
pub mod design;
pub mod dev_hub;
mod empty;
pub mod error;
pub mod failure;
pub mod health;
pub mod identity;
pub mod import;
pub mod key;
pub mod label;
pub mod login;
pub mod message;
pub mod migration;
pub mod move_check;
pub mod moves;
pub mod notice;
pub mod opening;
pub mod paste;
pub mod pending;
pub mod practice;
pub mod register;
pub mod removal;
pub mod retirement;
pub mod rotation;
pub mod source;
pub mod source_check;
mod table;
pub mod test_answer;
pub mod testing;
pub mod typed;
#[cfg(feature = "typescript")]
pub mod typescript;
pub mod vault;
