//! A practice vault with as many connections as wanted, each of which works: copies of those to the practice orgs, each
//! with a consumer key of its own.

use std::collections::HashMap;
use std::process::Stdio;

use anyhow::Context as _;
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::place::vault_settings;
use orgkeep_app::surroundings::{Mode, Timing};
use orgkeep_domain::attempt::{Authorized, Draft, Purpose, Tokens};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::connection::{ConnectionName, Environment};
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::organization::{OrgIdentity, UserIdentity};
use orgkeep_journeys::outside::Outside;
use orgkeep_journeys::plan::actor;
use orgkeep_secret::AccessToken;
use orgkeep_simulator::{AppKind, Decision, OrgKey, RobotBrowser, Simulator, SimulatorConfig};
use orgkeep_vault::commit::NewConnection;
use orgkeep_vault::connection_record::{ConnectionRecord, StoredSession};
use orgkeep_vault::vault::Vault;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

/// The vault, its practice orgs, and the command line.
pub struct Stocked {
    pub simulator: Simulator,
    program: String,
    folder: TempDir,
    vault: Vault,
    originals: HashMap<OrgKey, ConnectionId>,
    count: usize,
    made: usize,
}

impl Stocked {
    /// Signs in to each practice org once, and copies that.
    ///
    /// # Errors
    /// When a sign-in fails, or the vault does not take a copy.
    pub async fn with(program: &str, count: usize) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let settings = vault_settings(Mode::Practice, Some(folder.path()), actor())?;
        let vault = Vault::open(settings)?;
        vault.unlock().await?;
        let mut stocked = Self {
            simulator: Simulator::start(SimulatorConfig::ephemeral()).await?,
            program: program.to_owned(),
            folder,
            vault,
            originals: HashMap::new(),
            count: 0,
            made: 0,
        };
        for org in OrgKey::ALL {
            stocked.register(org).await?;
        }
        stocked.fill(count).await?;
        Ok(stocked)
    }

    /// How many connections there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// `orgkeep --practice --data-dir … ARGUMENTS`.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["--practice", "--data-dir"]);
        command.arg(self.folder.path()).args(arguments);
        command.stdin(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// What stands behind a window that is open on the same vault.
    ///
    /// # Errors
    /// When there is no folder.
    pub async fn window(&self) -> anyhow::Result<Orgkeep> {
        let settings = vault_settings(Mode::Practice, Some(self.folder.path()), actor())?;
        let around = Outside::default().around(&CallbackUrl::standard(), Timing::default());
        let window = Orgkeep::open(settings, around).await;
        let mut vault = orgkeep_api::command::Commands::watch_vault(&window);
        let is_open = |view: &orgkeep_api::vault::VaultView| {
            matches!(view, orgkeep_api::vault::VaultView::Open { .. })
        };
        vault.wait_for(is_open).await?;
        Ok(window)
    }

    /// The connection that somebody signed in for, and its name.
    ///
    /// # Errors
    /// When there is none.
    pub fn original(&self, org: OrgKey) -> anyhow::Result<(ConnectionId, String)> {
        let id = self.originals.get(&org).context("no such original")?;
        Ok((id.clone(), org.name().to_owned()))
    }

    /// Copies until there are so many.
    ///
    /// # Errors
    /// When the vault does not take them.
    pub async fn fill(&mut self, count: usize) -> anyhow::Result<()> {
        while self.count < count {
            let org = OrgKey::ALL[self.count % OrgKey::ALL.len()];
            let (id, _) = self.original(org)?;
            let session = self.vault.stored_session(&id).await?;
            let instance = session.secrets.instance.clone();
            self.copy(&session, instance).await?;
        }
        Ok(())
    }

    /// A connection whose org is at an address.
    ///
    /// # Errors
    /// When the vault does not take it.
    pub async fn add_at(&mut self, address: &str) -> anyhow::Result<ConnectionId> {
        let (id, _) = self.original(OrgKey::Developer)?;
        let session = self.vault.stored_session(&id).await?;
        let instance = Authority::parse(address, AuthorityRule::Practice)?;
        self.copy(&session, instance).await
    }

    /// Removes one again.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn remove(&mut self, id: &ConnectionId) -> anyhow::Result<()> {
        self.vault.remove(id).await?;
        self.count -= 1;
        Ok(())
    }

    async fn copy(
        &mut self,
        session: &StoredSession,
        instance: Authority,
    ) -> anyhow::Result<ConnectionId> {
        self.made += 1;
        let chosen = NewConnection {
            name: ConnectionName::parse(&format!("Copy {:04}", self.made))?,
            environment: Environment::Other,
            presets: Vec::new(),
            browser: BrowserChoice::default(),
            is_dev_hub: false,
            draft: None,
        };
        let key = ConsumerKey::parse(&format!("3MVG9Copy{:060}", self.made))?;
        let committed = self
            .vault
            .commit(authorized(session, key, instance), chosen);
        let committed = committed.await?;
        self.count += 1;
        Ok(committed.record.id)
    }

    async fn register(&mut self, org: OrgKey) -> anyhow::Result<()> {
        let url = self.simulator.org(org).my_domain_url;
        let key = self.simulator.app(org, AppKind::Public).client_id;
        let begin = ["register", "--name", org.name(), "--type", "sandbox"];
        let app = ["--login-url", &url, "--client-id", &key];
        let way = ["--no-browser", "--accept-dev-hub"];
        let mut register = self.command(&[&begin[..], &app, &way].concat());
        let mut child = register.stderr(Stdio::piped()).spawn()?;
        let mut lines = BufReader::new(child.stderr.take().context("no words")?).lines();
        let mut address = None;
        while let Some(line) = lines.next_line().await? {
            if line.starts_with("http") {
                address = Some(line);
                break;
            }
        }
        let address = address.context("no address")?;
        let mut robot = RobotBrowser::new();
        let person = self.simulator.org(org).admin().clone();
        robot.authorize(&address, &person, Decision::Allow).await?;
        let mut said = Vec::new();
        while let Some(line) = lines.next_line().await? {
            said.push(line);
        }
        let ended = child.wait().await?;
        anyhow::ensure!(ended.success(), "the sign-in failed: {}", said.join("\n"));
        let list = self.vault.connections().await?;
        let mut own = list.records.iter();
        let own = own.find(|record| record.name.as_str() == org.name());
        self.originals
            .insert(org, own.context("not saved")?.id.clone());
        self.count += 1;
        Ok(())
    }
}

/// What a sign-in through another app to the same org would have ended with.
fn authorized(session: &StoredSession, key: ConsumerKey, instance: Authority) -> Authorized {
    let StoredSession { record, secrets } = session;
    Authorized {
        sign_in: Draft {
            authority: secrets.login.clone(),
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
        .into(),
        tokens: Tokens {
            // EXPOSE: the same session under another name, for a figure.
            access: AccessToken::new(secrets.access.expose().to_owned()),
            refresh: None,
            scopes: record.granted_scopes.clone(),
            instance: instance.clone(),
            org: record.org_id.clone(),
            user: record.user_id.clone(),
            issued_at: None,
            is_signed: true,
        },
        identity: identity(record, instance),
        accepted: None,
    }
}

fn identity(record: &ConnectionRecord, instance: Authority) -> OrgIdentity {
    OrgIdentity {
        org_id: record.org_id.clone(),
        user: UserIdentity {
            user_id: record.user_id.clone(),
            username: record.username.clone(),
            display_name: record.display_name.clone(),
        },
        org_name: record.org_name.clone(),
        edition: record.edition.clone(),
        instance_name: record.instance_name.clone(),
        namespace: record.namespace.clone(),
        is_sandbox: record.is_sandbox,
        end_date: None,
        instance,
    }
}
