//! Many connections, silent or slow.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use crate::browser::{self, V4, V6};
use crate::row::{self, Row};
use crate::sign_in::SignIn;

async fn open_many(port: u16, count: usize) -> Vec<TcpStream> {
    let mut streams = Vec::new();
    for ip in [V4, V6].into_iter().cycle().take(count) {
        streams.push(browser::open(ip, port).await);
    }
    streams
}

#[tokio::test]
async fn l_10_silent_connections_hold_nothing_up() {
    let mut row = Row::new("L-10", 20);
    for round in 0..20 {
        let sign_in = SignIn::begin().await;
        let mut silent = open_many(sign_in.port, 50).await;
        let survived = sign_in.survives().await;
        let mut ended = true;
        for stream in &mut silent {
            let read = timeout(Duration::from_secs(1), browser::read_reply(stream)).await;
            ended &= read.is_ok_and(|reply| reply.is_empty());
        }
        row.survived(format!("round {round}"), survived && ended);
    }
    row.finish();
}

#[tokio::test]
async fn the_65th_connection_takes_the_place_of_the_oldest_silent_one() {
    let sign_in = SignIn::begin().await;
    let mut oldest = browser::open(V4, sign_in.port).await;
    let mut second = browser::open(V4, sign_in.port).await;
    let rest = open_many(sign_in.port, 62).await;
    let mut begun = browser::open(V4, sign_in.port).await;
    assert_eq!(browser::read_reply(&mut oldest).await, "");
    // The second oldest is still served.
    let favicon = browser::get(sign_in.port, "/favicon.ico");
    second.write_all(favicon.as_bytes()).await.unwrap();
    assert_eq!(
        browser::status(&browser::read_reply(&mut second).await),
        Some(404)
    );
    begun.write_all(b"GET").await.unwrap();
    assert!(sign_in.survives().await);
    drop((rest, begun));
}

/// How many of a row's slow clients there are at once, and how many of them may stay at all.
const SLOW: usize = 100;
const MOST_OPEN: usize = 64;

#[tokio::test]
async fn l_11_slow_clients_are_dropped_at_five_seconds_and_hold_nothing_up() {
    let mut row = Row::new("L-11", 10);
    for round in 0..if row::is_campaign() { 10 } else { 1 } {
        let sign_in = SignIn::begin().await;
        // Their clock begins before they connect, so that the listener's five seconds lie within.
        let begun = Instant::now();
        let slow = open_many(sign_in.port, SLOW).await;
        let lives = drip_to_the_end(slow, sign_in.port, begun).await;
        let stayed = lives.iter().filter(|life| **life >= FIVE_SECONDS).count();
        let dropped = lives.iter().all(|life| *life < FIVE_SECONDS + TOLERANCE);
        // The callback comes in the midst of others.
        let others = open_many(sign_in.port, SLOW).await;
        let others = tokio::spawn(drip_to_the_end(others, sign_in.port, begun));
        let survived = sign_in.survives().await;
        let gone = timeout(Duration::from_secs(1), others).await.is_ok();
        row.survived(
            format!("round {round}: {stayed} stayed, {lives:?}"),
            stayed == MOST_OPEN && dropped && survived && gone,
        );
    }
    row.finish();
}

const FIVE_SECONDS: Duration = Duration::from_secs(5);
const TOLERANCE: Duration = Duration::from_secs(2);

/// Clients that send a request of one byte per second; how long each of them lasted.
async fn drip_to_the_end(streams: Vec<TcpStream>, port: u16, begun: Instant) -> Vec<Duration> {
    let mut clients = JoinSet::new();
    for stream in streams {
        clients.spawn(async move {
            drip(stream, &browser::get(port, "/favicon.ico")).await;
            begun.elapsed()
        });
    }
    clients.join_all().await
}

/// Sends one byte per second until the other side ends the connection.
async fn drip(stream: TcpStream, request: &str) {
    let (mut from, mut to) = stream.into_split();
    let send = async {
        let mut pulse = tokio::time::interval(Duration::from_secs(1));
        for byte in request.bytes() {
            pulse.tick().await;
            let _dropped = to.write_all(&[byte]).await;
        }
    };
    let mut answer = Vec::new();
    tokio::select! {
        _ended = from.read_to_end(&mut answer) => assert_eq!(answer, b""),
        () = send => {}
    }
}
