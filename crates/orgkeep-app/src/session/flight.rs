//! One renewal of a connection at a time in this program; whoever else wants one waits for it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, PoisonError};

use orgkeep_domain::id::ConnectionId;

use super::error::SessionError;
use super::threads::{Mutex, MutexGuard, spawn, watch};

/// How a renewal ended.
pub(super) type Landed = Result<(), SessionError>;

type Board = watch::Receiver<Option<Landed>>;

/// The renewals that are under way. They run to their end even if nobody waits for them any more: a refresh token
/// that is on its way cannot be called back.
#[derive(Debug, Default)]
pub(super) struct Flights {
    under_way: Mutex<HashMap<ConnectionId, Board>>,
}

impl Flights {
    /// Waits for the renewal that is under way, or for the one that begins now.
    pub(super) async fn join_or_start<F>(
        self: &Arc<Self>,
        id: &ConnectionId,
        start: impl FnOnce() -> F,
    ) -> Landed
    where
        F: Future<Output = Landed> + Send + 'static,
    {
        let mut board = self.board(id, start);
        match board.wait_for(Option::is_some).await {
            Ok(landed) => landed.clone().unwrap_or(Err(SessionError::Abandoned)),
            Err(_closed) => Err(SessionError::Abandoned),
        }
    }

    /// Waits until no renewal is under way.
    pub(super) async fn all_landed(&self) {
        loop {
            let next = self.lock().values().next().cloned();
            let Some(mut board) = next else { return };
            let _closed = board.wait_for(Option::is_some).await;
        }
    }

    fn board<F>(self: &Arc<Self>, id: &ConnectionId, start: impl FnOnce() -> F) -> Board
    where
        F: Future<Output = Landed> + Send + 'static,
    {
        let mut under_way = self.lock();
        if let Some(board) = under_way.get(id) {
            return board.clone();
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
        board
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
