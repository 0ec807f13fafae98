//! Apps that Orgkeep makes, in this process and in others that die of it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_app::creation::{CreationOrder, CreationTiming, Creations, OnExisting};
use orgkeep_app::session::Sessions;
use orgkeep_app::surroundings::SystemClock;
use orgkeep_blueprint::answers::Answers;
use orgkeep_blueprint::blueprint::Blueprint;
use orgkeep_blueprint::merge::merge;
use orgkeep_blueprint::preset::{presets, served};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_simulator::{AppKind, OrgKey};
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::vault::{Vault, VaultSettings};
use tokio::task::block_in_place;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::child::{self, Player};
use crate::pause::Pause;
use crate::plan::actor;
use crate::session::Used;
use crate::standing::StoredRows;

const FOLDER: &str = "ORGKEEP_CREATOR_FOLDER";
const CONNECTION: &str = "ORGKEEP_CREATOR_CONNECTION";
const APP: &str = "ORGKEEP_CREATOR_APP";
const SECRET: &str = "ORGKEEP_CREATOR_SECRET";
const PAUSE: &str = "ORGKEEP_CREATOR_PAUSE";

/// The role of the process that makes an app.
pub const CREATOR: &str = "creator";

/// The role of the process that gives an app a new key and secret.
pub const ROTATOR: &str = "rotator";

/// The parts of an app, with the policies that come by themselves.
const PARTS: usize = 5;

/// A machine with one connection that may change metadata, and what makes apps through it.
pub struct Making {
    /// The machine.
    pub used: Used,
    /// What makes apps.
    pub creations: Creations,
    before: StoredRows,
}

/// Short enough for a test, and long enough for a busy machine.
fn timing() -> CreationTiming {
    CreationTiming {
        check_every: Duration::from_millis(10),
        patience: Duration::from_secs(20),
    }
}

/// An app for Orgkeep alone, under this name.
///
/// # Errors
/// When the presets do not give one.
pub fn blueprint(name: &str, confidential: bool) -> anyhow::Result<Blueprint> {
    let answers = Answers {
        name: name.to_owned(),
        contact_email: "admin@example.com".to_owned(),
        ..Answers::default()
    };
    let designed = merge(&served(&presets()?, &[]), &answers).blueprint()?;
    Ok(if confidential {
        designed.confidential()
    } else {
        designed.public()
    })
}

fn order(connection: &ConnectionId, blueprint: Blueprint) -> CreationOrder {
    CreationOrder {
        connection: connection.clone(),
        blueprint,
        goal: None,
        on_existing: OnExisting::Leave,
        production_confirmed: false,
    }
}

impl Making {
    /// Signs in to a sandbox, whose deployments take a moment.
    ///
    /// # Errors
    /// When that does not work.
    pub async fn start() -> anyhow::Result<Self> {
        Self::through(AppKind::Public).await
    }

    /// The same through one of the seeded apps.
    ///
    /// # Errors
    /// When that does not work.
    pub async fn through(kind: AppKind) -> anyhow::Result<Self> {
        let used = Used::through(kind, false).await?;
        let brief = Duration::from_millis(15);
        used.world
            .simulator
            .set_metadata_times(brief, Duration::ZERO);
        let (vault, http) = (used.world.vault().await?, HttpClient::new(true)?);
        let sessions = Sessions::new(vault.clone(), http.clone(), Arc::new(SystemClock));
        Ok(Self {
            before: used.world.rows()?,
            creations: Creations::new(vault, sessions, http, timing()),
            used,
        })
    }

    /// The order for an app of this name.
    ///
    /// # Errors
    /// When there is no blueprint.
    pub fn order(&self, name: &str, confidential: bool) -> anyhow::Result<CreationOrder> {
        Ok(order(&self.used.id, blueprint(name, confidential)?))
    }

    /// How many parts of an app the org has.
    #[must_use]
    pub fn parts(&self, name: &str) -> usize {
        self.used
            .world
            .simulator
            .metadata_of(OrgKey::Uat, name)
            .len()
    }

    /// The connection, byte for byte as before.
    ///
    /// # Errors
    /// When it is not.
    pub fn untouched(&self) -> anyhow::Result<()> {
        self.used.world.same(&self.before)
    }

    /// A whole app or none, as `whole` says; the org's setting as it was, nothing on its way, nothing unfinished,
    /// and the connection byte for byte as before.
    ///
    /// # Errors
    /// When something of that is not so.
    pub async fn settled(&self, name: &str, whole: bool) -> anyhow::Result<()> {
        let parts = self.parts(name);
        let expected = if whole { PARTS } else { 0 };
        ensure!(parts == expected, "the org has {parts} parts of the app");
        let simulator = &self.used.world.simulator;
        let switched = simulator.org(OrgKey::Uat).secrets_by_rest_since.is_some();
        ensure!(!switched, "the org's setting was not put back");
        ensure!(
            simulator.deployments_waiting(OrgKey::Uat) == 0,
            "a deployment is on its way"
        );
        let unfinished = self.creations.unfinished().await?;
        ensure!(unfinished.is_empty(), "unfinished: {unfinished:?}");
        self.untouched()
    }

    /// Goes on with what is unfinished, or takes it back; and says whether the app is there now.
    ///
    /// # Errors
    /// When it does not work.
    pub async fn continued(&self, name: &str, undo: bool) -> anyhow::Result<bool> {
        let unfinished = self.creations.unfinished().await?;
        let Some(record) = unfinished.first() else {
            // Whatever was sent without an answer has its journal; without one, what is there stays.
            return Ok(self.parts(name) > 0);
        };
        if undo {
            self.creations.undo(&record.id).await?;
        } else if record.undoing {
            anyhow::bail!("it is being taken back");
        } else {
            self.creations.resume(&record.id).await?;
        }
        Ok(!undo)
    }
}

/// Another process that makes an app, and stops at one of its steps.
pub struct Creator(Player);

impl Creator {
    /// Starts it. It says `at` at its `pause`th step, counted from 1, and waits. `test` is the test that plays roles.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(
        test: &str,
        making: &Making,
        (name, confidential): (&str, bool),
        pause: usize,
    ) -> anyhow::Result<Self> {
        let folder = making.used.world.data_folder();
        let settings = [
            (FOLDER, folder.to_string_lossy().into_owned()),
            (CONNECTION, making.used.id.to_string()),
            (APP, name.to_owned()),
            (SECRET, confidential.to_string()),
            (PAUSE, pause.to_string()),
        ];
        Ok(Self(Player::start(test, CREATOR, &settings)?))
    }

    /// The same for a process that gives the connection's app a new key and secret.
    ///
    /// # Errors
    /// When it does not start.
    pub fn rotating(test: &str, making: &Making, pause: usize) -> anyhow::Result<Self> {
        let folder = making.used.world.data_folder();
        let settings = [
            (FOLDER, folder.to_string_lossy().into_owned()),
            (CONNECTION, making.used.id.to_string()),
            (PAUSE, pause.to_string()),
        ];
        Ok(Self(Player::start(test, ROTATOR, &settings)?))
    }

    /// Waits until it stops or is done, and kills it (-9). Says at which step it was.
    ///
    /// # Errors
    /// When it says nothing.
    pub fn kill(mut self) -> anyhow::Result<String> {
        block_in_place(|| {
            let said = self.0.hear()?;
            self.0.kill()?;
            Ok(said)
        })
    }
}

/// What the parent said.
fn read(name: &str) -> anyhow::Result<String> {
    std::env::var(name).with_context(|| name.to_owned())
}

/// What the other process works with; it stops where the parent said.
async fn creations_when_told() -> anyhow::Result<Creations> {
    let folder = read(FOLDER)?;
    let pauses = tracing_subscriber::registry().with(Pause::at(read(PAUSE)?.parse()?));
    tracing::subscriber::set_global_default(pauses)?;
    let vault = Vault::open(VaultSettings {
        folder: folder.clone().into(),
        rule: AuthorityRule::Practice,
        custody: KeyCustody::KeyFile(format!("{folder}/practice.key").into()),
        clock: Arc::new(jiff::Timestamp::now),
        actor: actor(),
    })?;
    vault.unlock().await?;
    let http = HttpClient::new(true)?;
    let sessions = Sessions::new(vault.clone(), http.clone(), Arc::new(SystemClock));
    Ok(Creations::new(vault, sessions, http, timing()))
}

/// The other process's part.
///
/// # Errors
/// When the vault does not open, or the parent is gone.
pub async fn create_when_told() -> anyhow::Result<()> {
    let creations = creations_when_told().await?;
    let wanted = blueprint(&read(APP)?, read(SECRET)? == "true")?;
    let order = order(&ConnectionId::parse(&read(CONNECTION)?)?, wanted);
    match creations.create(&order).await {
        Ok(_) => child::say("created"),
        Err(error) => child::say(&format!("failed {error}")),
    }
}

/// The part of the process that gives an app a new key and secret.
///
/// # Errors
/// When the vault does not open, or the parent is gone.
pub async fn rotate_when_told() -> anyhow::Result<()> {
    let creations = creations_when_told().await?;
    let connection = ConnectionId::parse(&read(CONNECTION)?)?;
    let now = jiff::Timestamp::now();
    match creations.rotate_secret(&connection, now, false).await {
        Ok(_) => child::say("rotated"),
        Err(error) => child::say(&format!("failed {error}")),
    }
}
