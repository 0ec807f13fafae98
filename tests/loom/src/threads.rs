//! What a flight needs of the runtime, as loom knows it.

use std::future::Future;

pub(super) use loom::sync::{Mutex, MutexGuard};

pub(super) use crate::watch;

pub(super) fn spawn(work: impl Future<Output = ()> + 'static) {
    loom::thread::spawn(move || loom::future::block_on(work));
}
