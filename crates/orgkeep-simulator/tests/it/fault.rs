//! Faults of the protocol, by name.

use std::time::Duration;

use orgkeep_simulator::{
    AppKind, Decision, Endpoint, Fault, FieldChange, OrgKey, Outcome, RobotBrowser, SCENARIOS,
    ScenarioGroup, Times, Tuning,
};
use serde_json::json;

use crate::support::{Client, get, get_with_token, post, start};

#[tokio::test]
async fn page_scenarios_stay_on_the_page() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    for scenario in SCENARIOS
        .iter()
        .filter(|scenario| scenario.group == ScenarioGroup::Page)
    {
        simulator
            .faults()
            .set_scenario(scenario.id, &Tuning::default(), Times::Next(1))
            .unwrap();
        let url = client.authorize_url(&[]);
        let outcome = RobotBrowser::new()
            .consent(&url, client.org.admin(), Decision::Allow)
            .await;
        assert!(
            matches!(outcome.unwrap(), Outcome::Page(_)),
            "{}",
            scenario.id
        );
        assert!(simulator.faults().active().is_empty(), "{}", scenario.id);
    }
    assert!(client.tokens().await["access_token"].is_string());
}

#[tokio::test]
async fn callback_scenarios_reach_the_callback() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    for scenario in SCENARIOS
        .iter()
        .filter(|scenario| scenario.group == ScenarioGroup::Callback)
    {
        simulator.faults().switch_on(scenario.id).unwrap();
        let callback = client.callback(&[], Decision::Allow).await;
        assert_eq!(callback.text("state"), "the-state", "{}", scenario.id);
        let odd_code = scenario.id.starts_with("issuer-") || scenario.id == "code-text";
        assert_eq!(callback.has("error"), !odd_code, "{}", scenario.id);
        simulator.faults().clear();
    }
}

#[tokio::test]
async fn token_scenarios_refuse_and_leave_the_code_alone() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let code = client.code().await;
    for scenario in SCENARIOS
        .iter()
        .filter(|scenario| scenario.group == ScenarioGroup::Token)
    {
        simulator
            .faults()
            .set_scenario(scenario.id, &Tuning::default(), Times::Next(1))
            .unwrap();
        let answer = client.exchange(&code, &[]).await;
        assert!(answer.status >= 400, "{}", scenario.id);
        assert!(
            !answer.refusal().0.is_empty() && !answer.refusal().1.is_empty(),
            "{}",
            scenario.id
        );
    }
    assert_eq!(client.exchange(&code, &[]).await.status, 200);
}

#[tokio::test]
async fn reply_scenarios_change_the_reply() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let names = |body: &serde_json::Value| body.as_object().map(|fields| fields.len());
    let strict = client.tokens().await;
    for scenario in SCENARIOS
        .iter()
        .filter(|scenario| scenario.group == ScenarioGroup::TokenReply)
    {
        simulator
            .faults()
            .set_scenario(scenario.id, &Tuning::default(), Times::Next(1))
            .unwrap();
        let reply = client.tokens().await;
        let fixed = ["scope", "instance_url", "id", "token_type"];
        let same = fixed.iter().all(|name| reply.get(name) == strict.get(name))
            && reply["access_token"]
                .as_str()
                .is_some_and(|token| token.contains('!'))
            && reply["refresh_token"]
                .as_str()
                .is_some_and(|token| token.len() == 87)
            && reply["signature"]
                .as_str()
                .is_some_and(|text| text.len() == 44 && !text.starts_with("AAAA"))
            && names(&reply) == names(&strict);
        assert!(!same, "{}", scenario.id);
    }
}

#[tokio::test]
async fn the_tokens_can_be_another_orgs_or_another_users() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    simulator
        .faults()
        .set_scenario("wrong-org", &Tuning::default(), Times::Next(1))
        .unwrap();
    let other = client.tokens().await;
    let labs = simulator.org(OrgKey::Developer);
    assert_eq!(other["instance_url"], labs.my_domain_url);
    let url = format!("{}/services/oauth2/userinfo", labs.my_domain_url);
    let info = get_with_token(&url, other["access_token"].as_str().unwrap())
        .await
        .json();
    assert_eq!(info["organization_id"], labs.id);

    simulator
        .faults()
        .set_scenario("wrong-user", &Tuning::default(), Times::Next(1))
        .unwrap();
    let id = client.tokens().await["id"].as_str().unwrap().to_owned();
    assert!(id.contains(&client.org.id) && !id.contains(&client.org.admin().id));
}

#[tokio::test]
async fn a_code_of_odd_characters_makes_the_round_trip() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    for text in [
        "a%3D%3D",
        "a%2Bb",
        "a+b",
        "a%2Fb",
        "a%25b",
        "a.b",
        &"x".repeat(2_000),
    ] {
        simulator
            .faults()
            .set(Fault::CodeText(text.to_owned()), Times::Next(1));
        let code = client.code().await;
        assert_eq!(code, text);
        assert_eq!(client.exchange(&code, &[]).await.status, 200);
        assert_eq!(
            simulator
                .journal()
                .last_token_request()
                .unwrap()
                .get("code"),
            Some(text)
        );
    }
}

#[tokio::test]
async fn any_field_can_be_anything_for_one_grant() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let fault = Fault::TokenField {
        grant: Some(orgkeep_simulator::GrantKind::Refresh),
        name: "refresh_token".to_owned(),
        change: FieldChange::Set(json!("")),
    };
    simulator.faults().set(fault, Times::Always);
    let tokens = client.tokens().await;
    let token = tokens["refresh_token"].as_str().unwrap();
    assert!(!token.is_empty());
    assert_eq!(client.refresh(token).await.json()["refresh_token"], "");
}

#[tokio::test]
async fn an_http_scenario_strikes_where_it_is_aimed() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let target = format!("{}/secret-place", simulator.test_url());
    for (endpoint, path) in [
        (Endpoint::Revoke, "/services/oauth2/revoke"),
        (Endpoint::Userinfo, "/services/oauth2/userinfo"),
        (Endpoint::Query, "/services/data/v65.0/query?q=x"),
    ] {
        for status in [301, 302, 303, 307, 308] {
            let tuning = Tuning {
                endpoint: Some(endpoint),
                status: Some(status),
                ..Tuning::to(&target)
            };
            simulator
                .faults()
                .set_scenario("redirect", &tuning, Times::Next(1))
                .unwrap();
            let answer = post(&format!("{}{path}", client.host), &[]).await;
            assert_eq!(answer.status, status);
            assert!(answer.head.contains(&target));
        }
    }
    assert_eq!(simulator.journal().count("/secret-place"), 0);
}

#[tokio::test]
async fn api_scenarios_refuse_a_living_token() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let tokens = client.tokens().await;
    let token = tokens["access_token"].as_str().unwrap();
    let query = "/services/data/v65.0/query?q=SELECT+Id+FROM+Organization";
    for scenario in SCENARIOS
        .iter()
        .filter(|scenario| scenario.group == ScenarioGroup::Api)
    {
        simulator
            .faults()
            .set_scenario(scenario.id, &Tuning::default(), Times::Always)
            .unwrap();
        let paths =
            [query, "/services/oauth2/userinfo"].map(|path| format!("{}{path}", client.host));
        let mut statuses = Vec::new();
        for url in &paths {
            statuses.push(get_with_token(url, token).await.status);
        }
        assert!(statuses.contains(&200), "{}", scenario.id);
        assert!(
            statuses.iter().any(|status| *status >= 400),
            "{}",
            scenario.id
        );
        simulator.faults().clear();
    }
}

#[tokio::test]
async fn a_guest_network_answers_in_place_of_every_host() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let addresses = [
        client.authorize_url(&[]),
        format!("{}/services/data/", client.host),
        format!("{}/services/oauth2/userinfo", simulator.login_url()),
    ];
    simulator.faults().switch_on("captive-portal").unwrap();
    for address in &addresses {
        let answer = get(address).await;
        assert_eq!(answer.status, 200);
        assert!(answer.head.contains("text/html") && answer.body.contains("Accept the terms"));
    }
    simulator.faults().clear();
    simulator
        .faults()
        .switch_on("captive-portal-redirect")
        .unwrap();
    for address in &addresses {
        let answer = get(address).await;
        assert_eq!(answer.status, 302);
        assert!(answer.head.contains("location: https://portal.invalid/"));
    }
}

#[tokio::test]
async fn maintenance_says_when_to_come_back() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    simulator
        .faults()
        .switch_on("service-unavailable-retry-after")
        .unwrap();
    let answer = post(&client.token_url(), &[]).await;
    assert_eq!(answer.status, 503);
    assert!(answer.head.contains("retry-after: 2"));
}

#[tokio::test]
async fn propagation_delay_resolves_itself() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let minute = Times::During(Duration::from_secs(60));
    simulator
        .faults()
        .set_scenario("propagation-delay", &Tuning::default(), minute)
        .unwrap();
    assert!(
        get(&client.authorize_url(&[]))
            .await
            .head
            .contains("invalid_client_id")
    );
    simulator.clock().advance(Duration::from_secs(61));
    assert!(
        get(&client.authorize_url(&[]))
            .await
            .head
            .contains("RemoteAccessAuthorizationPage")
    );
}

#[tokio::test]
async fn names_from_outside_are_escaped_on_the_pages() {
    let simulator = start().await;
    simulator.change_org(OrgKey::Production, |org| {
        org.name = "<script>alert(1)</script>".to_owned()
    });
    let page = get(&format!(
        "{}/",
        simulator.org(OrgKey::Production).my_domain_url
    ))
    .await
    .body;
    assert!(!page.contains("<script>"));
    assert!(page.contains("&lt;script&gt;"));
}
