//! Everything that the page is told by Rust, and what the page is at each moment: row T-04.
//!
//! The recorder is put into the page by the driver; the program knows nothing of it. It begins before the first
//! request leaves the page, or the page is loaded again until it does.

use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::window::Window;

const RECORDER: &str = include_str!("recorder.js");
/// Loads the page again. The old document may still be asked meanwhile, so it is marked.
const LEAVE: &str = "window.isLeft = true; location.reload();";
/// How long a page may take to load again.
const LOADING: Duration = Duration::from_secs(60);
/// How long a page may take until its first request can leave.
const BEGINNING: Duration = Duration::from_secs(1);
/// How often the page is loaded again.
const TRIES: usize = 20;

/// What was recorded so far, as the page reads it.
#[derive(Debug, Default)]
pub struct Recording {
    /// Replies to commands, and snapshots of the streams.
    pub messages: Vec<String>,
    /// The document with its fields, address and storage: after each message, and whenever a test looks.
    pub pages: Vec<String>,
}

impl Recording {
    /// Begins to record in this window, which has just been opened: loads its page once more, with the recorder
    /// in it from the start.
    ///
    /// # Errors
    /// When no try is early enough.
    pub async fn begin(window: &Window) -> anyhow::Result<()> {
        for _ in 0..TRIES {
            // A document that goes may not answer any more. One that stayed is told apart below.
            let _gone = window.script(LEAVE).await;
            let install = format!("if (window.isLeft) return false; {RECORDER} return true;");
            let loaded = becomes_true(window, &install, LOADING).await;
            anyhow::ensure!(loaded, "the page does not load again");
            let early = "return window.recording.fromTheStart;";
            if becomes_true(window, early, BEGINNING).await {
                return Ok(());
            }
        }
        anyhow::bail!("the recorder always comes too late")
    }

    /// Looks at the page, and takes over what was recorded since.
    ///
    /// # Errors
    /// When nothing is recorded in this window.
    pub async fn take(&mut self, window: &Window) -> anyhow::Result<()> {
        let taken = window
            .script(
                "const { recording } = window; recording.look(); \
                 return [recording.messages.splice(0), recording.pages.splice(0)];",
            )
            .await?;
        self.messages.extend(texts(&taken[0])?);
        self.pages.extend(texts(&taken[1])?);
        Ok(())
    }
}

/// Asks the page until it says yes, or for too long. A document that goes does not answer.
async fn becomes_true(window: &Window, question: &str, within: Duration) -> bool {
    let deadline = Instant::now() + within;
    loop {
        let answer = window.script(question).await;
        if answer.is_ok_and(|answer| answer == Value::Bool(true)) {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        sleep(Duration::from_millis(10)).await;
    }
}

fn texts(list: &Value) -> anyhow::Result<Vec<String>> {
    let list = list.as_array().context("nothing is recorded")?;
    Ok(list
        .iter()
        .map(|text| text.as_str().unwrap_or_default().to_owned())
        .collect())
}
