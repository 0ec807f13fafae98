//! What a server says instead of tokens.

use anyhow::{Context as _, Result, bail};
use orgkeep_domain::attempt::{Arrival, Exchanging, IssuerRule};
use orgkeep_domain::authority::Authority as Server;
use orgkeep_domain::callback::parse_callback_query;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::failure::FailureReason;
use orgkeep_salesforce::exchange::exchange;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::request::{authorize_url, make_state, make_verifier};

use crate::signed_in::{RULE, draft};
use crate::site::{Site, answer};

const REFUSAL: &str = r#"{"error":"invalid_grant","error_description":"expired"}"#;

/// A sign-in whose code has come.
fn granted(server: &Server) -> Result<Exchanging> {
    let draft = draft(server, ConsumerKey::parse("3MVG9.key")?);
    let issuer = IssuerRule::IfPresent(server.origin().to_owned());
    let awaiting = draft.ask_consent(make_state(), make_verifier(), issuer);
    let address = url::Url::parse(authorize_url(&awaiting)?.for_the_browser())?;
    let state = address
        .query_pairs()
        .find_map(|(name, value)| (name == "state").then_some(value))
        .context("no state")?;
    match awaiting.receive(parse_callback_query(&format!("code=a&state={state}"))?) {
        Arrival::Granted(exchanging) => Ok(exchanging),
        _ => bail!("not granted"),
    }
}

#[tokio::test]
async fn only_a_refusal_is_believed_and_only_where_it_belongs() -> Result<()> {
    let json = "\r\nContent-Type: application/json";
    for (status, body, is_refusal) in [
        ("400 Bad Request", REFUSAL, true),
        ("500 Internal Server Error", REFUSAL, false),
        ("302 Found", REFUSAL, false),
        ("400 Bad Request", "{}", false),
    ] {
        let site = Site::plain(answer(&format!("{status}{json}"), body)).await?;
        let server = Server::parse(&format!("http://{}", site.address), RULE)?;
        let ended = exchange(&HttpClient::new(true)?, granted(&server)?, RULE).await;
        let failure = ended.map(drop).unwrap_err();
        let was_told = matches!(failure.reason, FailureReason::Told(_));
        assert_eq!(was_told, is_refusal, "{status} {body}: {failure:?}");
        assert_eq!(failure.words.code.is_some(), is_refusal, "{status} {body}");
    }
    Ok(())
}
