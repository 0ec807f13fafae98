//! Renewals of one connection inside one process, in every order of its threads: the other part of Q-03.
//!
//! The file of the program that lets one of them fly at a time is built once more, with what loom (docs.rs/loom) has in the
//! place of threads and locks. Tokio's channel has a stand-in that promises the same; Tokio explores its own in the same
//! way. What flies here is a renewal without its requests and without the lock between processes: it reads the store again
//! and spends the token only if nobody has before. One connection, and callers who found the same session over or different
//! ones; a flight that panics has a test beside the file.

#![cfg(test)]

mod renewal;
mod threads;
mod watch;

/// The program's own file.
#[path = "../../../crates/orgkeep-app/src/session/flight.rs"]
mod flight;

/// Of the program's errors those that a flight has, and one of a renewal.
mod error {
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) enum SessionError {
        Abandoned,
        Hindered,
    }
}
