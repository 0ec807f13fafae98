//! An app that Orgkeep makes: planned, made, taken back, and compared with what it should be.
//!
//! A creation is one task that reads top to bottom ([`Creations::create`]). Before anything is sent, the journal in the
//! vault says what is going to be sent; each step is told as a `step` of the trace, and may be the last one before the
//! process dies. Whoever starts next goes on ([`Creations::resume`]) or takes it back ([`Creations::undo`]).
//!
//! The app itself is sent whole or not at all. Policies come last, and their failure is a warning.

mod app_check;
mod driver;
mod error;
mod existing;
mod org;
mod plan;
mod policies;
mod rotation;
mod secret;
mod send;
mod setting;
mod spare;
mod undo;
mod wanted;
mod work;

pub use app_check::AppReport;
pub use driver::{Created, CreationOrder, Creations, OnExisting};
pub use error::CreationError;
pub use org::CreationTiming;
pub use plan::{Plan, Standing, Trial};
pub use wanted::Yardstick;

/// A place where the process may die.
fn step(step: &'static str) {
    tracing::trace!(step, "working on an app");
}
