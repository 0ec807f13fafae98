//! The person's computer, as both programs see it: its browsers, its certificates and disk, and what a process that
//! holds secrets does first. Through kept crates.

pub mod account;
pub mod browser;
pub mod computer;
pub mod hardening;
pub mod program;

#[cfg(target_os = "linux")]
mod desktop_entry;
mod launch;
