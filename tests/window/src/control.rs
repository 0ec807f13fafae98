//! The practice org's own switches, reached as its control requests. Every host of it takes them; `host` is
//! the one in the Login URL, such as `localhost:29332`.

use anyhow::Context as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Switches a scenario on. `tuning` is the JSON body, such as `{"times": 2}`.
///
/// # Errors
/// When the practice org does not know it.
pub async fn switch_on(host: &str, scenario: &str, tuning: &str) -> anyhow::Result<()> {
    ask(
        host,
        "POST",
        &format!("/__practice/scenarios/{scenario}"),
        tuning,
    )
    .await?;
    Ok(())
}

/// Switches every scenario off.
///
/// # Errors
/// When the practice org does not answer.
pub async fn all_off(host: &str) -> anyhow::Result<()> {
    ask(host, "DELETE", "/__practice/scenarios", "").await?;
    Ok(())
}

/// Everything the practice org was asked so far, as JSON.
///
/// # Errors
/// When the practice org does not answer.
pub async fn journal(host: &str) -> anyhow::Result<serde_json::Value> {
    Ok(serde_json::from_str(
        &ask(host, "GET", "/__practice/journal", "").await?,
    )?)
}

/// Ends every sign-in, as if somebody had revoked all of them.
///
/// # Errors
/// When the practice org does not answer.
pub async fn end_grants(host: &str) -> anyhow::Result<()> {
    ask(host, "DELETE", "/__practice/grants", "").await?;
    Ok(())
}

/// Makes every access token a thing of the past: the next call has to renew its session.
///
/// # Errors
/// When the practice org does not answer.
pub async fn end_access_tokens(host: &str) -> anyhow::Result<()> {
    ask(host, "DELETE", "/__practice/access-tokens", "").await?;
    Ok(())
}

/// Lets an app give a new refresh token with each renewal, after which the one before is worth nothing.
///
/// # Errors
/// When the practice org does not know it.
pub async fn rotate_refresh_tokens(host: &str, client_id: &str) -> anyhow::Result<()> {
    let path = format!("/__practice/apps/{client_id}");
    ask(host, "POST", &path, r#"{"rotatesRefreshTokens": true}"#).await?;
    Ok(())
}

async fn ask(host: &str, method: &str, path: &str, body: &str) -> anyhow::Result<String> {
    let mut stream = TcpStream::connect(host).await?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    anyhow::ensure!(
        head.starts_with("HTTP/1.1 2"),
        "{method} {path}: {head} {body}"
    );
    Ok(body.to_owned())
}
