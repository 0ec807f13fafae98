//! A practice org with one person signed in to it.

use anyhow::{Context as _, Result, bail};
use orgkeep_domain::attempt::{Arrival, Draft, IssuerRule, Purpose, Tokens};
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_domain::callback::parse_callback_query;
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
use orgkeep_salesforce::exchange::exchange;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::refresh::{Expected, RefreshError, RefreshGrant, Renewal, refresh};
use orgkeep_salesforce::request::{authorize_url, make_state, make_verifier};
use orgkeep_salesforce::session::ApiSession;
use orgkeep_secret::{ConsumerSecret, RefreshToken};
use orgkeep_simulator::{
    AppKind, Decision, OrgKey, RobotBrowser, Simulator, SimulatorConfig, Times, Tuning,
};

pub const RULE: AuthorityRule = AuthorityRule::Practice;

/// Everything that a connection would have.
pub struct SignedIn {
    pub simulator: Simulator,
    pub client: HttpClient,
    pub login: Server,
    pub key: ConsumerKey,
    pub secret: Option<ConsumerSecret>,
    pub tokens: Tokens,
}

impl SignedIn {
    pub async fn to(org: OrgKey, kind: AppKind, rotates: bool) -> Result<Self> {
        let simulator = Simulator::start(SimulatorConfig::ephemeral()).await?;
        let app = simulator.app(org, kind);
        simulator.change_app(&app.client_id, |app| app.rotates_refresh_tokens = rotates)?;
        let login = Server::parse(&simulator.org(org).my_domain_url, RULE)?;
        let secret = || app.secret.clone().map(ConsumerSecret::new);
        let mut draft = draft(&login, ConsumerKey::parse(&app.client_id)?);
        draft.client.secret = secret();
        let client = HttpClient::new(true)?;
        let tokens = sign_in(&simulator, &client, draft, org).await?;
        Ok(Self {
            key: ConsumerKey::parse(&app.client_id)?,
            secret: secret(),
            simulator,
            client,
            login,
            tokens,
        })
    }

    pub fn session(&self) -> ApiSession<'_> {
        ApiSession {
            instance: &self.tokens.instance,
            access: &self.tokens.access,
        }
    }

    pub fn refresh_token(&self) -> &RefreshToken {
        self.tokens.refresh.as_ref().unwrap()
    }

    pub async fn refresh_with(&self, token: &RefreshToken) -> Result<Renewal, RefreshError> {
        let grant = RefreshGrant {
            login: &self.login,
            consumer_key: &self.key,
            consumer_secret: self.secret.as_ref(),
            token,
        };
        refresh(&self.client, &grant).await
    }

    pub fn expected(&self) -> Expected<'_> {
        Expected {
            login: &self.login,
            rule: RULE,
            org: &self.tokens.org,
            user: &self.tokens.user,
            consumer_secret: self.secret.as_ref(),
        }
    }

    pub fn next(&self, scenario: &str, tuning: &Tuning) -> Result<()> {
        let faults = self.simulator.faults();
        Ok(faults.set_scenario(scenario, tuning, Times::Next(1))?)
    }
}

/// A registration with a public app.
pub fn draft(login: &Server, key: ConsumerKey) -> Draft {
    Draft {
        authority: login.clone(),
        client: ClientApp {
            kind: ClientKind::ExternalClientApp,
            key,
            secret: None,
        },
        callback: CallbackUrl::standard(),
        scopes: None,
        login_hint: None,
        purpose: Purpose::Register { expected_org: None },
    }
}

async fn sign_in(
    simulator: &Simulator,
    client: &HttpClient,
    draft: Draft,
    org: OrgKey,
) -> Result<Tokens> {
    let issuer = IssuerRule::IfPresent(draft.authority.origin().to_owned());
    let awaiting = draft.ask_consent(make_state(), make_verifier(), issuer);
    let address = authorize_url(&awaiting)?;
    let person = simulator.org(org).admin().clone();
    let mut robot = RobotBrowser::new();
    let walked = robot.consent(address.for_the_browser(), &person, Decision::Allow);
    let callback = walked.await?.callback().context("no callback")?;
    let query = callback.split_once('?').context("no query")?.1;
    let Arrival::Granted(exchanging) = awaiting.receive(parse_callback_query(query)?) else {
        bail!("not granted");
    };
    let done = exchange(client, exchanging, RULE).await;
    Ok(done
        .map_err(|failure| anyhow::anyhow!("{failure:?}"))?
        .tokens)
}
