//! Whether a server answers, and the time that it tells.

use std::time::{Duration, SystemTime};

use anyhow::Result;
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_salesforce::http::{CallError, HttpClient};
use orgkeep_salesforce::reach::reach;
use orgkeep_simulator::{
    Endpoint, Fault, OrgKey, Simulator, SimulatorConfig, Times, Tuning, WireEffect,
};

use crate::site::{Site, VERSIONS, answer};

struct Asked {
    simulator: Simulator,
    client: HttpClient,
    server: Server,
}

async fn start() -> Result<Asked> {
    let simulator = Simulator::start(SimulatorConfig::ephemeral()).await?;
    let org = simulator.org(OrgKey::Uat);
    Ok(Asked {
        client: HttpClient::new(true)?,
        server: Server::parse(org.my_domain_url(), AuthorityRule::Practice)?,
        simulator,
    })
}

#[tokio::test]
async fn salesforce_is_recognized_and_its_clock_is_read() -> Result<()> {
    let asked = start().await?;
    let reached = reach(&asked.client, &asked.server).await?;
    assert!(reached.is_salesforce);
    let told = reached.server_time.unwrap();
    let apart = SystemTime::now().duration_since(told)?;
    assert!(apart < Duration::from_secs(10), "{apart:?}");
    let entries = asked.simulator.journal().entries();
    let paths: Vec<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!(paths, ["/services/data/"]);
    assert_eq!(entries[0].header("authorization"), None);
    Ok(())
}

#[tokio::test]
async fn a_clock_that_is_wrong_or_missing_is_told_as_it_is() -> Result<()> {
    let client = HttpClient::new(true)?;
    let json = "200 OK\r\nContent-Type: application/json";
    for (head, expected) in [
        (
            format!("{json}\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT"),
            Some(784_111_777),
        ),
        (format!("{json}\r\nDate: yesterday"), None),
        (json.to_owned(), None),
    ] {
        let site = Site::plain(answer(&head, "[]")).await?;
        let address = format!("http://{}", site.address);
        let server = Server::parse(&address, AuthorityRule::Practice)?;
        let reached = reach(&client, &server).await?;
        let expected =
            expected.map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(reached.server_time, expected, "{head}");
        assert!(!reached.is_salesforce);
    }
    Ok(())
}

#[tokio::test]
async fn another_servers_answer_is_not_taken_for_salesforces() -> Result<()> {
    let asked = start().await?;
    for (status, body) in [
        (200, "{}"),
        (200, "[]"),
        (200, "[1]"),
        (404, "{\"error\":\"no\"}"),
        (404, "<html>"),
    ] {
        let fault = Fault::Reply {
            at: Some(Endpoint::Versions),
            status,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_owned(),
        };
        asked.simulator.faults().set(fault, Times::Next(1));
        let reached = reach(&asked.client, &asked.server).await?;
        assert!(!reached.is_salesforce, "{status} {body}");
    }
    Ok(())
}

/// A generic login host serves no org, so it has no versions to list that would be an org's.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_generic_login_host_is_known_by_its_discovery_document() -> Result<()> {
    let authority = crate::certificate::Authority::make()?;
    for (issuer, expected) in [
        ("https://login.salesforce.com", "Ok(true)"),
        ("https://login.salesforce.com.example", "Ok(false)"),
    ] {
        let document = format!(r#"{{"issuer":"{issuer}"}}"#);
        let answer = answer("200 OK\r\nContent-Type: application/json", &document);
        let acceptor = authority.acceptor("login.salesforce.com", |_| ())?;
        let address = "https://login.salesforce.com";
        let said = crate::tls::trusting(&authority.pem, address, acceptor, answer).await?;
        assert_eq!(said, expected, "{issuer}");
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_may_be_as_long_as_the_limit_and_no_longer() -> Result<()> {
    const LIMIT: usize = 1024 * 1024;
    for (length, fits) in [(LIMIT, true), (LIMIT + 1, false)] {
        let mut body = VERSIONS.to_owned();
        body.push_str(&" ".repeat(length - VERSIONS.len()));
        let said = answer("200 OK\r\nContent-Type: application/json", &body);
        let site = Site::plain(said).await?;
        let server = Server::parse(&format!("http://{}", site.address), AuthorityRule::Practice)?;
        let reached = reach(&HttpClient::new(true)?, &server).await;
        let told = reached.map(|reached| reached.is_salesforce);
        let expected = if fits {
            Ok(true)
        } else {
            Err(CallError::TooLarge)
        };
        assert_eq!(told, expected, "{length}");
    }
    Ok(())
}

#[tokio::test]
async fn what_fails_on_the_way_is_told_apart() -> Result<()> {
    let asked = start().await?;
    let scenarios = [
        ("reset-before-body", CallError::Unreachable),
        ("large-body", CallError::TooLarge),
        ("http-429", CallError::TooMany { retry_after: None }),
        (
            "service-unavailable-retry-after",
            CallError::Busy {
                retry_after: Some(2),
            },
        ),
    ];
    for (scenario, expected) in scenarios {
        let here = Tuning::at(Endpoint::Versions);
        asked
            .simulator
            .faults()
            .set_scenario(scenario, &here, Times::Always)?;
        let error = reach(&asked.client, &asked.server).await.unwrap_err();
        assert_eq!(error, expected, "{scenario}");
        asked.simulator.faults().clear();
    }
    let server = asked.server.clone();
    asked.simulator.shutdown().await;
    assert_eq!(
        reach(&asked.client, &server).await,
        Err(CallError::Unreachable)
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_given_up() -> Result<()> {
    let asked = start().await?;
    let fault = Fault::Wire {
        at: Some(Endpoint::Versions),
        effect: WireEffect::Hang,
    };
    asked.simulator.faults().set(fault, Times::Always);
    assert_eq!(
        reach(&asked.client, &asked.server).await,
        Err(CallError::TimedOut)
    );
    Ok(())
}
