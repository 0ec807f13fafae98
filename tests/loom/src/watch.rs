//! A stand-in for `tokio::sync::watch`, which wakes its waiters in an order of chance: loom has to see the same run twice.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use loom::sync::{Mutex, MutexGuard};

/// What both ends share.
#[derive(Debug)]
struct Shared<T> {
    value: T,
    is_closed: bool,
    waiting: Vec<Waker>,
}

#[derive(Debug)]
pub(super) struct Sender<T>(Arc<Mutex<Shared<T>>>);

#[derive(Debug)]
pub(super) struct Receiver<T>(Arc<Mutex<Shared<T>>>);

/// The sender went away before the value was what somebody waits for.
#[derive(Debug)]
pub(super) struct Closed;

pub(super) fn channel<T>(value: T) -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Mutex::new(Shared {
        value,
        is_closed: false,
        waiting: Vec::new(),
    }));
    (Sender(Arc::clone(&shared)), Receiver(shared))
}

impl<T> Sender<T> {
    pub(super) fn send_replace(&self, value: T) -> T {
        self.change(|shared| std::mem::replace(&mut shared.value, value))
    }

    /// Changes something and wakes whoever waits, without the lock.
    fn change<R>(&self, what: impl FnOnce(&mut Shared<T>) -> R) -> R {
        let mut shared = lock(&self.0);
        let result = what(&mut shared);
        let waiting = std::mem::take(&mut shared.waiting);
        drop(shared);
        waiting.into_iter().for_each(Waker::wake);
        result
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.change(|shared| shared.is_closed = true);
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Clone> Receiver<T> {
    /// Waits until the value is one that `is_right` accepts.
    pub(super) async fn wait_for(&mut self, is_right: impl Fn(&T) -> bool) -> Result<T, Closed> {
        poll_fn(|context| self.look(context, &is_right)).await
    }

    fn look(
        &self,
        context: &Context<'_>,
        is_right: impl Fn(&T) -> bool,
    ) -> Poll<Result<T, Closed>> {
        let mut shared = lock(&self.0);
        if is_right(&shared.value) {
            return Poll::Ready(Ok(shared.value.clone()));
        }
        if shared.is_closed {
            return Poll::Ready(Err(Closed));
        }
        shared.waiting.push(context.waker().clone());
        Poll::Pending
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap()
}
