//! A process that stops at one of the steps that apps are worked on in.

use std::io::BufRead as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use crate::child;
use crate::session::Step;

/// Stops the thread that comes to this step, until the parent kills the process.
pub(crate) struct Pause {
    left: AtomicUsize,
}

impl Pause {
    pub(crate) fn at(step: usize) -> Self {
        Self {
            left: AtomicUsize::new(step),
        }
    }
}

impl<S: tracing::Subscriber> Layer<S> for Pause {
    fn on_event(&self, event: &tracing::Event<'_>, _context: Context<'_, S>) {
        if !event
            .metadata()
            .target()
            .starts_with("orgkeep_app::creation")
        {
            return;
        }
        let mut found = Step(String::new());
        event.record(&mut found);
        if !found.0.is_empty() && self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            let _parent_is_gone = child::say(&format!("at {}", found.0));
            let _ended = std::io::stdin().lock().read_line(&mut String::new());
        }
    }
}
