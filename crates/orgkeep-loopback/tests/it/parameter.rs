//! Queries: tricks with parameters, oddities of encoding, replays.

use orgkeep_domain::callback::CallbackOutcome;
use orgkeep_loopback::Listener;
use tokio::io::AsyncWriteExt as _;

use crate::browser::{self, V4, V6};
use crate::row::Row;
use crate::sign_in::{CODE, STATE, SignIn, free_callback, genuine, is_code};

#[tokio::test]
async fn l_15_parameter_tricks_are_refused_and_unknown_parameters_ignored() {
    let mut row = Row::new("L-15", 10);
    for query in [
        format!("code=a&code={CODE}&state={STATE}"),
        format!("code={CODE}&state={STATE}&state={STATE}"),
        format!("code={CODE}&state=other&state={STATE}"),
        format!("code={CODE}&error=access_denied&state={STATE}"),
        format!("code[]={CODE}&state={STATE}"),
        format!("code={CODE};state={STATE}"),
        format!("Code={CODE}&state={STATE}"),
        format!("code=&state={STATE}"),
        format!("code={CODE}#state={STATE}"),
    ] {
        let sign_in = SignIn::begin().await;
        let reply = sign_in
            .send(browser::get(sign_in.port, &format!("/?{query}")))
            .await;
        let refused = browser::status(&reply) == Some(400);
        row.survived(query, refused && sign_in.survives().await);
    }
    let unknown: String = (0..500).map(|number| format!("x{number}=y&")).collect();
    let survived = is_exchanged(&format!("{unknown}code={CODE}&state={STATE}"), CODE).await;
    row.survived("500 unknown parameters", survived);
    row.finish();
}

/// Whether this query finishes a sign-in with this code.
async fn is_exchanged(query: &str, code: &str) -> bool {
    let mut sign_in = SignIn::begin().await;
    let target = format!("/?{query}");
    let reply = sign_in.send(browser::get(sign_in.port, &target)).await;
    sign_in.send(browser::get(sign_in.port, "/done")).await;
    let outcome = sign_in.exchange().await;
    browser::status(&reply) == Some(303)
        && outcome.is_some_and(|outcome| is_code(&outcome, code))
        && sign_in.ends().await
}

/// What is sent, and what it is when decoded once; `None` where it cannot be decoded.
const ODDITIES: [(&str, Option<&str>); 7] = [
    ("a%00b", None),
    ("a%zzb", None),
    ("a%c0%afb", None),
    ("a%ed%a0%80b", None),
    ("a%F0%9F%98%80b", Some("a\u{1f600}b")),
    ("a+b", Some("a b")),
    ("a%252525b", Some("a%2525b")),
];

#[tokio::test]
async fn l_20_values_are_decoded_once_or_refused() {
    let mut row = Row::new("L-20", 21);
    for (sent, decoded) in ODDITIES {
        let query = format!("code={sent}&state={STATE}");
        let survived = match decoded {
            Some(decoded) => is_exchanged(&query, decoded).await,
            None => is_ignored(&query).await,
        };
        row.survived(format!("{sent} in code"), survived);

        let survived = is_ignored(&format!("code={CODE}&state={sent}")).await;
        row.survived(format!("{sent} in state"), survived);

        let query = format!("error={sent}&state={STATE}");
        let survived = match decoded {
            Some(_) => is_unreadable_denial(&query).await,
            None => is_ignored(&query).await,
        };
        row.survived(format!("{sent} in error"), survived);
    }
    row.finish();
}

async fn is_ignored(query: &str) -> bool {
    let sign_in = SignIn::begin().await;
    let target = format!("/?{query}");
    let reply = sign_in.send(browser::get(sign_in.port, &target)).await;
    browser::status(&reply) == Some(400) && sign_in.survives().await
}

/// None of the oddities belongs to an error code, so the error has come but its code is not repeated.
async fn is_unreadable_denial(query: &str) -> bool {
    let mut sign_in = SignIn::begin().await;
    let target = format!("/?{query}");
    sign_in.send(browser::get(sign_in.port, &target)).await;
    sign_in.send(browser::get(sign_in.port, "/done")).await;
    let outcome = sign_in.exchange().await;
    matches!(outcome, Some(CallbackOutcome::Error(error)) if error.code.is_none())
        && sign_in.ends().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l_16_ten_copies_at_once_and_one_more_lead_to_one_exchange() {
    let mut row = Row::new("L-16", 50);
    for round in 0..50 {
        let callback = free_callback("");
        let port = callback.port();
        let listener = Listener::bind(&callback).await.unwrap();
        let mut copies = Vec::new();
        for ip in [V4, V6].into_iter().cycle().take(10) {
            let mut copy = browser::open(ip, port).await;
            copy.write_all(genuine(port).as_bytes()).await.unwrap();
            copies.push(copy);
        }
        if round % 2 == 0 {
            // In these rounds all copies wait before the first is looked at.
            for ip in [V4, V6] {
                browser::send(ip, port, browser::get(port, "/favicon.ico")).await;
            }
        }
        let mut sign_in = SignIn::with(listener, port);
        let mut statuses = Vec::new();
        for copy in &mut copies {
            statuses.push(browser::status(&browser::read_reply(copy).await));
        }
        let count = |wanted| {
            statuses
                .iter()
                .filter(|status| **status == Some(wanted))
                .count()
        };
        let one = count(303) == 1 && count(400) == 9;
        let exchanged = sign_in.exchange().await.is_some();
        sign_in.send(browser::get(port, "/done")).await;
        let again = browser::status(&sign_in.send(genuine(port)).await) == Some(400);
        // A second exchange would show when the sign-in ends.
        let survived = one && exchanged && again && sign_in.ends().await;
        row.survived(format!("round {round}"), survived);
    }
    row.finish();
}

#[tokio::test]
async fn a_fragment_or_a_byte_outside_ascii_is_refused_even_after_all_parameters() {
    for rest in ["#x", "&x=#", "&x=\u{1f600}", "&x=\u{e9}"] {
        let query = format!("code={CODE}&state={STATE}{rest}");
        assert!(is_ignored(&query).await, "{rest}");
    }
}

#[tokio::test]
async fn a_code_of_8_kib_is_accepted() {
    let code = "c".repeat(8 * 1024);
    assert!(is_exchanged(&format!("code={code}&state={STATE}"), &code).await);
}

#[tokio::test]
async fn callbacks_of_other_sign_ins_are_counted() {
    let sign_in = SignIn::begin().await;
    for _ in 0..3 {
        let older = browser::get(sign_in.port, "/?code=a&state=older");
        assert_eq!(browser::status(&sign_in.send(older).await), Some(400));
    }
    sign_in.send(browser::get(sign_in.port, "/?code=a")).await;
    let seen = *sign_in.observations.borrow();
    assert_eq!((seen.ignored_callbacks, seen.refused_requests), (3, 1));
    assert!(sign_in.survives().await);
}
