//! What nobody waits for, until the program ends.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;

/// How long the end of the program waits.
const LONGEST_END: Duration = Duration::from_secs(2);

/// Tasks that go on beside everything else. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Background(Arc<Mutex<JoinSet<()>>>);

impl Background {
    /// Begins one.
    pub(crate) fn begin(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    /// Ends them all, after they had a moment to come to an end by themselves.
    pub(crate) async fn end(&self) {
        let mut tasks = {
            let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *tasks)
        };
        let over = async { while tasks.join_next().await.is_some() {} };
        let _late = tokio::time::timeout(LONGEST_END, over).await;
        tasks.shutdown().await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::time::{Instant, sleep};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_end_waits_for_what_is_nearly_over_and_for_no_more() {
        let (background, over) = (Background::default(), Arc::new(AtomicU32::new(0)));
        for takes in [LONGEST_END / 2, LONGEST_END * 2] {
            let over = Arc::clone(&over);
            background.begin(async move {
                sleep(takes).await;
                over.fetch_add(1, Ordering::Relaxed);
            });
        }
        let begun = Instant::now();
        background.end().await;
        assert_eq!(over.load(Ordering::Relaxed), 1);
        assert_eq!(begun.elapsed(), LONGEST_END);
        // What was ended does not go on.
        sleep(LONGEST_END * 2).await;
        assert_eq!(over.load(Ordering::Relaxed), 1);
    }
}
