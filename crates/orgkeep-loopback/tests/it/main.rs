//! The listener from outside: real sockets, the public interface only.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "what the tests share may end a test and prints the rows' scores"
)]

// Only on Linux can a process be given a network of its own.
#[cfg(target_os = "linux")]
mod apart;
mod binding;
mod browser;
mod closing;
mod flood;
mod navigation;
#[cfg(target_os = "linux")]
mod network;
mod parameter;
mod reply;
mod row;
mod sign_in;
mod stray;
