//! Which requests a browser may make on behalf of the person: host, origin, purpose.

use crate::browser::{self, request};
use crate::row::Row;
use crate::sign_in::{CODE, STATE, SignIn, free_callback, is_code};

/// Sends a genuine callback with these fields, in which `PORT` stands for the port.
async fn is_accepted(fields: &[&str]) -> (bool, bool) {
    let mut sign_in = SignIn::begin().await;
    let port = sign_in.port.to_string();
    let fields: Vec<String> = fields
        .iter()
        .map(|field| field.replace("PORT", &port))
        .collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let target = format!("/?code={CODE}&state={STATE}");
    let reply = sign_in.send(request("GET", &target, &fields)).await;
    if browser::status(&reply) == Some(303) {
        sign_in.send(browser::get(sign_in.port, "/done")).await;
        let exchanged = sign_in.exchange().await;
        let right = exchanged.is_some_and(|outcome| is_code(&outcome, CODE));
        return (true, right && sign_in.ends().await);
    }
    let refused = browser::status(&reply) == Some(400);
    (false, refused && sign_in.survives().await)
}

#[tokio::test]
async fn l_17_only_our_three_names_are_answered_and_foreign_origins_ignored() {
    let own = "Host: localhost:PORT";
    let mut row = Row::new("L-17", 12);
    for (fields, accepted) in [
        (&["Host: evil:PORT"][..], false),
        (&["Host: localhost.evil:PORT"], false),
        (&["Host: localhost:80"], false),
        (&[], false),
        (&[own, own], false),
        (&["Host: user@localhost:PORT"], false),
        (&["Host: localhost.:PORT"], false),
        (&["Host: LOCALHOST:PORT"], true),
        (&["Host: 127.0.0.1:PORT"], true),
        (&["Host: [::1]:PORT"], true),
        (&[own, "Origin: http://evil:PORT"], false),
        (&[own, "Origin: null"], false),
    ] {
        let (was_accepted, survived) = is_accepted(fields).await;
        row.survived(fields.join(", "), was_accepted == accepted && survived);
    }
    row.finish();
}

#[tokio::test]
async fn only_a_navigation_of_a_whole_tab_is_a_callback() {
    for (fields, accepted) in [
        (
            &[
                "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: document",
                "Sec-Fetch-Site: cross-site",
            ][..],
            true,
        ),
        (&["sec-fetch-mode: navigate", "sec-fetch-user: ?1"], true),
        (&["Origin: http://localhost:PORT"], true),
        (&["Content-Length: 0"], true),
        (&["Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"], false),
        (&["Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty"], false),
        (
            &["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"],
            false,
        ),
        (&["Sec-Fetch-Mode: navigate", "Sec-Fetch-Mode: cors"], false),
        (&["Sec-Purpose: prefetch"], false),
        (&["Sec-Purpose: prefetch;prerender"], false),
        (&["Purpose: Prefetch"], false),
        (&["X-Moz: prefetch"], false),
        (&["Origin: https://localhost:PORT"], false),
        (
            &["Origin: http://localhost:PORT", "Origin: http://evil"],
            false,
        ),
        (&["Content-Length: 4"], false),
        (&["Transfer-Encoding: chunked"], false),
    ] {
        let fields = [&["Host: localhost:PORT"], fields].concat();
        let (was_accepted, survived) = is_accepted(&fields).await;
        assert!(was_accepted == accepted && survived, "{fields:?}");
    }
}

#[tokio::test]
async fn a_path_of_its_own_is_the_only_one() {
    let mut sign_in = SignIn::on(&free_callback("/cb/acme")).await.unwrap();
    let query = format!("?code={CODE}&state={STATE}");
    for path in [
        "/",
        "/cb",
        "/cb/",
        "/cb/acme/",
        "/cb/Acme",
        "/cb/globex",
        "/cb/./acme",
        "/cb/%61cme",
    ] {
        let target = format!("{path}{query}");
        let reply = sign_in.send(browser::get(sign_in.port, &target)).await;
        assert_eq!(browser::status(&reply), Some(404), "{path}");
    }
    let target = format!("/cb/acme{query}");
    let reply = sign_in.send(browser::get(sign_in.port, &target)).await;
    assert_eq!(browser::field(&reply, "Location"), Some("/done"));
    assert!(sign_in.exchange().await.is_some());
    sign_in.send(browser::get(sign_in.port, "/done")).await;
    assert!(sign_in.ends().await);
}
