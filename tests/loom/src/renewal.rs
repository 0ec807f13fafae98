//! A process whose tasks find the session of a connection over.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use loom::future::block_on;
use loom::model::Builder;
use loom::sync::Mutex;
use loom::thread;
use orgkeep_domain::id::ConnectionId;

use crate::error::SessionError;
use crate::flight::{Flights, Landed};

/// A connection, as far as a renewal goes.
#[derive(Default)]
struct Stored {
    generation: u32,
    is_being_spent: bool,
}

/// How renewals go in a process.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// As in the program.
    Proper,
    /// The store is not read again before the token is spent.
    Unread,
    /// Each task renews for itself.
    Alone,
    /// Who has waited for a renewal does not look whether it was one.
    Once,
    /// Salesforce refuses.
    Refused,
}

/// A process with its store.
#[derive(Clone)]
struct Process {
    flights: Arc<Flights>,
    stored: Arc<Mutex<Stored>>,
    manner: Manner,
}

impl Process {
    fn new(manner: Manner) -> Self {
        Self {
            flights: Arc::default(),
            stored: Arc::new(Mutex::new(Stored::default())),
            manner,
        }
    }

    fn generation(&self) -> u32 {
        self.stored.lock().unwrap().generation
    }

    /// Finds the session of a generation over, and wants a newer one.
    async fn renew(&self, found: u32) -> Landed {
        let (stored, manner) = (Arc::clone(&self.stored), self.manner);
        let fly = || async move { spend(&stored, manner, found) };
        match manner {
            Manner::Alone => fly().await,
            _ => self.flights.join_or_start(&id(), fly).await.landed,
        }
    }

    /// Finds the session of a generation over, and waits for a newer one. Gives which.
    async fn newer_than(&self, found: u32) -> Result<Option<u32>, SessionError> {
        let fly = || {
            let (stored, manner) = (Arc::clone(&self.stored), self.manner);
            async move { spend(&stored, manner, found) }
        };
        let newer = || async {
            let now = self.generation();
            Ok((now != found).then_some(now))
        };
        match self.manner {
            Manner::Once => {
                self.flights.join_or_start(&id(), fly).await.landed?;
                newer().await
            }
            _ => self.flights.until_newer(&id(), fly, newer).await,
        }
    }

    /// Another task renews at the same time. Gives what this one and that one were told.
    fn renewed_by_two(&self) -> [Landed; 2] {
        let found = self.generation();
        let process = self.clone();
        let other = thread::spawn(move || block_on(process.renew(found)));
        let told = block_on(self.renew(found));
        let told = [told, other.join().unwrap()];
        block_on(self.flights.all_landed());
        told
    }
}

fn spend(stored: &Mutex<Stored>, manner: Manner, found: u32) -> Landed {
    {
        let mut stored = stored.lock().unwrap();
        if manner != Manner::Unread && stored.generation != found {
            return Ok(());
        }
        assert!(!stored.is_being_spent, "two spend a token at once");
        stored.is_being_spent = true;
    }
    // The request is on its way: whoever else comes, comes now. To let go of the lock is enough for loom.
    let mut stored = stored.lock().unwrap();
    stored.is_being_spent = false;
    if manner == Manner::Refused {
        return Err(SessionError::Hindered);
    }
    stored.generation += 1;
    Ok(())
}

fn id() -> ConnectionId {
    ConnectionId::parse("one").unwrap()
}

/// How often a thread may be interrupted in the short run. Every order there is takes minutes.
const FEW: usize = 3;
/// The same where every order takes hours.
const SOME: usize = 4;

fn is_full() -> bool {
    std::env::var("ORGKEEP_CAMPAIGN").is_ok_and(|kind| kind == "full")
}

/// Every order of what `course` does, as far as the run goes. Gives how many there are.
fn in_every_order(course: impl Fn() + Sync + Send + 'static) -> usize {
    in_orders((!is_full()).then_some(FEW), course)
}

/// The orders with at most so many interruptions, or all.
fn in_orders(interruptions: Option<usize>, course: impl Fn() + Sync + Send + 'static) -> usize {
    let orders = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&orders);
    let mut model = Builder::new();
    model.preemption_bound = interruptions;
    // Nothing else cuts a run short.
    (model.max_permutations, model.max_duration) = (None, None);
    model.check(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        course();
    });
    orders.load(Ordering::Relaxed)
}

/// Two find the same session over at the same time, and each is told that there is a newer one.
fn two_want_it(manner: Manner) {
    let process = Process::new(manner);
    let told = process.renewed_by_two();
    assert!(told.iter().all(Result::is_ok), "{told:?}");
    assert_eq!(process.generation(), 1, "a token is spent twice");
}

/// A refused renewal is told to each who waited for it; whoever came too late for it is refused as well.
fn refused() {
    let process = Process::new(Manner::Refused);
    let told = process.renewed_by_two();
    assert!(
        told.iter().all(|told| told == &Err(SessionError::Hindered)),
        "{told:?}"
    );
    assert_eq!(process.generation(), 0);
}

/// One of two goes away as soon as it has asked. What it began goes on.
fn one_goes_away() {
    let process = Process::new(Manner::Proper);
    let found = process.generation();
    let other = process.clone();
    let other = thread::spawn(move || {
        block_on(async {
            let mut asked = pin!(other.renew(found));
            poll_fn(|context| {
                let _gone = asked.as_mut().poll(context);
                Poll::Ready(())
            })
            .await;
        });
    });
    block_on(process.renew(found)).unwrap();
    other.join().unwrap();
    block_on(process.flights.all_landed());
    assert_eq!(process.generation(), 1, "a token is spent twice");
}

/// One found a session over that has been renewed since, the other one the session in force. Both get a newer one.
fn one_is_late(manner: Manner) {
    let process = Process::new(manner);
    process.stored.lock().unwrap().generation = 1;
    let late = process.clone();
    let late = thread::spawn(move || block_on(late.newer_than(0)));
    let told = block_on(process.newer_than(1));
    assert_eq!(told, Ok(Some(2)), "nothing newer");
    let late = late.join().unwrap();
    assert!(matches!(late, Ok(Some(1 | 2))), "{late:?}");
    block_on(process.flights.all_landed());
    assert_eq!(process.generation(), 2, "a token is spent twice");
}

#[test]
fn q_03_of_two_in_one_process_one_renews_in_every_order() {
    let orders = in_every_order(|| two_want_it(Manner::Proper))
        + in_every_order(refused)
        + in_every_order(one_goes_away)
        + in_orders(Some(if is_full() { SOME } else { FEW }), || {
            one_is_late(Manner::Proper)
        });
    let verb = if is_full() { "survived" } else { "short" };
    println!("Q-03 {verb} {orders} of {orders}");
}

/// A flight that has just landed is not on the list any more: a second one begins, and must find that nothing is to do.
#[test]
#[should_panic(expected = "a token is spent twice")]
fn without_reading_again_a_token_is_spent_twice() {
    in_every_order(|| two_want_it(Manner::Unread));
}

#[test]
#[should_panic(expected = "two spend a token at once")]
fn without_flights_two_spend_a_token_at_once() {
    in_every_order(|| two_want_it(Manner::Alone));
}

/// Who finds a session over may wait for a renewal that began for an older one, and had nothing to do.
#[test]
#[should_panic(expected = "nothing newer")]
fn without_looking_whether_it_was_renewed_nothing_newer_is_found() {
    in_every_order(|| one_is_late(Manner::Once));
}
