//! The runs of tests that are under way.

use std::sync::Arc;

use tokio::sync::watch;

/// How many there are. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Runs {
    count: Arc<watch::Sender<usize>>,
}

/// One of them, until this is dropped.
#[derive(Debug)]
pub(super) struct UnderWay {
    count: Arc<watch::Sender<usize>>,
}

impl Default for Runs {
    fn default() -> Self {
        let (count, _nobody) = watch::channel(0);
        Self {
            count: Arc::new(count),
        }
    }
}

impl Runs {
    pub(super) fn begin(&self) -> UnderWay {
        self.count.send_modify(|count| *count += 1);
        UnderWay {
            count: Arc::clone(&self.count),
        }
    }

    /// Waits until there are none. One that somebody follows goes on as long as there is something to test.
    pub(super) async fn all_ended(&self) {
        let mut count = self.count.subscribe();
        // It cannot be closed: this holds the other end.
        let _closed = count.wait_for(|count| *count == 0).await;
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.count.send_modify(|count| *count -= 1);
    }
}
