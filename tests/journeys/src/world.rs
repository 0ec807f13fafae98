//! One machine for one test: a data folder, a practice org, and Orgkeep opened on both.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use orgkeep_api::command::Commands as _;
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::surroundings::{Browser, Surroundings};
use orgkeep_domain::client::CallbackUrl;
use orgkeep_simulator::{AppKind, OrgKey, Simulator, SimulatorConfig};
use orgkeep_vault::vault::{Vault, VaultSettings};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::clipboard::RecordingClipboard;
use crate::clock::JumpingClock;
use crate::keyring::MemoryKeyring;
use crate::outside::{Outside, RecordingBrowser};
use crate::plan::{Place, Plan, state_file, surroundings};
use crate::port::free_callback;
use crate::secret::{SecretBook, random_digits, random_text};
use crate::trace::{self, Mark};
use crate::transcript::Transcript;

/// The machine.
pub struct World {
    /// The program.
    pub orgkeep: Orgkeep,
    /// The practice org.
    pub simulator: Arc<Simulator>,
    /// The person's browser.
    pub browser: Arc<RecordingBrowser>,
    /// The clipboard.
    pub clipboard: Arc<RecordingClipboard>,
    /// The clock.
    pub clock: Arc<JumpingClock>,
    /// Everything outside, these three included.
    pub outside: Outside,
    /// The keyring, unless the key lies in a file.
    pub keyring: MemoryKeyring,
    /// The callback of this world alone.
    pub callback: CallbackUrl,
    /// What the page was told.
    pub transcript: Arc<Transcript>,
    /// Every secret so far.
    pub secrets: Arc<SecretBook>,
    /// Text that was planted where secrets are searched for, and must be found.
    pub planted: String,
    pub(crate) began: Mark,
    pub(crate) panics: usize,
    plan: Plan,
    folder: TempDir,
    tasks: Vec<JoinHandle<()>>,
}

impl World {
    /// A practice vault with a new keyring.
    ///
    /// # Errors
    /// When there is no folder, no port or no practice org to be had.
    pub async fn start() -> anyhow::Result<Self> {
        Self::with(Plan::default()).await
    }

    /// A world as planned.
    ///
    /// # Errors
    /// As [`World::start`].
    pub async fn with(plan: Plan) -> anyhow::Result<Self> {
        let began = trace::mark()?;
        let folder = tempfile::Builder::new()
            .prefix("orgkeep-journey-")
            .tempdir()?;
        let config = plan.simulator_in(folder.path());
        let simulator = Arc::new(Simulator::start(config).await?);
        let callback = free_callback()?;
        let secrets = Arc::new(SecretBook::default());
        prepare_apps(&simulator, &callback, &secrets)?;
        let (outside, keyring) = (Outside::of(folder.path()), MemoryKeyring::default());
        let place = Place {
            folder: &folder.path().join("data"),
            plan: &plan,
            keyring: &keyring,
        };
        let around = surroundings(&simulator, &callback, &outside);
        let orgkeep = Orgkeep::open(place.settings(&outside.clock), around).await;
        let planted = random_digits(40)?;
        let mut world = Self {
            orgkeep,
            simulator,
            browser: Arc::clone(&outside.browser),
            clipboard: Arc::clone(&outside.clipboard),
            clock: Arc::clone(&outside.clock),
            outside,
            keyring,
            callback,
            transcript: Arc::default(),
            secrets,
            planted,
            began,
            panics: trace::panics(),
            plan,
            folder,
            tasks: Vec::new(),
        };
        world.watch()?;
        Ok(world)
    }

    /// Begins to keep what passes, and puts a text wherever secrets are searched for: a search that misses it
    /// searches badly.
    fn watch(&mut self) -> anyhow::Result<()> {
        self.follow();
        self.remember_all_requests();
        tracing::trace!(planted = self.planted, "the search must find this");
        self.transcript.keep(self.planted.clone());
        std::fs::write(self.folder.path().join("planted"), &self.planted)?;
        std::fs::create_dir(self.own_folder())?;
        Ok(())
    }

    /// Closes Orgkeep and opens it again, as the next start of the program does.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn reopen(&mut self) -> anyhow::Result<()> {
        self.orgkeep.clone().close().await;
        self.open_again().await
    }

    /// Closes Orgkeep and opens it again beside another browser.
    pub async fn reopen_beside(&mut self, browser: Arc<dyn Browser>) {
        self.orgkeep.clone().close().await;
        let around = Surroundings {
            browser,
            ..self.surroundings()
        };
        self.orgkeep = Orgkeep::open(self.vault_settings(), around).await;
        self.follow();
    }

    /// Opens Orgkeep without having closed it, as after the death of the process.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open_again(&mut self) -> anyhow::Result<()> {
        let around = self.surroundings();
        self.orgkeep = Orgkeep::open(self.vault_settings(), around).await;
        self.follow();
        Ok(())
    }

    /// What another copy of Orgkeep on this machine would be given.
    #[must_use]
    pub fn surroundings(&self) -> Surroundings {
        surroundings(&self.simulator, &self.callback, &self.outside)
    }

    /// Where this world's vault is, and who keeps its key.
    #[must_use]
    pub fn vault_settings(&self) -> VaultSettings {
        let place = Place {
            folder: &self.data_folder(),
            plan: &self.plan,
            keyring: &self.keyring,
        };
        place.settings(&self.clock)
    }

    /// The store, opened beside Orgkeep: to look at what no command shows.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn vault(&self) -> anyhow::Result<Vault> {
        let vault = Vault::open(self.vault_settings())?;
        vault.unlock().await?;
        Ok(vault)
    }

    /// The folder that Orgkeep was given.
    #[must_use]
    pub fn data_folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The folder above it, in which the practice org keeps its own state.
    #[must_use]
    pub fn whole_folder(&self) -> &Path {
        self.folder.path()
    }

    /// Takes the practice org off the network. Its ports refuse whoever comes.
    ///
    /// # Errors
    /// When somebody else still holds it.
    pub async fn stop_simulator(&mut self) -> anyhow::Result<()> {
        self.proper()?;
        let nobodys = Simulator::start(SimulatorConfig::ephemeral()).await?;
        let stopped = std::mem::replace(&mut self.simulator, Arc::new(nobodys));
        let stopped = Arc::into_inner(stopped).context("the practice org is still in use")?;
        stopped.shutdown().await;
        Ok(())
    }

    /// Puts it back, with the grants that it had. The plan must name its ports.
    ///
    /// # Errors
    /// When it does not start there.
    pub async fn start_simulator(&mut self) -> anyhow::Result<()> {
        let config = self.plan.simulator_in(self.folder.path());
        self.simulator = Arc::new(Simulator::start(config).await?);
        Ok(())
    }

    fn follow(&mut self) {
        let (orgkeep, transcript) = (&self.orgkeep, &self.transcript);
        self.tasks.push(transcript.follow(orgkeep.watch_vault()));
        self.tasks
            .push(transcript.follow(orgkeep.watch_connections()));
        self.tasks.push(transcript.follow(orgkeep.watch_tests()));
        self.tasks.push(transcript.follow(orgkeep.watch_attempt()));
        self.tasks.push(transcript.follow(orgkeep.watch_creation()));
    }

    /// Keeps every secret as it passes: what is revoked or replaced later is still known then.
    fn remember_all_requests(&mut self) {
        let (mut bell, secrets) = (
            self.simulator.journal().subscribe(),
            Arc::clone(&self.secrets),
        );
        let state = state_file(self.folder.path());
        self.tasks.push(tokio::spawn(async move {
            while bell.changed().await.is_ok() {
                remember_grants(&state, &secrets);
            }
        }));
    }

    /// Keeps the secrets of everything that was asked and answered so far.
    pub fn remember(&self) {
        for entry in self.simulator.journal().whole() {
            self.secrets.keep_request(&entry);
        }
        remember_grants(&state_file(self.folder.path()), &self.secrets);
        for key in self.keyring.entries() {
            self.secrets
                .keep("master key", &String::from_utf8_lossy(&key));
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// A file that is just being replaced is read at the next request.
fn remember_grants(state: &Path, secrets: &SecretBook) {
    let kept = std::fs::read_to_string(state).map_err(anyhow::Error::from);
    let _incomplete = kept.and_then(|state| secrets.keep_grants(&state));
}

/// Every app takes this world's callback; every secret is of this run alone.
fn prepare_apps(
    simulator: &Simulator,
    callback: &CallbackUrl,
    secrets: &SecretBook,
) -> anyhow::Result<()> {
    for org in OrgKey::ALL {
        for kind in AppKind::ALL {
            let secret = format!("Secret{}", random_text(58)?);
            simulator.change_app(&simulator.app(org, kind).client_id, |app| {
                app.callbacks = vec![callback.as_str().to_owned()];
                if app.secret.is_some() {
                    secrets.keep("consumer secret", &secret);
                    app.secret = Some(secret);
                }
            })?;
        }
    }
    Ok(())
}
