//! A code becomes tokens, or does not.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use orgkeep_simulator::{AppKind, ClientApp, OrgKey};
use sha2::Sha256;

use crate::support::{Client, ask, encode, get, post, start};

#[tokio::test]
async fn the_reply_has_the_fields_of_salesforce() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Uat, AppKind::Rehearsal);
    let tokens = client.tokens().await;
    let org = &client.org;
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["token_format"], "opaque");
    assert_eq!(tokens["instance_url"], org.my_domain_url);
    assert_eq!(tokens["api_instance_url"], org.my_domain_url);
    assert_eq!(tokens["scope"], "api refresh_token sfap_api");
    assert_eq!(
        tokens["id"],
        format!("{}/id/{}/{}", simulator.test_url(), org.id, org.admin().id)
    );
    assert!(tokens["issued_at"].as_str().unwrap().parse::<u64>().is_ok());
    let opaque = tokens["access_token"].as_str().unwrap();
    assert!(
        opaque.starts_with(&format!("{}!", &org.id[..15])),
        "{opaque}"
    );
    assert!(tokens["refresh_token"].as_str().unwrap().len() < 100);
    assert!(tokens.get("expires_in").is_none());
}

#[tokio::test]
async fn the_signature_can_be_checked_with_the_secret() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Confidential);
    let tokens = client.tokens().await;
    let mut mac =
        Hmac::<Sha256>::new_from_slice(client.app.secret.as_deref().unwrap().as_bytes()).unwrap();
    mac.update(tokens["id"].as_str().unwrap().as_bytes());
    mac.update(tokens["issued_at"].as_str().unwrap().as_bytes());
    assert_eq!(
        tokens["signature"],
        STANDARD.encode(mac.finalize().into_bytes())
    );
    assert!(tokens["id_token"].as_str().unwrap().starts_with("eyJ"));
}

#[tokio::test]
async fn a_code_is_good_for_one_exchange() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let code = client.code().await;
    assert_eq!(client.exchange(&code, &[]).await.status, 200);
    let again = client.exchange(&code, &[]).await;
    assert_eq!(again.status, 400);
    let expected = (
        "invalid_grant".to_owned(),
        "expired authorization code".to_owned(),
    );
    assert_eq!(again.refusal(), expected);
}

#[tokio::test]
async fn a_code_lives_for_fifteen_minutes() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let (fresh, stale) = (client.code().await, client.code().await);
    simulator.clock().advance(Duration::from_secs(14 * 60));
    assert_eq!(client.exchange(&fresh, &[]).await.status, 200);
    simulator.clock().advance(Duration::from_secs(61));
    assert_eq!(
        client.exchange(&stale, &[]).await.refusal().1,
        "expired authorization code"
    );
}

/// Fields that differ from the right ones, and the refusal they meet.
type Case = (
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

const REFUSALS: [Case; 8] = [
    (
        &[("client_secret", "wrong")],
        "invalid_client",
        "invalid client credentials",
    ),
    (
        &[("client_secret", "")],
        "invalid_client",
        "invalid client credentials",
    ),
    (
        &[("client_id", "nobody")],
        "invalid_client_id",
        "client identifier invalid",
    ),
    (
        &[("code", "made-up")],
        "invalid_grant",
        "invalid authorization code",
    ),
    (
        &[("redirect_uri", "http://localhost:33333/")],
        "redirect_uri_mismatch",
        "redirect_uri must match configuration",
    ),
    (
        &[(
            "code_verifier",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl",
        )],
        "invalid_grant",
        "invalid code verifier",
    ),
    (
        &[("code_verifier", "")],
        "invalid_grant",
        "invalid code verifier",
    ),
    (
        &[("grant_type", "password")],
        "unsupported_grant_type",
        "grant type not supported",
    ),
];

#[tokio::test]
async fn every_part_of_the_exchange_is_checked() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Confidential);
    for (extra, code, description) in REFUSALS {
        let value = client.code().await;
        let answer = client.exchange(&value, extra).await;
        assert_eq!(answer.status, 400);
        assert_eq!(
            answer.refusal(),
            (code.to_owned(), description.to_owned()),
            "{extra:?}"
        );
    }
}

#[tokio::test]
async fn a_wrong_secret_does_not_spend_the_code() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Confidential);
    let code = client.code().await;
    assert_eq!(
        client
            .exchange(&code, &[("client_secret", "wrong")])
            .await
            .status,
        400
    );
    assert_eq!(client.exchange(&code, &[]).await.status, 200);
}

#[tokio::test]
async fn a_public_app_must_leave_the_secret_out() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let code = client.code().await;
    let stray = client.exchange(&code, &[("client_secret", "stray")]).await;
    assert_eq!(stray.refusal().0, "invalid_client");
    let mut pairs = client.exchange_form(&code, &[]);
    pairs.push(("client_secret".to_owned(), String::new()));
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        post(&client.token_url(), &pairs).await.refusal().0,
        "invalid_client"
    );
}

#[tokio::test]
async fn a_repeated_parameter_is_refused() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let answer = post(
        &client.token_url(),
        &[
            ("grant_type", "authorization_code"),
            ("code", "a"),
            ("code", "b"),
        ],
    )
    .await;
    assert_eq!(answer.refusal().0, "invalid_request");
    assert_eq!(
        get(&client.token_url()).await.refusal().0,
        "invalid_request"
    );
}

#[tokio::test]
async fn a_plain_challenge_is_compared_as_it_is() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let extra = [
        ("code_challenge", "the-verifier-itself"),
        ("code_challenge_method", "plain"),
    ];
    let callback = client
        .callback(&extra, orgkeep_simulator::Decision::Allow)
        .await;
    let answer = client
        .exchange(
            callback.text("code"),
            &[("code_verifier", "the-verifier-itself")],
        )
        .await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_strange_secret_arrives_byte_for_byte() {
    let simulator = start().await;
    let secret = "& = + % / space é";
    let mut app = ClientApp::confidential(OrgKey::Production, "Strange");
    app.secret = Some(secret.to_owned());
    simulator.add_app(app.clone());
    let client = Client::of(&simulator, app);
    client.tokens().await;
    let sent = simulator.journal().last_token_request().unwrap();
    assert_eq!(sent.get("client_secret"), Some(secret));
}

#[tokio::test]
async fn a_user_who_left_meanwhile_gets_no_tokens() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let code = client.code().await;
    let name = &client.org.admin().username;
    simulator
        .change_user(name, |user| user.is_active = false)
        .unwrap();
    assert_eq!(
        client.exchange(&code, &[]).await.refusal().1,
        "inactive user"
    );
}

#[tokio::test]
async fn jwt_apps_get_tokens_of_that_shape() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    simulator
        .change_app(&client.app.client_id, |app| app.issues_jwt = true)
        .unwrap();
    let tokens = client.tokens().await;
    assert_eq!(tokens["token_format"], "jwt");
    let token = tokens["access_token"].as_str().unwrap();
    assert!(token.starts_with("eyJ") && token.split('.').count() == 3);
}

#[tokio::test]
async fn revoking_ends_the_grant_and_a_second_time_is_refused() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let tokens = client.tokens().await;
    let url = format!("{}/services/oauth2/revoke", client.host);
    let (refresh, access) = (
        tokens["refresh_token"].as_str().unwrap(),
        tokens["access_token"].as_str().unwrap(),
    );
    assert!(simulator.is_alive(refresh) && simulator.is_alive(access));
    let first = post(&url, &[("token", refresh)]).await;
    assert_eq!((first.status, first.body.as_str()), (200, ""));
    assert!(!simulator.is_alive(refresh) && !simulator.is_alive(access));
    let second = post(&url, &[("token", refresh)]).await;
    assert_eq!(second.status, 400);
    assert!(
        second.body.starts_with("error=invalid_token"),
        "{}",
        second.body
    );
    let odd = post(&url, &[("token", refresh), ("token_type_hint", "id_token")]).await;
    assert!(odd.body.starts_with("error=unsupported_token_type"));
}

#[tokio::test]
async fn introspection_tells_the_owner_about_its_tokens() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Confidential);
    let tokens = client.tokens().await;
    let secret = client.app.secret.clone().unwrap();
    let url = format!("{}/services/oauth2/introspect", client.host);
    let own = [
        ("client_id", client.app.client_id.as_str()),
        ("client_secret", secret.as_str()),
    ];
    for name in ["access_token", "refresh_token"] {
        let report = post(
            &url,
            &[own[0], own[1], ("token", tokens[name].as_str().unwrap())],
        )
        .await
        .json();
        assert_eq!(report["active"], true);
        assert_eq!(report["username"], client.org.admin().username);
    }
    assert_eq!(
        post(&url, &[own[0], own[1], ("token", "dead")])
            .await
            .json()["active"],
        false
    );
    let basic = format!(
        "Basic {}",
        STANDARD.encode(format!("{}:{secret}", client.app.client_id))
    );
    let form = [
        ("Authorization", basic.as_str()),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let body = encode(&[("token", tokens["access_token"].as_str().unwrap())]);
    assert_eq!(
        ask(&url, "POST", &form, &body).await.unwrap().json()["active"],
        true
    );
    assert_eq!(post(&url, &[("token", "dead")]).await.status, 401);
}
