//! Names of things, rules, and the states of an authorization.
//!
//! Pure: no IO, no clock, no randomness. Everything here is either a value that cannot be wrong
//! once it exists, or a transition that takes its state by value.

pub mod activity;
pub mod address;
pub mod alphabet;
pub mod attempt;
pub mod authority;
pub mod browser;
pub mod callback;
pub mod catalogue;
pub mod client;
pub mod connection;
pub mod decode;
pub mod dependent;
pub mod dev_hub;
pub mod expiry;
pub mod failure;
pub mod family;
pub mod health;
pub mod host;
pub mod id;
pub mod label;
pub mod limit;
pub mod organization;
pub mod outcome;
pub mod retirement;
pub mod scope;
pub mod text;
pub mod verdict;
