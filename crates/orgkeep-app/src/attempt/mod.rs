//! One run of authorization: one task that reads top to bottom.
//!
//! Secret-bearing states live only on that task's stack. The rest of the process sees an
//! [`orgkeep_api::attempt::AttemptView`] in a `watch` channel, and sends intents by channel.

pub(crate) mod address;
mod consent;
mod dev_hub;
mod doubt;
mod driver;
mod duplicate;
mod held;
pub(crate) mod intent;
mod key;
mod login;
mod progress;
mod route;
mod target;
mod telling;

pub(crate) use consent::open as open_browser;
pub(crate) use driver::{Attempt, Errand, port_failure};
pub(crate) use progress::{Progress, rfc3339};
pub(crate) use route::Route;
pub(crate) use target::Target;
