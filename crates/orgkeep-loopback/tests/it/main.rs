//! The listener from outside: real sockets, the public interface only.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "what the tests share may end a test and prints the rows' scores"
)]

mod binding;
mod browser;
mod closing;
mod flood;
mod navigation;
mod parameter;
mod reply;
mod row;
mod sign_in;
mod stray;
