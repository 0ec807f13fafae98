//! What outlives a restart.

use std::{fs, path::PathBuf};

use orgkeep_simulator::{AppKind, OrgKey, Ports, Simulator, SimulatorConfig};

use crate::support::Client;

async fn start(path: PathBuf) -> Simulator {
    let config = SimulatorConfig {
        ports: Ports::Ephemeral,
        state_file: Some(path),
        seed: None,
    };
    Simulator::start(config).await.unwrap()
}

#[tokio::test]
async fn a_refresh_token_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("practice.json");
    let first = start(path.clone()).await;
    let tokens = Client::new(&first, OrgKey::Production, AppKind::Public)
        .tokens()
        .await;
    first.shutdown().await;
    let second = start(path).await;
    let client = Client::new(&second, OrgKey::Production, AppKind::Public);
    let answer = client
        .refresh(tokens["refresh_token"].as_str().unwrap())
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test]
async fn a_file_that_is_something_else_counts_as_empty() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("practice.json");
    for text in ["", "not json", "{\"grants\":7}", "{\"unknown\":{}}"] {
        fs::write(&path, text).unwrap();
        let simulator = start(path.clone()).await;
        let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
        assert!(client.tokens().await["access_token"].is_string());
    }
}

#[tokio::test]
async fn one_seed_draws_the_same_codes() {
    let mut codes = Vec::new();
    for _ in 0..2 {
        let config = SimulatorConfig {
            seed: Some("same".to_owned()),
            ..SimulatorConfig::ephemeral()
        };
        let simulator = Simulator::start(config).await.unwrap();
        codes.push(
            Client::new(&simulator, OrgKey::Production, AppKind::Public)
                .code()
                .await,
        );
    }
    assert_eq!(codes[0], codes[1]);
}

#[tokio::test]
async fn a_held_port_is_named() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let config = SimulatorConfig {
        ports: Ports::From(holder.local_addr().unwrap().port()),
        ..SimulatorConfig::ephemeral()
    };
    let error = Simulator::start(config).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains(&holder.local_addr().unwrap().port().to_string())
    );
}
