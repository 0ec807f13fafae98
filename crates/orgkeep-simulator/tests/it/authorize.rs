//! From the authorize URL to the callback, as a person walks it.

use orgkeep_simulator::{
    AppKind, CALLBACK, ClientApp, Decision, OrgKey, Outcome, Propagation, RobotBrowser, RobotError,
    UserRole,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::support::{Client, get, start};

#[tokio::test]
async fn allow_brings_a_code_and_the_state_back() {
    let simulator = start().await;
    for org in OrgKey::ALL {
        let client = Client::new(&simulator, org, AppKind::Public);
        let callback = client.callback(&[], Decision::Allow).await;
        assert_eq!(callback.get("state"), Some("the-state"));
        assert!(callback.text("code").ends_with("=="));
        assert!(!callback.has("iss"));
    }
}

#[tokio::test]
async fn deny_brings_access_denied_back() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let callback = client.callback(&[], Decision::Deny).await;
    assert_eq!(callback.text("error"), "access_denied");
    assert_eq!(
        callback.text("error_description"),
        "end-user denied authorization"
    );
    assert_eq!(callback.text("state"), "the-state");
}

#[tokio::test]
async fn an_acceptable_request_is_sent_to_the_login_page() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let answer = get(&client.authorize_url(&[])).await;
    assert_eq!(answer.status, 302);
    assert!(
        answer.head.contains("RemoteAccessAuthorizationPage.apexp"),
        "{}",
        answer.head
    );
}

#[tokio::test]
async fn a_wrong_key_and_a_wrong_callback_stay_on_the_page_in_each_form() {
    let simulator = start().await;
    for (org, generic) in [
        (OrgKey::Production, true),
        (OrgKey::Production, false),
        (OrgKey::Uat, false),
    ] {
        let mut client = Client::new(&simulator, org, AppKind::Public);
        if generic {
            client.host = simulator.login_url();
        }
        let unknown = get(&client.authorize_url(&[("client_id", "nobody")])).await;
        let whole = format!("{}{}", unknown.head, unknown.body);
        assert!(
            whole
                .replace("%3D", "=")
                .contains("error=invalid_client_id"),
            "{whole}"
        );
        let callback = format!("{CALLBACK}/");
        let mismatch = get(&client.authorize_url(&[("redirect_uri", &callback)])).await;
        let whole = format!("{}{}", mismatch.head, mismatch.body);
        assert!(whole.contains("redirect_uri_mismatch"), "{whole}");
    }
}

#[tokio::test]
async fn the_error_page_says_it_in_words() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Uat, AppKind::Public);
    let url = client.authorize_url(&[("client_id", "nobody")]);
    let outcome = RobotBrowser::new()
        .consent(&url, client.org.admin(), Decision::Allow)
        .await;
    let Outcome::Page(page) = outcome.unwrap() else {
        panic!("the callback must not be reached");
    };
    assert!(page.body.contains("client identifier invalid"));
    assert!(page.body.contains("The consumer key is not known here."));
}

#[tokio::test]
async fn what_can_be_told_is_told_to_the_callback() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("scope", "api eclair_api")], "invalid_scope"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("immediate", "true")], "immediate_unsuccessful"),
    ];
    for (extra, code) in cases {
        let callback = client.callback(extra, Decision::Allow).await;
        assert_eq!(callback.text("error"), code);
        assert_eq!(callback.text("state"), "the-state");
    }
}

#[tokio::test]
async fn pkce_is_demanded_where_the_app_says_so() {
    let simulator = start().await;
    let without = |url: String| url.replace("code_challenge", "ignored");
    for (kind, expected) in [(AppKind::Public, true), (AppKind::Rehearsal, false)] {
        let client = Client::new(&simulator, OrgKey::Production, kind);
        let url = without(client.authorize_url(&[]));
        let outcome = RobotBrowser::new()
            .consent(&url, client.org.admin(), Decision::Allow)
            .await;
        let callback = outcome.unwrap().callback().unwrap();
        assert_eq!(
            callback.contains("missing+required+code+challenge"),
            expected,
            "{callback}"
        );
    }
}

#[tokio::test]
async fn a_session_and_a_consent_are_remembered_unless_the_prompt_insists() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let mut robot = RobotBrowser::new();
    let admin = client.org.admin();
    let first = robot
        .consent(&client.authorize_url(&[]), admin, Decision::Allow)
        .await
        .unwrap()
        .callback()
        .unwrap();
    let code = orgkeep_simulator::Form::parse(first.split_once('?').unwrap().1.as_bytes());
    assert_eq!(client.exchange(code.text("code"), &[]).await.status, 200);

    for (prompt, pages) in [("", 0), ("consent", 1), ("login", 1), ("login consent", 2)] {
        simulator.journal().clear();
        robot
            .consent(
                &client.authorize_url(&[("prompt", prompt)]),
                admin,
                Decision::Allow,
            )
            .await
            .unwrap()
            .callback()
            .unwrap();
        let forms = simulator
            .journal()
            .entries()
            .into_iter()
            .filter(|entry| entry.method == "POST");
        assert_eq!(forms.count(), pages, "prompt={prompt}");
    }
    let at_once = robot
        .consent(
            &client.authorize_url(&[("immediate", "true")]),
            admin,
            Decision::Allow,
        )
        .await;
    assert!(at_once.unwrap().callback().unwrap().contains("code="));
}

#[tokio::test]
async fn the_login_hint_stands_in_the_form() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let mut robot = RobotBrowser::new();
    let sent = robot
        .open(&client.authorize_url(&[("login_hint", "a\"b@c.example")]))
        .await
        .unwrap();
    let page = format!("{}{}", client.host, sent.location().unwrap());
    let page = robot.open(&page).await.unwrap().body;
    assert!(page.contains("value=\"a&quot;b@c.example\""), "{page}");
    for id in [
        "id=\"username\"",
        "id=\"password\"",
        "id=\"Login\"",
        "Practice org – not Salesforce",
    ] {
        assert!(page.contains(id), "{id}");
    }
}

#[tokio::test]
async fn inactive_people_and_wrong_passwords_do_not_get_in() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let mut stranger = client.org.admin().clone();
    stranger.password = "guess".to_owned();
    for person in [client.org.user(UserRole::Inactive), &stranger] {
        let outcome = RobotBrowser::new()
            .consent(&client.authorize_url(&[]), person, Decision::Allow)
            .await;
        let Outcome::Page(page) = outcome.unwrap() else {
            panic!("nobody may pass");
        };
        assert!(
            page.body
                .contains("Please check your username and password")
        );
    }
}

#[tokio::test]
async fn a_local_app_is_of_no_use_to_another_org() {
    let simulator = start().await;
    let labs = simulator.org(OrgKey::Developer);
    let mut client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    for (host, code) in [
        (simulator.login_url(), "OAUTH_AUTHORIZATION_BLOCKED"),
        (labs.my_domain_url.clone(), "OAUTH_EC_APP_NOT_FOUND"),
    ] {
        client.host = host;
        let outcome = RobotBrowser::new()
            .consent(&client.authorize_url(&[]), labs.admin(), Decision::Allow)
            .await;
        let Outcome::Page(page) = outcome.unwrap() else {
            panic!("the callback must not be reached");
        };
        assert!(page.body.contains(code), "{}", page.body);
    }
}

#[tokio::test]
async fn each_generic_host_knows_its_own_side() {
    let simulator = start().await;
    for (org, host, known) in [
        (OrgKey::Production, simulator.login_url(), true),
        (OrgKey::Production, simulator.test_url(), false),
        (OrgKey::Uat, simulator.test_url(), true),
        (OrgKey::Uat, simulator.login_url(), false),
    ] {
        let mut client = Client::new(&simulator, org, AppKind::Public);
        client.host = host;
        if known {
            assert!(client.tokens().await["access_token"].is_string());
        } else {
            let answer = get(&client.authorize_url(&[])).await;
            assert!(answer.body.contains("error=invalid_client_id"));
        }
    }
}

#[tokio::test]
async fn a_new_key_is_unknown_for_some_requests_or_some_time() {
    let simulator = start().await;
    let mut app = ClientApp::public(OrgKey::Production, "Fresh");
    app.propagation = Propagation::AfterRequests(2);
    simulator.add_app(app.clone());
    let client = Client::of(&simulator, app);
    let mut known = Vec::new();
    for _ in 0..3 {
        let answer = get(&client.authorize_url(&[])).await;
        known.push(answer.head.contains("RemoteAccessAuthorizationPage"));
    }
    assert_eq!(known, [false, false, true]);

    let later = simulator.clock().now() + 60_000;
    let set = |app: &mut ClientApp| app.propagation = Propagation::KnownFrom(later);
    simulator.change_app(&client.app.client_id, set).unwrap();
    let before = get(&client.authorize_url(&[])).await;
    assert!(before.head.contains("invalid_client_id"));
    simulator
        .clock()
        .advance(std::time::Duration::from_secs(61));
    let after = get(&client.authorize_url(&[])).await;
    assert!(after.head.contains("RemoteAccessAuthorizationPage"));
}

#[tokio::test]
async fn a_page_can_be_decided_once_and_only_where_it_was_shown() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let forged = format!(
        "{}/setup/secur/RemoteAccessAuthorizationPage.apexp?source=made-up",
        client.host
    );
    let outcome = RobotBrowser::new()
        .consent(&forged, client.org.admin(), Decision::Allow)
        .await;
    let Outcome::Page(page) = outcome.unwrap() else {
        panic!("nothing to decide");
    };
    assert!(page.body.contains("already used"));
}

#[tokio::test]
async fn the_robot_visits_the_callback_as_a_browser_does() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let callback = format!(
        "http://127.0.0.1:{}/cb",
        listener.local_addr().unwrap().port()
    );
    let simulator = start().await;
    let mut app = ClientApp::public(OrgKey::Production, "Elsewhere");
    app.callbacks = vec![callback.clone()];
    simulator.add_app(app.clone());
    let client = Client::of(&simulator, app);
    let listening = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 8_192];
        let count = stream.read(&mut request).await.unwrap();
        stream
            .write_all(b"HTTP/1.1 303 See Other\r\nLocation: /done\r\nContent-Length: 0\r\n\r\n")
            .await
            .unwrap();
        String::from_utf8_lossy(&request[..count]).into_owned()
    });
    let url = client.authorize_url(&[("redirect_uri", &callback)]);
    let visit = RobotBrowser::new()
        .authorize(&url, client.org.admin(), Decision::Allow)
        .await
        .unwrap();
    assert_eq!((visit.status, visit.location()), (303, Some("/done")));
    let request = listening.await.unwrap();
    assert!(request.starts_with("GET /cb?code="), "{request}");
    for line in [
        "Sec-Fetch-Mode: navigate",
        "Sec-Fetch-Dest: document",
        "Sec-Fetch-Site: cross-site",
    ] {
        assert!(request.contains(line), "{line}");
    }
}

#[tokio::test]
async fn the_robot_says_when_the_callback_is_never_reached() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let url = client.authorize_url(&[("client_id", "nobody")]);
    let outcome = RobotBrowser::new()
        .authorize(&url, client.org.admin(), Decision::Allow)
        .await;
    assert!(matches!(outcome, Err(RobotError::StayedOnPage(_))));
}
