//! One renewal of a connection at a time in this program; whoever else wants one waits for it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use orgkeep_domain::id::ConnectionId;
use tokio::sync::watch;

use super::error::SessionError;

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
        tokio::spawn(async move {
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use std::time::Duration;

    use tokio::sync::Notify;
    use tokio::time::timeout;

    use super::*;

    fn id() -> ConnectionId {
        ConnectionId::parse("one").unwrap()
    }

    #[tokio::test]
    async fn many_wait_for_one_and_share_how_it_ended() {
        let flights = Arc::new(Flights::default());
        let (begun, gate) = (Arc::new(AtomicU32::new(0)), Arc::new(Notify::new()));
        let waiting: Vec<_> = (0..100)
            .map(|_| {
                let (flights, begun, gate) = (flights.clone(), begun.clone(), gate.clone());
                tokio::spawn(async move {
                    let fly = || async move {
                        begun.fetch_add(1, Ordering::Relaxed);
                        gate.notified().await;
                        Err(SessionError::NotFound)
                    };
                    flights.join_or_start(&id(), fly).await
                })
            })
            .collect();
        tokio::task::yield_now().await;
        gate.notify_one();
        for waiter in waiting {
            assert!(matches!(waiter.await.unwrap(), Err(SessionError::NotFound)));
        }
        assert_eq!(begun.load(Ordering::Relaxed), 1);
        flights.all_landed().await;
    }

    #[tokio::test]
    async fn a_flight_goes_on_when_nobody_waits_and_the_next_one_can_start() {
        let flights = Arc::new(Flights::default());
        let (gate, done) = (Arc::new(Notify::new()), Arc::new(AtomicU32::new(0)));
        let fly = || {
            let (gate, done) = (gate.clone(), done.clone());
            async move {
                gate.notified().await;
                done.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
        };
        drop(timeout(Duration::ZERO, flights.join_or_start(&id(), fly)).await);
        gate.notify_one();
        flights.all_landed().await;
        assert_eq!(done.load(Ordering::Relaxed), 1);
        gate.notify_one();
        assert!(flights.join_or_start(&id(), fly).await.is_ok());
    }

    #[tokio::test]
    async fn a_flight_that_panics_is_over() {
        let flights = Arc::new(Flights::default());
        let crash = || async { panic!("on purpose") };
        let landed = flights.join_or_start(&id(), crash).await;
        assert!(matches!(landed, Err(SessionError::Abandoned)));
        flights.all_landed().await;
    }
}
