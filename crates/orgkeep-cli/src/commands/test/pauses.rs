//! Hosts that asked not to be asked again before a moment.

use std::collections::BTreeSet;

use jiff::Timestamp;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::host_pause::HostPause;
use orgkeep_vault::vault::Vault;

/// Those that are to be left alone now.
pub struct Pauses(Vec<HostPause>);

impl Pauses {
    /// Reads them.
    pub async fn of(vault: &Vault) -> Self {
        let pauses = vault.host_pauses(Timestamp::now()).await;
        Self(pauses.unwrap_or_default())
    }

    /// Until when a connection is not to be tested, if at all: its org and its sign-in may be different hosts.
    pub fn until(&self, record: &ConnectionRecord) -> Option<Timestamp> {
        let hosts = [record.instance.origin(), record.login.origin()];
        let its = self
            .0
            .iter()
            .filter(|pause| hosts.contains(&&*pause.origin));
        its.map(|pause| pause.until).max()
    }

    /// A line for each moment that some of these connections wait for.
    pub fn of_all(&self, records: &[ConnectionRecord]) -> Vec<String> {
        let moments: BTreeSet<Timestamp> =
            records.iter().filter_map(|one| self.until(one)).collect();
        let line = |until: &Timestamp| {
            let held_up = records.iter().filter(|one| self.until(one) == Some(*until));
            let names: Vec<String> = held_up.map(|record| record.name.to_string()).collect();
            let at = until.to_zoned(jiff::tz::TimeZone::system());
            let (names, at) = (names.join(", "), at.strftime("%Y-%m-%d %H:%M:%S"));
            format!(
                "{names}: Salesforce asks not to be asked again before {at}. Until then nothing is sent."
            )
        };
        moments.iter().map(line).collect()
    }
}
