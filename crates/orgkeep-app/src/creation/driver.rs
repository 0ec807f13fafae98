//! One creation, from the order to the finished app.

use std::fmt;

use orgkeep_blueprint::blueprint::Blueprint;
use orgkeep_blueprint::metadata::{Component, app_components};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::OrgType;
use orgkeep_domain::id::{ConnectionId, OrgId};
use orgkeep_salesforce::http::HttpClient;
use orgkeep_vault::creation_lock::CreationLock;
use orgkeep_vault::creation_record::{
    AppGoal, AppOrigin, CreationId, CreationMark, CreationRecord, NewCreation,
};
use orgkeep_vault::vault::Vault;
use tokio::sync::watch;

use super::error::CreationError;
use super::existing::Existing;
use super::org::{CreationTiming, Org};
use super::plan::{Plan, Standing};
use super::step;
use super::wanted::{is_same, keep_names, whole};
use super::work::{Work, components};
use crate::session::{SessionError, Sessions};

/// What an app is made of by, and what for.
#[derive(Debug, Clone)]
pub struct CreationOrder {
    /// The connection that makes it.
    pub connection: ConnectionId,
    /// What it is to be.
    pub blueprint: Blueprint,
    /// What it is for, if it is for something of Orgkeep's.
    pub goal: Option<AppGoal>,
    /// What becomes of another app that has the name.
    pub on_existing: OnExisting,
    /// Whether making an app in a production org was confirmed for itself.
    pub production_confirmed: bool,
}

/// What becomes of another app that has the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnExisting {
    /// It stays as it is, and nothing is made.
    Leave,
    /// It is changed to what was asked for.
    Update,
}

/// An app that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// Its journal, by which it can be taken back.
    pub id: CreationId,
    /// Where it comes from.
    pub origin: AppOrigin,
    /// Its consumer key.
    pub consumer_key: ConsumerKey,
    /// Whether its secret is kept in the journal.
    pub has_secret: bool,
    /// What did not work and did not matter enough to stop.
    pub warnings: Vec<String>,
}

/// Makes apps through connections, and takes them back.
#[derive(Clone)]
pub struct Creations {
    pub(super) vault: Vault,
    sessions: Sessions,
    http: HttpClient,
    timing: CreationTiming,
    progress: watch::Sender<Option<CreationRecord>>,
}

impl Creations {
    /// Creations of one vault.
    #[must_use]
    pub fn new(vault: Vault, sessions: Sessions, http: HttpClient, timing: CreationTiming) -> Self {
        Self {
            vault,
            sessions,
            http,
            timing,
            progress: watch::Sender::default(),
        }
    }

    /// The same, whose journal is shown here whenever it gets further.
    #[must_use]
    pub fn shown(self, progress: watch::Sender<Option<CreationRecord>>) -> Self {
        Self { progress, ..self }
    }

    /// Looks and tries, and changes nothing.
    ///
    /// # Errors
    /// [`CreationError`].
    pub async fn plan(
        &self,
        connection: &ConnectionId,
        blueprint: &Blueprint,
    ) -> Result<Plan, CreationError> {
        self.org(connection).plan(blueprint).await
    }

    /// Makes an app. One that an earlier run began is finished, and one that is there already is taken over.
    ///
    /// # Errors
    /// [`CreationError`]. What is left to do or to take back stands in the journal.
    pub async fn create(&self, order: &CreationOrder) -> Result<Created, CreationError> {
        let lock = self.lock(&order.connection).await?;
        let begun = self.begun(order).await?;
        let looked = begun.is_none();
        let record = match begun {
            Some(record) => self.taken_over(record, order).await?,
            None => self.begin(order).await?,
        };
        self.work(record, lock, looked).finish().await
    }

    /// What an earlier run began of the same app.
    async fn begun(&self, order: &CreationOrder) -> Result<Option<CreationRecord>, CreationError> {
        let wanted = whole(&order.blueprint);
        let name = order.blueprint.parts().identity.api_name.as_str();
        let mut unfinished = self.unfinished().await?.into_iter();
        Ok(unfinished.find(|own| {
            own.asked.connection == order.connection
                && own.asked.api_name == name
                && !own.undoing
                && is_same(&components(&own.asked.wanted), &wanted)
        }))
    }

    /// Whoever asks for it now gets its key.
    async fn taken_over(
        &self,
        record: CreationRecord,
        order: &CreationOrder,
    ) -> Result<CreationRecord, CreationError> {
        if record.asked.goal == order.goal {
            return Ok(record);
        }
        let goal = CreationMark::Goal(order.goal.clone());
        Ok(self.vault.mark_creation(&record.id, vec![goal]).await?)
    }

    /// Finishes what an earlier run began.
    ///
    /// # Errors
    /// [`CreationError`].
    pub async fn resume(&self, id: &CreationId) -> Result<Created, CreationError> {
        self.taken_up(id).await?.finish().await
    }

    /// Takes back what was made, and nothing else; the journal is forgotten.
    ///
    /// # Errors
    /// [`CreationError::NotOurs`] where the org has something else under the name: it stays.
    pub async fn undo(&self, id: &CreationId) -> Result<(), CreationError> {
        self.taken_up(id).await?.undo().await
    }

    /// What an earlier run began and did not finish, the oldest first.
    ///
    /// # Errors
    /// [`CreationError`] when the journal cannot be read.
    pub async fn unfinished(&self) -> Result<Vec<CreationRecord>, CreationError> {
        let all = self.vault.creations().await?.into_iter();
        Ok(all.filter(CreationRecord::is_unfinished).collect())
    }

    /// Decides what the app's origin is, and writes the order down. Nothing has been sent.
    async fn begin(&self, order: &CreationOrder) -> Result<CreationRecord, CreationError> {
        let org = self.org(&order.connection);
        let session = self.sessions.usable(&order.connection).await?;
        if !session.api().is_opaque() {
            return Err(CreationError::JwtToken);
        }
        let record = session.record();
        let production = record.org_type == OrgType::Production;
        if production && !order.production_confirmed {
            return Err(CreationError::NotConfirmed);
        }
        let app = app_components(&order.blueprint);
        let name = order.blueprint.parts().identity.api_name.to_string();
        let existing = org.existing(&name).await?;
        let origin = origin_of(Standing::of(&existing, &app), order.on_existing)?;
        let before = match origin {
            AppOrigin::Updated => existing,
            AppOrigin::Made | AppOrigin::Adopted => Existing::default(),
        };
        let mut wanted = whole(&order.blueprint);
        keep_names(&mut wanted, &before.components);
        let files = |components: &[Component]| components.iter().map(Component::file).collect();
        let asked = NewCreation {
            connection: order.connection.clone(),
            org: record.org_id.clone(),
            api_name: name,
            origin,
            goal: order.goal.clone(),
            wanted: files(&wanted),
            before: files(&before.own()),
        };
        step("planning");
        Ok(self.vault.begin_creation(asked).await?)
    }

    async fn taken_up(&self, id: &CreationId) -> Result<Work, CreationError> {
        let org = self.vault.creation(id).await?.asked.org;
        let lock = self.lock_of(&org).await?;
        // Read again: whoever had the lock may have got further.
        let record = self.vault.creation(id).await?;
        Ok(self.work(record, lock, false))
    }

    pub(super) async fn lock(
        &self,
        connection: &ConnectionId,
    ) -> Result<CreationLock, CreationError> {
        let found = self.vault.connection(connection).await?;
        let record = found.ok_or(SessionError::NotFound)?;
        self.lock_of(&record.org_id).await
    }

    async fn lock_of(&self, org: &OrgId) -> Result<CreationLock, CreationError> {
        let lock = self.vault.creation_lock(org).await;
        lock.map_err(|_| CreationError::Lock)?
            .ok_or(CreationError::Busy)
    }

    fn work(&self, record: CreationRecord, lock: CreationLock, looked: bool) -> Work {
        self.progress.send_replace(Some(record.clone()));
        Work {
            progress: self.progress.clone(),
            vault: self.vault.clone(),
            org: self.org(&record.asked.connection),
            record,
            looked,
            lock,
        }
    }

    pub(super) fn org(&self, connection: &ConnectionId) -> Org {
        Org {
            sessions: self.sessions.clone(),
            http: self.http.clone(),
            connection: connection.clone(),
            timing: self.timing,
        }
    }
}

fn origin_of(standing: Standing, on_existing: OnExisting) -> Result<AppOrigin, CreationError> {
    match standing {
        Standing::Free => Ok(AppOrigin::Made),
        Standing::Same => Ok(AppOrigin::Adopted),
        Standing::Different(_) if on_existing == OnExisting::Update => Ok(AppOrigin::Updated),
        Standing::Different(differing) => Err(CreationError::Differs(differing)),
        Standing::NotChangeable { nested, .. } => Err(CreationError::NotCarried(nested)),
        Standing::ConnectedApp => Err(CreationError::NameOfConnectedApp),
    }
}

impl fmt::Debug for Creations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Creations")
            .field("vault", &self.vault)
            .finish_non_exhaustive()
    }
}
