//! Steering the practice org from another process.

use orgkeep_simulator::{AppKind, OrgKey, SCENARIOS};

use crate::support::{Client, ask, control, get, start};

#[tokio::test]
async fn scenarios_are_listed_and_switched() {
    let simulator = start().await;
    let on = control(
        &simulator,
        "POST",
        "scenarios/invalid-client-secret",
        "{\"times\":1,\"text\":\"own words\"}",
    )
    .await;
    assert_eq!(on.status, 200, "{}", on.body);
    let list = control(&simulator, "GET", "scenarios", "").await.json();
    let rows = list.as_array().unwrap();
    assert_eq!(rows.len(), SCENARIOS.len());
    let row = rows
        .iter()
        .find(|row| row["id"] == "invalid-client-secret")
        .unwrap();
    assert_eq!((&row["on"], &row["remaining"]), (&true.into(), &1.into()));
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let code = client.code().await;
    assert_eq!(client.exchange(&code, &[]).await.refusal().1, "own words");
    assert_eq!(client.exchange(&code, &[]).await.status, 200);

    control(
        &simulator,
        "POST",
        "scenarios/redirect",
        "{\"endpoint\":\"query\",\"status\":307,\"url\":\"http://x.invalid\"}",
    )
    .await;
    assert_eq!(simulator.faults().active().len(), 1);
    control(&simulator, "DELETE", "scenarios", "").await;
    assert!(simulator.faults().active().is_empty());
    assert_eq!(
        control(&simulator, "POST", "scenarios/made-up", "")
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn the_journal_can_be_read_and_does_not_show_the_reading() {
    let simulator = start().await;
    get(&format!("{}/services/data/", simulator.login_url())).await;
    let journal = control(&simulator, "GET", "journal", "").await.json();
    assert_eq!(journal.as_array().unwrap().len(), 1);
    assert_eq!(journal[0]["path"], "/services/data/");
    assert_eq!(journal[0]["status"], 200);
    control(&simulator, "DELETE", "journal", "").await;
    assert!(simulator.journal().entries().is_empty());
}

#[tokio::test]
async fn apps_grants_and_the_clock_can_be_changed() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Confidential);
    let path = format!("apps/{}", client.app.client_id);
    let body = "{\"rotatesRefreshTokens\":true,\"pkceRequired\":false,\"propagation\":{\"after-requests\":1}}";
    let changed = control(&simulator, "POST", &path, body).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let app = simulator.app(OrgKey::Production, AppKind::Confidential);
    assert!(app.rotates_refresh_tokens && !app.pkce_required && app.secret.is_some());
    get(&client.authorize_url(&[])).await;
    client.tokens().await;
    control(&simulator, "DELETE", "grants", "").await;
    assert_eq!(simulator.grant_count(&client.app.client_id), 0);
    let before = simulator.clock().now();
    control(&simulator, "POST", "clock", "{\"milliseconds\":60000}").await;
    assert!(simulator.clock().now() - before >= 60_000);
    let orgs = control(&simulator, "GET", "orgs", "").await.json();
    assert_eq!(orgs[0]["users"][0]["username"], client.org.admin().username);
    assert_eq!(orgs[0]["apps"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_web_page_cannot_steer_the_practice_org() {
    let simulator = start().await;
    let url = format!("{}/__practice/scenarios/hang", simulator.login_url());
    let simple = ask(&url, "POST", &[("Content-Type", "text/plain")], "{}")
        .await
        .unwrap();
    assert_eq!(simple.status, 415);
    assert!(simulator.faults().active().is_empty());
}

#[tokio::test]
async fn names_and_lifetimes_can_be_changed_from_outside() {
    let simulator = start().await;
    let org = control(
        &simulator,
        "POST",
        "orgs/production",
        "{\"name\":\"<b>Bold</b>\"}",
    )
    .await;
    assert_eq!(org.json()["name"], "<b>Bold</b>");
    let admin = simulator.org(OrgKey::Production).admin().username.clone();
    let path = format!("users/{admin}");
    control(
        &simulator,
        "POST",
        &path,
        "{\"displayName\":\"Someone Else\"}",
    )
    .await;
    assert_eq!(
        simulator.org(OrgKey::Production).admin().display_name,
        "Someone Else"
    );
    control(&simulator, "POST", "lifetimes", "{\"code\":1}").await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let code = client.code().await;
    control(&simulator, "POST", "clock", "{\"milliseconds\":1000}").await;
    assert_eq!(
        client.exchange(&code, &[]).await.refusal().1,
        "expired authorization code"
    );
    assert_eq!(
        control(&simulator, "POST", "orgs/nowhere", "").await.status,
        400
    );
}
