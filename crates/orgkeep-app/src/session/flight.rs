//! One renewal of a connection at a time in this program; whoever else wants one waits for it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, PoisonError};

use orgkeep_domain::id::ConnectionId;

use super::error::SessionError;
use super::threads::{Mutex, MutexGuard, spawn, watch};

/// How a renewal ended.
pub(super) type Landed = Result<(), SessionError>;

/// What part a caller has in a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It began for the caller.
    Starter,
    /// It was under way.
    Passenger,
}

/// How a renewal went for one who waited for it.
#[derive(Debug)]
pub(super) struct Flown {
    pub(super) role: Role,
    pub(super) landed: Landed,
}

type Board = watch::Receiver<Option<Landed>>;

/// The renewals that are under way. They run to their end even if nobody waits for them any more: a refresh token
/// that is on its way cannot be called back.
#[derive(Debug, Default)]
pub(super) struct Flights {
    under_way: Mutex<HashMap<ConnectionId, Board>>,
}

impl Flights {
    /// Waits for renewals until `newer` finds what is newer than the caller's. One that was under way may have begun for
    /// older tokens than these, and had nothing to do; the one that begins here is the last. `None` if it changed nothing.
    pub(super) async fn until_newer<S, F, G>(
        self: &Arc<Self>,
        id: &ConnectionId,
        start: impl Fn() -> F,
        newer: impl Fn() -> G,
    ) -> Result<Option<S>, SessionError>
    where
        F: Future<Output = Landed> + Send + 'static,
        G: Future<Output = Result<Option<S>, SessionError>>,
    {
        loop {
            let Flown { role, landed } = self.join_or_start(id, &start).await;
            landed?;
            let found = newer().await?;
            if found.is_some() || role == Role::Starter {
                return Ok(found);
            }
        }
    }

    /// Waits for the renewal that is under way, or for the one that begins now.
    pub(super) async fn join_or_start<F>(
        self: &Arc<Self>,
        id: &ConnectionId,
        start: impl FnOnce() -> F,
    ) -> Flown
    where
        F: Future<Output = Landed> + Send + 'static,
    {
        let (role, mut board) = self.board(id, start);
        let landed = match board.wait_for(Option::is_some).await {
            Ok(landed) => landed.clone().unwrap_or(Err(SessionError::Abandoned)),
            Err(_closed) => Err(SessionError::Abandoned),
        };
        Flown { role, landed }
    }

    /// Waits until no renewal is under way.
    pub(super) async fn all_landed(&self) {
        loop {
            let next = self.lock().values().next().cloned();
            let Some(mut board) = next else { return };
            let _closed = board.wait_for(Option::is_some).await;
        }
    }

    fn board<F>(self: &Arc<Self>, id: &ConnectionId, start: impl FnOnce() -> F) -> (Role, Board)
    where
        F: Future<Output = Landed> + Send + 'static,
    {
        let mut under_way = self.lock();
        if let Some(board) = under_way.get(id) {
            return (Role::Passenger, board.clone());
        }
        let (sender, board) = watch::channel(None);
        under_way.insert(id.clone(), board.clone());
        let landing = Landing {
            flights: Arc::clone(self),
            id: id.clone(),
        };
        // A flight that never starts, because it panics or the runtime closes, takes itself off the list here and now.
        drop(under_way);
        let flight = start();
        spawn(async move {
            let landed = flight.await;
            drop(landing);
            sender.send_replace(Some(landed));
        });
        (Role::Starter, board)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ConnectionId, Board>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a flight off the list, however it ends.
struct Landing {
    flights: Arc<Flights>,
    id: ConnectionId,
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.flights.lock().remove(&self.id);
    }
}
