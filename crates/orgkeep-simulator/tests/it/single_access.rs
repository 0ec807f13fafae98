//! Links that sign a browser in.

use orgkeep_simulator::{AppKind, OrgKey};

use crate::support::{Client, get, get_with_token, start};

#[tokio::test]
async fn a_link_opens_once_where_it_was_to_lead() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let tokens = client.tokens().await;
    let token = tokens["access_token"].as_str().unwrap();
    let url = format!(
        "{}/services/oauth2/singleaccess?redirect_uri=/lightning/setup/DevHub/home",
        client.host
    );
    let answer = get_with_token(&url, token).await;
    let link = answer.json()["frontdoor_uri"].as_str().unwrap().to_owned();
    let first = get(&link).await;
    assert_eq!(first.status, 302);
    assert!(
        first.head.contains("/lightning/setup/DevHub/home"),
        "{}",
        first.head
    );
    assert_eq!(get(&link).await.status, 404);
}

#[tokio::test]
async fn without_a_scope_for_browsers_or_a_session_there_is_none() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Rehearsal);
    let tokens = client.tokens().await;
    let url = format!(
        "{}/services/oauth2/singleaccess?redirect_uri=/",
        client.host
    );
    let refused = get_with_token(&url, tokens["access_token"].as_str().unwrap()).await;
    assert_eq!(
        (refused.status, refused.refusal().0.as_str()),
        (403, "Invalid_Scope")
    );
    let over = get_with_token(&url, "nobody's").await;
    assert_eq!((over.status, over.body.as_str()), (403, "Bad_OAuth_Token"));
}
