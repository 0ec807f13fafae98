//! What a flight needs of the runtime, by the names that it uses. `tests/loom` explores every order of its threads
//! with loom's counterparts in their place.

pub(super) use std::sync::{Mutex, MutexGuard};
pub(super) use tokio::spawn;
pub(super) use tokio::sync::watch;
