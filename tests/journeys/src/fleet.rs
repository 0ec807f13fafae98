//! Many orgs at once: a vault with as many connections as wanted, and one small server that answers for all of them.
//!
//! The practice org has five orgs. How tests share the network shows with more.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use jiff::Timestamp;
use orgkeep_app::session::Sessions;
use orgkeep_app::surroundings::SystemClock;
use orgkeep_domain::attempt::{Authorized, Draft, Purpose, Tokens};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::connection::{ConnectionName, Environment};
use orgkeep_domain::id::{ConnectionId, OrgId, UserId};
use orgkeep_domain::organization::{OrgIdentity, UserIdentity};
use orgkeep_domain::scope::Scopes;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_secret::{AccessToken, RefreshToken};
use orgkeep_vault::commit::NewConnection;
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::vault::{Vault, VaultSettings};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::plan::actor;

/// How many orgs there are, and how they answer.
#[derive(Debug, Clone, Copy)]
pub struct FleetPlan {
    /// Orgs.
    pub orgs: u32,
    /// Users of each org that are connected.
    pub users: u32,
    /// From each question to its answer.
    pub latency: Duration,
}

/// The orgs and the connections to them.
pub struct Fleet {
    /// The connections, in use.
    pub sessions: Sessions,
    /// All of them.
    pub connections: Vec<ConnectionId>,
    office: Arc<Office>,
    serving: JoinHandle<()>,
    _folder: Option<TempDir>,
}

/// What was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Questions.
    pub calls: usize,
    /// The most that waited for an answer together.
    pub most_at_once: usize,
    /// The most of them that one org had.
    pub most_of_one_org: usize,
}

#[derive(Debug)]
struct Office {
    latency: Duration,
    desk: Mutex<Desk>,
}

#[derive(Debug, Default)]
struct Desk {
    load: Load,
    waiting: usize,
    of_org: HashMap<String, usize>,
    silent: HashSet<String>,
}

impl Fleet {
    /// Opens a new vault with all connections, and begins to answer.
    ///
    /// # Errors
    /// When there is no folder or no port to be had.
    pub async fn start(plan: FleetPlan) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let vault = vault_in(&folder)?;
        vault.unlock().await?;
        let mut fleet = Self::stock(vault, plan).await?;
        fleet._folder = Some(folder);
        Ok(fleet)
    }

    /// Puts all connections into a vault that is open, and begins to answer.
    ///
    /// # Errors
    /// When there is no port to be had, or the vault does not take them.
    pub async fn stock(vault: Vault, plan: FleetPlan) -> anyhow::Result<Self> {
        let office = Arc::new(Office {
            latency: plan.latency,
            desk: Mutex::default(),
        });
        let (address, serving) = serve(&office).await?;
        let mut connections = Vec::new();
        for org in 0..plan.orgs {
            for user in 0..plan.users {
                let authorized = authorized(address, org, user)?;
                let committed = vault.commit(authorized, new_connection(org, user)?).await?;
                connections.push(committed.record.id);
            }
        }
        Ok(Self {
            sessions: Sessions::new(vault, HttpClient::new(true)?, Arc::new(SystemClock)),
            connections,
            office,
            serving,
            _folder: None,
        })
    }

    /// From now on this org answers nobody.
    ///
    /// # Errors
    /// When the number is no org's.
    pub fn silence(&self, org: u32) -> anyhow::Result<()> {
        let id = org_id(org)?.to_string();
        self.office.desk().silent.insert(id);
        Ok(())
    }

    /// What was asked so far.
    #[must_use]
    pub fn load(&self) -> Load {
        self.office.desk().load
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Office {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the org will answer.
    fn enter(&self, org: &str) -> bool {
        let mut desk = self.desk();
        desk.waiting += 1;
        let of_org = desk.of_org.entry(org.to_owned()).or_default();
        *of_org += 1;
        let of_org = *of_org;
        desk.load.calls += 1;
        desk.load.most_at_once = desk.load.most_at_once.max(desk.waiting);
        desk.load.most_of_one_org = desk.load.most_of_one_org.max(of_org);
        !desk.silent.contains(org)
    }

    fn leave(&self, org: &str) {
        let mut desk = self.desk();
        desk.waiting -= 1;
        if let Some(of_org) = desk.of_org.get_mut(org) {
            *of_org -= 1;
        }
    }

    /// Answers one client until it leaves. Its token names org and user.
    async fn talk(&self, mut stream: TcpStream) -> anyhow::Result<()> {
        let mut asked = Vec::new();
        loop {
            while !asked.ends_with(b"\r\n\r\n") {
                if stream.read_buf(&mut asked).await? == 0 {
                    return Ok(());
                }
            }
            let text = String::from_utf8(std::mem::take(&mut asked))?;
            let (_, token) = text.split_once("Bearer ").context("no token")?;
            let token = token.split("\r\n").next().unwrap_or_default();
            let (org, user) = token.split_once('!').context("another token")?;
            if self.enter(org) {
                tokio::time::sleep(self.latency).await;
            } else {
                // Until the client gives up.
                let _left = stream.read_buf(&mut asked).await;
                self.leave(org);
                return Ok(());
            }
            self.leave(org);
            let body = format!(r#"{{"identity":"https://login.salesforce.com/id/{org}/{user}"}}"#);
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length:";
            let answer = format!("{head} {}\r\n\r\n{body}", body.len());
            stream.write_all(answer.as_bytes()).await?;
        }
    }
}

async fn serve(office: &Arc<Office>) -> anyhow::Result<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let office = Arc::clone(office);
    let serving = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let office = Arc::clone(&office);
            tokio::spawn(async move {
                let _left = office.talk(stream).await;
            });
        }
    });
    Ok((address, serving))
}

fn vault_in(folder: &TempDir) -> anyhow::Result<Vault> {
    Ok(Vault::open(VaultSettings {
        folder: folder.path().join("data"),
        rule: AuthorityRule::Practice,
        custody: KeyCustody::KeyFile(folder.path().join("key")),
        clock: Arc::new(Timestamp::now),
        actor: actor(),
    })?)
}

fn org_id(org: u32) -> anyhow::Result<OrgId> {
    Ok(OrgId::parse(&format!("00D{org:012}"))?)
}

/// What a sign-in of this user would have proven.
fn authorized(address: SocketAddr, org: u32, user: u32) -> anyhow::Result<Authorized> {
    let instance = Authority::parse(&format!("http://{address}"), AuthorityRule::Practice)?;
    let (org_id, user_id) = (org_id(org)?, user_id(org, user)?);
    let scopes = Scopes::parse("api refresh_token");
    Ok(Authorized {
        sign_in: Draft {
            authority: instance.clone(),
            client: ClientApp {
                kind: ClientKind::ExternalClientApp,
                key: ConsumerKey::parse("3MVG9fleet")?,
                secret: None,
            },
            callback: CallbackUrl::standard(),
            scopes: Some(scopes.clone()),
            login_hint: None,
            purpose: Purpose::Register { expected_org: None },
        }
        .into(),
        tokens: Tokens {
            access: AccessToken::new(format!("{org_id}!{user_id}")),
            refresh: Some(RefreshToken::new(format!("refresh-{org}-{user}"))),
            scopes,
            instance: instance.clone(),
            org: org_id,
            user: user_id,
            issued_at: None,
            is_signed: false,
        },
        identity: identity(org, user, instance)?,
        accepted: None,
    })
}

fn user_id(org: u32, user: u32) -> anyhow::Result<UserId> {
    Ok(UserId::parse(&format!("005{org:06}{user:06}"))?)
}

fn identity(org: u32, user: u32, instance: Authority) -> anyhow::Result<OrgIdentity> {
    Ok(OrgIdentity {
        org_id: org_id(org)?,
        user: UserIdentity {
            user_id: user_id(org, user)?,
            username: format!("user{user}@org{org}.example"),
            display_name: "Release Bot".to_owned(),
        },
        org_name: format!("Org {org}"),
        edition: "Enterprise Edition".to_owned(),
        instance_name: "CS1".to_owned(),
        namespace: None,
        is_sandbox: true,
        end_date: None,
        instance,
    })
}

fn new_connection(org: u32, user: u32) -> anyhow::Result<NewConnection> {
    Ok(NewConnection {
        name: ConnectionName::parse(&format!("Org {org:04} {user}"))?,
        environment: Environment::Other,
        presets: Vec::new(),
        browser: BrowserChoice::default(),
        is_dev_hub: false,
        draft: None,
    })
}
