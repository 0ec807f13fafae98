//! Connections in use: their sessions, in this process and in others.

use std::io::BufRead as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use orgkeep_app::session::{Session, SessionError, Sessions};
use orgkeep_app::surroundings::SystemClock;
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_simulator::{AppKind, OrgKey};
use tokio::task::block_in_place;
use tracing::field::{Field, Visit};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};

use crate::child::{self, Player};
use crate::plan::Plan;
use crate::world::World;

const FOLDER: &str = "ORGKEEP_RENEWER_FOLDER";
const CONNECTION: &str = "ORGKEEP_RENEWER_CONNECTION";
const PAUSE: &str = "ORGKEEP_RENEWER_PAUSE";

/// The role of [`Renewer`].
pub const RENEWER: &str = "renewer";

/// A machine with one connection, whose store another process can open.
pub struct Used {
    /// The machine.
    pub world: World,
    /// The connection.
    pub id: ConnectionId,
    /// The app that it signs in through.
    pub client_id: String,
    /// Its sessions, in this process.
    pub sessions: Sessions,
}

impl Used {
    /// Signs in to a sandbox, through an app that rotates its refresh tokens or not.
    ///
    /// # Errors
    /// When that does not work.
    pub async fn through(kind: AppKind, rotates: bool) -> anyhow::Result<Self> {
        let world = World::with(Plan {
            key_file: true,
            ..Plan::default()
        })
        .await?;
        let client_id = world.simulator.app(OrgKey::Uat, kind).client_id;
        world
            .simulator
            .change_app(&client_id, |app| app.rotates_refresh_tokens = rotates)?;
        let connected = world
            .register(&world.registration(OrgKey::Uat, kind))
            .await?;
        let sessions = world.sessions().await?;
        world.simulator.journal().clear();
        Ok(Self {
            id: ConnectionId::parse(&connected.row.id)?,
            world,
            client_id,
            sessions,
        })
    }

    /// The refresh token as it is stored.
    ///
    /// # Errors
    /// When there is none.
    pub async fn refresh_token(&self) -> anyhow::Result<String> {
        let secrets = self.world.vault().await?.secrets(&self.id).await?;
        let token = secrets
            .credentials
            .into_refresh_token()
            .context("no refresh token")?;
        Ok(token.expose().to_owned())
    }

    /// How often a refresh token was presented, or any.
    #[must_use]
    pub fn presented(&self, token: Option<&str>) -> usize {
        let requests = self.world.simulator.journal().token_requests();
        let refreshes = requests
            .iter()
            .filter(|form| form.text("grant_type") == "refresh_token");
        refreshes
            .filter(|form| token.is_none_or(|token| form.text("refresh_token") == token))
            .count()
    }
}

impl World {
    /// The sessions of a vault that is opened beside Orgkeep.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn sessions(&self) -> anyhow::Result<Sessions> {
        let vault = self.vault().await?;
        Ok(Sessions::new(
            vault,
            HttpClient::new(true)?,
            self.clock.clone(),
        ))
    }
}

/// Another process that uses the same connection.
pub struct Renewer(Player);

impl Renewer {
    /// Starts it. At its `pause`, a step of a renewal, it says `at` and waits, once. `test` is the test that plays
    /// roles.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(test: &str, used: &Used, pause: Option<&str>) -> anyhow::Result<Self> {
        let folder = used.world.data_folder();
        let settings = [
            (FOLDER, folder.to_string_lossy().into_owned()),
            (CONNECTION, used.id.to_string()),
            (PAUSE, pause.unwrap_or_default().to_owned()),
        ];
        let mut renewer = Self(Player::start(test, RENEWER, &settings)?);
        anyhow::ensure!(renewer.hear()? == "ready", "it did not open the vault");
        Ok(renewer)
    }

    /// Says that the tokens of this generation are not accepted any more.
    ///
    /// # Errors
    /// When it is gone.
    pub fn ask(&mut self, generation: u32) -> anyhow::Result<()> {
        self.0.tell(&generation.to_string())
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// When it is gone.
    pub fn go_on(&mut self) -> anyhow::Result<()> {
        self.0.tell("go on")
    }

    /// What it says next.
    ///
    /// # Errors
    /// When it says nothing any more.
    pub fn hear(&mut self) -> anyhow::Result<String> {
        block_in_place(|| self.0.hear())
    }

    /// Kills it (-9).
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill(self) -> anyhow::Result<()> {
        block_in_place(|| self.0.kill())
    }

    /// Lets it end.
    ///
    /// # Errors
    /// When it failed.
    pub fn dismiss(self) -> anyhow::Result<()> {
        block_in_place(|| self.0.dismiss())
    }
}

/// The other process's part: renews whenever it is told a generation, and says what came of it.
///
/// # Errors
/// When the vault does not open, or the parent is gone.
pub async fn renew_when_told() -> anyhow::Result<()> {
    let (folder, id) = (std::env::var(FOLDER)?, std::env::var(CONNECTION)?);
    pause_at(std::env::var(PAUSE)?)?;
    let vault = child::vault(&folder).await?;
    let sessions = Sessions::new(vault, HttpClient::new(true)?, Arc::new(SystemClock));
    let id = ConnectionId::parse(&id)?;
    child::say("ready")?;
    while let Some(generation) = child::hear_parent()? {
        let renewed = sessions.renewed(&id, generation.parse()?).await;
        child::say(&told(&renewed))?;
    }
    Ok(())
}

/// From now on this process says `at`, and waits, when it comes to this step for the first time.
///
/// # Errors
/// When something listens to its log already.
pub fn pause_at(step: String) -> anyhow::Result<()> {
    let pauses = tracing_subscriber::registry().with(Pauses::new(step));
    Ok(tracing::subscriber::set_global_default(pauses)?)
}

/// What came of a renewal, in two words.
#[must_use]
pub fn told(renewed: &Result<Session, SessionError>) -> String {
    match renewed {
        Ok(session) => format!("renewed {}", session.generation()),
        Err(SessionError::Ended(obstacle)) => format!("ended {}", obstacle.verdict.name()),
        Err(SessionError::Hindered(obstacle)) => format!("hindered {}", obstacle.verdict.name()),
        Err(other) => format!("failed {other}"),
    }
}

/// Stops the thread that comes to one step of a renewal, until the parent says to go on.
struct Pauses {
    step: String,
    done: AtomicBool,
}

impl Pauses {
    fn new(step: String) -> Self {
        Self {
            done: AtomicBool::new(step.is_empty()),
            step,
        }
    }
}

impl<S: tracing::Subscriber> Layer<S> for Pauses {
    fn on_event(&self, event: &tracing::Event<'_>, _context: Context<'_, S>) {
        let mut found = Step(String::new());
        event.record(&mut found);
        if found.0 == self.step && !self.done.swap(true, Ordering::SeqCst) {
            // A parent that is gone ends the conversation, and with it the pause.
            let _parent_is_gone = child::say(&format!("at {}", self.step));
            let _ended = std::io::stdin().lock().read_line(&mut String::new());
        }
    }
}

/// The `step` of an event.
pub(crate) struct Step(pub(crate) String);

impl Visit for Step {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "step" {
            value.clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, _field: &Field, _value: &dyn std::fmt::Debug) {}
}
