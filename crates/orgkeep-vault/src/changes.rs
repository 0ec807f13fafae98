//! Noticing what other programs change in the store.
//!
//! The file system rings when something is written into the folder, and the store's own counter tells whether that was
//! a change. Some systems ring late or not at all, such as one that is out of watches; so the counter is looked at now
//! and then as well, which costs a few microseconds.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;

use crate::error::StoreError;
use crate::vault::Vault;

/// How long a change may stay unnoticed where the file system does not ring.
const UNTOLD: Duration = Duration::from_secs(2);

/// The bell of one folder. Holds neither the store nor its key.
#[derive(Debug)]
pub struct ChangeBell {
    rung: Arc<Notify>,
    untold: Duration,
    /// It rings for as long as it is kept.
    _watcher: Option<RecommendedWatcher>,
}

impl ChangeBell {
    fn of(folder: &Path, untold: Duration) -> Self {
        let rung = Arc::new(Notify::new());
        let ringing = Arc::clone(&rung);
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| is_writing(event.kind)) {
                ringing.notify_one();
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
            Ok(watcher)
        });
        let watcher = watcher
            .inspect_err(|error| tracing::info!(%error, "changes are looked for now and then"))
            .ok();
        Self {
            rung,
            untold,
            _watcher: watcher,
        }
    }

    /// Waits until there may be a change. One that came since the last wait ends it at once.
    pub async fn rung(&self) {
        let _late = tokio::time::timeout(self.untold, self.rung.notified()).await;
    }

    #[cfg(test)]
    fn is_watching(&self) -> bool {
        self._watcher.is_some()
    }
}

/// Reading the store is no reason to read it again.
fn is_writing(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(_))
}

impl Vault {
    /// The bell of this store.
    #[must_use]
    pub fn change_bell(&self) -> ChangeBell {
        ChangeBell::of(self.folder(), UNTOLD)
    }

    /// Another number after each change by whatever program. It means nothing else.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn change_count(&self) -> Result<u32, StoreError> {
        self.reading(|_, connection| {
            Ok(connection.query_row("PRAGMA data_version", [], |row| row.get(0))?)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(3600);
    const PATIENCE: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn who_is_not_told_looks_after_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let bell = ChangeBell::of(folder.path(), LONG);
        let began = tokio::time::Instant::now();
        bell.rung().await;
        assert_eq!(began.elapsed(), LONG);
    }

    #[tokio::test]
    async fn the_file_system_rings_when_something_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "before").unwrap();
        let bell = ChangeBell::of(folder.path(), LONG);
        assert!(bell.is_watching());
        std::fs::write(&file, "after").unwrap();
        tokio::time::timeout(PATIENCE, bell.rung()).await.unwrap();
    }

    #[test]
    fn reading_is_no_writing() {
        use notify::event::{AccessKind, CreateKind, ModifyKind, RemoveKind};
        assert!(!is_writing(EventKind::Access(AccessKind::Any)));
        for kind in [
            EventKind::Create(CreateKind::Any),
            EventKind::Modify(ModifyKind::Any),
            EventKind::Remove(RemoveKind::Any),
            EventKind::Any,
        ] {
            assert!(is_writing(kind), "{kind:?}");
        }
    }

    #[tokio::test]
    async fn where_nothing_can_ring_the_wait_ends_by_itself() {
        let bell = ChangeBell::of(Path::new("/no/such/folder"), Duration::from_millis(1));
        assert!(!bell.is_watching());
        tokio::time::timeout(PATIENCE, bell.rung()).await.unwrap();
    }
}
