//! Certificates that are accepted, and the reasons why others are not (security.md, H-03 and H-04).

use anyhow::Result;
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_domain::failure::FailureReason;
use orgkeep_salesforce::http::{CallError, HttpClient, Proxies, TlsProblem};
use orgkeep_salesforce::reach::reach;
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;

use crate::certificate::{Authority, cut_by_a_zero, expired, not_yet_valid, self_signed, weak};
use crate::child::reached;
use crate::site::{Site, versions};
use crate::tunnel::{Manner, Tunnel};

const HOST: &str = "acme.my.salesforce.com";
const ADDRESS: &str = "https://acme.my.salesforce.com";

/// What a process says that trusts this authority, and reaches the server through a proxy.
pub async fn trusting(
    authority: &str,
    address: &str,
    acceptor: TlsAcceptor,
    answer: Vec<u8>,
) -> Result<String> {
    let folder = TempDir::new()?;
    let file = folder.path().join("authority.pem");
    std::fs::write(&file, authority)?;
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
        &authority.pem,
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

/// Seven kinds. Whether a certificate was taken back (the eighth) nobody looks up on Linux.
#[tokio::test]
async fn h_03_bad_tls_is_refused_with_its_reason() -> Result<()> {
    let authority = Authority::make()?;
    let pem = &authority.pem;
    let signed = |name: &str| authority.acceptor(name, |_| ());
    let refused_for = [
        (pem, authority.acceptor(HOST, expired)?, TlsProblem::Expired),
        (
            pem,
            authority.acceptor(HOST, not_yet_valid)?,
            TlsProblem::NotYetValid,
        ),
        (pem, signed("portal.example")?, TlsProblem::WrongName),
        (pem, signed("my.salesforce.com")?, TlsProblem::WrongName),
        (pem, self_signed(HOST)?, TlsProblem::UnknownIssuer),
        (
            &weak::AUTHORITY.to_owned(),
            weak::acceptor(weak::SHA1)?,
            TlsProblem::Other,
        ),
        (
            pem,
            authority.acceptor(HOST, cut_by_a_zero)?,
            TlsProblem::WrongName,
        ),
    ];
    for (pem, acceptor, problem) in refused_for {
        let said = trusting(pem, ADDRESS, acceptor, versions()).await?;
        let expected = Err::<bool, _>(CallError::Tls(problem));
        assert_eq!(said, format!("{expected:?}"));
    }
    // The weak one is refused for its signature alone.
    let strong = weak::acceptor(weak::SHA256)?;
    let said = trusting(weak::AUTHORITY, ADDRESS, strong, versions()).await?;
    assert_eq!(said, "Ok(true)");

    let unknown = Site::secure(signed(HOST)?, versions()).await?;
    let error = distrusting(&unknown).await?;
    assert_eq!(error, Some(CallError::Tls(TlsProblem::UnknownIssuer)));
    for answer in [old_alert(), old_hello(), versions()] {
        let site = Site::plain(answer).await?;
        let error = distrusting(&site).await?;
        assert_eq!(error, Some(CallError::Tls(TlsProblem::Protocol)));
    }
    println!("H-03 survived 7 of 7");
    Ok(())
}

/// The alert of a server that knows nothing newer than TLS 1.1 (RFC 5246, 7.2): fatal, protocol version.
fn old_alert() -> Vec<u8> {
    vec![0x15, 0x03, 0x02, 0x00, 0x02, 0x02, 70]
}

/// A server that goes on in TLS 1.1, whatever it was offered (RFC 4346, 7.4.1.3).
fn old_hello() -> Vec<u8> {
    let hello = [&[0x03, 0x02][..], &[7; 32], &[0, 0xC0, 0x13, 0]].concat();
    [&[0x16, 0x03, 0x02, 0, 42, 0x02, 0, 0, 38][..], &hello].concat()
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
        let said = trusting(&authority.pem, ADDRESS, acceptor, versions()).await?;
        assert_eq!(said, format!("{:?}", Err::<bool, _>(error.clone())));
        assert_eq!(FailureReason::from(error), FailureReason::TlsFailed);
    }
    println!("H-13 survived 4 of 4");
    Ok(())
}
