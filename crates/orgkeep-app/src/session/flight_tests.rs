//! Renewals of one connection at a time. What every order of two callers leads to is shown by the row Q-03.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use orgkeep_domain::id::ConnectionId;
use tokio::sync::Notify;
use tokio::time::timeout;

use super::SessionError;
use super::flight::Flights;

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
