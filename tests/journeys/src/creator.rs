//! Another process that makes an app, goes on with one, takes one back, or gives it a new key; and dies of it.

use std::time::Duration;

use anyhow::Context as _;
use orgkeep_app::creation::{CreationError, Creations};
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_vault::creation_record::CreationId;
use tokio::task::block_in_place;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::child::{self, Player};
use crate::creating::{Making, PATIENCE, blueprint, maker, order};
use crate::pause::Pause;

const FOLDER: &str = "ORGKEEP_CREATOR_FOLDER";
const CONNECTION: &str = "ORGKEEP_CREATOR_CONNECTION";
const APP: &str = "ORGKEEP_CREATOR_APP";
const ERRAND: &str = "ORGKEEP_CREATOR_ERRAND";
const PAUSE: &str = "ORGKEEP_CREATOR_PAUSE";
/// What it says when it is about to begin.
const READY: &str = "ready";

/// The role of the process.
pub const CREATOR: &str = "creator";

/// What it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// Makes an app without a secret.
    Public,
    /// Makes an app with a secret.
    Confidential,
    /// Goes on with what is unfinished.
    GoOn,
    /// Takes back what is unfinished.
    TakeBack,
    /// Gives the connection's app a new key and secret.
    Rotate,
}

impl Errand {
    const ALL: [Self; 5] = [
        Self::Public,
        Self::Confidential,
        Self::GoOn,
        Self::TakeBack,
        Self::Rotate,
    ];

    fn of(word: &str) -> anyhow::Result<Self> {
        let mut all = Self::ALL.into_iter();
        let found = all.find(|own| format!("{own:?}") == word);
        found.context("no such errand")
    }

    async fn run(self, creations: &Creations) -> anyhow::Result<Result<(), CreationError>> {
        let connection = ConnectionId::parse(&read(CONNECTION)?)?;
        Ok(match self {
            Self::Public | Self::Confidential => {
                let wanted = blueprint(&read(APP)?, self == Self::Confidential)?;
                let order = order(&connection, wanted);
                creations.create(&order).await.map(drop)
            }
            Self::GoOn => creations
                .resume(&unfinished(creations).await?)
                .await
                .map(drop),
            Self::TakeBack => creations.undo(&unfinished(creations).await?).await,
            Self::Rotate => {
                let now = jiff::Timestamp::now();
                creations
                    .rotate_secret(&connection, now, false)
                    .await
                    .map(drop)
            }
        })
    }
}

async fn unfinished(creations: &Creations) -> anyhow::Result<CreationId> {
    let all = creations.unfinished().await?;
    Ok(all.into_iter().next().context("nothing to do")?.id)
}

/// When it dies.
#[derive(Debug, Clone, Copy)]
pub enum Death {
    /// At its step of this number, counted from 1, or when it is done.
    Step(usize),
    /// This long after it began, wherever it is.
    Moment(Duration),
}

/// The process.
pub struct Creator(Player);

impl Creator {
    /// Starts it, kills it (-9), and says where it was. `test` is the test that plays roles.
    ///
    /// # Errors
    /// When it does not start, or failed before it was killed.
    pub async fn dies(
        test: &str,
        making: &Making,
        name: &str,
        (errand, death): (Errand, Death),
    ) -> anyhow::Result<String> {
        let folder = making.used.world.data_folder();
        let step = match death {
            Death::Step(step) => step,
            Death::Moment(_) => 0,
        };
        let settings = [
            (FOLDER, folder.to_string_lossy().into_owned()),
            (CONNECTION, making.used.id.to_string()),
            (APP, name.to_owned()),
            (ERRAND, format!("{errand:?}")),
            (PAUSE, step.to_string()),
        ];
        let mut creator = Self(Player::start(test, CREATOR, &settings)?);
        let ready = creator.hear()?;
        anyhow::ensure!(ready == READY, "{ready}");
        let said = match death {
            Death::Step(_) => creator.hear()?,
            Death::Moment(after) => {
                tokio::time::sleep(after).await;
                format!("after {after:?}")
            }
        };
        block_in_place(|| creator.0.kill())?;
        anyhow::ensure!(!said.starts_with("failed"), "{said}");
        Ok(said)
    }

    fn hear(&mut self) -> anyhow::Result<String> {
        block_in_place(|| self.0.hear())
    }
}

fn read(name: &str) -> anyhow::Result<String> {
    std::env::var(name).with_context(|| name.to_owned())
}

/// The other process's part.
///
/// # Errors
/// When the vault does not open, or the parent is gone.
pub async fn work_until_killed() -> anyhow::Result<()> {
    let folder = read(FOLDER)?;
    let pauses = tracing_subscriber::registry().with(Pause::at(read(PAUSE)?.parse()?));
    tracing::subscriber::set_global_default(pauses)?;
    let vault = child::vault(&folder).await?;
    let creations = maker(&vault, &HttpClient::new(true)?, PATIENCE);
    let errand = Errand::of(&read(ERRAND)?)?;
    child::say(READY)?;
    match errand.run(&creations).await? {
        Ok(()) => child::say("done"),
        Err(error) => child::say(&format!("failed {error}")),
    }
}
