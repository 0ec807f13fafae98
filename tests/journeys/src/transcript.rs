//! Everything that the page is ever told, kept as the JSON that it would read.

use std::sync::{Arc, Mutex, PoisonError};

use orgkeep_api::error::ApiError;
use serde::Serialize;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Replies and snapshots, in order.
#[derive(Debug, Default)]
pub struct Transcript {
    lines: Mutex<Vec<String>>,
}

impl Transcript {
    /// Keeps a text.
    pub fn keep(&self, line: String) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line);
    }

    /// Keeps a view or an error, with both of its texts.
    pub fn keep_reply<View: Serialize>(&self, reply: &Result<View, ApiError>) {
        match reply {
            Ok(view) => self.keep_view(view),
            Err(error) => {
                self.keep_view(error);
                self.keep(format!("{error} {error:?}"));
            }
        }
    }

    /// Keeps a view.
    pub fn keep_view<View: Serialize>(&self, view: &View) {
        self.keep(serde_json::to_string(view).unwrap_or_else(|error| error.to_string()));
    }

    /// Everything so far.
    #[must_use]
    pub fn text(&self) -> String {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.join("\n")
    }

    /// Keeps every snapshot of a stream until its sender is gone.
    pub fn follow<View>(self: &Arc<Self>, mut stream: watch::Receiver<View>) -> JoinHandle<()>
    where
        View: Serialize + Clone + Send + Sync + 'static,
    {
        let this = Arc::clone(self);
        tokio::spawn(async move {
            loop {
                let view = stream.borrow_and_update().clone();
                this.keep_view(&view);
                if stream.changed().await.is_err() {
                    break;
                }
            }
        })
    }
}
