//! Tokens that nobody wants any more. Each host is told of its own, beside everything else: nobody waits for a host that does
//! not answer.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use orgkeep_api::command::Done;
use orgkeep_api::error::ApiError;
use orgkeep_api::removal::RevocationRequest;
use orgkeep_domain::authority::Authority;
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::revocation_record::RevocationRecord;
use tokio::sync::{Mutex, OwnedMutexGuard, Semaphore};
use tokio::task::JoinSet;

use super::{Orgkeep, store_error};
use crate::background::Background;
use crate::pause::Pauses;
use crate::revocation::settle;

/// Hosts that are asked at a time.
const AT_ONCE: usize = 32;

/// From a token's beginning to its first try by itself, and how often that doubles: up to about five hours.
const FIRST_WAIT: Duration = Duration::from_secs(5 * 60);
const MOST_DOUBLINGS: u32 = 6;

/// What goes on with the queue.
#[derive(Default)]
pub(super) struct Revocations {
    /// By host, held while it is told of one token: nobody presents the same one meanwhile.
    telling: std::sync::Mutex<HashMap<Authority, Arc<Mutex<()>>>>,
    /// Those that are being removed: whoever removes them presents their token.
    removing: std::sync::Mutex<HashSet<ConnectionId>>,
    /// When a token may be tried again.
    due: Mutex<Option<Timestamp>>,
    /// Rounds, and tokens of sign-ins that were refused. What a round has not confirmed at the end stays in the queue.
    pub(super) background: Background,
}

impl Revocations {
    /// Leaves the token of a connection to whoever removes it, for as long as the answer lives.
    pub(super) fn keep_for_removal(&self, id: ConnectionId) -> Removing<'_> {
        self.removing().insert(id.clone());
        Removing {
            revocations: self,
            id,
        }
    }

    fn removing(&self) -> MutexGuard<'_, HashSet<ConnectionId>> {
        let removing = self.removing.lock();
        removing.unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for its turn at a host.
    pub(super) async fn turn(&self, host: &Authority) -> OwnedMutexGuard<()> {
        let turn = {
            let mut hosts = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
            hosts.retain(|_, turn| Arc::strong_count(turn) > 1);
            Arc::clone(hosts.entry(host.clone()).or_default())
        };
        turn.lock_owned().await
    }
}

/// When a token is tried again that was tried in vain.
fn again_at(record: &RevocationRecord) -> Timestamp {
    let tried = record.last_try_at.unwrap_or(record.created_at);
    let wait = FIRST_WAIT * 2_u32.pow(record.tries.min(MOST_DOUBLINGS));
    tried.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// A connection is being removed.
pub(super) struct Removing<'a> {
    revocations: &'a Revocations,
    id: ConnectionId,
}

impl Drop for Removing<'_> {
    fn drop(&mut self) {
        self.revocations.removing().remove(&self.id);
    }
}

impl Orgkeep {
    /// Tries every unconfirmed token once more, while everything else goes on.
    pub(super) fn begin_sweep(&self) {
        let this = self.clone();
        self.shared.revocations.background.begin(async move {
            this.sweep_revocations().await;
        });
    }

    /// Tries every unconfirmed token once more, but none whose host asked to wait.
    pub(super) async fn sweep_revocations(&self) -> Done {
        let Ok(vault) = self.vault() else {
            return Done {};
        };
        let pending = vault.pending_revocations().await.unwrap_or_default();
        *self.shared.revocations.due.lock().await = None;
        let mut hosts: HashMap<Authority, Vec<RevocationRecord>> = HashMap::new();
        for record in pending {
            let host = hosts.entry(record.host.clone());
            host.or_default().push(record);
        }
        if hosts.is_empty() {
            return Done {};
        }
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        // Dropped with this round, it ends those that go on.
        let mut told = JoinSet::new();
        for (host, records) in hosts {
            let (this, turns) = (self.clone(), Arc::clone(&turns));
            told.spawn(async move {
                let _turn = turns.acquire_owned().await;
                this.tell_host(&host, &records).await;
            });
        }
        while told.join_next().await.is_some() {}
        self.refresh_connections().await;
        Done {}
    }

    /// Wipes a token that Salesforce may still accept. One that is gone stays gone.
    pub(super) async fn stop_revoking(&self, request: RevocationRequest) -> Result<Done, ApiError> {
        let vault = self.vault()?;
        let pending = vault.pending_revocations().await.map_err(store_error)?;
        if let Some(record) = pending
            .iter()
            .find(|record| record.id.as_str() == request.id)
        {
            let given_up = vault.revocation_given_up(&record.id).await;
            given_up.map_err(store_error)?;
        }
        self.refresh_connections().await;
        Ok(Done {})
    }

    /// One token after the other, until the host asks to wait.
    async fn tell_host(&self, host: &Authority, records: &[RevocationRecord]) {
        let clock = &*self.shared.around.clock;
        let (Ok(vault), Ok(http)) = (self.vault(), self.http()) else {
            return;
        };
        let revocations = &self.shared.revocations;
        for record in records {
            let _one_at_a_time = revocations.turn(host).await;
            if Pauses::of(vault, clock).await.until(host).is_some() {
                return;
            }
            let of = record.connection.as_ref();
            if !of.is_some_and(|id| revocations.removing().contains(id)) {
                settle(vault, http, clock, &record.id).await;
            }
        }
    }

    /// Tries again once it is time.
    pub(super) async fn sweep_when_due(&self) {
        let due = *self.shared.revocations.due.lock().await;
        if due.is_some_and(|due| due <= self.shared.around.clock.now()) {
            self.begin_sweep();
        }
    }

    /// When the next one may be tried: as its host asked, or after a while that grows with each try in vain. A time that has
    /// passed meanwhile has its sweep still before it.
    pub(super) async fn plan_sweep(&self, pending: &[RevocationRecord], pauses: &Pauses) {
        let next = pending.iter().map(|record| {
            let own = || again_at(record);
            pauses.until(&record.host).unwrap_or_else(own)
        });
        if let Some(next) = next.min() {
            *self.shared.revocations.due.lock().await = Some(next);
        }
    }
}
