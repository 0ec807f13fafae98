//! Proxies: those that lead, those that do not, and what may stay away from them (security.md, H-12).

use anyhow::Result;
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_salesforce::http::{CallError, HttpClient, Proxies};
use orgkeep_salesforce::reach::reach;
use orgkeep_simulator::{Simulator, SimulatorConfig};

use crate::child::reached;
use crate::tunnel::{Manner, Tunnel};

/// Three labels that no network resolves (RFC 2606).
const ADDRESS: &str = "https://acme.orgkeep.example";
/// `nora:p@ss:%word` as it stands in an address, and as it is sent.
const CREDENTIALS: &str = "nora:p%40ss:%25word";
const SENT: &str = "Basic bm9yYTpwQHNzOiV3b3Jk";

async fn through(proxies: Proxies) -> Result<CallError> {
    let client = HttpClient::through(proxies)?;
    let shown = format!("{client:?}");
    assert!(!shown.contains("p@ss") && !shown.contains("p%40ss") && !shown.contains(SENT));
    let server = Server::parse(ADDRESS, AuthorityRule::Salesforce)?;
    let error = reach(&client, &server).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("p@ss") && !shown.contains("nora") && !shown.contains("127.0.0.1"));
    Ok(error)
}

fn with_password(tunnel: &Tunnel) -> Proxies {
    Proxies::fixed(&format!("http://{CREDENTIALS}@{}", tunnel.address), "")
}

/// A proxy that leads, one with its password in the address, 407, a dead one, NO_PROXY, and this machine.
#[tokio::test]
async fn h_12_a_proxy_leads_or_says_why_not() -> Result<()> {
    the_environment_names_the_proxy_and_its_password().await?;
    a_proxy_that_does_not_lead_says_why().await?;
    a_dead_proxy_is_not_taken_for_a_dead_server().await?;
    a_server_that_needs_no_proxy_is_asked_without().await?;
    this_machine_is_never_reached_through_a_proxy().await?;
    println!("H-12 survived 6 of 6");
    Ok(())
}

async fn a_proxy_that_does_not_lead_says_why() -> Result<()> {
    for (manner, expected) in [
        (
            Manner::Answer("407 Proxy Authentication Required"),
            CallError::ProxyPassword,
        ),
        (Manner::Answer("403 Forbidden"), CallError::ProxyRefused),
        (Manner::Answer("502 Bad Gateway"), CallError::ProxyRefused),
        (Manner::Close, CallError::ProxyRefused),
    ] {
        let tunnel = Tunnel::start(manner).await?;
        assert_eq!(through(with_password(&tunnel)).await?, expected);
        assert!(tunnel.heads()[0].starts_with("CONNECT acme.orgkeep.example:443 HTTP/1.1\r\n"));
    }
    Ok(())
}

async fn a_dead_proxy_is_not_taken_for_a_dead_server() -> Result<()> {
    let tunnel = Tunnel::start(Manner::Close).await?;
    let dead = with_password(&tunnel);
    drop(tunnel);
    assert_eq!(through(dead).await?, CallError::ProxyUnreachable);
    let unknown = Proxies::fixed("http://proxy.orgkeep.example:8080", "");
    assert_eq!(through(unknown).await?, CallError::ProxyUnreachable);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_silent_proxy_is_given_up() -> Result<()> {
    let tunnel = Tunnel::start(Manner::Stay).await?;
    assert_eq!(
        through(with_password(&tunnel)).await?,
        CallError::ProxyUnreachable
    );
    Ok(())
}

async fn a_server_that_needs_no_proxy_is_asked_without() -> Result<()> {
    let tunnel = Tunnel::start(Manner::Close).await?;
    let address = tunnel.address.to_string();
    for except in ["orgkeep.example", ".example", "acme.orgkeep.example", "*"] {
        let error = through(Proxies::fixed(&address, except)).await?;
        assert_eq!(error, CallError::NameNotFound, "{except}");
    }
    assert!(tunnel.heads().is_empty());
    Ok(())
}

async fn the_environment_names_the_proxy_and_its_password() -> Result<()> {
    // Behind the proxy nobody speaks TLS: that the words of another TLS fault come back shows that it led.
    let site = crate::site::Site::plain(crate::site::versions()).await?;
    let tunnel = Tunnel::start(Manner::LeadWith(site.address, SENT)).await?;
    let right = format!("http://{CREDENTIALS}@{}", tunnel.address);
    let wrong = format!("http://nora:other@{}", tunnel.address);
    for (name, value, expected) in [
        ("HTTPS_PROXY", &right, "Err(Tls(Protocol))"),
        ("https_proxy", &right, "Err(Tls(Protocol))"),
        ("ALL_PROXY", &right, "Err(Tls(Protocol))"),
        ("HTTPS_PROXY", &wrong, "Err(ProxyPassword)"),
        ("HTTP_PROXY", &right, "Err(NameNotFound)"),
    ] {
        let said = reached(ADDRESS, &[(name, value.clone())]).await;
        assert_eq!(said, expected, "{name}");
    }
    let except = [
        ("HTTPS_PROXY", right),
        ("NO_PROXY", "orgkeep.example".to_owned()),
    ];
    assert_eq!(reached(ADDRESS, &except).await, "Err(NameNotFound)");
    assert_eq!(tunnel.heads().len(), 4);
    Ok(())
}

async fn this_machine_is_never_reached_through_a_proxy() -> Result<()> {
    let tunnel = Tunnel::start(Manner::Close).await?;
    let proxy = format!("http://{}", tunnel.address);
    let simulator = Simulator::start(SimulatorConfig::ephemeral()).await?;
    let environment = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].map(|name| (name, proxy.clone()));
    assert_eq!(
        reached(&simulator.login_url(), &environment).await,
        "Ok(true)"
    );
    assert!(tunnel.heads().is_empty());
    Ok(())
}

#[test]
fn a_proxy_is_named_without_its_password() -> Result<()> {
    let server = Server::parse(ADDRESS, AuthorityRule::Salesforce)?;
    for (proxy, expected) in [
        (
            format!("http://{CREDENTIALS}@proxy.example:8080"),
            Some("proxy.example:8080"),
        ),
        ("http://proxy.example".to_owned(), Some("proxy.example:80")),
        (String::new(), None),
    ] {
        let client = HttpClient::through(Proxies::fixed(&proxy, ""))?;
        assert_eq!(client.proxy_for(&server).as_deref(), expected, "{proxy}");
    }
    Ok(())
}
