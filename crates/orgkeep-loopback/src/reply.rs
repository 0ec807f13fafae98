//! A callback on its way to the caller, and the caller's decision on its way back.

use std::sync::Arc;

use orgkeep_domain::callback::CallbackQuery;
use tokio::sync::{oneshot, watch};

/// A request in the form of an authorization response. Nothing in it is believed yet: compare the state
/// first.
#[derive(Debug)]
pub struct Callback {
    /// What the browser brought.
    pub query: CallbackQuery,
    /// Where the decision goes.
    pub reply: Reply,
}

/// The browser waits for this decision. Dropping it is the same as [`Reply::ignore`].
#[derive(Debug)]
pub struct Reply {
    decision: oneshot::Sender<Accepted>,
    progress: Arc<watch::Sender<Progress>>,
}

/// The one decision that has to be spoken.
#[derive(Debug)]
pub(crate) struct Accepted;

/// How far the sign-in has come at the listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// No callback has been accepted.
    Waiting,
    /// One has been; its browser is being sent to the done page.
    Accepted,
    /// The done page was served after that.
    Done,
}

impl Reply {
    pub(crate) fn new(
        decision: oneshot::Sender<Accepted>,
        progress: Arc<watch::Sender<Progress>>,
    ) -> Self {
        Self { decision, progress }
    }

    /// This was the response that was waited for: its browser goes on to the done page, and no other
    /// callback is taken by this listener, in whatever order copies of it arrive.
    pub fn accept(self) {
        self.progress.send_if_modified(|progress| {
            let first = *progress == Progress::Waiting;
            if first {
                *progress = Progress::Accepted;
                // Under the lock: whoever sees the progress also sees the decision. The browser may be
                // gone, which changes nothing about the acceptance.
                let _gone = self.decision.send(Accepted);
            }
            first
        });
    }

    /// This was some other response: its browser gets the fixed 400 page, the listener goes on waiting,
    /// and [`crate::Observations::ignored_callbacks`] grows.
    pub fn ignore(self) {
        drop(self);
    }
}
