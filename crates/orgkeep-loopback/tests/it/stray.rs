//! Requests that are no callback: other methods, other paths, other protocols, other sizes.

use tokio::io::AsyncWriteExt as _;

use crate::browser::{self, V4, request};
use crate::row::Row;
use crate::sign_in::{CODE, STATE, SignIn};

/// A method and a target; `Q` stands for the genuine query, `P` for the port.
const STRAYS: [(&str, &str, u16); 14] = [
    ("HEAD", "/Q", 405),
    ("OPTIONS", "/Q", 204),
    ("POST", "/Q", 405),
    ("PUT", "/Q", 405),
    ("TRACE", "/Q", 405),
    ("CONNECT", "localhost:P", 405),
    ("GET", "/favicon.ico", 404),
    ("GET", "/apple-touch-icon.png", 404),
    ("GET", "/robots.txt", 404),
    (
        "GET",
        "/.well-known/appspecific/com.chrome.devtools.json",
        404,
    ),
    ("GET", "//Q", 404),
    ("GET", "/./Q", 404),
    ("GET", "/%2eQ", 404),
    ("GET", "http://localhost:P/Q", 400),
];

fn stray(port: u16, method: &str, target: &str) -> String {
    let query = format!("?code={CODE}&state={STATE}");
    let target = target.replace('Q', &query).replace('P', &port.to_string());
    let host = format!("Host: localhost:{port}");
    let private_network = "Access-Control-Request-Private-Network: true";
    request(method, &target, &[&host, private_network])
}

#[tokio::test]
async fn l_14_other_methods_and_paths_consume_nothing() {
    let mut row = Row::new("L-14", 20);
    for (method, target, status) in STRAYS {
        let sign_in = SignIn::begin().await;
        let reply = sign_in.send(stray(sign_in.port, method, target)).await;
        let fixed = browser::status(&reply) == Some(status) && !reply.contains("Access-Control");
        let bodiless = method != "HEAD" || reply.ends_with("\r\n\r\n");
        row.survived(
            format!("{method} {target}"),
            fixed && bodiless && sign_in.survives().await,
        );
    }
    for (method, target, status) in [0, 1, 2, 6, 9, 13].map(|index| STRAYS[index]) {
        let survived = is_answered_while_closing(method, target, status).await;
        row.survived(format!("{method} {target} while closing"), survived);
    }
    row.finish();
}

/// The flow ends while its browser has yet to fetch the done page; until then the listener answers.
async fn is_answered_while_closing(method: &str, target: &str, status: u16) -> bool {
    let mut sign_in = SignIn::begin().await;
    let port = sign_in.port;
    let sent_on = browser::status(&sign_in.send(sign_in.genuine()).await) == Some(303);
    let exchanged = sign_in.exchange().await.is_some();
    let visit = async {
        let reply = browser::send(V4, port, stray(port, method, target)).await;
        let done = browser::send(V4, port, browser::get(port, "/done")).await;
        browser::status(&reply) == Some(status) && browser::status(&done) == Some(200)
    };
    let (closed, answered) = tokio::join!(sign_in.ends(), visit);
    sent_on && exchanged && closed && answered
}

/// The first bytes of protocols that are not HTTP/1.
const OTHER_PROTOCOLS: [(&str, &[u8]); 6] = [
    (
        "TLS hello",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03abcdefghijklmnopqrstuvwxyz",
    ),
    (
        "HTTP/2",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0",
    ),
    ("SMB", b"\0\0\0\x45\xffSMB\x72\0\0\0\0\x18\x01\x28"),
    ("SOCKS", b"\x05\x02\0\x02"),
    ("NULs", &[0; 512]),
    ("blank lines", b"\r\n\r\n\r\n\r\n"),
];

#[tokio::test]
async fn l_12_what_is_not_http_is_dropped() {
    let mut row = Row::new("L-12", 206);
    for (name, bytes) in OTHER_PROTOCOLS {
        let mut sign_in = SignIn::begin().await;
        let dropped = is_dropped(&browser::send(V4, sign_in.port, bytes).await);
        let hellos = sign_in.observations.borrow_and_update().tls_hellos;
        let hinted = (hellos == 1) == (name == "TLS hello");
        row.survived(name, dropped && hinted && sign_in.survives().await);
    }
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for number in 0..200 {
        let blob = random.blob();
        let sign_in = SignIn::begin().await;
        let reply = browser::send_and_end(V4, sign_in.port, &blob).await;
        row.survived(
            format!("blob {number}"),
            is_dropped(&reply) && sign_in.survives().await,
        );
    }
    row.finish();
}

/// Nothing, or the fixed page; never the answer to a callback.
fn is_dropped(reply: &str) -> bool {
    reply.is_empty() || browser::status(reply) == Some(400)
}

/// The same blobs in every run (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn blob(&mut self) -> Vec<u8> {
        let length = self.next() % 512 + 1;
        (0..length).map(|_| self.next().to_le_bytes()[0]).collect()
    }
}

#[tokio::test]
async fn l_13_oversize_requests_are_cut_off() {
    let mut row = Row::new("L-13", 6);
    let query = format!("/?code={CODE}&state={STATE}");
    let line = |length: usize| format!("{query}&x={}", "y".repeat(length));
    let before = resident_kib();
    for (name, make) in [
        (
            "64 KiB line",
            &(|port| browser::get(port, &line(64 << 10))) as &dyn Fn(u16) -> String,
        ),
        ("1 MiB line", &|port| browser::get(port, &line(1 << 20))),
        ("10,000 headers", &|port| {
            with_fields(port, &query, &"X: y\r\n".repeat(10_000))
        }),
        ("1 MiB header", &|port| {
            with_fields(port, &query, &format!("X: {}\r\n", "y".repeat(1 << 20)))
        }),
    ] {
        let sign_in = SignIn::begin().await;
        let reply = sign_in.send(make(sign_in.port)).await;
        let cut = matches!(browser::status(&reply), Some(431) | None);
        row.survived(name, cut && sign_in.survives().await);
    }
    for (name, field, chunk) in [
        (
            "endless body",
            "Content-Length: 99999999999",
            "y".repeat(1024),
        ),
        (
            "endless chunk",
            "Transfer-Encoding: chunked",
            "400\r\n".to_owned() + &"y".repeat(1024),
        ),
    ] {
        let sign_in = SignIn::begin().await;
        let head = with_fields(sign_in.port, &query, &format!("{field}\r\n"));
        let ended = pours_until_cut(sign_in.port, &head, chunk.as_bytes()).await;
        row.survived(name, ended && sign_in.survives().await);
    }
    let growth = resident_kib().saturating_sub(before);
    assert!(growth <= 16 * 1024, "memory grew by {growth} KiB");
    row.finish();
}

fn with_fields(port: u16, target: &str, fields: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n{fields}\r\n")
}

/// Sends without end. True once the listener has closed the connection.
async fn pours_until_cut(port: u16, head: &str, chunk: &[u8]) -> bool {
    let mut stream = browser::open(V4, port).await;
    stream.write_all(head.as_bytes()).await.unwrap();
    let pour = async { while stream.write_all(chunk).await.is_ok() {} };
    let limit = std::time::Duration::from_secs(5);
    tokio::time::timeout(limit, pour).await.is_ok()
}

/// The memory of this process, where the system tells.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

#[tokio::test]
async fn an_oversize_request_still_gets_its_answer() {
    let sign_in = SignIn::begin().await;
    let long = format!("/{}", "y".repeat(256 << 10));
    let reply = sign_in.send(browser::get(sign_in.port, &long)).await;
    assert_eq!(browser::status(&reply), Some(431));
    assert!(sign_in.survives().await);
}

#[tokio::test]
async fn a_head_that_ends_twice_is_refused() {
    let sign_in = SignIn::begin().await;
    let smuggled = format!(
        "GET /?code={CODE}&state={STATE} HTTP/1.1\nHost: localhost:{}\n\nX: y\r\n\r\n",
        sign_in.port
    );
    assert_eq!(browser::status(&sign_in.send(smuggled).await), Some(400));
    assert!(sign_in.survives().await);
}
