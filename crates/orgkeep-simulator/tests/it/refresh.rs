//! Refreshing, with and without rotation.

use std::time::Duration;

use orgkeep_simulator::{AppKind, Lifetimes, OrgKey};
use serde_json::Value;

use crate::support::{Client, get_with_token, start};

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

#[tokio::test]
async fn without_rotation_the_refresh_token_stays() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Confidential);
    let tokens = client.tokens().await;
    for _ in 0..3 {
        let answer = client.refresh(text(&tokens, "refresh_token")).await;
        assert_eq!(answer.status, 200);
        let fresh = answer.json();
        assert!(fresh.get("refresh_token").is_none());
        assert_ne!(text(&fresh, "access_token"), text(&tokens, "access_token"));
    }
}

#[tokio::test]
async fn with_rotation_a_replayed_token_ends_the_family() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let rotate = |app: &mut orgkeep_simulator::ClientApp| app.rotates_refresh_tokens = true;
    simulator.change_app(&client.app.client_id, rotate).unwrap();
    let first = client.tokens().await;
    let second = client.refresh(text(&first, "refresh_token")).await.json();
    let third = client.refresh(text(&second, "refresh_token")).await.json();
    assert!(simulator.is_alive(text(&third, "refresh_token")));
    let replay = client.refresh(text(&first, "refresh_token")).await;
    assert_eq!(replay.refusal().1, "expired access/refresh token");
    assert!(!simulator.is_alive(text(&third, "refresh_token")));
    assert!(!simulator.is_alive(text(&third, "access_token")));
}

#[tokio::test]
async fn the_sixth_sign_in_ends_the_first() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let first = client.tokens().await;
    for _ in 0..4 {
        client.tokens().await;
    }
    assert!(simulator.is_alive(text(&first, "refresh_token")));
    client.tokens().await;
    assert!(!simulator.is_alive(text(&first, "refresh_token")));
    assert_eq!(simulator.grant_count(&client.app.client_id), 5);
}

#[tokio::test]
async fn a_grant_can_be_limited_in_time() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let tokens = client.tokens().await;
    let hour = Some(Duration::from_secs(3_600));
    simulator.set_lifetimes(Lifetimes {
        grant: hour,
        ..Lifetimes::default()
    });
    simulator.clock().advance(Duration::from_secs(3_601));
    assert_eq!(
        client
            .refresh(text(&tokens, "refresh_token"))
            .await
            .refusal()
            .1,
        "token validity expired"
    );
}

#[tokio::test]
async fn an_access_token_lives_on_while_it_is_used() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let tokens = client.tokens().await;
    let url = format!("{}/services/data/v65.0/limits/", client.host);
    for _ in 0..3 {
        simulator.clock().advance(Duration::from_secs(7_000));
        assert_eq!(
            get_with_token(&url, text(&tokens, "access_token"))
                .await
                .status,
            200
        );
    }
    simulator.clock().advance(Duration::from_secs(7_201));
    assert_eq!(
        get_with_token(&url, text(&tokens, "access_token"))
            .await
            .status,
        401
    );
}

#[tokio::test]
async fn a_policy_can_withhold_the_refresh_token() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let withhold = |app: &mut orgkeep_simulator::ClientApp| app.withholds_refresh_token = true;
    simulator
        .change_app(&client.app.client_id, withhold)
        .unwrap();
    assert!(client.tokens().await.get("refresh_token").is_none());
}

#[tokio::test]
async fn a_token_cannot_be_refreshed_by_another_app() {
    let simulator = start().await;
    let owner = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let other = Client::new(&simulator, OrgKey::Production, AppKind::Rehearsal);
    let tokens = owner.tokens().await;
    assert_eq!(
        other
            .refresh(text(&tokens, "refresh_token"))
            .await
            .refusal()
            .0,
        "invalid_grant"
    );
    assert!(simulator.is_alive(text(&tokens, "refresh_token")));
}
