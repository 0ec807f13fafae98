//! A client of the kind the practice org is there to test, at its simplest.

use std::io;

use orgkeep_simulator::{
    AppKind, CALLBACK, ClientApp, Decision, Form, Org, OrgKey, RobotBrowser, Simulator,
    SimulatorConfig,
};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use url::form_urlencoded::Serializer;

/// The verifier and challenge of the standard.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub async fn start() -> Simulator {
    Simulator::start(SimulatorConfig::ephemeral())
        .await
        .unwrap()
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// `error` and `error_description`.
    pub fn refusal(&self) -> (String, String) {
        let json = self.json();
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        (text("error"), text("error_description"))
    }
}

pub fn encode(pairs: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// One request, everything read to the end.
pub async fn ask(
    url: &str,
    method: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<Answer> {
    let url = url::Url::parse(url).unwrap();
    let port = url.port().unwrap();
    let mut stream = TcpStream::connect(("localhost", port)).await?;
    let query = url
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    let mut request = format!(
        "{method} {}{query} HTTP/1.1\r\nHost: localhost:{port}\r\n",
        url.path()
    );
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request += &format!(
        "Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    Ok(Answer {
        status: status.unwrap_or(0),
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

pub async fn get(url: &str) -> Answer {
    ask(url, "GET", &[], "").await.unwrap()
}

pub async fn get_with_token(url: &str, token: &str) -> Answer {
    let value = format!("Bearer {token}");
    ask(url, "GET", &[("Authorization", &value)], "")
        .await
        .unwrap()
}

pub async fn post(url: &str, pairs: &[(&str, &str)]) -> Answer {
    try_post(url, pairs).await.unwrap()
}

pub async fn try_post(url: &str, pairs: &[(&str, &str)]) -> io::Result<Answer> {
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    ask(url, "POST", &[kind], &encode(pairs)).await
}

pub async fn control(simulator: &Simulator, method: &str, path: &str, body: &str) -> Answer {
    let url = format!("{}/__practice/{path}", simulator.login_url());
    let kind = ("Content-Type", "application/json");
    ask(&url, method, &[kind], body).await.unwrap()
}

/// A sign-in to one org with one app, from the authorize URL to the tokens.
pub struct Client {
    pub org: Org,
    pub app: ClientApp,
    pub host: String,
}

impl Client {
    pub fn new(simulator: &Simulator, org: OrgKey, kind: AppKind) -> Self {
        let app = simulator.app(org, kind);
        Self::of(simulator, app)
    }

    pub fn of(simulator: &Simulator, app: ClientApp) -> Self {
        let org = simulator.org(app.org);
        let host = org.my_domain_url.clone();
        Self { org, app, host }
    }

    pub fn authorize_url(&self, extra: &[(&str, &str)]) -> String {
        let mut pairs = vec![
            ("response_type", "code"),
            ("client_id", self.app.client_id.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("state", "the-state"),
        ];
        for (name, value) in extra {
            pairs.retain(|(own, _)| own != name);
            pairs.push((name, value));
        }
        format!("{}/services/oauth2/authorize?{}", self.host, encode(&pairs))
    }

    pub fn token_url(&self) -> String {
        format!("{}/services/oauth2/token", self.host)
    }

    /// The parameters that the callback is called with.
    pub async fn callback(&self, extra: &[(&str, &str)], decision: Decision) -> Form {
        let url = self.authorize_url(extra);
        let mut robot = RobotBrowser::new();
        let outcome = robot
            .consent(&url, self.org.admin(), decision)
            .await
            .unwrap();
        let callback = outcome.callback().expect("the callback is reached");
        let (_, query) = callback.split_once('?').unwrap();
        Form::parse(query.as_bytes())
    }

    pub async fn code(&self) -> String {
        let callback = self.callback(&[], Decision::Allow).await;
        callback.get("code").expect("a code").to_owned()
    }

    pub async fn exchange(&self, code: &str, extra: &[(&str, &str)]) -> Answer {
        let pairs = self.exchange_form(code, extra);
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        post(&self.token_url(), &pairs).await
    }

    /// The usual form with some fields set otherwise; one set to nothing is left out.
    pub fn exchange_form(&self, code: &str, extra: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut pairs = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("client_id", self.app.client_id.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        pairs.extend(
            self.app
                .secret
                .as_deref()
                .map(|secret| ("client_secret", secret)),
        );
        for (name, value) in extra {
            pairs.retain(|(own, _)| own != name);
            if !value.is_empty() {
                pairs.push((name, value));
            }
        }
        let owned = pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        owned.collect()
    }

    pub async fn tokens(&self) -> Value {
        let code = self.code().await;
        let answer = self.exchange(&code, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub async fn refresh(&self, token: &str) -> Answer {
        let mut pairs = vec![
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            ("client_id", self.app.client_id.as_str()),
        ];
        pairs.extend(
            self.app
                .secret
                .as_deref()
                .map(|secret| ("client_secret", secret)),
        );
        post(&self.token_url(), &pairs).await
    }
}
