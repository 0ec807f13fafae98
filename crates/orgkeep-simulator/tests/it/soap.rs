//! Logging in with a user name and a password.

use orgkeep_simulator::{
    AppKind, Endpoint, HostKey, Org, OrgKey, SCENARIOS, ScenarioGroup, Simulator, Times, Tuning,
    User, UserRole,
};

use crate::support::{Answer, Client, ask, control, get_with_token, start};

const ORG: OrgKey = OrgKey::Uat;

fn envelope(username: &str, password: &str) -> String {
    format!(
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:p=\"urn:partner.soap.sforce.com\"><soapenv:Body><p:login><p:username>{username}</p:username>\
         <p:password>{password}</p:password></p:login></soapenv:Body></soapenv:Envelope>"
    )
}

async fn post(host: &str, version: &str, body: &str) -> Answer {
    let headers = [
        ("Content-Type", "text/xml; charset=UTF-8"),
        ("SOAPAction", "\"\""),
    ];
    let url = format!("{host}/services/Soap/u/{version}");
    ask(&url, "POST", &headers, body).await.unwrap()
}

async fn login(host: &str, user: &User) -> Answer {
    let password = format!("{}{}", user.password, user.security_token);
    post(host, "64.0", &envelope(&user.username, &password)).await
}

fn text<'a>(answer: &'a Answer, element: &str) -> &'a str {
    let (_, rest) = answer
        .body
        .split_once(&format!("<{element}>"))
        .unwrap_or_default();
    rest.split_once(&format!("</{element}>"))
        .unwrap_or_default()
        .0
}

/// The code, which stands in three places and is the same in all of them.
fn code(answer: &Answer) -> &str {
    assert_eq!(answer.status, 500, "{}", answer.body);
    let code = text(answer, "sf:exceptionCode");
    assert_eq!(text(answer, "faultcode"), format!("sf:{code}"));
    let words = text(answer, "sf:exceptionMessage");
    assert_eq!(text(answer, "faultstring"), format!("{code}: {words}"));
    code
}

fn admin(simulator: &Simulator) -> (Org, User) {
    let org = simulator.org(ORG);
    let user = org.admin().clone();
    (org, user)
}

#[tokio::test]
async fn a_login_says_who_and_where_at_each_host_of_the_org() {
    let simulator = start().await;
    for key in OrgKey::ALL {
        let org = simulator.org(key);
        for host in [&org.login_url, &org.my_domain_url] {
            let answer = login(host, org.admin()).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            assert!(answer.head.contains("content-type: text/xml"));
            let short = &org.id[..15];
            let server = format!("{}/services/Soap/u/64.0/{short}", org.my_domain_url);
            assert_eq!(text(&answer, "serverUrl"), server);
            assert_eq!(
                text(&answer, "metadataServerUrl"),
                server.replace("/u/", "/m/")
            );
            assert_eq!(text(&answer, "userId"), org.admin().id);
            assert_eq!(text(&answer, "organizationId"), org.id);
            assert_eq!(text(&answer, "userName"), org.admin().username);
            assert_eq!(text(&answer, "sandbox"), key.is_sandbox().to_string());
            assert_eq!(text(&answer, "passwordExpired"), "false");
            assert!(text(&answer, "sessionId").starts_with(&format!("{short}!")));
        }
    }
}

#[tokio::test]
async fn the_session_is_a_token_like_any_other() {
    let simulator = start().await;
    let (org, user) = admin(&simulator);
    let answer = login(&org.login_url, &user).await;
    let session = text(&answer, "sessionId");
    let limits = format!("{}/services/data/v64.0/limits", org.my_domain_url);
    let userinfo = format!("{}/services/oauth2/userinfo", org.my_domain_url);
    assert_eq!(get_with_token(&limits, session).await.status, 200);
    assert_eq!(
        get_with_token(&userinfo, session).await.json()["user_id"],
        user.id
    );
    for _ in 0..6 {
        login(&org.login_url, &user).await;
    }
    assert!(simulator.is_alive(session), "no number of logins ends one");
    simulator
        .clock()
        .advance(std::time::Duration::from_secs(3 * 60 * 60));
    assert_eq!(get_with_token(&limits, session).await.status, 401);
}

#[tokio::test]
async fn the_password_the_token_and_the_person_must_be_right() {
    let simulator = start().await;
    let (org, user) = admin(&simulator);
    let (password, token) = (user.password.as_str(), user.security_token.as_str());
    let gone = org.user(UserRole::Inactive);
    let elsewhere = simulator.org(OrgKey::Production).admin().username.clone();
    for (username, presented, expected) in [
        (
            user.username.as_str(),
            format!("wrong{token}"),
            "INVALID_LOGIN",
        ),
        (&user.username, format!("{password}wrong"), "INVALID_LOGIN"),
        (&user.username, token.to_owned(), "INVALID_LOGIN"),
        (&user.username, String::new(), "INVALID_LOGIN"),
        (
            &user.username,
            password.to_owned(),
            "LOGIN_MUST_USE_SECURITY_TOKEN",
        ),
        (
            &gone.username,
            format!("{}{}", gone.password, gone.security_token),
            "INVALID_LOGIN",
        ),
        (&elsewhere, format!("{password}{token}"), "INVALID_LOGIN"),
        (
            "nobody@larkfield.example",
            format!("{password}{token}"),
            "INVALID_LOGIN",
        ),
    ] {
        let answer = post(&org.my_domain_url, "64.0", &envelope(username, &presented)).await;
        assert_eq!(code(&answer), expected, "{username} {presented}");
    }
}

#[tokio::test]
async fn from_a_trusted_address_the_password_will_do() {
    let simulator = start().await;
    let (org, user) = admin(&simulator);
    control(&simulator, "POST", "orgs/uat", "{\"trustsAddress\":true}").await;
    let answer = post(
        &org.my_domain_url,
        "64.0",
        &envelope(&user.username, &user.password),
    )
    .await;
    assert_eq!(answer.status, 200);
    assert_eq!(login(&org.my_domain_url, &user).await.status, 200);
}

#[tokio::test]
async fn an_expired_password_opens_nothing() {
    let simulator = start().await;
    let (org, user) = admin(&simulator);
    let path = format!("users/{}", user.username);
    control(&simulator, "POST", &path, "{\"passwordExpired\":true}").await;
    let answer = login(&org.my_domain_url, &user).await;
    assert_eq!(text(&answer, "passwordExpired"), "true");
    let limits = format!("{}/services/data/v64.0/limits", org.my_domain_url);
    let refused = get_with_token(&limits, text(&answer, "sessionId")).await;
    assert_eq!(refused.status, 401);
}

#[tokio::test]
async fn login_ends_with_version_64() {
    let simulator = start().await;
    let (org, user) = admin(&simulator);
    let request = envelope(
        &user.username,
        &format!("{}{}", user.password, user.security_token),
    );
    for (version, expected) in [
        ("31.0", 200),
        ("64.0", 200),
        ("30.0", 500),
        ("65.0", 500),
        ("68.0", 500),
    ] {
        let answer = post(&org.my_domain_url, version, &request).await;
        assert_eq!(answer.status, expected, "{version}");
        if expected == 500 {
            assert_eq!(code(&answer), "UNSUPPORTED_API_VERSION");
        }
    }
}

#[tokio::test]
async fn a_request_of_another_shape_is_the_clients_fault() {
    let simulator = start().await;
    let (org, user) = admin(&simulator);
    let right = envelope(
        &user.username,
        &format!("{}{}", user.password, user.security_token),
    );
    let doctype = format!(
        "<!DOCTYPE x [<!ENTITY p '{}'>]>{}",
        user.password,
        envelope(&user.username, "&p;")
    );
    for body in [
        String::new(),
        "{}".to_owned(),
        right.replace("</soapenv:Envelope>", ""),
        right.replace(
            "schemas.xmlsoap.org/soap/envelope/",
            "www.w3.org/2003/05/soap-envelope",
        ),
        right.replace(
            "urn:partner.soap.sforce.com",
            "urn:enterprise.soap.sforce.com",
        ),
        right.replace("p:login>", "p:logout>"),
        right.replace("p:password>", "p:secret>"),
        doctype,
    ] {
        let answer = post(&org.my_domain_url, "64.0", &body).await;
        assert_eq!(
            (answer.status, text(&answer, "faultcode")),
            (500, "soapenv:Client"),
            "{body}"
        );
    }
    let url = format!("{}/services/Soap/u/64.0", org.my_domain_url);
    let xml = ("Content-Type", "text/xml");
    let answer = ask(&url, "POST", &[xml], &right).await.unwrap();
    assert_eq!(
        text(&answer, "faultstring"),
        "SOAPAction HTTP header missing"
    );
    let action = ("SOAPAction", "login");
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(
        ask(&url, "POST", &[form, action], &right)
            .await
            .unwrap()
            .status,
        415
    );
    assert_eq!(
        ask(&url, "GET", &[xml, action], "").await.unwrap().status,
        405
    );
    assert_eq!(
        ask(&url, "POST", &[xml, action], &right)
            .await
            .unwrap()
            .status,
        200
    );
}

#[tokio::test]
async fn every_refusal_has_its_code_and_every_odd_result_is_odd() {
    let simulator = start().await;
    let (org, user) = admin(&simulator);
    let mut codes = std::collections::HashSet::new();
    let own = SCENARIOS
        .iter()
        .filter(|scenario| scenario.group == ScenarioGroup::Soap);
    for scenario in own {
        simulator
            .faults()
            .set_scenario(scenario.id, &Tuning::default(), Times::Next(1))
            .unwrap();
        let answer = login(&org.my_domain_url, &user).await;
        if answer.status == 500 {
            assert!(codes.insert(code(&answer).to_owned()), "{}", scenario.id);
        } else {
            let expired = text(&answer, "passwordExpired") == "true";
            let missing =
                text(&answer, "sessionId").is_empty() || text(&answer, "serverUrl").is_empty();
            let elsewhere = !text(&answer, "serverUrl").starts_with(&org.my_domain_url);
            assert!(expired || missing || elsewhere, "{}", scenario.id);
        }
        assert!(simulator.faults().active().is_empty(), "{}", scenario.id);
    }
    assert_eq!(codes.len(), 22);
    assert_eq!(login(&org.my_domain_url, &user).await.status, 200);
}

#[tokio::test]
async fn words_are_escaped_and_the_journal_keeps_what_was_sent() {
    let simulator = start().await;
    let (org, user) = admin(&simulator);
    simulator
        .change_user(&user.username, |user| user.password = "<&\"'>".to_owned())
        .unwrap();
    simulator.change_org(ORG, |org| org.name = "Lark & <field>".to_owned());
    let sent = envelope(
        &user.username,
        &format!("&lt;&amp;\"'&gt;{}", user.security_token),
    );
    let answer = post(&org.my_domain_url, "64.0", &sent).await;
    assert_eq!(
        text(&answer, "organizationName"),
        "Lark &amp; &lt;field&gt;"
    );
    let entries = simulator.journal().of_endpoint(Endpoint::Soap);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].host, HostKey::MyDomain(ORG));
    assert_eq!(entries[0].body, sent.as_bytes());
    assert_eq!(entries[0].status, Some(200));
}

#[tokio::test]
async fn a_login_leaves_the_grants_of_apps_alone() {
    let simulator = start().await;
    let client = Client::new(&simulator, ORG, AppKind::Public);
    client.tokens().await;
    login(&client.host, client.org.admin()).await;
    assert_eq!(simulator.grant_count(&client.app.client_id), 1);
}
