//! A test of a connection whose way to Salesforce is broken: each way has a verdict of its own, and all of them are about the
//! way and not about the sign-in.

use anyhow::Result;
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_domain::verdict::{Verdict, VerdictGroup};
use orgkeep_salesforce::http::{HttpClient, Proxies};
use orgkeep_salesforce::probe::probe;
use orgkeep_salesforce::session::ApiSession;
use orgkeep_secret::AccessToken;
use orgkeep_simulator::{Endpoint, OrgKey, Simulator, SimulatorConfig, Times, Tuning};

use crate::tunnel::{Manner, Tunnel};

/// Three labels that no network resolves (RFC 2606).
const ADDRESS: &str = "https://acme.orgkeep.example";

/// What a test of a connection to this org comes to.
async fn found(client: &HttpClient, org: &Server) -> Verdict {
    let access = AccessToken::new("00Dxx0000000001!token".to_owned());
    let session = ApiSession {
        instance: org,
        access: &access,
    };
    let verdict = probe(client, session).await.unwrap_err().verdict();
    assert_eq!(verdict.group(), VerdictGroup::Unreachable);
    assert!(!verdict.is_final(), "the sign-in is not to blame");
    verdict
}

async fn through(proxies: Proxies) -> Result<Verdict> {
    let org = Server::parse(ADDRESS, AuthorityRule::Salesforce)?;
    Ok(found(&HttpClient::through(proxies)?, &org).await)
}

/// Without a proxy, from a practice vault, which may ask this machine.
async fn at(address: &str) -> Result<Verdict> {
    let org = Server::parse(address, AuthorityRule::Practice)?;
    Ok(found(&HttpClient::new(true)?, &org).await)
}

#[tokio::test]
async fn a_name_that_nobody_knows_and_a_proxy_that_does_not_lead_are_told_apart() -> Result<()> {
    assert_eq!(through(Proxies::none()).await?, Verdict::NameNotFound);
    let wants_a_password = Manner::Answer("407 Proxy Authentication Required");
    for (manner, verdict) in [
        (wants_a_password, Verdict::ProxyPassword),
        (Manner::Answer("403 Forbidden"), Verdict::ProxyFailed),
        (Manner::Close, Verdict::ProxyFailed),
    ] {
        let tunnel = Tunnel::start(manner).await?;
        let proxies = Proxies::fixed(&tunnel.address.to_string(), "");
        assert_eq!(through(proxies).await?, verdict);
    }
    let tunnel = Tunnel::start(Manner::Close).await?;
    let dead = Proxies::fixed(&tunnel.address.to_string(), "");
    drop(tunnel);
    assert_eq!(through(dead).await?, Verdict::ProxyFailed);
    Ok(())
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_server_that_nobody_vouches_for_is_not_secure() -> Result<()> {
    let authority = crate::certificate::Authority::make()?;
    let acceptor = authority.acceptor("acme.orgkeep.example", |_| ())?;
    let site = crate::site::Site::secure(acceptor, crate::site::versions()).await?;
    let tunnel = Tunnel::start(Manner::Lead(site.address)).await?;
    let proxies = Proxies::fixed(&tunnel.address.to_string(), "");
    assert_eq!(through(proxies).await?, Verdict::TlsFailed);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_server_that_says_nothing_has_not_answered_in_time() -> Result<()> {
    let silent = Tunnel::start(Manner::Stay).await?;
    let address = format!("http://{}", silent.address);
    assert_eq!(at(&address).await?, Verdict::TimedOut);
    Ok(())
}

#[tokio::test]
async fn a_connection_that_is_refused_or_reset_has_failed() -> Result<()> {
    let simulator = Simulator::start(SimulatorConfig::ephemeral()).await?;
    let address = simulator.org(OrgKey::Uat).my_domain_url().to_owned();
    let here = Tuning::at(Endpoint::Rest);
    for scenario in ["reset-before-body", "reset-after-body", "answer-lost"] {
        let faults = simulator.faults();
        faults.set_scenario(scenario, &here, Times::Always)?;
        assert_eq!(at(&address).await?, Verdict::ConnectionFailed, "{scenario}");
        faults.clear();
    }
    simulator.shutdown().await;
    assert_eq!(at(&address).await?, Verdict::ConnectionFailed, "refused");
    Ok(())
}
