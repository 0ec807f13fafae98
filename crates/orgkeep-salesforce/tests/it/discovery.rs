//! What a server tells anybody about itself, and what stands in its place.

use anyhow::Result;
use orgkeep_domain::attempt::IssuerRule;
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_domain::failure::FailureReason;
use orgkeep_domain::id::OrgId;
use orgkeep_salesforce::discovery::{issuer_rule, org_of};
use orgkeep_salesforce::http::HttpClient;

use crate::site::{Site, answer};

const RULE: AuthorityRule = AuthorityRule::Practice;
const JSON: &str = "200 OK\r\nContent-Type: application/json";
const FOREIGN: &str = r#"{"issuer":"http://elsewhere.example"}"#;

async fn server(head: &str, body: &str) -> Result<(Site, Server)> {
    let site = Site::plain(answer(head, body)).await?;
    let server = Server::parse(&format!("http://{}", site.address), RULE)?;
    Ok((site, server))
}

async fn rule_of(head: &str, body: &str) -> Result<(Result<IssuerRule, FailureReason>, Server)> {
    let (_site, server) = server(head, body).await?;
    let rule = issuer_rule(&HttpClient::new(true)?, &server, RULE).await;
    Ok((rule, server))
}

#[tokio::test]
async fn a_server_without_a_description_may_leave_its_name_out() -> Result<()> {
    for head in [
        "404 Not Found",
        "500 Internal Server Error",
        "302 Found\r\nLocation: /login",
    ] {
        let (rule, server) = rule_of(head, FOREIGN).await?;
        let own = IssuerRule::IfPresent(server.origin().to_owned());
        assert_eq!(rule, Ok(own), "{head}");
    }
    Ok(())
}

#[tokio::test]
async fn something_else_in_its_place_ends_it() -> Result<()> {
    let portal = "302 Found\r\nLocation: http://portal.example/";
    for (head, body, expected) in [
        (portal, "", FailureReason::UnexpectedAnswer),
        (JSON, "{}", FailureReason::UnexpectedAnswer),
        (JSON, FOREIGN, FailureReason::IssuerMismatch),
    ] {
        let (rule, _) = rule_of(head, body).await?;
        assert_eq!(rule, Err(expected), "{head}: {body}");
    }
    Ok(())
}

#[tokio::test]
async fn an_org_is_known_by_the_address_that_tells_it() -> Result<()> {
    let client = HttpClient::new(true)?;
    let org = OrgId::parse("00D000000000001EAA")?;
    let (site, told) = server(JSON, r#"{"OrgId":"00D000000000001EAA","LoginPage":{}}"#).await?;
    assert_eq!(org_of(&client, &told).await, Some(org));
    let asked = site.asked();
    let path = "GET /.well-known/auth-configuration ";
    assert!(asked.iter().all(|head| head.starts_with(path)), "{asked:?}");

    for (head, body) in [
        (JSON, r#"{"OrgId":"none"}"#),
        (JSON, "{}"),
        ("404 Not Found", r#"{"OrgId":"00D000000000001EAA"}"#),
    ] {
        let (_site, silent) = server(head, body).await?;
        assert_eq!(org_of(&client, &silent).await, None, "{head}: {body}");
    }
    Ok(())
}
