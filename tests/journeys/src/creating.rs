//! Apps that Orgkeep makes, and what must be so whenever it stops.

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
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_simulator::{AppKind, OrgKey};
use orgkeep_vault::creation_record::CreationId;
use orgkeep_vault::vault::Vault;

use crate::session::Used;
use crate::standing::StoredRows;

/// The parts of an app, with the policies that come by themselves.
const PARTS: usize = 5;

/// What a renewed session brings: new tokens, sealed anew with everything that is sealed beside them.
const RENEWED: [&str; 9] = [
    "status_at",
    "renewed_at",
    "rotates",
    "generation",
    "data_key_id",
    "data_key",
    "access_token",
    "refresh_token",
    "consumer_secret",
];

/// A machine with one connection that may change metadata, and what makes apps through it.
pub struct Making {
    /// The machine.
    pub used: Used,
    /// What makes apps.
    pub creations: Creations,
    before: StoredRows,
    switched_on: bool,
    patience: Duration,
    vault: Vault,
    http: HttpClient,
}

/// Short enough for a test, and long enough for a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

fn timing(patience: Duration) -> CreationTiming {
    CreationTiming {
        check_every: Duration::from_millis(10),
        patience,
    }
}

/// What makes apps through the connections of a vault.
pub(crate) fn maker(vault: &Vault, http: &HttpClient, patience: Duration) -> Creations {
    let sessions = Sessions::new(vault.clone(), http.clone(), Arc::new(SystemClock));
    Creations::new(vault.clone(), sessions, http.clone(), timing(patience))
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

/// The order for it, through this connection.
pub(crate) fn order(connection: &ConnectionId, blueprint: Blueprint) -> CreationOrder {
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
        Self::with_patience(PATIENCE).await
    }

    /// The same through one of the seeded apps.
    ///
    /// # Errors
    /// As [`Making::start`].
    pub async fn through(kind: AppKind) -> anyhow::Result<Self> {
        Self::with(kind, PATIENCE).await
    }

    /// The same, where a creation waits this long for what does not come.
    ///
    /// # Errors
    /// As [`Making::start`].
    pub async fn with_patience(patience: Duration) -> anyhow::Result<Self> {
        Self::with(AppKind::Public, patience).await
    }

    async fn with(kind: AppKind, patience: Duration) -> anyhow::Result<Self> {
        let used = Used::through(kind, false).await?;
        let brief = Duration::from_millis(15);
        used.world
            .simulator
            .set_metadata_times(brief, Duration::ZERO);
        let (vault, http) = (used.world.vault().await?, HttpClient::new(true)?);
        Ok(Self {
            before: used.world.rows()?,
            creations: maker(&vault, &http, patience),
            switched_on: false,
            patience,
            vault,
            http,
            used,
        })
    }

    /// What makes apps, as the next start of the program has it.
    ///
    /// # Errors
    /// When the vault does not open.
    pub async fn start_again(&mut self) -> anyhow::Result<()> {
        self.vault = self.used.world.vault().await?;
        self.creations = maker(&self.vault, &self.http, self.patience);
        Ok(())
    }

    /// Somebody has switched the org's setting for reading secrets, before Orgkeep came.
    pub fn switch(&mut self, on: bool) {
        self.switched_on = on;
        let since = on.then_some(0);
        let simulator = &self.used.world.simulator;
        simulator.change_org(OrgKey::Uat, |org| org.secrets_by_rest_since = since);
    }

    /// A session that was renewed has changed the row; from here on it stays as it is now.
    ///
    /// # Errors
    /// When anything else of the row is not what it was.
    pub fn renewed(&mut self) -> anyhow::Result<()> {
        let now = self.used.world.rows()?;
        let before = std::mem::replace(&mut self.before, now.clone());
        let changed = now.differing(&before);
        ensure!(
            now.count() == before.count() && changed.iter().all(|name| RENEWED.contains(name)),
            "a stored connection has changed: {changed:?}"
        );
        Ok(())
    }

    /// The order for an app of this name.
    ///
    /// # Errors
    /// When there is no blueprint.
    pub fn order(&self, name: &str, confidential: bool) -> anyhow::Result<CreationOrder> {
        Ok(order(&self.used.id, blueprint(name, confidential)?))
    }

    /// Whether an app is under way, made or to be taken back.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn is_under_way(&self) -> anyhow::Result<bool> {
        Ok(!self.creations.unfinished().await?.is_empty())
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
        ensure!(
            switched == self.switched_on,
            "the org's setting was not put back"
        );
        ensure!(
            simulator.deployments_waiting(OrgKey::Uat) == 0,
            "a deployment is on its way"
        );
        let journals = self.journals(name).await?;
        let unfinished = self.creations.unfinished().await?;
        ensure!(unfinished.is_empty(), "unfinished: {unfinished:?}");
        ensure!(
            journals.len() == usize::from(whole),
            "{} journals of the app",
            journals.len()
        );
        self.untouched()
    }

    /// The connection, byte for byte as before.
    ///
    /// # Errors
    /// When it is not.
    pub fn untouched(&self) -> anyhow::Result<()> {
        self.used.world.same(&self.before)
    }

    /// Takes a whole app back.
    ///
    /// # Errors
    /// When there is none, or it stays.
    pub async fn taken_back(&self, name: &str) -> anyhow::Result<()> {
        let journals = self.journals(name).await?;
        let own = journals.first().context("the app has no journal")?;
        self.creations.undo(own).await?;
        self.settled(name, false).await
    }

    /// What the store knows of an app of this name.
    async fn journals(&self, name: &str) -> anyhow::Result<Vec<CreationId>> {
        let all = self.vault.creations().await?;
        let own = all.into_iter().filter(|own| own.asked.api_name == name);
        Ok(own.map(|own| own.id).collect())
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
