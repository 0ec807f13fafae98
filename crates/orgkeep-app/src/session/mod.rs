//! Using a connection: its session, renewed when it is over, and tests of it.
//!
//! [`Sessions`] is the one way to a stored access token. However many tasks and programs find it expired, one of them
//! renews it and the others take what it stored (security.md, refresh-token rotation). Each step of a renewal is
//! told as a `step` of the trace.

mod connection_test;
mod error;
mod flight;
// Beside the file, which `tests/loom` builds without them.
#[cfg(test)]
mod flight_tests;
mod keeping;
mod login;
mod renewal;
mod runs;
mod sessions;
mod test_run;
mod threads;
mod turn;

pub use connection_test::{Asking, DEADLINE, Proven};
pub use error::{Obstacle, SessionError};
pub use keeping::{Unsaved, UnsavedTokens};
pub use sessions::{Session, Sessions, ended};
pub use test_run::{TestRun, Tested};
