//! Certificates that are accepted, and the reasons why others are not (security.md, H-03 and H-04).

use anyhow::Result;
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_domain::failure::FailureReason;
use orgkeep_salesforce::http::{CallError, HttpClient, Proxies, TlsProblem};
use orgkeep_salesforce::reach::reach;
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;

use crate::certificate::{Authority, expired, not_yet_valid, self_signed};
use crate::child::reached;
use crate::site::{Site, versions};
use crate::tunnel::{Manner, Tunnel};

const HOST: &str = "acme.my.salesforce.com";
const ADDRESS: &str = "https://acme.my.salesforce.com";

/// What a process says that trusts the authority, and reaches the server through a proxy.
pub async fn trusting(
    authority: &Authority,
    address: &str,
    acceptor: TlsAcceptor,
    answer: Vec<u8>,
) -> Result<String> {
    let folder = TempDir::new()?;
    let file = folder.path().join("authority.pem");
    std::fs::write(&file, &authority.pem)?;
    let site = Site::secure(acceptor, answer).await?;
    let tunnel = Tunnel::start(Manner::Lead(site.address)).await?;
    let environment = [
        ("SSL_CERT_FILE", file.display().to_string()),
        ("HTTPS_PROXY", format!("http://{}", tunnel.address)),
    ];
    Ok(reached(address, &environment).await)
}

/// What this process says, which trusts whom the machine trusts.
async fn distrusting(site: &Site) -> Result<Option<CallError>> {
    let tunnel = Tunnel::start(Manner::Lead(site.address)).await?;
    let client = HttpClient::through(Proxies::fixed(&tunnel.address.to_string(), ""))?;
    let server = Server::parse(ADDRESS, AuthorityRule::Salesforce)?;
    Ok(reach(&client, &server).await.err())
}

#[tokio::test]
async fn h_04_an_authority_that_the_system_lists_is_believed_and_one_it_does_not_list_is_not()
-> Result<()> {
    let authority = Authority::make()?;
    let listed = trusting(
        &authority,
        ADDRESS,
        authority.acceptor(HOST, |_| ())?,
        versions(),
    )
    .await?;
    assert_eq!(listed, "Ok(true)");
    let site = Site::secure(authority.acceptor(HOST, |_| ())?, versions()).await?;
    let unlisted = distrusting(&site).await?;
    assert_eq!(unlisted, Some(CallError::Tls(TlsProblem::UnknownIssuer)));
    println!("H-04 survived 2 of 2");
    Ok(())
}

#[tokio::test]
async fn h_03_a_certificate_is_refused_with_its_reason() -> Result<()> {
    let authority = Authority::make()?;
    for (acceptor, problem) in [
        (authority.acceptor(HOST, expired)?, TlsProblem::Expired),
        (
            authority.acceptor(HOST, not_yet_valid)?,
            TlsProblem::NotYetValid,
        ),
        (
            authority.acceptor("portal.example", |_| ())?,
            TlsProblem::WrongName,
        ),
        (
            authority.acceptor("my.salesforce.com", |_| ())?,
            TlsProblem::WrongName,
        ),
        (self_signed(HOST)?, TlsProblem::UnknownIssuer),
    ] {
        let said = trusting(&authority, ADDRESS, acceptor, versions()).await?;
        assert_eq!(
            said,
            format!("{:?}", Err::<bool, _>(CallError::Tls(problem)))
        );
    }
    Ok(())
}

/// The network's own page where Salesforce would answer: as a page, as a redirect, under a name that leads to it,
/// and behind its own certificate. Nothing of that is a reason to sign in again.
#[tokio::test]
async fn h_13_a_network_that_answers_in_a_server_s_place_is_told_apart() -> Result<()> {
    crate::portal::a_page_or_a_redirect_is_the_networks().await?;
    let authority = Authority::make()?;
    for (acceptor, problem) in [
        (
            authority.acceptor("portal.example", |_| ())?,
            TlsProblem::WrongName,
        ),
        (self_signed("portal.example")?, TlsProblem::UnknownIssuer),
    ] {
        let error = CallError::Tls(problem);
        let said = trusting(&authority, ADDRESS, acceptor, versions()).await?;
        assert_eq!(said, format!("{:?}", Err::<bool, _>(error.clone())));
        assert_eq!(FailureReason::from(error), FailureReason::TlsFailed);
    }
    println!("H-13 survived 4 of 4");
    Ok(())
}

#[tokio::test]
async fn h_03_a_server_without_todays_tls_is_told_apart() -> Result<()> {
    // The alert of a server that knows nothing newer than TLS 1.1 (RFC 5246, 7.2): fatal, protocol version.
    let old = vec![0x15, 0x03, 0x02, 0x00, 0x02, 0x02, 70];
    for answer in [old, versions()] {
        let site = Site::plain(answer).await?;
        let error = distrusting(&site).await?;
        assert_eq!(error, Some(CallError::Tls(TlsProblem::Protocol)));
    }
    Ok(())
}
