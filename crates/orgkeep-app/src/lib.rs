//! Use cases, the facade, and the attempt driver.
//!
//! [`facade::Orgkeep`] is the whole program without a window: it never heard of Tauri, so the same code runs
//! in tests and behind the window. Time, browser, clipboard and practice org enter through
//! [`surroundings::Surroundings`].

pub mod activity;
mod address;
mod app_wait;
pub mod attempt;
mod background;
mod beside;
mod checkup;
pub mod creation;
mod creation_view;
mod decoding;
mod dependent;
mod design;
mod dev_hub;
mod document;
mod draft;
mod earlier;
mod evidence;
pub mod facade;
pub mod file;
mod identity;
mod import;
pub mod inventory;
mod labels;
pub mod landing;
mod move_report;
mod move_words;
mod pattern;
mod pause;
mod pending;
pub mod place;
pub mod practice;
pub mod program;
mod recovery_sheet;
mod revocation;
mod rotation;
mod scope_view;
pub mod session;
mod setup_page;
pub mod source;
mod source_view;
pub mod surroundings;
pub mod table;
mod testing;
mod typed;
mod unlock;
mod view;
