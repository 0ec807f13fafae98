//! What is answered: fixed pages, the same protective fields on each, nothing repeated.

use crate::browser::{self, request};
use crate::row::Row;
use crate::sign_in::{CODE, STATE, SignIn};

const PROTECTIVE_FIELDS: [(&str, &str); 5] = [
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Content-Security-Policy",
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Connection", "close"),
];

fn is_protected(reply: &str) -> bool {
    let allowed = [
        "set-cookie",
        "strict-transport-security",
        "access-control-allow-origin",
    ];
    PROTECTIVE_FIELDS
        .iter()
        .all(|(name, value)| browser::field(reply, name) == Some(value))
        && allowed
            .iter()
            .all(|name| browser::field(reply, name).is_none())
}

#[tokio::test]
async fn every_reply_has_the_protective_fields() {
    let sign_in = SignIn::begin().await;
    let port = sign_in.port;
    let host = format!("Host: localhost:{port}");
    let long = format!("/{}", "y".repeat(20_000));
    for (request, status) in [
        (request("OPTIONS", "/", &[&host]), 204),
        (request("POST", "/", &[&host]), 405),
        (request("GET", "/", &[]), 400),
        (request("GET", "/favicon.ico", &[&host]), 404),
        (request("GET", &long, &[&host]), 431),
        (sign_in.genuine(), 303),
        (request("GET", "/done", &[&host]), 200),
    ] {
        let reply = sign_in.send(request).await;
        assert_eq!(browser::status(&reply), Some(status));
        assert!(is_protected(&reply), "{reply}");
    }
    drop(sign_in);
}

#[tokio::test]
async fn the_done_page_claims_no_success_and_says_where_to_go() {
    let sign_in = SignIn::begin().await;
    let page = sign_in.send(browser::get(sign_in.port, "/done")).await;
    assert!(page.contains("Response received \u{2013} return to Orgkeep"));
    for claim in [
        "success",
        "connected",
        "signed in",
        "<script",
        "<style",
        "style=",
    ] {
        assert!(!page.to_lowercase().contains(claim), "{claim}");
    }
    let length = browser::field(&page, "Content-Length").unwrap();
    let (_, body) = page.split_once("\r\n\r\n").unwrap();
    assert_eq!(length, body.len().to_string());
    assert!(sign_in.survives().await);
}

#[tokio::test]
async fn the_listener_redirects_nowhere_but_to_its_done_page() {
    let genuine = format!("code={CODE}&state={STATE}");
    for target in [
        "/?next=http://evil/".to_owned(),
        "//evil".to_owned(),
        "//evil/?next=x".to_owned(),
        "/done?u=http://evil/".to_owned(),
        "/done//evil".to_owned(),
        "/done/../evil".to_owned(),
        "/\\evil".to_owned(),
        "/%0d%0aLocation:%20http://evil/".to_owned(),
        "http://evil/".to_owned(),
        format!("/?{genuine}&next=http://evil/"),
        format!("/?{genuine}&redirect_uri=//evil"),
        format!("/?{genuine}&x=%0d%0aLocation:%20http://evil/"),
    ] {
        let sign_in = SignIn::begin().await;
        let reply = sign_in.send(browser::get(sign_in.port, &target)).await;
        let location = browser::field(&reply, "Location");
        let genuine = target.contains(&genuine);
        assert_eq!(location, genuine.then_some("/done"), "{target}");
        assert!(!reply.contains("evil"), "{target}");
    }
}

/// Each has the marker, so that a changed copy of it would be found as well.
const MARKER: &str = "x7Qz";
const PAYLOADS: [&str; 25] = [
    "<script>x7Qz()</script>",
    "<SCRIPT SRC=//x7Qz></SCRIPT>",
    "<img src=x onerror=x7Qz()>",
    "<svg/onload=x7Qz()>",
    "<svg><script>x7Qz()</script>",
    "<iframe srcdoc='x7Qz'>",
    "<body onload=x7Qz()>",
    "<a href=javascript:x7Qz()>",
    "<math><mtext>x7Qz",
    "<style>@import'//x7Qz'</style>",
    "<link rel=stylesheet href=//x7Qz>",
    "<meta http-equiv=refresh content=0;//x7Qz>",
    "<base href=//x7Qz>",
    "<form action=//x7Qz>",
    "<object data=//x7Qz>",
    "<embed src=//x7Qz>",
    "\"><script>x7Qz()</script>",
    "'-x7Qz()-'",
    "--><x7Qz>",
    "]]><x7Qz>",
    "</title><x7Qz>",
    "javascript:x7Qz()",
    "{{x7Qz}}",
    "${x7Qz}",
    "&lt;x7Qz&gt;",
];

#[tokio::test]
async fn l_18_no_payload_comes_back() {
    let mut row = Row::new("L-18", 25);
    for payload in PAYLOADS {
        let encoded: String = payload.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let bare = payload.replace(' ', "+");
        let mut silent = true;
        for sent in [encoded.as_str(), bare.as_str()] {
            for request in reflecting_requests(sent, payload) {
                let sign_in = SignIn::begin().await;
                let reply = sign_in
                    .send(request.replace("PORT", &sign_in.port.to_string()))
                    .await;
                silent &= !reply.is_empty() && !reply.contains(MARKER) && !reply.contains(sent);
                silent &= is_protected(&reply);
            }
        }
        let sign_in = SignIn::begin().await;
        row.survived(payload, silent && sign_in.survives().await);
    }
    row.finish();
}

/// The payload in `error`, `error_description`, `state`, path and `Host`.
fn reflecting_requests(sent: &str, payload: &str) -> [String; 6] {
    let host = "Host: localhost:PORT";
    [
        request("GET", &format!("/?error={sent}&state={STATE}"), &[host]),
        request(
            "GET",
            &format!("/?error=a&error_description={sent}&state={STATE}"),
            &[host],
        ),
        request("GET", &format!("/?code={CODE}&state={sent}"), &[host]),
        request("GET", &format!("/{sent}"), &[host]),
        request("GET", &format!("/done/{sent}?{sent}"), &[host]),
        request("GET", "/", &[&format!("Host: {payload}:PORT")]),
    ]
}
