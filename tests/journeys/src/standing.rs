//! The standing checks of the security bar: live, same, quiet, closed, sound, calm; and proper, of its requirements.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_vault::vault::STORE_FILE;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use tokio::time::timeout;

use crate::leak::{Encoding, Search, arguments_and_environment};
use crate::probe::is_closed;
use crate::trace;
use crate::world::World;

/// Within which a genuine callback must finish the sign-in (security.md, standing check "live").
pub const LIVE_WITHIN: Duration = Duration::from_secs(2);

/// The stored connections, byte for byte.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRows {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl StoredRows {
    /// How many connections there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The columns in which these rows differ.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Vec<&str> {
        let columns = self.columns.iter().enumerate();
        let of = |rows: &[Vec<Value>], place: usize| -> Vec<Option<Value>> {
            rows.iter().map(|row| row.get(place).cloned()).collect()
        };
        let differs = |place: &usize| of(&self.rows, *place) != of(&other.rows, *place);
        let found = columns.filter(|(place, _)| differs(place));
        found.map(|(_, name)| name.as_str()).collect()
    }
}

impl World {
    /// Every stored connection, as it lies in the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn rows(&self) -> anyhow::Result<StoredRows> {
        let path = self.data_folder().join(STORE_FILE);
        let store = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut statement = store.prepare("SELECT * FROM connection ORDER BY id")?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let rows = statement.query_map([], |row| {
            (0..columns.len()).map(|column| row.get(column)).collect()
        })?;
        let rows = rows.collect::<Result<_, _>>()?;
        Ok(StoredRows { columns, rows })
    }

    /// **same**: no stored connection has changed since.
    ///
    /// # Errors
    /// When one did.
    pub fn same(&self, before: &StoredRows) -> anyhow::Result<()> {
        let now = self.rows()?;
        ensure!(
            now == *before,
            "same: a stored connection has changed: {:?}",
            now.differing(before)
        );
        Ok(())
    }

    /// **live**: the genuine callback, sent now, finishes the sign-in in time.
    ///
    /// # Errors
    /// When it does not.
    pub async fn live(&self, genuine: &str) -> anyhow::Result<()> {
        let finished = async {
            self.deliver(genuine).await?;
            self.connected().await
        };
        let finished = timeout(LIVE_WITHIN, finished).await;
        finished.context("live: the sign-in did not finish in time")??;
        Ok(())
    }

    /// **closed**: nothing listens on the callback's port.
    ///
    /// # Errors
    /// When something does.
    pub async fn closed(&self) -> anyhow::Result<()> {
        ensure!(
            is_closed(self.callback.port()).await,
            "closed: the port is still open"
        );
        Ok(())
    }

    /// **sound**: the store is whole, every ciphertext in it opens, and the activity is as it was written.
    ///
    /// # Errors
    /// When one does not.
    pub async fn sound(&self) -> anyhow::Result<()> {
        let vault = self.vault().await?;
        let integrity = vault.integrity().await?;
        ensure!(integrity.is_sound(), "sound: {integrity:?}");
        let report = vault.verify_activity().await?;
        ensure!(report.fault.is_none(), "sound: {report:?}");
        Ok(())
    }

    /// **calm**, as far as one test can tell: no thread has panicked.
    ///
    /// # Errors
    /// When one did.
    pub fn calm(&self) -> anyhow::Result<()> {
        ensure!(trace::panics() == self.panics, "calm: a thread panicked");
        Ok(())
    }

    /// **quiet**: no secret of this run stands in any file of the data folder or of those that the person
    /// hands on, in what the page was told, in the log, in arguments or environment; in the log not even six
    /// characters of one. What was planted must be found in each place, or the search itself is broken.
    ///
    /// # Errors
    /// Names what was found, and where.
    pub fn quiet(&self) -> anyhow::Result<()> {
        let found = self.leaks(&Encoding::ALL)?;
        ensure!(found.is_empty(), "quiet: {found:#?}");
        Ok(())
    }

    /// Everything that was logged since this world began.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn log(&self) -> anyhow::Result<Vec<u8>> {
        trace::since(self.began)
    }

    /// Everything that **quiet** finds in these forms.
    ///
    /// # Errors
    /// When a place cannot be searched, or what was planted there is not found.
    pub fn leaks(&self, encodings: &[Encoding]) -> anyhow::Result<Vec<String>> {
        self.remember();
        let markers = self.secrets.markers();
        ensure!(
            !markers.is_empty() || self.browser.count() == 0,
            "no secret is known"
        );
        let search = Search::of(&markers, encodings)?;
        let pieces = Search::of_pieces(&markers)?;
        let (log, pages) = (self.log()?, self.transcript.text());
        self.control(&log, pages.as_bytes())?;
        let mut found = search.in_folder(&self.data_folder())?;
        found.extend(search.in_folder(&self.own_folder())?);
        found.extend(search.in_bytes("a view", pages.as_bytes()));
        found.extend(search.in_bytes("the log", &log));
        found.extend(pieces.in_bytes("the log", &log));
        found.extend(search.in_bytes("arguments or environment", &arguments_and_environment()));
        for key in self.keyring.keys() {
            let search = Search::of_key(&key)?;
            found.extend(search.in_folder(&self.data_folder())?);
            found.extend(search.in_folder(&self.own_folder())?);
            found.extend(search.in_bytes("the log", &log));
        }
        Ok(found)
    }

    fn control(&self, log: &[u8], pages: &[u8]) -> anyhow::Result<()> {
        let planted = [("planted text".to_owned(), self.planted.clone())];
        let search = Search::of(&planted, &[Encoding::Raw])?;
        ensure!(
            !search.in_bytes("the log", log).is_empty(),
            "the log was not captured"
        );
        ensure!(
            !search.in_bytes("a view", pages).is_empty(),
            "the views were not kept"
        );
        let files = search.in_folder(self.whole_folder())?;
        ensure!(!files.is_empty(), "the files were not searched");
        Ok(())
    }

    /// The checks that end every journey and every variant: closed, sound, quiet, calm, proper.
    ///
    /// # Errors
    /// When one of them does not hold.
    pub async fn standing(&self) -> anyhow::Result<()> {
        self.closed().await?;
        self.sound().await?;
        self.quiet()?;
        self.calm()?;
        self.proper()
    }

    /// Closes Orgkeep and makes the standing checks once more.
    ///
    /// # Errors
    /// As [`World::standing`].
    pub async fn end(self) -> anyhow::Result<()> {
        self.standing().await?;
        self.orgkeep.clone().close().await;
        self.standing().await
    }
}
