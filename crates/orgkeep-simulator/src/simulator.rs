//! A running practice org, as tests and practice mode hold it.

use std::{sync::Arc, time::Duration};

use tokio::task::JoinHandle;

use crate::{
    SimulatorError,
    app::{AppKind, ClientApp},
    backstage::Backstage,
    clock::Clock,
    config::SimulatorConfig,
    entropy::Entropy,
    fault::{Fault, Faults, Times},
    host::{Addresses, HostKey},
    journal::Journal,
    listen, metadata,
    org::{Org, OrgKey, User},
    server, store,
    world::{Lifetimes, World},
};

/// How long [`Simulator::shutdown`] waits for connections that are in the middle of something.
const PATIENCE: Duration = Duration::from_secs(2);

/// A running practice org. Dropping it stops it.
#[derive(Debug)]
pub struct Simulator {
    pub(crate) back: Arc<Backstage>,
    tasks: Vec<JoinHandle<()>>,
}

impl Simulator {
    /// Starts all hosts. Needs a tokio runtime with IO and time.
    ///
    /// # Errors
    ///
    /// A port is taken, or the state file cannot be read.
    pub async fn start(config: SimulatorConfig) -> Result<Self, SimulatorError> {
        let bound = listen::bind_all(config.ports).await?;
        let mut ports = [0; HostKey::ALL.len()];
        for (place, bound) in ports.iter_mut().zip(&bound) {
            *place = bound.port;
        }
        let addresses = Addresses::new(ports);
        let entropy = match &config.seed {
            Some(label) => Entropy::from_label(label),
            None => Entropy::from_system()?,
        };
        let mut world = World::new(&addresses, entropy);
        if let Some(path) = &config.state_file {
            store::read_into(path, &mut world)?;
        }
        let back = Arc::new(Backstage::new(addresses, world, config.state_file));
        let hosts = HostKey::ALL.into_iter().zip(bound);
        let tasks = hosts.flat_map(|(host, bound)| server::serve(host, bound, &back));
        let tasks = tasks.collect();
        Ok(Self { back, tasks })
    }

    /// Stops listening and ends every connection.
    pub async fn shutdown(mut self) {
        self.back.stop();
        for mut task in self.tasks.drain(..) {
            if tokio::time::timeout(PATIENCE, &mut task).await.is_err() {
                task.abort();
            }
        }
    }

    /// The authority of any host, without a trailing slash.
    #[must_use]
    pub fn url(&self, host: HostKey) -> String {
        self.back.url(host)
    }

    /// The generic host of production, developer and Dev Hub orgs.
    #[must_use]
    pub fn login_url(&self) -> String {
        self.url(HostKey::Login)
    }

    /// The generic host of sandboxes.
    #[must_use]
    pub fn test_url(&self) -> String {
        self.url(HostKey::Test)
    }

    /// One org as it is now, with its addresses and people.
    #[must_use]
    pub fn org(&self, key: OrgKey) -> Org {
        self.back.org(key)
    }

    /// Every org as it is now.
    #[must_use]
    pub fn orgs(&self) -> Vec<Org> {
        OrgKey::ALL.into_iter().map(|key| self.org(key)).collect()
    }

    /// A seeded app as it is now.
    #[must_use]
    pub fn app(&self, org: OrgKey, kind: AppKind) -> ClientApp {
        let seeded = ClientApp::seeded(org, kind);
        let found = self
            .back
            .look(|world| world.app(&seeded.client_id).cloned());
        found.unwrap_or(seeded)
    }

    /// Every app of an org.
    #[must_use]
    pub fn apps(&self, org: OrgKey) -> Vec<ClientApp> {
        self.back.look(|world| {
            let own = world.apps.iter().filter(|app| app.org == org);
            own.cloned().collect()
        })
    }

    /// Adds an app, or replaces the one of the same client id.
    pub fn add_app(&self, app: ClientApp) {
        self.back.change(|world| {
            world.apps.retain(|old| old.client_id != app.client_id);
            world.apps.push(app);
        });
    }

    /// Changes an app: its callbacks, its secret, its switches.
    ///
    /// # Errors
    ///
    /// [`SimulatorError::UnknownApp`].
    pub fn change_app(
        &self,
        client_id: &str,
        change: impl FnOnce(&mut ClientApp),
    ) -> Result<(), SimulatorError> {
        self.back.change(|world| {
            let app = world.app_mut(client_id);
            app.map(change).ok_or(SimulatorError::UnknownApp)
        })
    }

    /// Changes an org: its name, its edition, its id as after a sandbox refresh.
    pub fn change_org(&self, key: OrgKey, change: impl FnOnce(&mut Org)) {
        self.back.change(|world| change(world.org_mut(key)));
    }

    /// Changes a user: the name shown, the password, whether active.
    ///
    /// # Errors
    ///
    /// [`SimulatorError::UnknownUser`].
    pub fn change_user(
        &self,
        username: &str,
        change: impl FnOnce(&mut User),
    ) -> Result<(), SimulatorError> {
        self.back.change(|world| {
            let user = world.user_mut(username);
            user.map(change)
                .ok_or_else(|| SimulatorError::UnknownUser(username.to_owned()))
        })
    }

    /// Changes how long codes and tokens last from now on.
    pub fn set_lifetimes(&self, lifetimes: Lifetimes) {
        self.back.change(|world| world.lifetimes = lifetimes);
    }

    /// How long deployments take from now on, and how long it takes until a new key is known.
    pub fn set_metadata_times(&self, deployment: Duration, propagation: Duration) {
        self.back.change(|world| {
            world.deployment = deployment;
            world.propagation = propagation;
        });
    }

    /// Whether new apps require PKCE whatever they ask for.
    pub fn keep_pkce(&self, keeps: bool) {
        self.back.change(|world| world.keeps_pkce = keeps);
    }

    /// Names of everything that belongs to an app of this name, each with its type: deployments that are due are
    /// carried out first.
    #[must_use]
    pub fn metadata_of(&self, org: OrgKey, app: &str) -> Vec<(String, String)> {
        let now = self.back.now();
        self.back.change(|world| {
            metadata::settle(world, now);
            metadata::names_of(world, org, app)
        })
    }

    /// How many deployments of an org are not done yet.
    #[must_use]
    pub fn deployments_waiting(&self, org: OrgKey) -> usize {
        let now = self.back.now();
        self.back.change(|world| {
            metadata::settle(world, now);
            metadata::waiting(world, org)
        })
    }

    /// Ends every access token; refresh tokens live on.
    pub fn end_access_tokens(&self) {
        self.back.change(|world| world.grants.end_access_tokens());
    }

    /// Ends every grant.
    pub fn end_grants(&self) {
        self.back.change(|world| world.grants.end_all());
    }

    /// Signs every browser out.
    pub fn end_sessions(&self) {
        self.back.change(|world| world.browsers.sessions.clear());
    }

    /// How many living grants an app has.
    #[must_use]
    pub fn grant_count(&self, client_id: &str) -> usize {
        self.back.look(|world| {
            let own = world
                .grants
                .all()
                .iter()
                .filter(|grant| grant.client_id == client_id);
            own.count()
        })
    }

    /// Whether a refresh token or an access token works.
    #[must_use]
    pub fn is_alive(&self, token: &str) -> bool {
        let now = self.back.now();
        self.back.look(|world| {
            let current =
                |grant: &crate::world::Grant| grant.refresh_token.as_deref() == Some(token);
            world.grants.all().iter().any(current)
                || world.grants.find_access_token(token, now).is_some()
        })
    }

    /// Makes every request wait, until [`Faults::clear`].
    pub fn set_latency(&self, duration: Duration) {
        self.faults()
            .set(Fault::Latency { at: None, duration }, Times::Always);
    }

    /// The switchboard of faults.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.back.faults
    }

    /// What has been asked.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.back.journal
    }

    /// The practice org's clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.back.clock
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.back.stop();
    }
}
