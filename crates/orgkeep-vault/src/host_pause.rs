//! Hosts that asked not to be asked again before a moment (`Retry-After`; RFC 9110, 10.2.3).
//!
//! It is kept, so that neither the next start nor another program on the same folder asks too early. Nothing of it is secret.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use orgkeep_domain::authority::Authority;
use rusqlite::params;

use crate::error::StoreError;
use crate::vault::Vault;

/// The longest pause that is kept. Whoever asks for more is asked after a day all the same.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 3600);

/// A host that is not to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPause {
    /// Its origin.
    pub origin: String,
    /// Until when.
    pub until: Timestamp,
}

impl Vault {
    /// Keeps that a host asked to wait for so long from now on; at most [`LONGEST_PAUSE`]. The last word counts. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written down.
    pub async fn pause_host(
        &self,
        host: &Authority,
        now: Timestamp,
        wait: Duration,
    ) -> Result<(), StoreError> {
        let origin = host.origin().to_owned();
        let until = after(now, wait.min(LONGEST_PAUSE)).as_millisecond();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                transaction.execute(
                    "DELETE FROM host_pause WHERE until <= ?1",
                    [now.as_millisecond()],
                )?;
                transaction.execute(
                    "INSERT INTO host_pause (host, until) VALUES (?1, ?2)
                     ON CONFLICT (host) DO UPDATE SET until = ?2",
                    params![origin, until],
                )?;
                Ok(())
            })
        })
        .await
    }

    /// A host answers again. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`] when that could not be written down.
    pub async fn end_pause(&self, host: &Authority) -> Result<(), StoreError> {
        let origin = host.origin().to_owned();
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                transaction.execute("DELETE FROM host_pause WHERE host = ?1", [origin])?;
                Ok(())
            })
        })
        .await
    }

    /// The hosts that are not to be asked now. A pause that ends later than any can was written by a clock that was wrong, and
    /// does not count. Needs no key.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn host_pauses(&self, now: Timestamp) -> Result<Vec<HostPause>, StoreError> {
        let latest = after(now, LONGEST_PAUSE).as_millisecond();
        self.reading(move |_, connection| {
                let rows: rusqlite::Result<Vec<(String, i64)>> = connection
                    .prepare_cached(
                        "SELECT host, until FROM host_pause WHERE until > ?1 AND until <= ?2 ORDER BY host",
                    )?
                    .query_map([now.as_millisecond(), latest], |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })?
                    .collect();
                let pause = |(origin, until)| HostPause {
                    origin,
                    until: Timestamp::from_millisecond(until).unwrap_or(now),
                };
                Ok(rows?.into_iter().map(pause).collect())
            })
        .await
    }
}

fn after(now: Timestamp, wait: Duration) -> Timestamp {
    let later = SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| now.checked_add(wait).ok());
    later.unwrap_or(now)
}
