//! Who works on the store at a time, away from the async threads.

use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::error::StoreError;
use crate::key::MasterKey;
use crate::lock_state::LockReason;
use crate::vault::{Inner, Vault};

/// How much work goes on at a time, besides reading. The store has one connection that writes: more are only threads that
/// wait for it, each with memory of its own. So many that a key which waits for the keyring leaves room for writes.
const AT_ONCE: usize = 16;

/// How much is read at a time, from the one connection that reads. These turns are their own: writes that wait for a slow
/// disk or for another process hold up nobody who reads.
const READ_AT_ONCE: usize = 4;

/// Turns at both.
pub(crate) struct Turns {
    reading: Arc<Semaphore>,
    other: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            reading: Arc::new(Semaphore::new(READ_AT_ONCE)),
            other: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Vault {
    /// Reads, from one state of the store, away from the async threads.
    pub(crate) async fn reading<T, E>(
        &self,
        work: impl FnOnce(&Inner, &Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let read = |inner: &Inner| inner.database.read(|connection| work(inner, connection));
        self.in_turn(&self.inner.turns.reading, read).await
    }

    /// Reads what is sealed, with the key that is in force, or gives why there is none. Waits for the keyring only where
    /// another process has changed the key.
    pub(crate) async fn opening<T, E>(
        &self,
        locked: fn(LockReason) -> E,
        work: impl FnOnce(&Inner, &MasterKey, &Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let with_own_key =
            |inner: &Inner, connection: &Connection| match inner.key_at_hand(connection)? {
                Ok(own) => work(inner, &own, connection).map(Ok),
                Err(_) => Ok(Err(work)),
            };
        let work = match self.reading(with_own_key).await? {
            Ok(done) => return Ok(done),
            Err(work) => work,
        };
        let with_new_key = move |inner: &Inner| {
            let master = inner.master().map_err(locked)?;
            inner
                .database
                .read(|connection| work(inner, &master, connection))
        };
        self.blocking(with_new_key).await
    }

    /// Does work that may wait for the disk, the keyring or other processes, away from the async threads. Once begun, the
    /// work is finished even if nobody waits for it any more.
    pub(crate) async fn blocking<T, E>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.in_turn(&self.inner.turns.other, work).await
    }

    async fn in_turn<T, E>(
        &self,
        turns: &Arc<Semaphore>,
        work: impl FnOnce(&Inner) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (inner, turn) = (Arc::clone(&self.inner), Arc::clone(turns).acquire_owned());
        let done = tokio::spawn(async move {
            let turn = turn.await;
            let work = move || {
                let _turn = turn;
                work(&inner)
            };
            tokio::task::spawn_blocking(work).await
        });
        match done.await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) | Err(_) => Err(StoreError::Abandoned.into()),
        }
    }
}
