//! The real window, a real browser, a real keyring.
//!
//! Each [`session::Session`] is one person at one machine: a home folder, a session bus, an unlocked
//! keyring, a window driven through WebKit's own driver, and Chromium as the system's browser. Nothing is
//! shared with the machine's user, and nothing is left over.

pub mod admin;
pub mod browser;
pub mod bus;
pub mod control;
mod display;
mod form;
pub mod machine;
pub mod picture;
pub mod process;
pub mod recording;
pub mod salesforce;
pub mod session;
pub mod stock;
pub mod window;
