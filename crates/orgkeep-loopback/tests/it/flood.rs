//! Many connections, silent or slow.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::browser::{self, V4, V6};
use crate::row::Row;
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

#[tokio::test]
async fn slow_clients_are_dropped_at_five_seconds_and_hold_nothing_up() {
    let sign_in = SignIn::begin().await;
    let begun = Instant::now();
    let mut slow = open_many(sign_in.port, 10).await;
    let request = browser::get(sign_in.port, "/favicon.ico");
    let mut pulse = tokio::time::interval(Duration::from_secs(1));
    for byte in request.bytes().take(4) {
        pulse.tick().await;
        for stream in &mut slow {
            stream.write_all(&[byte]).await.unwrap();
        }
    }
    for stream in &mut slow {
        assert_eq!(browser::read_reply(stream).await, "");
    }
    let dropped = begun.elapsed();
    assert!(dropped >= Duration::from_millis(4_900), "{dropped:?}");
    assert!(dropped < Duration::from_secs(7), "{dropped:?}");
    assert!(sign_in.survives().await);
}
