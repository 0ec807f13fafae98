//! Renewals of one connection at a time. What every order of two callers leads to is shown by the row Q-03.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use orgkeep_domain::id::ConnectionId;
use tokio::sync::Notify;
use tokio::time::timeout;

use super::SessionError;
use super::flight::{Flights, Role};

/// Where it would never end.
const PATIENCE: Duration = Duration::from_secs(30);

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
                flights.join_or_start(&id(), fly).await.landed
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
    assert!(flights.join_or_start(&id(), fly).await.landed.is_ok());
}

#[tokio::test]
async fn a_flight_that_panics_is_over() {
    let flights = Arc::new(Flights::default());
    let crash = || async { panic!("on purpose") };
    let flown = flights.join_or_start(&id(), crash).await;
    assert!(matches!(flown.landed, Err(SessionError::Abandoned)));
    flights.all_landed().await;
}

/// Somebody comes again and again with sessions that were over long before, each time just in front of the one whose
/// session is in force.
#[tokio::test]
async fn who_joins_flights_that_have_nothing_to_do_begins_one_of_its_own() {
    const IN_FORCE: u32 = 3;
    let flights = Arc::new(Flights::default());
    let stored = Arc::new(AtomicU32::new(IN_FORCE));
    let renew = async |found: u32| {
        let fly = || {
            let stored = stored.clone();
            async move {
                let order = Ordering::Relaxed;
                let _as_it_was = stored.compare_exchange(found, found + 1, order, order);
                Ok(())
            }
        };
        let newer = || async {
            let now = stored.load(Ordering::Relaxed);
            Ok((now != found).then_some(now))
        };
        flights.until_newer(&id(), fly, newer).await
    };
    let late = async {
        for found in 0..IN_FORCE {
            assert!(matches!(renew(found).await, Ok(Some(IN_FORCE))));
        }
    };
    let both = async { tokio::join!(biased; late, renew(IN_FORCE)) };
    let ((), own) = timeout(PATIENCE, both).await.unwrap();
    assert!(matches!(own, Ok(Some(4))));
}

#[tokio::test]
async fn who_begins_a_flight_that_changes_nothing_is_told_so() {
    let flights = Arc::new(Flights::default());
    let newer = || async { Ok(None::<()>) };
    let id = id();
    let found = flights.until_newer(&id, || async { Ok(()) }, newer);
    assert!(matches!(timeout(PATIENCE, found).await, Ok(Ok(None))));
    let flown = flights.join_or_start(&id, || async { Ok(()) }).await;
    assert_eq!(flown.role, Role::Starter);
}
