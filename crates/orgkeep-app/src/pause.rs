//! Hosts that asked to be left alone for a while: heard, kept, and told.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use orgkeep_api::notice::HostPauseView;
use orgkeep_domain::authority::Authority;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::host_pause::HostPause;
use orgkeep_vault::vault::Vault;

use crate::attempt::rfc3339;
use crate::surroundings::Clock;

/// The hosts that are not to be asked now, by their origins.
#[derive(Debug, Default)]
pub(crate) struct Pauses {
    until: HashMap<String, Timestamp>,
}

impl Pauses {
    /// Reads them. Where they cannot be read nobody is held up.
    pub(crate) async fn of(vault: &Vault, clock: &dyn Clock) -> Self {
        let pauses = vault.host_pauses(clock.now()).await.unwrap_or_default();
        let until = pauses.into_iter();
        Self {
            until: until
                .map(|HostPause { origin, until }| (origin, until))
                .collect(),
        }
    }

    /// Until when a host is not to be asked, if at all.
    pub(crate) fn until(&self, host: &Authority) -> Option<Timestamp> {
        self.until.get(host.origin()).copied()
    }

    /// For the page: each host with the connections that are held up by it, by host.
    pub(crate) fn views(&self, records: &[ConnectionRecord]) -> Vec<HostPauseView> {
        let mut found: Vec<HostPauseView> = Vec::new();
        let hosts = records.iter().flat_map(|record| {
            let twice = record.instance.origin() == record.login.origin();
            let login = (!twice).then_some(&record.login);
            let both = std::iter::once(&record.instance).chain(login);
            both.map(move |host| (host, record))
        });
        for (host, record) in hosts {
            let Some(until) = self.until(host) else {
                continue;
            };
            let id = record.id.to_string();
            match found.iter_mut().find(|pause| pause.host == host.host()) {
                Some(pause) => pause.connections.push(id),
                None => found.push(HostPauseView {
                    host: host.host().to_owned(),
                    until: rfc3339(until),
                    connections: vec![id],
                }),
            }
        }
        found.sort_by(|one, other| one.host.cmp(&other.host));
        found
    }
}

/// Keeps what a host asked for, if it did.
pub(crate) async fn heed(
    vault: &Vault,
    clock: &dyn Clock,
    host: &Authority,
    retry_after: Option<u32>,
) {
    let Some(seconds) = retry_after.filter(|seconds| *seconds > 0) else {
        return;
    };
    let wait = Duration::from_secs(u64::from(seconds));
    if let Err(error) = vault.pause_host(host, clock.now(), wait).await {
        tracing::warn!(%error, "a host's pause was not written down");
    }
}

/// A host answered, whatever it had asked for.
pub(crate) async fn answers_again(vault: &Vault, clock: &dyn Clock, host: &Authority) {
    if Pauses::of(vault, clock).await.until(host).is_none() {
        return;
    }
    if let Err(error) = vault.end_pause(host).await {
        tracing::warn!(%error, "the end of a host's pause was not written down");
    }
}
