//! The callback listener on localhost:33333.
//!
//! [`Listener::bind`] takes the port on both loopback families before a browser opens, and
//! [`Listener::next_callback`] yields requests that have the form of an authorization response. Whether one
//! is *the* response is decided by the caller, who compares the `state` and then calls [`Reply::accept`] or
//! [`Reply::ignore`]. Everything else that arrives gets a fixed answer, is forgotten, and ends nothing.
//!
//! # From the browser to the caller
//!
//! 1. `server` accepts connections and gives each its own task; at most 64 are open.
//! 2. `head` reads up to 16 KiB within 5 s, or drops what is not HTTP.
//! 3. `request` judges method, path, `Host`, fetch metadata, `Origin` and query.
//! 4. `connection` hands what passed to the caller and awaits the decision.
//! 5. `page` is the complete list of what can be answered. No answer repeats anything from a request.
//!
//! # Invariants
//!
//! - Nothing that was received is logged.
//! - `Location` is only ever `/done`.
//! - The port is closed at most 1 s after [`Listener::close`] was called or the [`Listener`] dropped.

mod bind;
mod connection;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod head;
mod holder;
mod listener;
mod observation;
mod page;
mod reply;
mod request;
mod server;
mod socket;

pub use bind::{BindError, check_port};
pub use holder::PortHolder;
pub use listener::Listener;
pub use observation::Observations;
pub use reply::{Callback, Reply};
pub use socket::open_socket;
