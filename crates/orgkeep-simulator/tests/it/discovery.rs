//! What hosts say about themselves, truly and otherwise.

use orgkeep_simulator::{AppKind, Decision, OrgKey};

use crate::support::{Client, get, start};

#[tokio::test]
async fn only_my_domain_hosts_have_an_auth_configuration() {
    let simulator = start().await;
    let org = simulator.org(OrgKey::Developer);
    let document = get(&format!(
        "{}/.well-known/auth-configuration",
        org.my_domain_url
    ))
    .await
    .json();
    assert_eq!(document["OrgId"], org.id);
    let generic = get(&format!(
        "{}/.well-known/auth-configuration",
        simulator.login_url()
    ))
    .await;
    assert_eq!(generic.status, 404);
}

#[tokio::test]
async fn discovery_is_true_unless_a_lie_is_switched_on() {
    let simulator = start().await;
    let host = simulator.org(OrgKey::Production).my_domain_url;
    let url = format!("{host}/.well-known/openid-configuration");
    let document = get(&url).await.json();
    assert_eq!(document["issuer"], host);
    assert!(document.get("code_challenge_methods_supported").is_none());
    assert!(
        document
            .get("authorization_response_iss_parameter_supported")
            .is_none()
    );
    simulator
        .faults()
        .switch_on("discovery-token-endpoint-elsewhere")
        .unwrap();
    let lying = get(&url).await.json();
    assert!(!lying["token_endpoint"].as_str().unwrap().starts_with(&host));
}

#[tokio::test]
async fn the_issuer_is_answered_in_seven_ways() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let own = client.host.clone();
    let cases = [
        ("issuer-equal", true, vec![own.clone()]),
        (
            "issuer-other-host",
            true,
            vec!["https://another-issuer.invalid".to_owned()],
        ),
        ("issuer-trailing-slash", true, vec![format!("{own}/")]),
        ("issuer-upper-case", true, vec![own.to_uppercase()]),
        ("issuer-twice", true, vec![own.clone(), own.clone()]),
        ("issuer-missing-though-advertised", true, Vec::new()),
        (
            "issuer-present-though-not-advertised",
            false,
            vec!["https://another-issuer.invalid".to_owned()],
        ),
    ];
    for (scenario, advertised, expected) in cases {
        simulator.faults().clear();
        simulator.faults().switch_on(scenario).unwrap();
        let document = get(&format!("{own}/.well-known/openid-configuration"))
            .await
            .json();
        let says = document
            .get("authorization_response_iss_parameter_supported")
            .is_some();
        assert_eq!(says, advertised, "{scenario}");
        let callback = client.callback(&[], Decision::Allow).await;
        let issuers = callback.pairs().iter().filter(|(name, _)| name == "iss");
        let issuers: Vec<String> = issuers.map(|(_, value)| value.clone()).collect();
        assert_eq!(issuers, expected, "{scenario}");
    }
}
