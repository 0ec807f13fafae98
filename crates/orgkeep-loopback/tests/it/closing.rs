//! The end: the port is released however the sign-in ends, and the browser still gets its page.

use std::time::Duration;

use orgkeep_loopback::{Callback, Listener};
use tokio::time::{Instant, timeout};

use crate::browser::{self, V4};
use crate::row::Row;
use crate::sign_in::{CODE, STATE, free_callback, genuine};

/// Waits until nobody listens, at most 1 s.
async fn closes(port: u16) -> bool {
    let closed = async {
        while !browser::is_closed(port).await {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(1), closed).await.is_ok()
}

/// A listener that has accepted a callback with this query; the browser has not followed yet.
async fn accepted(query: &str) -> (Listener, u16) {
    let callback = free_callback("");
    let port = callback.port();
    let mut listener = Listener::bind(&callback).await.unwrap();
    let request = browser::get(port, &format!("/?{query}&state={STATE}"));
    let accept = async {
        let Callback { reply, .. } = listener.next_callback().await;
        reply.accept();
    };
    let (reply, ()) = tokio::join!(browser::send(V4, port, request), accept);
    assert_eq!(browser::status(&reply), Some(303));
    (listener, port)
}

async fn waiting() -> (Listener, u16) {
    let callback = free_callback("");
    (Listener::bind(&callback).await.unwrap(), callback.port())
}

#[tokio::test]
async fn l_08_the_port_is_closed_however_the_sign_in_ends() {
    let mut row = Row::new("L-08", 6);

    let (listener, port) = accepted(&format!("code={CODE}")).await;
    timeout(Duration::from_secs(1), listener.close())
        .await
        .unwrap();
    row.survived("success", browser::is_closed(port).await);

    let (listener, port) = accepted("error=access_denied").await;
    timeout(Duration::from_secs(1), listener.close())
        .await
        .unwrap();
    row.survived("denial", browser::is_closed(port).await);

    let (mut listener, port) = waiting().await;
    let cancelled = tokio::select! {
        biased;
        _ = listener.next_callback() => false,
        () = std::future::ready(()) => true,
    };
    drop(listener);
    row.survived("cancel", cancelled && closes(port).await);

    let (mut listener, port) = waiting().await;
    let timed_out = timeout(Duration::from_millis(10), listener.next_callback()).await;
    timeout(Duration::from_secs(1), listener.close())
        .await
        .unwrap();
    row.survived(
        "timeout",
        timed_out.is_err() && browser::is_closed(port).await,
    );

    let (listener, port) = accepted(&format!("code={CODE}")).await;
    drop(listener);
    row.survived("exchange error", closes(port).await);

    let port = tokio::task::spawn_blocking(quit).await.unwrap();
    row.survived("quit", closes(port).await);
    row.finish();
}

/// The program ends, and its runtime with it, in the middle of a sign-in.
fn quit() -> u16 {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (_listener, port) = runtime.block_on(accepted(&format!("code={CODE}")));
    runtime.shutdown_background();
    port
}

#[tokio::test]
async fn the_browser_gets_the_done_page_after_the_flow_has_ended() {
    let (listener, port) = accepted(&format!("code={CODE}")).await;
    let begun = Instant::now();
    let closing = tokio::spawn(listener.close());
    tokio::task::yield_now().await;
    let page = browser::send(V4, port, browser::get(port, "/done")).await;
    assert_eq!(browser::status(&page), Some(200));
    closing.await.unwrap();
    assert!(browser::is_closed(port).await);
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn an_acceptance_just_before_the_end_reaches_the_browser() {
    let callback = free_callback("");
    let port = callback.port();
    let mut listener = Listener::bind(&callback).await.unwrap();
    let request = genuine(port);
    let flow = async {
        listener.next_callback().await.reply.accept();
        listener.close().await;
    };
    let visit = async {
        let reply = browser::send(V4, port, request).await;
        (
            reply,
            browser::send(V4, port, browser::get(port, "/done")).await,
        )
    };
    let ((), (reply, page)) = tokio::join!(flow, visit);
    assert_eq!(browser::field(&reply, "Location"), Some("/done"));
    assert_eq!(browser::status(&page), Some(200));
    assert!(browser::is_closed(port).await);
}

#[tokio::test]
async fn an_undecided_callback_is_ignored() {
    let (mut listener, port) = waiting().await;
    let observations = listener.observations();
    let request = genuine(port);
    let undecided = async { drop(listener.next_callback().await) };
    let (reply, ()) = tokio::join!(browser::send(V4, port, &request), undecided);
    assert_eq!(browser::status(&reply), Some(400));
    assert_eq!(observations.borrow().ignored_callbacks, 1);

    // One that nobody asked for is answered when the listener closes.
    let (reply, ()) = tokio::join!(browser::send(V4, port, &request), async {
        tokio::task::yield_now().await;
        listener.close().await;
    });
    assert!(reply.is_empty() || browser::status(&reply) == Some(400));
    assert!(browser::is_closed(port).await);
}

#[tokio::test]
async fn of_two_acceptances_the_first_counts() {
    let (mut listener, port) = waiting().await;
    let request = genuine(port);
    let decide = async {
        let first = listener.next_callback().await;
        let second = listener.next_callback().await;
        first.reply.accept();
        second.reply.accept();
    };
    let ((), one, other) = tokio::join!(
        decide,
        browser::send(V4, port, &request),
        browser::send(V4, port, &request)
    );
    let mut statuses = [one, other].map(|reply| browser::status(&reply));
    statuses.sort();
    assert_eq!(statuses, [Some(303), Some(400)]);
    listener.close().await;
}

#[tokio::test]
async fn a_waiting_copy_is_answered_though_nobody_asks_for_callbacks_any_more() {
    let (mut listener, port) = waiting().await;
    let accept = async {
        let first = listener.next_callback().await;
        let second = listener.next_callback().await;
        first.reply.accept();
        second
    };
    let copies = async {
        tokio::join!(
            browser::send(V4, port, genuine(port)),
            browser::send(V4, port, genuine(port))
        )
    };
    // The second stays undecided until both are answered.
    let answered = async { tokio::join!(accept, copies) };
    let (_undecided, (one, other)) = timeout(Duration::from_secs(2), answered).await.unwrap();
    let mut statuses = [one, other].map(|reply| browser::status(&reply));
    statuses.sort();
    assert_eq!(statuses, [Some(303), Some(400)]);
    listener.close().await;
}
