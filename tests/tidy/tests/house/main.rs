//! House rules as tests: a rule that runs is obeyed by newcomers and machines alike.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test ends where something is not as it must be"
)]

mod arrows;
#[cfg(target_os = "linux")]
mod build_script;
mod capability;
mod exposure;
mod freshness;
mod hygiene;
mod page;
mod shape;
mod style_sheet;
mod tree;
mod words;
