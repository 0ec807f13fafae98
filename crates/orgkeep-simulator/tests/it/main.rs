//! The practice org through its public API and real sockets.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

mod authorize;
mod control;
mod discovery;
mod fault;
mod metadata;
mod refresh;
mod rest;
mod single_access;
mod soap;
mod store;
mod support;
mod token;
mod wire;
